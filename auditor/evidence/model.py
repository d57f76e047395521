"""What was seen of one service: typed, serialisable, versioned.

Everything that knows a browser ends here. Checks read this and nothing else, so a past month can be judged
again without opening a single page. Sizes are bytes, times milliseconds, boxes CSS pixels of the full page in
the desktop view, unless a field says otherwise.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from auditor.evidence.appearance import Appearance
from auditor.evidence.base import Box as Box  # noqa: PLC0414 - meant to be imported from here
from auditor.evidence.base import Model as Model  # noqa: PLC0414 - meant to be imported from here
from auditor.evidence.base import Node as Node  # noqa: PLC0414 - meant to be imported from here
from auditor.evidence.errors import ErrorState
from auditor.evidence.keyboard import Keyboard
from auditor.evidence.structure import Structure

FORMAT = "1"


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


class Service(Model):
    """The service as the operator listed it; ``key`` is his own name for it, which stays when the address changes."""

    url: str
    key: str | None = None
    name: str | None = None
    municipality: str | None = None
    ags: str | None = None
    leika: str | None = None
    service: str | None = None
    land: str | None = None
    population: int | None = None
    portal: str | None = None


class TextBlock(Node):
    """One run of text: a paragraph, list item, table cell, heading, label, button."""

    text: str
    heading: str = ""
    lang: str = ""
    in_link: bool = False
    collapsed: bool = False
    teaser: bool = False


class Heading(Node):
    """A heading; ``level`` 1–6, by element or aria-level."""

    level: int
    text: str


class Link(Node):
    """A link; ``href`` is absolute (or mailto:, tel:, javascript:), ``raw`` as written."""

    href: str
    raw: str = ""
    text: str = ""
    rel: str = ""
    target: str = ""
    type: str = ""
    hreflang: str = ""
    download: bool = False
    heading: str = ""
    teaser: bool = False


class Control(Node):
    """A form control. ``kind`` is the input type, or select, textarea, button, custom (ARIA widget)."""

    kind: str
    field: str = ""
    id: str = ""
    label: str = ""
    label_source: Literal["label", "aria", "title", "placeholder", "value", "text", "none"] = "none"
    placeholder: str = ""
    description: str = ""
    group: str = ""
    required: bool = False
    required_marked: bool = False
    autocomplete: str = ""
    pattern: str = ""
    min: str = ""
    max: str = ""
    maxlength: int | None = None
    inputmode: str = ""
    value: str = ""
    checked: bool = False
    disabled: bool = False
    readonly: bool = False
    multiple: bool = False
    accept: str = ""
    options: tuple[str, ...] = ()
    form: int | None = None
    invalid: bool = False


class Form(Node):
    """A form; its controls carry its ``index``. ``action`` is absolute, ``method`` lower case."""

    index: int
    action: str = ""
    method: str = "get"
    enctype: str = ""


class Image(Node):
    """An img, svg with role img, or input of type image."""

    src: str = ""
    alt: str | None = None
    width: int = 0
    height: int = 0


class Media(Node):
    """A video or audio element."""

    src: str = ""
    autoplay: bool = False
    controls: bool = False
    muted: bool = False
    tracks: tuple[str, ...] = ()


class Landmark(Node):
    """A landmark region by its ARIA role."""


class Meta(Model):
    """A meta element; ``name`` is its name, property or http-equiv, lower case."""

    name: str
    content: str


class LinkRel(Model):
    """A link element of the head."""

    rel: str
    href: str
    hreflang: str = ""
    type: str = ""


class Script(Model):
    """A script that a page loads from a file; ``integrity`` binds it to one content."""

    src: str
    integrity: str = ""


class Document(Model):
    """The content of one frame after it came to rest. ``structure`` is None where it could not be read."""

    title: str = ""
    lang: str = ""
    doctype: str = ""
    metas: tuple[Meta, ...] = ()
    rels: tuple[LinkRel, ...] = ()
    blocks: tuple[TextBlock, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    forms: tuple[Form, ...] = ()
    controls: tuple[Control, ...] = ()
    images: tuple[Image, ...] = ()
    media: tuple[Media, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    json_ld: tuple[str, ...] = ()
    scripts: tuple[Script, ...] = ()
    node_count: int = 0
    truncated: bool = False
    structure: Structure | None = None


class AxeNode(Model):
    """An element axe-core points at. ``text`` are the words right in it, not in elements inside; None where unknown."""

    target: tuple[str, ...]
    html: str = ""
    summary: str = ""
    impact: str = ""
    role: str = ""
    name: str = ""
    text: str | None = None
    box: Box | None = None


class AxeRule(Model):
    """One axe rule with the elements it concerns."""

    id: str
    impact: str = ""
    nodes: tuple[AxeNode, ...] = ()


class AxeResult(Model):
    """axe-core's answer for one frame. ``passes`` and ``inapplicable`` hold rule ids only."""

    version: str
    violations: tuple[AxeRule, ...] = ()
    incomplete: tuple[AxeRule, ...] = ()
    passes: tuple[str, ...] = ()
    inapplicable: tuple[str, ...] = ()


class Frame(Model):
    """A frame of a page; the first is the page itself. ``offset`` is its place on the page, if known; ``tabindex`` is
    that of the element that holds it, None without one, ``selector`` says where that element is; ``asleep``: it takes
    no input now, being inert or behind an open dialog."""

    id: str
    url: str
    parent: str | None = None
    first_party: bool = True
    title: str = ""
    offset: Box | None = None
    tabindex: int | None = None
    selector: str = ""
    asleep: bool = False
    reason: Reason | None = None
    document: Document | None = None
    axe: AxeResult | None = None
    axe_reason: Reason | None = None
    dom: str | None = None


class View(Model):
    """The page in one screen size. ``overflow`` names elements wider than the screen, ``small_targets`` pointer
    targets under 24 by 24 px without the spacing that WCAG 2.5.8 allows instead."""

    name: Literal["desktop", "phone", "narrow"]
    width: int
    height: int
    scroll_width: int
    screenshot: str | None = None
    screenshot_scale: float = 1.0
    overflow: tuple[Node, ...] = ()
    small_targets: tuple[Node, ...] = ()


class Request(Model):
    """One network request. ``phase`` says whether anything had been touched before it."""

    url: str
    method: str
    type: str
    host: str
    first_party: bool
    status: int | None = None
    bytes: int | None = None
    phase: Literal["load", "touched"] = "load"
    decision: Literal["allowed", "refused"] = "allowed"
    why: str = ""
    failed: str = ""


class Cookie(Model):
    """A cookie without its value. ``days`` is its lifetime, None for a session cookie."""

    name: str
    domain: str
    path: str = "/"
    secure: bool = False
    http_only: bool = False
    same_site: str = ""
    days: float | None = None
    first_party: bool = True


class StorageItem(Model):
    """A key of local or session storage, without its value."""

    origin: str
    kind: Literal["local", "session", "indexeddb"]
    key: str
    size: int = 0


class Redirect(Model):
    """One hop on the way to the final address."""

    url: str
    status: int


class Tls(Model):
    """The certificate and protocol of the page's own connection; dates as seconds since 1970."""

    protocol: str = ""
    issuer: str = ""
    subject: str = ""
    valid_from: float | None = None
    valid_to: float | None = None


class ConsoleLine(Model):
    """A console message of level error or warning, or an uncaught exception."""

    level: str
    text: str


class Metrics(Model):
    """Page speed and weight as this browser saw it on this machine."""

    fcp: float | None = None
    lcp: float | None = None
    cls: float | None = None
    long_tasks: float | None = None
    load: float | None = None
    bytes: int = 0
    requests: int = 0


class Consent(Model):
    """A cookie banner: seen before anything was pressed; only a refusal is ever pressed."""

    text: str = ""
    accept: str | None = None
    refuse: str | None = None
    settings: str | None = None
    refused: bool = False
    node: Node | None = None


class Interruption(Model):
    """Something that wanted attention and was turned away: a dialog, pop-up or download."""

    kind: Literal["dialog", "popup", "download"]
    text: str


class Wall(Model):
    """A login or bot check that ends the way, with the words that show it."""

    kind: Literal["login", "captcha", "challenge"]
    quote: str
    accounts: tuple[str, ...] = ()


class Filled(Model):
    """What the walk put into a field: synthetic test data, never anybody's own. ``tries`` counts from 1; more than
    one says that the service did not take the first value."""

    label: str
    field: str = ""
    selector: str = ""
    kind: str = ""
    meaning: str = ""
    value: str = ""
    required: bool = False
    tries: int = 1


class StepButton(Model):
    """A button or link of a step and what the walk took it for; ``why`` names the signs."""

    label: str
    verdict: str
    why: tuple[str, ...] = ()
    selector: str = ""
    pressed: bool = False


class StepError(Model):
    """A message the service showed about our input; ``field`` is the label it belongs to, if that is known."""

    field: str = ""
    text: str


StepKind = Literal["start", "step", "summary", "confirmation", "stuck", "end"]
Stop = Literal[
    "final-reached",
    "paper",
    "captcha",
    "login",
    "payment",
    "signature",
    "unknown-button",
    "stuck",
    "guard",
    "limit",
    "confirmed",
    "failed",
]


class Step(Model):
    """One state of a form on the walk through it. ``stop`` says why the walk ended here, ``stuck_at`` at which field or
    button, ``why`` in which words; ``barriers`` are captcha, payment, login or signature seen on this step."""

    number: int
    kind: StepKind
    heading: str = ""
    progress: str = ""
    buttons: tuple[StepButton, ...] = ()
    filled: tuple[Filled, ...] = ()
    errors: tuple[StepError, ...] = ()
    barriers: tuple[str, ...] = ()
    stop: Stop | None = None
    stuck_at: str = ""
    why: str = ""


class Page(Model):
    """One page, visited once. ``reason`` is None when it was measured; ``reused`` says that the same address had
    been read earlier in the run for another service of the same host, and was not loaded again. ``error_state`` is
    the first state in which the step complained about the input of the walk."""

    id: str
    role: Role
    step: int | None = None
    requested_url: str
    final_url: str
    found_on: str | None = None
    found_by: str = ""
    reason: Reason | None = None
    detail: str = ""
    status: int | None = None
    content_type: str = ""
    redirects: tuple[Redirect, ...] = ()
    headers: dict[str, str] = {}
    tls: Tls | None = None
    ready: Literal["quiet", "bounded", "not-loaded"] = "not-loaded"
    wall: Wall | None = None
    guarded: bool = False
    consent: Consent | None = None
    frames: tuple[Frame, ...] = ()
    views: tuple[View, ...] = ()
    requests: tuple[Request, ...] = ()
    cookies: tuple[Cookie, ...] = ()
    storage: tuple[StorageItem, ...] = ()
    console: tuple[ConsoleLine, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    metrics: Metrics = Metrics()
    aria: str | None = None
    reused: bool = False
    walk: Step | None = None
    error_state: ErrorState | None = None
    keyboard: Keyboard | None = None
    appearance: Appearance | None = None


class Fetch(Model):
    """A small file asked for beside the pages: robots.txt, security.txt, a linked document, the portal's entry."""

    purpose: Literal["robots", "security-txt", "document", "https", "portal"]
    url: str
    final_url: str = ""
    status: int | None = None
    content_type: str = ""
    bytes: int | None = None
    text: str = ""
    reason: Reason | None = None


class DocumentField(Model):
    """A field of a form in a document. Its value is never kept: it may be somebody's."""

    kind: Literal["text", "check", "radio", "choice", "button", "signature"]
    name: str = ""
    label: str = ""
    required: bool = False
    readonly: bool = False


class DocumentFile(Model):
    """A PDF or Office file linked as the way to apply, opened in a guarded child process.

    ``reason`` says why it was not read, or not to its end; then absent facts prove nothing. ``tagged`` is None where
    tags are there but not declared, or cannot be known. ``fillable`` means fields a resident can type into, signatures
    and buttons aside. ``unlabelled`` counts such fields without a label for assistive technology. ``image_only`` is a
    scan: pictures, and not a letter of text, on the pages looked at. ``blocks_readers``: the file's rights forbid
    screen readers its text. ``submit_target`` is where a button of the document sends it. ``text`` is without control
    characters, line by line as read.
    """

    url: str
    final_url: str = ""
    found_on: str | None = None
    link: str = ""
    status: int | None = None
    content_type: str = ""
    bytes: int | None = None
    kind: Literal["pdf", "office", "odf", "other", "unreadable"] = "unreadable"
    reason: Reason | None = None
    pages: int | None = None
    encrypted: bool = False
    blocks_readers: bool = False
    title: str = ""
    language: str = ""
    tagged: bool | None = None
    figures: int = 0
    figures_without_text: int = 0
    fields: tuple[DocumentField, ...] = ()
    field_count: int = 0
    unlabelled: int = 0
    fillable: bool = False
    signature_fields: int = 0
    xfa: Literal["none", "static", "dynamic"] = "none"
    image_only: bool = False
    text: str = ""
    text_truncated: bool = False
    has_submit_button: bool = False
    submit_target: str = ""
    mail_links: tuple[str, ...] = ()


class Candidate(Model):
    """A link that looked like the way on, and what became of it."""

    page: str
    url: str
    text: str
    role: Role
    outcome: Literal["visited", "duplicate", "budget", "robots", "document", "refused", "mail", "failed"]
    visited: str | None = None


class Tool(Model):
    """What measured."""

    version: str
    browser: str
    axe: str
    user_agent: str


class Evidence(Model):
    """All that was seen of one service."""

    format: Literal["1"] = "1"
    tool: Tool
    service: Service
    mode: Mode = Mode.OBSERVE
    started: datetime
    finished: datetime
    reason: Reason | None = None
    detail: str = ""
    pages: tuple[Page, ...] = ()
    fetches: tuple[Fetch, ...] = ()
    documents: tuple[DocumentFile, ...] = ()
    candidates: tuple[Candidate, ...] = ()
