"""From the name of a check in a rule file to the function."""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import cast

from auditor.checks.case import Check
from auditor.rulebook.model import Rule

PACKAGE = "auditor.checks"
_DOTTED = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+")


class UnknownCheckError(LookupError):
    """A rule names a check that does not exist; the message says which and where it was looked for."""


@cache
def resolve(name: str) -> Check:
    """The function behind ``module.function`` below ``auditor.checks``.

    Raises:
        UnknownCheckError: no such module or function.
    """
    if not _DOTTED.fullmatch(name):
        raise UnknownCheckError(f"check “{name}” is not of the form module.function")
    module, _, function = name.rpartition(".")
    path = f"{PACKAGE}.{module}"
    try:
        found = getattr(importlib.import_module(path), function, None)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{path}.".startswith(f"{error.name}."):
            raise
        raise UnknownCheckError(f"check “{name}”: there is no module {path}") from error
    if not callable(found):
        raise UnknownCheckError(f"check “{name}”: {path} has no function {function}")
    return cast("Check", found)


def unknown_checks(rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """What is wrong with the checks of these rules, one sentence each; empty if all exist."""
    return tuple(problem for rule in rules if rule.check for problem in _problems(rule, rule.check))


def _problems(rule: Rule, name: str) -> tuple[str, ...]:
    try:
        resolve(name)
    except UnknownCheckError as error:
        return (f"{rule.source}: {error}",)
    return ()
