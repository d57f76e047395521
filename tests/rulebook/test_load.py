"""A sound rulebook loads; each kind of mistake is named with its line and its remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.rulebook.errors import Problem, RulebookError
from auditor.rulebook.load import load_rulebook

Book = Callable[..., Path]
FILE = "5.3/contact-route.md"


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(RulebookError) as caught:
        load_rulebook(folder)
    return caught.value.problems


def test_sound_rule_keeps_everything_it_says(book: Book) -> None:
    loaded = load_rulebook(book())
    rule = loaded.rule("contact-route")
    assert (rule.chapter, rule.clause, rule.source) == ("5.3", "5.3.2", FILE)
    assert rule.prose["limits"].de == "Dass jemand antwortet."
    assert rule.messages["missing"]["en"] == "None on “{page}”."
    assert [example.expected for example in rule.examples] == ["passed", "failed"]
    assert loaded.chapter("law").weight == 10
    with pytest.raises(KeyError):
        loaded.rule("no-such-rule")


def test_fragment_is_wrapped_in_a_german_page_without_landmarks(book: Book) -> None:
    page = load_rulebook(book()).rule("contact-route").examples[1].pages[0]
    assert page.written == "<main>Guten Tag</main>"
    assert '<html lang="de">' in page.raw
    assert "<title>" in page.raw
    assert page.raw.count("<main>") == 1
    assert (page.role, page.url) == ("entry", "https://www.musterstadt.example/leistung")


def test_several_fences_are_several_pages_with_headers_and_overlay(book: Book, rule_text: str) -> None:
    extra = """\
### Cannot tell: The imprint was reached, the font came from elsewhere.
```http url=https://service.musterstadt.example/start
HTTP/1.1 200 OK
Set-Cookie: sid=1; Secure

<html lang="de"><p>Start</p></html>
```
```html role=imprint
<p>Impressum</p>
```
```http url=https://fonts.example/a.css role=asset
HTTP/1.1 204 No Content
```
```json
{"pages": [{"status": 200}]}
```
"""
    example = load_rulebook(book({FILE: rule_text + extra})).rule("contact-route").examples[2]
    assert example.expected == "cantTell"
    assert [(page.kind, page.role) for page in example.pages] == [
        ("http", "entry"),
        ("html", "imprint"),
        ("http", "asset"),
    ]
    assert example.pages[0].raw.startswith("HTTP/1.1 200 OK")
    assert example.pages[1].url == "https://www.musterstadt.example/impressum"
    assert example.overlay == '{"pages": [{"status": 200}]}'


BROKEN = [
    ("severity: 3", "severty: 3", 7, "unknown key “severty”", "did you mean “severity”?"),
    ("severity: 3\n", "", 2, "“severity” is missing", "add “severity:”"),
    ("severity: 3", "severity: 5", 7, "severity: 5” is out of range", "use 0 (none) to 4"),
    ("severity: 3", "severity: 3\nseverity: 2", 8, "duplicate key", "keep one of the two"),
    ("obligation: muss", "obligation: mus", 4, "“obligation: mus” is unknown", "did you mean “muss”?"),
    ("[everyone]", "[blind, deff]", 8, "“deff” is unknown in “harms”", "did you mean “deaf”?"),
    ("[everyone]", "everyone", 8, "“harms” is no list", "write harms: [everyone]"),
    ("needs: [entry]", "needs: [start]", 9, "“start” is unknown in “needs”", "choose one of: accessibility"),
    ("id: contact-route", "id: contact", 2, "id “contact” is not the file name", "write id: contact-route"),
    ('clause: "5.3.2"', 'clause: "5.6.2"', 3, "clause 5.6.2 in the folder of chapter 5.3", "move the file"),
    ('clause: "5.3.2"', "clause: 5.3", 3, "“clause: 5.3” is malformed", 'write it like clause: "5.3.2"'),
    ('clause: "5.3.2"\n', "", 2, "the rule belongs to nothing", "add “clause”, “law” or “criterion”"),
    (
        "confidence: A",
        "confidence: B",
        3,
        "clause 5.3.2 given for a source of confidence B",
        "by “criterion” or “law”",
    ),
    (
        "responsibility.contact_route",
        "contact-route",
        10,
        "“check: contact-route” is malformed",
        "responsibility.contact",
    ),
    ("check: responsibility.contact_route\n", "", 2, "“check” is missing", "automation: attested"),
    ("automation: automatic", "automation: attested", 10, "an attested rule has a check", "remove “check”"),
    (
        'since: "2026-11"',
        'since: "2026-11"\nuntil: "2026-05"',
        12,
        "ends (2026-05) before it begins",
        "correct “until”",
    ),
    ('since: "2026-11"', 'since: "11/2026"', 11, "“since: 11/2026” is malformed", '"2026-11"'),
    (
        'since: "2026-11"',
        'since: "2026-11"\napplies: {land: [XX]}',
        12,
        "“XX” is no land",
        "choose one of: BB",
    ),
    (
        'since: "2026-11"',
        'since: "2026-11"\napplies: {lnd: [BW]}',
        12,
        "unknown condition “lnd”",
        "did you mean “land”?",
    ),
    ('since: "2026-11"', 'since: "2026-11"\nwcag: ["1.4"]', 12, "“1.4” in “wcag” is malformed", '["1.4.10"]'),
    (', en: "There is a way."', "", 12, "“title” has no English text", 'add en: "…"'),
    ('de: "Nennen Sie ihn."', 'de: "…"', 13, "“remedy” has no German text", 'add de: "…"'),
    ('de: "Auf „{page}“ fehlt er."', 'de: ""', 15, "“missing” has no German text", 'add de: "…"'),
    (
        "None on “{page}”.",
        "None on “{site}”.",
        15,
        "blanks in one language only: {page}, {site}",
        "same blanks",
    ),
    ("None on “{page}”.", "None on “{page”.", 15, "malformed blank", "write blanks as {name}"),
    ("## Why\nWhoever gets stuck needs help.\n", "", 17, "section “Warum” has no “Why”", "add “## Why”"),
    ("## Why", "## Wy", 19, "unknown section “Wy”", "did you mean “Why”?"),
    ("## How it is judged", "## Wie geprüft wird", 23, "“Wie geprüft wird” stands twice", "keep one"),
    ("Links werden gelesen.\n", "", 21, "section “Wie geprüft wird” is empty", "one to three sentences"),
    (
        "### Passed: A mail link.",
        "### Pased: A mail link.",
        31,
        "unknown outcome “Pased”",
        "did you mean “passed”?",
    ),
    ("### Passed: A mail link.", "### Passed", 31, "example “Passed” without a sentence", "after a colon"),
    ("### Passed:", "### Failed:", 17, "no passing example", "add “### Passed: …”"),
    (
        "### Failed:",
        "### Inapplicable:",
        17,
        "no failing example",
        "add “### Failed: …”, or “### Cannot tell",
    ),
    (
        "```html\n<main>Guten",
        "```htm\n<main>Guten",
        36,
        "fence of unknown kind “htm”",
        "did you mean “html”?",
    ),
    ("```html\n<main>Guten", "```html rolle=entry\n<main>Guten", 36, "unknown fence option", "role=…"),
    ("```html\n<main>Guten", "```html role=imprnt\n<main>Guten", 36, "unknown role “imprnt”", "“imprint”"),
    (
        "```html\n<main>Guten",
        "```html url=/x\n<main>Guten",
        36,
        "“/x” is no whole address",
        "write url=https",
    ),
    ("```html\n<main>Guten", "```http\n<main>Guten", 37, "without a status line", "HTTP/1.1 200 OK"),
    (
        "<main>Guten Tag</main>\n```\n",
        'x\n```\n```json\n{\n"a": }\n```\n',
        41,
        "no valid JSON",
        "check quotes",
    ),
    ("```html\n<main>Guten Tag</main>\n```\n", "", 35, "example without a page", "add a fence"),
    (
        "<main>Guten Tag</main>\n```\n",
        "x\n```\n```html role=entry\ny\n```\n",
        35,
        "two pages at",
        "its own url=…",
    ),
    ("---\n## Warum", "## Warum", 1, "the front matter does not end", "add a line “---”"),
    ("---\nid:", "id:", 1, "no front matter", "begin the file with a line “---”"),
    ("harms: [everyone]", "harms: [everyone", 9, "", "check indentation"),
]


@pytest.mark.parametrize(
    ("sound", "broken", "line", "what", "remedy"), BROKEN, ids=lambda value: str(value)[:24]
)
def test_mistake_is_named_with_line_and_remedy(
    book: Book, rule_text: str, sound: str, broken: str, line: int, what: str, remedy: str
) -> None:
    assert sound in rule_text
    found = problems(book({FILE: rule_text.replace(sound, broken, 1)}))
    fitting = [
        p for p in found if p.file == FILE and p.line == line and what in p.what and remedy in p.remedy
    ]
    assert fitting, "\n".join(map(str, found))


def test_one_mistake_makes_one_complaint(book: Book, rule_text: str) -> None:
    found = problems(book({FILE: rule_text.replace("obligation: muss", "obligation: mus")}))
    assert [str(p) for p in found] == [
        "5.3/contact-route.md:4: “obligation: mus” is unknown – did you mean “muss”?"
    ]


def test_mistakes_of_all_files_come_at_once(book: Book, rule_text: str) -> None:
    folder = book(
        {
            FILE: rule_text.replace("severity: 3", "severity: 9").replace("[everyone]", "[nobody]"),
            "law/imprint.md": rule_text.replace("id: contact-route", "id: imprint"),
            "chapters.yaml": (Path(book()) / "chapters.yaml")
            .read_text(encoding="utf-8")
            .replace("weight: 8", "weight: x"),
        }
    )
    assert {p.file for p in problems(folder)} == {FILE, "law/imprint.md", "chapters.yaml"}
    assert len([p for p in problems(folder) if p.file == FILE]) == 2


def test_id_is_taken_once_only(book: Book, rule_text: str) -> None:
    other = rule_text.replace('clause: "5.3.2"', 'law: "DDG § 5"')
    (found,) = problems(book({"law/contact-route.md": other}))
    assert "already taken by 5.3/contact-route.md" in found.what
    assert found.file == "law/contact-route.md"


def test_rule_lives_in_the_folder_of_a_chapter(book: Book, rule_text: str) -> None:
    (found,) = problems(book({"lwa/contact-route.md": rule_text.replace('clause: "5.3.2"', 'law: "§ 5"')}))[
        :1
    ]
    assert (found.file, found.remedy) == ("lwa/contact-route.md", "did you mean “law”?")


def test_rule_of_the_law_names_its_law(book: Book, rule_text: str) -> None:
    text = rule_text.replace("id: contact-route", "id: imprint").replace('clause: "5.3.2"', 'criterion: "3"')
    (found,) = problems(book({"law/imprint.md": text}))
    assert found.what == "a rule of the law names none"


def test_rule_of_weaker_source_has_a_criterion_instead_of_a_clause(book: Book, rule_text: str) -> None:
    text = rule_text.replace('clause: "5.3.2"', 'criterion: "3"').replace("confidence: A", "confidence: B")
    assert load_rulebook(book({FILE: text})).rule("contact-route").clause is None


def test_advice_needs_no_failing_example(book: Book, rule_text: str) -> None:
    text = rule_text.replace("### Failed:", "### Cannot tell:")
    assert load_rulebook(book({FILE: text})).rule("contact-route").examples[1].expected == "cantTell"


def test_example_has_the_pages_its_rule_needs(book: Book, rule_text: str) -> None:
    (found,) = problems(
        book({FILE: rule_text.replace("```html\n<main>Guten", "```html role=form\n<main>Guten")})
    )
    assert (found.line, found.remedy) == (9, "add a page with role=entry, or need less")
    assert "needs “entry”, which the example “Nothing at all.” does not have" in found.what


def test_any_page_on_the_way_makes_a_flow(book: Book, rule_text: str) -> None:
    text = rule_text.replace("needs: [entry]", "needs: [flow]").replace(
        "```html\n<main>G", "```html role=form\n<main>G"
    )
    assert load_rulebook(book({FILE: text})).rule("contact-route").needs == ("flow",)


def test_attested_rule_needs_neither_check_nor_examples(book: Book, rule_text: str) -> None:
    text = rule_text.replace("automation: automatic", "automation: attested")
    text = text.replace("check: responsibility.contact_route\n", "")
    text = text[: text.index("## Wie geprüft wird")]
    assert load_rulebook(book({FILE: text})).rule("contact-route").check is None


def test_readme_and_tables_are_no_rules(book: Book) -> None:
    folder = book(
        {"README.md": "# Lies mich", "5.3/README.md": "# Lies mich", "wording/notes.md": "# Notizen"}
    )
    assert [rule.id for rule in load_rulebook(folder).rules] == ["contact-route"]


def test_file_that_is_not_utf8_is_named(book: Book) -> None:
    folder = book()
    (folder / FILE).write_bytes(b'---\nid: contact-route\ntitle: {de: "f\xfcr"}\n---\n')
    (found,) = problems(folder)
    assert (found.line, found.what) == (3, "not UTF-8")


def test_missing_table_of_chapters_is_named(book: Book) -> None:
    folder = book()
    (folder / "chapters.yaml").unlink()
    assert "chapters.yaml:1: the file is missing" in str(problems(folder)[0])


def test_missing_folder_is_no_empty_rulebook(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_rulebook(tmp_path / "nowhere")
