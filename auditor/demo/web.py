"""Requests and responses of the demo, free of sockets."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, quote, urlsplit

from auditor.demo.log import Kind


@dataclass(frozen=True)
class Request:
    """One request; ``host`` is the first label of the host name, ``port`` the one everything is served on."""

    method: str
    host: str
    port: int
    path: str
    query: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    referer: str = ""


@dataclass
class Response:
    """One answer; ``pause`` is how many seconds the server takes its time."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: list[tuple[str, str]] = field(default_factory=list)
    kind: Kind = "page"
    pause: float = 0.0

    def with_cookie(
        self, name: str, value: str, attributes: str = "Path=/; HttpOnly; SameSite=Lax"
    ) -> Response:
        """The same answer, setting a cookie."""
        self.headers.append(("Set-Cookie", f"{name}={value}; {attributes}"))
        return self


def redirect(location: str, kind: Kind = "page") -> Response:
    """Send the browser on with a GET."""
    return Response(status=303, headers=[("Location", quote(location, safe="/:?=&#%"))], kind=kind)


def parse(method: str, target: str, headers: dict[str, str], body: bytes, port: int) -> Request:
    """Build a request from the raw parts; header names are lower case."""
    url = urlsplit(target)
    kind = headers.get("content-type", "")
    return Request(
        method=method,
        host=headers.get("host", "").partition(":")[0].partition(".")[0].lower(),
        port=port,
        path=url.path,
        query=_first(url.query),
        fields=_multipart(kind, body)
        if kind.startswith("multipart/")
        else _first(body.decode("utf-8", "replace")),
        cookies=_cookies(headers.get("cookie", "")),
        referer=headers.get("referer", ""),
    )


def _first(encoded: str) -> dict[str, str]:
    return {name: values[0].strip() for name, values in parse_qs(encoded, keep_blank_values=True).items()}


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def _multipart(content_type: str, body: bytes) -> dict[str, str]:
    """Text fields as they are; of a file only its name, the content is dropped at once."""
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    fields: dict[str, str] = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", "", header="content-disposition"))
        content = part.get_payload(decode=True)
        text = content.decode("utf-8", "replace").strip() if isinstance(content, bytes) else ""
        filename = part.get_filename()
        fields[name] = text if filename is None else filename
    return fields
