"""Reads one rule file: front matter, prose, examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from auditor.evidence.model import FLOW_ROLES, Role
from auditor.rulebook.errors import Report
from auditor.rulebook.examples import build_example
from auditor.rulebook.matter import LAW, read_matter
from auditor.rulebook.model import Example, Rule, Text
from auditor.rulebook.prose import parse_body
from auditor.rulebook.source import Mapping, parse_yaml, read_text
from auditor.rulebook.vocabulary import FLOW, SECTIONS

_FENCE = "---"


def read_rule(path: Path, report: Report) -> Rule | None:
    """The rule of a file in its chapter's folder, or None with every mistake in the report.

    Raises:
        UnreadableError: the file has no front matter that could be parsed.
    """
    matter, body, first = _split(read_text(path, report), report)
    source = parse_yaml(matter, report, first=2)
    fields = read_matter(source, report)
    parsed = parse_body(body, first, report)
    examples = tuple(e for e in (build_example(raw, report) for raw in parsed.examples) if e)
    chapter = path.parent.name
    _check_place(fields, source, path.stem, chapter, report)
    _check_prose(parsed.prose, bool(fields.get("check")), first, report)
    if fields.get("check"):
        _check_examples(examples, first, report)
        _check_needs(fields, examples, source, report)
    if report.problems:
        return None
    if fields.get("wcag"):
        fields.setdefault("wcag_version", "2.1")
    whole = {**fields, "chapter": chapter, "prose": parsed.prose, "examples": examples, "source": report.file}
    return _model(whole, source, report)


def _split(text: str, report: Report) -> tuple[str, str, int]:
    """Front matter, body, and the file's line on which the body begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise report.stop(1, "no front matter", "begin the file with a line “---”")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    raise report.stop(1, "the front matter does not end", "add a line “---” after it")


def _check_place(fields: dict[str, Any], source: Mapping, stem: str, chapter: str, report: Report) -> None:
    """The file's name and folder agree with what it says of itself."""
    if fields.get("id") not in {None, stem}:
        report.add(
            source.line("id"),
            f"id “{fields['id']}” is not the file name “{stem}”",
            f"rename the file to {fields['id']}.md or write id: {stem}",
        )
    clause = fields.get("clause")
    if isinstance(clause, str) and chapter != LAW and not clause.startswith(f"{chapter}."):
        report.add(
            source.line("clause"),
            f"clause {clause} in the folder of chapter {chapter}",
            "move the file or correct it",
        )
    if chapter == LAW and "law" not in fields:
        report.add(source.first, "a rule of the law names none", 'add law: "DDG § 5"')


def _check_prose(prose: dict[str, Text], has_check: bool, first: int, report: Report) -> None:
    for key in ("why", "how", "limits") if has_check else ("why",):
        german, english = SECTIONS[key]
        complaint = any(f"“{german}”" in p.what or f"“{english}”" in p.what for p in report.problems)
        if key not in prose and not complaint:
            report.add(first, f"section “{german}” is missing", f"add “## {german}” and “## {english}”")


def _check_examples(examples: tuple[Example, ...], first: int, report: Report) -> None:
    """Examples are the tests: one that passes, and one that does not (advice: that a person must look at)."""
    outcomes = {example.expected for example in examples}
    if "passed" not in outcomes:
        report.add(first, "no passing example", "add “### Passed: …” below “## Beispiele”")
    if not outcomes & {"failed", "cantTell"}:
        remedy = "add “### Failed: …”, or “### Cannot tell: …” if the rule never fails by design"
        report.add(first, "no failing example", remedy)


def _check_needs(
    fields: dict[str, Any], examples: tuple[Example, ...], source: Mapping, report: Report
) -> None:
    """An example without a page the rule needs can only be untested. An overlay may bring the page."""
    for example in examples:
        roles = {page.role for page in example.pages}
        for need in fields.get("needs", ()):
            there = roles & FLOW_ROLES if need == FLOW else need in roles
            if not there and not example.overlay and example.expected != "untested":
                what = f"the rule needs “{need}”, which the example “{example.sentence}” does not have"
                report.add(
                    source.line("needs"),
                    what,
                    f"add a page with role={Role.FORM if need == FLOW else need}, or need less",
                )


def _model(fields: dict[str, Any], source: Mapping, report: Report) -> Rule | None:
    try:
        return Rule.model_validate(fields)
    except ValidationError as error:
        for detail in error.errors():
            path = tuple(str(part) for part in detail["loc"])
            report.add(source.line(*path), f"“{'.'.join(path)}”: {detail['msg']}", "see docs/architecture.md")
        return None
