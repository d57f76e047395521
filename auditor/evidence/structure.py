"""What the markup says beside the words: tables, pictures, films, languages, and what only looks like structure."""

from __future__ import annotations

from typing import Literal

from auditor.evidence.base import Model, Node


class Cell(Model):
    """A cell at ``row`` and ``column`` of the grid, from 0, with its spans. ``header`` by element or role; ``scope`` is
    the attribute, or what the role says. ``bold``: all of its text is. ``empty``: no words, pictures or controls."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: bool = False
    scope: str = ""
    id: str = ""
    headers: tuple[str, ...] = ()
    text: str = ""
    bold: bool = False
    empty: bool = False


class Table(Node):
    """A table by element or role. ``written_role`` is the role attribute. ``nested`` says that it stands in a cell of
    another one, ``in_header`` in a header cell; ``titled`` by ARIA or title. ``blocks`` counts headings, lists and
    forms in it, ``fields`` form controls, ``bordered`` lines between cells, ``widths`` how many columns each row
    fills. ``cut``: there are more cells than were read."""

    exposed: bool = True
    native: bool = True
    written_role: str = ""
    caption: str = ""
    titled: str = ""
    nested: bool = False
    in_header: bool = False
    blocks: int = 0
    fields: int = 0
    bordered: bool = False
    widths: tuple[int, ...] = ()
    cells: tuple[Cell, ...] = ()
    cut: bool = False


class Picture(Node):
    """An img, image button, svg or element with role img. ``alt`` is None without the attribute. ``label`` comes from
    ARIA. ``natural_width`` and ``natural_height`` are 0 where it did not load. ``linked``: it is in a link or button
    called ``link``. ``drawn_text`` are the words an SVG of the page's own draws. ``caption`` of a figure around it."""

    exposed: bool = True
    src: str = ""
    alt: str | None = None
    title: str = ""
    label: str = ""
    written_role: str = ""
    hidden: bool = False
    natural_width: int = 0
    natural_height: int = 0
    linked: bool = False
    link: str = ""
    caption: str = ""
    drawn_text: str = ""


class Track(Model):
    """A track of a film: captions, subtitles, descriptions, chapters, metadata."""

    kind: str
    lang: str = ""
    label: str = ""


class Player(Node):
    """A video or audio element. ``seconds`` that play of it, None where unknown or endless; ``sound``: whether it has a
    sound track, None where unknown. ``beside`` are the words around it, ``links`` the names of links there."""

    exposed: bool = True
    src: str = ""
    controls: bool = False
    autoplay: bool = False
    loop: bool = False
    muted: bool = False
    seconds: float | None = None
    sound: bool | None = None
    tracks: tuple[Track, ...] = ()
    beside: str = ""
    links: tuple[str, ...] = ()


class Part(Node):
    """A part of the page with its own language: the attribute and the words that stand directly in that language."""

    lang: str
    text: str


class Bold(Node):
    """A short line that stands out against the text after it. Sizes are CSS pixels; ``following`` is the length of that
    text in letters."""

    text: str
    bold: bool
    size: float
    next_size: float
    following: int
    exposed: bool = True


class Unheard(Node):
    """An ARIA attribute that names an element whose role cannot have a name."""

    attribute: str
    value: str = ""
    text: str = ""


class Twin(Node):
    """A link that shares its name with another one of the page that leads elsewhere. ``context`` is the sentence, list
    item or cell around it, ``place`` tells which."""

    href: str
    context: str = ""
    place: str = ""


class Odd(Node):
    """An element that stands in for something style sheets do: ``kind`` says which."""

    kind: Literal["deprecated", "empty-paragraph", "spacer"]


class Structure(Model):
    """The structure of one frame. ``scripts`` counts those that run, ``elements`` those of the body; ``veiled``: a part
    of the page is closed to us. ``headings`` counts those with words that both eye and screen reader meet, outside
    navigation, sidebars and footer."""

    scripts: int = 0
    elements: int = 0
    headings: int = 0
    veiled: bool = False
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    players: tuple[Player, ...] = ()
    parts: tuple[Part, ...] = ()
    bolds: tuple[Bold, ...] = ()
    unheard: tuple[Unheard, ...] = ()
    twins: tuple[Twin, ...] = ()
    odd: tuple[Odd, ...] = ()
