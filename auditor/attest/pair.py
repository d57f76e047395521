"""Brings sheets and measured services together by address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from auditor.attest.model import Sheet
from auditor.judge.fingerprint import address_key
from auditor.judge.result import ServiceResult
from auditor.judge.testimony import with_testimony
from auditor.rulebook.model import Rulebook


def attach(result: ServiceResult, sheets: Iterable[Sheet], rulebook: Rulebook, on: date) -> ServiceResult:
    """The result with what the sheets for its service say on the day of the visit; as it was if there are none."""
    key = address_key(result.service.url)
    own = [sheet for sheet in sheets if key in map(address_key, sheet.services)]
    if not own:
        return result
    statements = [each for sheet in own for each in sheet.statements]
    reviews = [each for sheet in own for each in sheet.reviews]
    return with_testimony(result, statements, reviews, rulebook, on)


def strangers(sheets: Iterable[Sheet], results: Sequence[ServiceResult]) -> tuple[tuple[str, str], ...]:
    """File and address of every sheet's service that is not among the results."""
    known = {address_key(result.service.url) for result in results}
    return tuple(
        (sheet.file, url) for sheet in sheets for url in sheet.services if address_key(url) not in known
    )
