"""Whether a rule concerns a service at all, and whether the pages it needs were seen."""

from __future__ import annotations

from auditor.checks.case import Case
from auditor.evidence.model import FLOW_ROLES, Mode, Page, Reason, Role
from auditor.rulebook.model import Rule

#: A page that failed for one of these reasons has no content to judge.
NO_WEB_PAGE = frozenset({Reason.NOT_FOUND, Reason.DOWNLOAD, Reason.UNSUPPORTED})

_MODES = tuple(Mode)


def applies(rule: Rule, case: Case) -> bool:
    """Whether the rule's conditions are met.

    ``land``: one of those listed; a service whose Land is not known is judged as if it were there, so that leaving
    the Land out of the list never makes a rule go away. ``mode``: the least mode in which there is anything to see.
    """
    lands = _values(rule, "land")
    land = case.evidence.service.land
    if lands and land is not None and land not in lands:
        return False
    modes = [_MODES.index(Mode(value)) for value in _values(rule, "mode")]
    return not modes or _MODES.index(case.evidence.mode) >= min(modes)


def missing(rule: Rule, case: Case) -> Reason | None:
    """Why a page the rule needs is not there; None if all are."""
    return next((reason for need in rule.needs if (reason := _missing(need, case)) is not None), None)


def unseen(rule: Rule, case: Case) -> Reason | None:
    """Why one of the pages the rule looks at was not seen, even though others were; None if all were seen.

    What was not seen may hold what the rule speaks of, so it cannot be said that the rule does not apply.
    """
    pages = (page for need in rule.needs for page in case.missed(*_roles(need)))
    return next((page.reason for page in pages if page.reason not in NO_WEB_PAGE), None)


def _values(rule: Rule, condition: str) -> tuple[str, ...]:
    value = rule.applies.get(condition, ())
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)


def _roles(need: str) -> frozenset[Role]:
    return FLOW_ROLES if need == "flow" else frozenset({Role(need)})


def _missing(need: str, case: Case) -> Reason | None:
    roles = _roles(need)
    if any(page.role in roles for page in case.loaded):
        return None
    return next(filter(None, map(_reason, case.missed(*roles))), Reason.NOT_VISITED)


def _reason(page: Page) -> Reason | None:
    return page.reason
