"""The sheet of questions as an HTML form: one file to be mailed, printed or filled in, that saves the YAML."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from auditor.attest.model import MOST_MONTHS, USUAL_MONTHS, say
from auditor.attest.results import Measured
from auditor.attest.vocabulary import meanings, word
from auditor.attest.write import questions
from auditor.paths import data_dir
from auditor.publish.catalogue import Catalogue
from auditor.publish.render import environment
from auditor.publish.rulepage import markdown
from auditor.rulebook.model import Automation, Lang, Rule, Rulebook


@dataclass(frozen=True)
class Question:
    """One requirement with what people should know before they answer: labels and prose."""

    rule: str
    title: str
    about: tuple[tuple[str, Markup], ...]


@dataclass(frozen=True)
class FormPart:
    """A chapter of the standard, or what can only be added to."""

    title: str
    questions: tuple[Question, ...]


def statement_form(service: Measured, rulebook: Rulebook, lang: Lang, file: str) -> str:
    """The form for one service as a whole HTML page; ``file`` is its own name."""
    style, script = _asset("form.css"), _asset("form.js")
    env = environment(Catalogue(lang), {})
    return env.get_template("form.html").render(
        service=service,
        file=file.removesuffix(".html") + ".yaml",
        intro=say("sheet-intro", lang),
        hints=_hints(lang),
        parts=tuple(_parts(rulebook, lang)),
        answers=meanings("answers"),
        key=lambda key: word("keys", key, lang),
        word=lambda kind, meaning: word(kind, meaning, lang),
        style=Markup(style),  # noqa: S704 - a file of the package
        script=Markup(script),  # noqa: S704 - a file of the package
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _parts(rulebook: Rulebook, lang: Lang) -> Iterator[FormPart]:
    ask = partial(_question, lang=lang)
    for chapter, rules in questions(rulebook, Automation.ATTESTED):
        number = f"{chapter.id} " if chapter.id[0].isdigit() else ""
        yield FormPart(number + chapter.title[lang], tuple(map(ask, rules)))
    added = [rule for _, rules in questions(rulebook, Automation.ASSISTED) for rule in rules]
    if added:
        yield FormPart(say("part-assisted", lang), tuple(map(ask, added)))


def _question(rule: Rule, lang: Lang) -> Question:
    sections = (
        (("why", "why"), ("evidence", "counts-as"))
        if rule.automation is Automation.ATTESTED
        else (("limits", "does-not-show"),)
    )
    about = tuple(
        (say(label, lang), markdown(rule.prose[key][lang])) for key, label in sections if key in rule.prose
    )
    return Question(rule.id, rule.title[lang], about)


def _hints(lang: Lang) -> dict[str, str]:
    valid = say("hint-valid", lang, most=MOST_MONTHS, usual=USUAL_MONTHS)
    return {
        "body": say("hint-body", lang),
        "role": say("hint-role", lang),
        "given": say("hint-day", lang),
        "valid_until": valid,
    }


def _asset(name: str) -> str:
    return (data_dir("reports") / "form" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(text: str) -> str:
    """The name by which the page's own policy allows exactly this style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
