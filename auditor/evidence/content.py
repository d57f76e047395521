"""The content of a frame after it came to rest, and what axe-core said about it."""

from __future__ import annotations

from typing import Literal

from auditor.evidence.base import Box, Model, Node
from auditor.evidence.structure import Structure
from auditor.evidence.terms import Reason


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
