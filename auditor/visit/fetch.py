"""Small files asked for beside the pages: robots.txt, security.txt, the head of a linked document."""

from __future__ import annotations

import asyncio
import ssl
from types import TracebackType
from typing import Literal

import httpx

from auditor.evidence.model import Fetch, Reason
from auditor.visit.guard import Neighbourhood
from auditor.visit.hosts import host_of

_MAX_BYTES = 200_000
_MAX_DOCUMENT = 15_000_000
_DOCUMENT_SECONDS = 30.0
_MAX_HOPS = 5
Purpose = Literal["robots", "security-txt", "document", "https", "portal"]


class Fetcher:
    """A plain HTTP client with the visit's user agent and hosts; every answer is capped in size and time."""

    def __init__(self, user_agent: str, hosts: dict[str, str], neighbourhood: Neighbourhood) -> None:
        self._neighbourhood = neighbourhood
        self._hosts = hosts
        self._client = httpx.AsyncClient(
            headers={"User-Agent": user_agent, "Accept-Language": "de"}, timeout=10.0, follow_redirects=False
        )

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def get(self, url: str, purpose: Purpose, *, method: str = "GET", start: str = "") -> Fetch:
        """Fetch a text, or the head of a document; errors become typed reasons, never exceptions."""
        answer, body = await self._follow(url, purpose, method, start, _MAX_BYTES)
        return answer.model_copy(update={"text": body[:_MAX_BYTES].decode("utf-8", "replace")})

    async def download(
        self, url: str, *, start: str = "", most: int = _MAX_DOCUMENT, seconds: float = _DOCUMENT_SECONDS
    ) -> tuple[Fetch, bytes]:
        """A whole document of at most so many bytes, within so many seconds; no bytes where there is a reason."""
        try:
            async with asyncio.timeout(seconds):
                answer, body = await self._follow(url, "document", "GET", start, most)
        except TimeoutError:
            return Fetch(purpose="document", url=url, final_url=url, reason=Reason.TIMEOUT), b""
        if len(body) > most or (answer.reason is None and (answer.bytes or 0) > most):
            return answer.model_copy(update={"reason": Reason.TOO_LARGE}), b""
        return answer, body

    async def _follow(
        self, url: str, purpose: Purpose, method: str, start: str, most: int
    ) -> tuple[Fetch, bytes]:
        """The answer at the end of all redirects; its body is cut off soon after ``most`` bytes."""
        at = url
        for _ in range(_MAX_HOPS + 1):
            if await self._neighbourhood.off_limits(at, start or url):
                return Fetch(purpose=purpose, url=url, final_url=at, reason=Reason.PRIVATE_ADDRESS), b""
            try:
                answer, body, size = await self._one(at, method, most)
            except httpx.HTTPError as error:
                return Fetch(purpose=purpose, url=url, final_url=at, reason=_reason(error)), b""
            except (httpx.InvalidURL, ValueError):
                return Fetch(purpose=purpose, url=url, final_url=at, reason=Reason.OFF_SCOPE), b""
            if answer.is_redirect and answer.next_request is not None:
                at = _outward(str(answer.next_request.url), at, self._hosts)
                continue
            fetched = Fetch(
                purpose=purpose,
                url=url,
                final_url=at,
                status=answer.status_code,
                content_type=answer.headers.get("content-type", ""),
                bytes=size,
            )
            return fetched, body
        return Fetch(purpose=purpose, url=url, final_url=at, reason=Reason.REDIRECT_LOOP), b""

    async def _one(self, url: str, method: str, most: int) -> tuple[httpx.Response, bytes, int | None]:
        address, headers = self._place(url)
        request = self._client.build_request(
            method, address, headers=headers, extensions={"sni_hostname": host_of(url)}
        )
        response = await self._client.send(request, stream=True)
        try:
            length = response.headers.get("content-length", "")
            size = int(length) if length.isdigit() else None
            if method == "HEAD":
                return response, b"", size
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > most:
                    break
            return response, bytes(body), size if size is not None else len(body)
        finally:
            await response.aclose()

    def _place(self, url: str) -> tuple[str, dict[str, str]]:
        """Where to connect: the browser knows ``*.localhost`` and our hosts map, the operating system does not."""
        parsed = httpx.URL(url)
        fixed = self._hosts.get(parsed.host)
        if fixed is None and (parsed.host == "localhost" or parsed.host.endswith(".localhost")):
            fixed = "127.0.0.1"
        if fixed is None:
            return url, {}
        host, _, port = fixed.partition(":")
        moved = parsed.copy_with(host=host, port=int(port) if port else parsed.port)
        return str(moved), {"Host": parsed.netloc.decode()}


def _outward(target: str, at: str, hosts: dict[str, str]) -> str:
    """A relative redirect was resolved against the address we connected to; give it its public name back."""
    where, before = httpx.URL(target), httpx.URL(at)
    inner = {a.split(":")[0] for a in hosts.values()} | {"127.0.0.1"}
    if where.host in inner and before.host not in inner:
        where = where.copy_with(host=before.host, port=before.port)
    return str(where)


def _reason(error: httpx.HTTPError) -> Reason:
    text = str(error)
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return Reason.TLS
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.TimeoutException):
        return Reason.TIMEOUT
    if "Name or service not known" in text or "getaddrinfo" in text or "nodename nor servname" in text:
        return Reason.DNS
    return Reason.CONNECT
