"""``auditor explain``: what a rule wants, why, and how to meet it – short enough for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

import click

from auditor.cli.words import LANGS, say
from auditor.publish.catalogue import Catalogue
from auditor.publish.formats.report import good_example, rule_link
from auditor.publish.words import Words
from auditor.rulebook.errors import choose
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Lang, Rule


@click.command("explain")
@click.argument("rule_id", metavar="RULE")
@click.option("--lang", type=click.Choice(LANGS), default="de", show_default=True)
def command(rule_id: str, lang: Lang) -> None:
    """Explain a rule: what it wants, why it matters, how to mend a finding.

    `auditor rules show RULE` prints all there is to know of it.
    """
    book = load_rulebook()
    known = {rule.id: rule for rule in book.rules}
    if rule_id not in known:
        hint = choose(rule_id, known)
        told = hint if hint.startswith("did") else "`auditor rules` lists them"
        raise click.BadParameter(f"there is no rule “{rule_id}”: {told}", param_hint="RULE")
    click.echo("\n".join(_lines(known[rule_id], Words(book, Catalogue(lang)), lang)))


def _lines(rule: Rule, words: Words, lang: Lang) -> Iterator[str]:
    wcag = f" · WCAG {', '.join(rule.wcag)}" if rule.wcag else ""
    yield f"{rule.id}: {words.title(rule)}"
    yield f"{rule.obligation.value} · {words.source(rule)}{wcag}"
    for key, title in (("why", "explain-why"), ("how", "explain-how"), ("limits", "explain-limits")):
        if key in rule.prose:
            yield from ("", say(title, lang), indent(rule.prose[key][lang], "  "))
    yield from ("", say("explain-mend", lang), indent(words.remedy(rule), "  "))
    if good := good_example(rule):
        yield from ("", say("explain-good", lang), indent(good, "  "))
    if bad := _bad_example(rule):
        yield from ("", say("explain-bad", lang), indent(bad, "  "))
    yield from ("", rule_link(rule), *rule.references)


def _bad_example(rule: Rule) -> str:
    failing = [e.pages[0].written for e in rule.examples if e.expected == "failed" and e.pages]
    return min(failing, key=len, default="").strip()
