"""What comes with a page's answer: status, headers, redirects, TLS; and the cookies it leaves."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Any

from playwright.async_api import BrowserContext, Response
from playwright.async_api import Error as PlaywrightError

from auditor.evidence.model import Cookie, Redirect, Tls
from auditor.visit.hosts import same_party

_MOST_HOPS = 30


async def read_answer(response: Response, limit: float) -> dict[str, Any]:
    """Status, headers, content type, redirects and TLS, by the names they have in the evidence of a page."""
    headers = {k.lower(): v[:2000] for k, v in (await response.all_headers()).items()}
    headers.pop("set-cookie", None)
    return {
        "status": response.status,
        "headers": headers,
        "content_type": headers.get("content-type", "").split(";")[0].strip().lower(),
        "redirects": await _redirects(response, limit),
        "tls": await _tls(response, limit),
    }


async def read_cookies(context: BrowserContext, site: str, limit: float) -> tuple[Cookie, ...]:
    """The cookies of a context without their values, in a fixed order."""
    found = await asyncio.wait_for(context.cookies(), limit)
    return tuple(sorted((_cookie(c, site) for c in found), key=lambda c: (c.domain, c.name, c.path)))


async def _redirects(response: Response, limit: float) -> tuple[Redirect, ...]:
    hops: list[Redirect] = []
    request = response.request.redirected_from
    while request is not None and len(hops) < _MOST_HOPS:
        status = 0
        with contextlib.suppress(PlaywrightError, TimeoutError):
            answer = await asyncio.wait_for(request.response(), limit)
            status = answer.status if answer else 0
        hops.append(Redirect(url=request.url[:2000], status=status))
        request = request.redirected_from
    return tuple(reversed(hops))


async def _tls(response: Response, limit: float) -> Tls | None:
    try:
        details = await asyncio.wait_for(response.security_details(), limit)
    except (PlaywrightError, TimeoutError):
        return None
    if not details or not details.get("protocol"):
        return None
    return Tls(
        protocol=details.get("protocol", ""),
        issuer=details.get("issuer", ""),
        subject=details.get("subjectName", ""),
        valid_from=details.get("validFrom"),
        valid_to=details.get("validTo"),
    )


def _cookie(raw: Any, site: str) -> Cookie:
    expires = raw.get("expires", -1)
    return Cookie(
        name=raw["name"],
        domain=raw["domain"],
        path=raw.get("path", "/"),
        secure=raw.get("secure", False),
        http_only=raw.get("httpOnly", False),
        same_site=raw.get("sameSite", ""),
        days=None if expires < 0 else round((expires - time.time()) / 86_400, 1),
        first_party=same_party(f"https://{raw['domain'].lstrip('.')}/", site),
    )
