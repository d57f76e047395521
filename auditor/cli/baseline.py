"""``auditor baseline``: keeps the list of known findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from auditor.checks.case import Outcome
from auditor.cli.exit import RefusedError
from auditor.cli.words import LANGS, say
from auditor.evidence.model import Service
from auditor.gate.baseline import Update, baseline_text, read_baseline, updated
from auditor.gate.decide import counts_at
from auditor.gate.model import Entry, Gate
from auditor.judge.fingerprint import service_key
from auditor.publish.clean import shorten
from auditor.publish.contract import FindingOut, Results, ServiceOut
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Obligation, Rulebook

_WHERE = 100


@click.group("baseline")
def command() -> None:
    """Keep the list of known findings that do not make `auditor check` fail."""


@command.command()
@click.option(
    "--baseline", "path", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file."
)
@click.option(
    "--from",
    "results",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="results.json of a check.",
)
@click.option("--allow-new", is_flag=True, help="Also add findings that are not in it yet.")
@click.option(
    "--fail-on",
    type=click.Choice([o.value for o in Obligation]),
    default=Obligation.MUSS.value,
    show_default=True,
    help="Weakest obligation whose findings are kept; as in check.",
)
@click.option("--min-severity", type=click.IntRange(0, 4), default=0, show_default=True, help="As in check.")
@click.option("--informing", is_flag=True, help="As in check.")
@click.option("--reason", default="", help="Why new entries are known.")
@click.option("--owner", default="", help="Who mends new entries.")
@click.option(
    "--expires", type=click.DateTime(["%Y-%m-%d"]), help="When new entries count again, such as 2027-05-31."
)
@click.option(
    "--lang", type=click.Choice(LANGS), default="de", show_default=True, help="Language of messages."
)
def update(path: Path, results: Path, lang: str, **options: Any) -> None:
    """Take out what is mended; with --allow-new also add what is new.

    Without --allow-new a result with new findings is refused (exit code 2) and the file stays as it is, so that
    nobody signs off new barriers by accident. What could not be measured now is left as it stands.
    """
    rulebook = load_rulebook()
    allow_new = options["allow_new"]
    old = read_baseline(path, (r.id for r in rulebook.rules)) if path.exists() or not allow_new else ()
    services = _read(results, lang).services
    gate = Gate(
        fail_on=Obligation(options["fail_on"]),
        min_severity=options["min_severity"],
        informing=options["informing"],
    )
    found = [entry for service in services for entry in _entries(service, gate, rulebook)]
    change = updated(old, found, frozenset(_judged(services)), _defaults(options))
    if change.added and not allow_new:
        raise RefusedError(_refusal(change, path, lang))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(baseline_text(change.entries), encoding="utf-8")
    told = {"added": len(change.added), "removed": len(change.removed), "total": len(change.entries)}
    click.echo(say("baseline-written", lang, path=path, **told))


def _defaults(options: dict[str, Any]) -> Entry:
    expires = options["expires"]
    return Entry(
        "", "", "",
        reason=options["reason"],
        owner=options["owner"],
        expires=expires.date() if expires else None,
    )  # fmt: skip


def _read(path: Path, lang: str) -> Results:
    try:
        return Results.model_validate_json(path.read_text(encoding="utf-8"))
    except (ValidationError, UnicodeDecodeError) as error:
        detail = str(error).splitlines()[0]
        raise RefusedError(say("no-results", lang, path=path, detail=detail)) from error


def _service(service: ServiceOut) -> str:
    return service_key(Service(url=service.url, key=service.key))


def _entries(service: ServiceOut, gate: Gate, rulebook: Rulebook) -> Iterator[Entry]:
    """Proven findings that count at the gate."""
    rules = {rule.id: rule for rule in rulebook.rules}
    for outcome in service.outcomes:
        rule = rules.get(outcome.rule)
        if rule is None or not counts_at(rule, gate, counts=outcome.counts):
            continue
        for finding in outcome.findings:
            if finding.outcome == "failed":
                yield Entry(finding.fingerprint, rule.id, _service(service), _where(finding))


def _where(finding: FindingOut) -> str:
    """The place in a few words, for whoever reviews the file."""
    step = f"step {finding.step}" if finding.step else ""
    element = f"{finding.role} “{finding.name}”" if finding.name else finding.role or finding.target
    return shorten(": ".join(part for part in (step, element) if part) or finding.message, _WHERE)


def _judged(services: tuple[ServiceOut, ...]) -> Iterator[tuple[str, str]]:
    for service in services:
        for outcome in service.outcomes:
            if service.status == "measured" and outcome.outcome is not Outcome.UNTESTED:
                yield _service(service), outcome.rule


def _refusal(change: Update, path: Path, lang: str) -> str:
    lines = [f"  {e.rule} {e.fingerprint} {e.where}".rstrip() for e in change.added]
    return "\n".join([say("baseline-new", lang, path=path, count=len(lines)), *lines])
