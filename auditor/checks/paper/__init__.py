"""Can a resident finish it online? Reads ways and words of a service and decides, or says that it cannot."""

from auditor.checks.case import Case, Completion
from auditor.checks.paper.hurdles import Hurdle, hurdles
from auditor.checks.paper.product import product
from auditor.checks.paper.verdict import completion_of

__all__ = ["Hurdle", "completion", "hurdles", "product"]


def completion(case: Case) -> Completion:
    """The verdict on one service, decided once."""
    found = case.memo.get("completion")
    if not isinstance(found, Completion):
        found = case.memo["completion"] = completion_of(case)
    return found
