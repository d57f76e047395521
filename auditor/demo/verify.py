"""Compares an audit of the demo with what is true of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.demo.targets import Expectation, Verdict, expectations, key_of
from auditor.evidence.model import Mode, Service


def differences(results: Mapping[str, Any], mode: Mode = Mode.OBSERVE, *, later: bool = False) -> list[str]:
    """What a ``results.json`` says otherwise than the label file, one sentence each; empty if all is right."""
    labels = expectations(later=later)
    found = {key_of(Service(url=s["url"])): s for s in results["services"]}
    missing = [f"{key}: not in the results" for key in sorted(set(labels) - set(found))]
    return missing + [
        f"{key}: {what}" for key, s in found.items() for what in _differences(s, labels[key], mode)
    ]


def _differences(service: Mapping[str, Any], label: Expectation, mode: Mode) -> Iterator[str]:
    if service["status"] != label.status or service["reason"] != label.reason:
        yield f"{service['status']} {service['reason']}, not {label.status} {label.reason}"
    verdict = label.verdict(mode)
    if verdict is not None and service["status"] == "measured":
        yield from _of_verdict(service["completion"], verdict)
    outcomes = {o["rule"]: o["outcome"] for o in service["outcomes"]}
    for wanted, rules in (("failed", label.fails), ("passed", label.passes)):
        for rule in rules:
            if outcomes.get(rule) != wanted:
                yield f"{rule} is {outcomes.get(rule)}, not {wanted}"


def _of_verdict(completion: Mapping[str, Any], verdict: Verdict) -> Iterator[str]:
    for key, allowed in (
        ("class", verdict.classes),
        ("completable", verdict.completable),
        ("maturity", verdict.maturity),
    ):
        if completion[key] not in allowed:
            yield f"{key} {completion[key]}, not {' or '.join(map(str, allowed))}"
    kinds = {b["kind"] for b in completion["media_breaks"]}
    if lacking := sorted(set(verdict.media_breaks) - kinds):
        yield f"media breaks not found: {', '.join(lacking)}"
    if false := sorted(kinds - {*verdict.media_breaks, *verdict.may_break}):
        yield f"media breaks that are not there: {', '.join(false)}"
