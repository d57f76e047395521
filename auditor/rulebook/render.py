"""A rule as people read it: one line of a table, or a page of Markdown."""

from __future__ import annotations

import re
from pathlib import Path

from auditor.catalogue import catalogue
from auditor.rulebook.model import ExamplePage, Lang, Rule
from auditor.rulebook.vocabulary import SECTIONS

_WORDS = catalogue(Path(__file__).with_name("words.yaml"))
_COLUMNS = ("rule", "chapter", "origin", "obligation", "automation", "wcag", "title")
_EXPECTED = {"cantTell": "cannot tell"}


def columns(lang: Lang) -> tuple[str, ...]:
    """Heads of the table of rules."""
    return tuple(_WORDS.say(f"column-{name}", lang) for name in _COLUMNS)


def origin(rule: Rule, lang: Lang) -> str:
    """Where the requirement stands: clause of the standard, law, or criterion for weaker sources."""
    criterion = _WORDS.say("criterion", lang, number=rule.criterion) if rule.criterion else None
    return " · ".join(filter(None, (rule.clause, rule.law, criterion)))


def row(rule: Rule, lang: Lang) -> tuple[str, ...]:
    """The rule as one line of a table, in the order of ``columns``."""
    return (
        rule.id,
        _WORDS.say("chapter-law", lang) if rule.chapter == "law" else rule.chapter,
        origin(rule, lang),
        rule.obligation.value,
        _WORDS.say(rule.automation.value, lang),
        " ".join(rule.wcag),
        rule.title[lang],
    )


def table(rules: list[Rule], lang: Lang) -> str:
    """The rules as a Markdown table."""
    head = columns(lang)
    lines = [head, tuple("---" for _ in head), *(row(rule, lang) for rule in rules)]
    return "\n".join(f"| {' | '.join(map(_escaped, line))} |" for line in lines)


def page(rule: Rule, lang: Lang, *, escape: bool = True) -> str:
    """The whole rule as Markdown; ``escape`` keeps HTML named in a text from being taken for HTML."""
    words = _escaped if escape else str
    parts = [f"# {words(rule.title[lang])}", _facts(rule, lang)]
    for key, (german, english) in SECTIONS.items():
        if key in rule.prose:
            parts.append(f"## {german if lang == 'de' else english}\n\n{rule.prose[key][lang]}")
    messages = [f"- {key}: {words(text[lang])}" for key, text in rule.messages.items()]
    references = [f"- <{address}>" for address in rule.references]
    parts += [
        _section("remedy", words(rule.remedy[lang]), lang),
        _section("messages", "\n".join(messages), lang),
        _section("references", "\n".join(references), lang),
        _section("examples", _examples(rule), lang),
    ]
    return "\n\n".join(filter(None, parts))


def _escaped(text: str) -> str:
    """Plain text as Markdown that looks the same, also in a table."""
    return re.sub(r"([<|*_`\[\]\\])", r"\\\1", text)


def _facts(rule: Rule, lang: Lang) -> str:
    obligation = rule.obligation.value
    heads = columns(lang)[:-1]
    facts = dict(zip(heads, row(rule, lang), strict=False))
    facts[heads[3]] = obligation if rule.counts else _WORDS.say("apart", lang, obligation=obligation)
    facts["WCAG"] = " ".join(filter(None, (rule.wcag_version, rule.level, *rule.wcag)))
    facts["EN 301 549"] = " ".join(rule.en)
    facts["ACT"] = " ".join(rule.act)
    facts[_WORDS.say("severity", lang)] = str(rule.severity)
    facts[_WORDS.say("harms", lang)] = ", ".join(_WORDS.say(harm, lang) for harm in rule.harms)
    facts[_WORDS.say("since", lang)] = rule.since
    facts[_WORDS.say("until", lang)] = rule.until or ""
    facts[_WORDS.say("file", lang)] = f"rules/{rule.source}"
    return "\n".join(f"- {name}: {value}" for name, value in facts.items() if value)


def _section(name: str, content: str, lang: Lang) -> str:
    return f"## {_WORDS.say(name, lang)}\n\n{content}" if content else ""


def _examples(rule: Rule) -> str:
    parts = []
    for example in rule.examples:
        expected = _EXPECTED.get(example.expected, example.expected).capitalize()
        parts.append(f"### {expected}: {example.sentence}")
        parts += [f"```{_info(p)}\n{p.written or p.raw}\n```" for p in example.pages]
        parts += [f"```json\n{example.overlay}\n```"] if example.overlay else []
    return "\n\n".join(parts)


def _info(page: ExamplePage) -> str:
    return f"{page.kind} state={page.state}" if page.state else f"{page.kind} url={page.url} role={page.role}"
