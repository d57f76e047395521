"""A rule as people read it: one line of a table, or a page of Markdown."""

from __future__ import annotations

from auditor.rulebook.model import Lang, Rule
from auditor.rulebook.vocabulary import SECTIONS

COLUMNS: dict[Lang, tuple[str, ...]] = {
    "de": ("Regel", "Kapitel", "Quelle", "Pflicht", "Prüfung", "WCAG", "Anforderung"),
    "en": ("Rule", "Chapter", "Source", "Obligation", "Judged", "WCAG", "Requirement"),
}
_WORDS: dict[Lang, dict[str, str]] = {
    "de": {
        "criterion": "Kriterium",
        "automatic": "automatisch",
        "assisted": "mit Mensch",
        "attested": "Selbstauskunft",
        "law": "Recht",
        "severity": "Schwere (0–4)",
        "harms": "Wen es trifft",
        "since": "Seit",
        "apart": "zählt nicht in die Wertung",
        "remedy": "Abhilfe",
        "messages": "Meldungen",
        "references": "Nachweise",
        "examples": "Beispiele",
        "file": "Datei",
    },
    "en": {
        "criterion": "criterion",
        "automatic": "automatic",
        "assisted": "with a person",
        "attested": "provider’s word",
        "law": "law",
        "severity": "Severity (0–4)",
        "harms": "Who is hurt",
        "since": "Since",
        "apart": "not part of the score",
        "remedy": "Remedy",
        "messages": "Messages",
        "references": "References",
        "examples": "Examples",
        "file": "File",
    },
}
_EXPECTED = {"cantTell": "cannot tell"}


def origin(rule: Rule, lang: Lang) -> str:
    """Where the requirement stands: clause of the standard, law, or criterion for weaker sources."""
    criterion = f"{_WORDS[lang]['criterion']} {rule.criterion}" if rule.criterion else None
    return " · ".join(filter(None, (rule.clause, rule.law, criterion)))


def row(rule: Rule, lang: Lang) -> tuple[str, ...]:
    """The rule as one line of a table, in the order of ``COLUMNS``."""
    words = _WORDS[lang]
    chapter = words.get(rule.chapter, rule.chapter)
    wcag = " ".join(rule.wcag)
    return (
        rule.id,
        chapter,
        origin(rule, lang),
        rule.obligation.value,
        words[rule.automation.value],
        wcag,
        rule.title[lang],
    )


def table(rules: list[Rule], lang: Lang) -> str:
    """The rules as a Markdown table."""
    lines = [COLUMNS[lang], tuple("---" for _ in COLUMNS[lang]), *(row(rule, lang) for rule in rules)]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def page(rule: Rule, lang: Lang) -> str:
    """The whole rule as Markdown."""
    parts = [f"# {rule.title[lang]}", _facts(rule, lang)]
    for key, headings in SECTIONS.items():
        if key in rule.prose:
            parts.append(f"## {headings[0] if lang == 'de' else headings[1]}\n\n{rule.prose[key][lang]}")
    parts.append(f"## {_WORDS[lang]['remedy']}\n\n{rule.remedy[lang]}")
    parts += [_list(rule, lang), _examples(rule, lang)]
    return "\n\n".join(filter(None, parts))


def _facts(rule: Rule, lang: Lang) -> str:
    words = _WORDS[lang]
    names = dict(zip(COLUMNS[lang], row(rule, lang), strict=True))
    names.pop(COLUMNS[lang][-1])
    if not rule.counts:
        names[COLUMNS[lang][3]] += f" ({words['apart']})"
    names["WCAG"] = " ".join(filter(None, (rule.wcag_version, rule.level, names["WCAG"])))
    names["EN 301 549"] = " ".join(rule.en)
    names["ACT"] = " ".join(rule.act)
    names[words["severity"]] = str(rule.severity)
    names[words["harms"]] = ", ".join(rule.harms)
    names[words["since"]] = rule.since
    names[words["file"]] = f"rules/{rule.source}"
    return "\n".join(f"- {name}: {value}" for name, value in names.items() if value)


def _list(rule: Rule, lang: Lang) -> str:
    words = _WORDS[lang]
    messages = [f"- {key}: {text[lang]}" for key, text in rule.messages.items()]
    references = [f"- <{address}>" for address in rule.references]
    sections = [(words["messages"], messages), (words["references"], references)]
    return "\n\n".join(f"## {name}\n\n" + "\n".join(lines) for name, lines in sections if lines)


def _examples(rule: Rule, lang: Lang) -> str:
    if not rule.examples:
        return ""
    parts = [f"## {_WORDS[lang]['examples']}"]
    for example in rule.examples:
        parts.append(
            f"### {_EXPECTED.get(example.expected, example.expected).capitalize()}: {example.sentence}"
        )
        parts += [f"```{p.kind} url={p.url} role={p.role}\n{p.written or p.raw}\n```" for p in example.pages]
        parts += [f"```json\n{example.overlay}\n```"] if example.overlay else []
    return "\n\n".join(parts)
