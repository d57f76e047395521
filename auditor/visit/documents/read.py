"""From the address of a document to what is known of it."""

from __future__ import annotations

from pydantic import ValidationError

from auditor.evidence.model import DocumentFile, Fetch, Reason
from auditor.visit.documents import cell
from auditor.visit.documents.kinds import form_of
from auditor.visit.fetch import Fetcher
from auditor.visit.reasons import reason_of_status


async def read_document(fetcher: Fetcher, url: str, start: str) -> DocumentFile:
    """Download a document and read it; whatever it is or does becomes a typed reason, never an exception.

    Args:
        fetcher: asks the server, capped in size and time.
        url: where the document is linked to.
        start: the page it is linked on, for the rule that public pages do not lead to private addresses.
    """
    fetch, body = await fetcher.download(url, start=start)
    known = DocumentFile(
        url=url,
        final_url=fetch.final_url,
        status=fetch.status,
        content_type=fetch.content_type,
        bytes=fetch.bytes,
        reason=fetch.reason,
    )
    reason = fetch.reason or reason_of_status(fetch.status or 0) or (None if body else Reason.EMPTY)
    if reason is not None:
        return known.model_copy(update={"reason": reason})
    return await _opened(known, body)


def fetch_of(document: DocumentFile) -> Fetch:
    """The exchange with the server alone, for the list of fetches."""
    answered = document.status is not None and document.reason is not Reason.TOO_LARGE
    return Fetch(
        purpose="document",
        url=document.url,
        final_url=document.final_url,
        status=document.status,
        content_type=document.content_type,
        bytes=document.bytes,
        reason=None if answered else document.reason,
    )


async def _opened(known: DocumentFile, body: bytes) -> DocumentFile:
    form = form_of(body)
    if form == "other":
        return known.model_copy(update={"kind": "other", "reason": Reason.UNSUPPORTED})
    if form == "old-office":
        return known.model_copy(update={"kind": "office", "reason": Reason.UNSUPPORTED})
    try:
        facts = await cell.facts_of(body)
        return DocumentFile.model_validate({**known.model_dump(mode="json"), **facts})
    except cell.ReadingError as error:
        return known.model_copy(update={"reason": error.reason})
    except ValidationError:
        return known.model_copy(update={"reason": Reason.CRASH})
