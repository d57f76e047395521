"""From what Chromium and Playwright say to our typed reasons; the one place that knows their wording."""

from __future__ import annotations

import re

from auditor.evidence.model import Reason

#: First match decides. Left: what the error text contains.
_TEXTS: tuple[tuple[str, Reason], ...] = (
    (r"ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION|ERR_DNS", Reason.DNS),
    (r"ERR_TOO_MANY_REDIRECTS", Reason.REDIRECT_LOOP),
    (r"ERR_CERT|ERR_SSL|ERR_BAD_SSL|CERTIFICATE_VERIFY_FAILED|SSL", Reason.TLS),
    (r"ERR_BLOCKED_BY_PRIVATE_NETWORK|ERR_BLOCKED_BY_LOCAL_NETWORK", Reason.PRIVATE_ADDRESS),
    (r"Download is starting", Reason.DOWNLOAD),
    (r"Target crashed|Page crashed|has been closed", Reason.CRASH),
    (r"ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT|Timeout .*exceeded|timed out", Reason.TIMEOUT),
    (
        r"ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_ADDRESS|ERR_INTERNET|ERR_NETWORK|ERR_PROXY",
        Reason.CONNECT,
    ),
    (
        r"ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED|ERR_CONTENT_DECODING|ERR_INVALID_RESPONSE",
        Reason.CONNECT,
    ),
    (r"ERR_HTTP2|ERR_QUIC|ERR_INVALID_HTTP", Reason.CONNECT),
    (r"ERR_UNSAFE_PORT|ERR_UNKNOWN_URL_SCHEME|ERR_DISALLOWED_URL_SCHEME|ERR_INVALID_URL", Reason.OFF_SCOPE),
    (r"ERR_BLOCKED_BY_CLIENT", Reason.GUARD),
    (r"ERR_HTTP_RESPONSE_CODE_FAILURE", Reason.HTTP_ERROR),
    (r"Execution context was destroyed|navigation", Reason.UNSTABLE),
    (r"ERR_ABORTED", Reason.EMPTY),
)
_NET = re.compile(r"net::(ERR_\w+)")


def reason_of(text: str) -> Reason:
    """The typed reason for an error text; ``internal`` when none is known."""
    for pattern, reason in _TEXTS:
        if re.search(pattern, text):
            return reason
    return Reason.INTERNAL


def short(text: str) -> str:
    """The telling part of an error text: its net:: code or its first line."""
    found = _NET.search(text)
    return found.group(1) if found else text.strip().splitlines()[0][:200] if text.strip() else ""


def reason_of_status(status: int) -> Reason | None:
    """The typed reason for an HTTP status; None when the page is there."""
    if status < 400:
        return None
    return _STATUS.get(status, Reason.HTTP_ERROR)


_STATUS = {
    401: Reason.LOGIN,
    403: Reason.BLOCKED,
    404: Reason.NOT_FOUND,
    407: Reason.BLOCKED,
    410: Reason.NOT_FOUND,
    429: Reason.RATE_LIMITED,
    451: Reason.BLOCKED,
}


def reason_of_silence(text: str) -> Reason:
    """The typed reason why a frame gave no answer."""
    if "no answer" in text:
        return Reason.TIMEOUT
    return reason_of(text) if reason_of(text) is not Reason.INTERNAL else Reason.UNSTABLE
