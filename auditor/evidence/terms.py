"""Words that the whole evidence shares: why something was not measured, how far we may go, what a page is."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why something could not be measured."""

    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    HTTP_ERROR = "http-error"
    NOT_FOUND = "not-found"
    RATE_LIMITED = "rate-limited"
    BLOCKED = "blocked"
    CAPTCHA = "captcha"
    LOGIN = "login"
    ROBOTS = "robots"
    REDIRECT_LOOP = "redirect-loop"
    TOO_LARGE = "too-large"
    CRASH = "crash"
    DOWNLOAD = "download"
    UNSUPPORTED = "unsupported-document"
    EMPTY = "empty"
    UNSTABLE = "unstable"
    OFF_SCOPE = "off-scope"
    PRIVATE_ADDRESS = "private-address"
    BUDGET = "budget"
    GUARD = "guard"
    FRAME_SILENT = "frame-silent"
    NOT_VISITED = "not-visited"
    RULE_ERROR = "rule-error"
    INTERNAL = "internal"


class Mode(StrEnum):
    """How far the visit may go; each contains the one before."""

    OBSERVE = "observe"
    WALK = "walk"
    SUBMIT = "submit"


class Role(StrEnum):
    """What a page is to the service."""

    ENTRY = "entry"
    ROUTE = "route"
    FORM = "form"
    IMPRINT = "imprint"
    PRIVACY = "privacy"
    ACCESSIBILITY = "accessibility"
    CONTACT = "contact"
    EASY_LANGUAGE = "easy-language"
    SIGN_LANGUAGE = "sign-language"


#: Pages a resident passes on the way to the application, as opposed to pages every service must offer.
FLOW_ROLES = frozenset({Role.ENTRY, Role.ROUTE, Role.FORM})

#: Landmarks that frame every page of a site: what stands in them does not belong to the service.
FURNITURE = frozenset({"banner", "contentinfo", "navigation", "search"})
