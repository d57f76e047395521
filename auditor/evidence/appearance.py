"""How a page looks when it is enlarged, spaced, turned, pointed at; and what moves on it. Sizes in CSS pixels."""

from __future__ import annotations

from typing import Literal

from auditor.evidence.base import Model, Node

State = Literal["zoom", "narrow", "spacing", "setting"]


class Loss(Model):
    """A text that could be read at rest and no longer can.

    ``how``: „cut“ through its lines or behind the last that shows; „sideways“ wider than what cuts it off; „line“ cut
    behind a whole line; „ellipsis“ with the three dots; „gone“ altogether; „overlaps“ text of ``other`` in the flow
    of the page; „perhaps-overlaps“ where one of them is positioned; „through“ its only line, or „never“ more than its
    first words, already at rest. ``share`` of the text that is lost. ``way``: what
    may lead to the whole of it.
    """

    node: Node
    frame: str = ""
    text: str
    how: Literal[
        "cut", "sideways", "line", "ellipsis", "gone", "overlaps", "perhaps-overlaps", "through", "never"
    ]
    share: float = 0.0
    way: Literal["", "title", "link", "button", "icon"] = ""
    other: str = ""


class Stuck(Model):
    """A text that zooming does not enlarge: ``size`` at rest, ``growth`` how many times as large it looks zoomed."""

    node: Node
    frame: str = ""
    text: str
    letters: int
    size: float
    growth: float


class Enlarged(Model):
    """The text in one state: „zoom“ 200 % (640 px wide), „narrow“ 320 px, „spacing“ as in WCAG 1.4.12, „setting“ the
    reader's own font size doubled, where ``grown`` is the share of the text that follows it. ``stuck`` is what the
    zoom of the first two does not enlarge."""

    state: State
    width: int
    texts: int
    grown: float = 0.0
    losses: tuple[Loss, ...] = ()
    stuck: tuple[Stuck, ...] = ()


class Pin(Model):
    """A spacing fixed by !important in a style attribute; ``share`` and ``needed`` are multiples of the font size."""

    node: Node
    frame: str = ""
    property: Literal["letter-spacing", "word-spacing", "line-height"]
    share: float
    needed: float


class TypeKind(Model):
    """One kind of running text, with its longest example; ``line_height`` is 0 where the browser chose it,
    ``line_length`` the longest in letters, 0 for texts of one line."""

    node: Node
    frame: str = ""
    letters: int
    size: float
    lines: int
    line_height: float = 0.0
    line_length: int = 0
    justified: bool = False
    italic: bool = False
    capitals: bool = False


class Inserted(Model):
    """Words that only the style sheet says."""

    node: Node
    frame: str = ""
    text: str
    pseudo: str


class Backdrop(Model):
    """A picture that only the style sheet shows, with no text in it or over it."""

    node: Node
    frame: str = ""


class Edge(Model):
    """An empty field's edge: the best contrast of border or fill against what is around. ``drawn``: there is any;
    ``filled``: a value or placeholder shows where the field is."""

    node: Node
    frame: str = ""
    ratio: float
    certain: bool
    drawn: bool
    filled: bool
    background: str


class Ink(Model):
    """A text's contrast in a state. ``rest`` is its contrast at rest, 0 if that does not apply; ``certain`` only on
    a plain background."""

    node: Node
    frame: str = ""
    state: Literal["hover", "focus", "placeholder"]
    text: str
    foreground: str
    background: str
    ratio: float
    needed: float
    certain: bool
    rest: float = 0.0


class Painted(Model):
    """Text in front of a gradient or picture, measured point by point. ``share`` of its letters has less than the
    contrast ``needed``; ``worst`` and ``best`` are the ratios met. ``brand``: it may belong to a logo."""

    node: Node
    frame: str = ""
    text: str
    needed: float
    share: float
    worst: float
    best: float
    brand: bool = False


class Standing(Model):
    """The page in one orientation: letters that show, texts that show only here, and the text of what covers it all."""

    letters: int
    only: tuple[str, ...] = ()
    cover: str = ""


class Turn(Model):
    """An element with most of the text that stands at another angle in the other orientation; degrees."""

    node: Node
    frame: str = ""
    portrait: float
    landscape: float


class Orientation(Model):
    """The page on a phone held upright and lying."""

    portrait: Standing
    landscape: Standing
    turns: tuple[Turn, ...] = ()


class Motion(Model):
    """Something that moves by itself. ``seconds`` is how long, None for ever; ``period`` the milliseconds of one round
    (one picture of an animated picture: the shortest); ``changes`` how often a carousel went on while watched;
    ``calm``: it stands still for readers who asked for less motion, None where that was not tried."""

    node: Node
    frame: str = ""
    kind: Literal["animation", "picture", "carousel"]
    name: str = ""
    properties: tuple[str, ...] = ()
    period: int = 0
    seconds: float | None = None
    words: bool = False
    waiting: bool = False
    changes: int = 0
    calm: bool | None = None


class Appearance(Model):
    """What the probe found; a part that could not be measured is None (or its state is missing)."""

    enlarged: tuple[Enlarged, ...] = ()
    spaced: int = 0
    pins: tuple[Pin, ...] | None = None
    type: tuple[TypeKind, ...] | None = None
    inserted: tuple[Inserted, ...] | None = None
    backdrops: tuple[Backdrop, ...] | None = None
    edges: tuple[Edge, ...] | None = None
    inks: tuple[Ink, ...] | None = None
    states_tried: int | None = None
    painted: tuple[Painted, ...] | None = None
    orientation: Orientation | None = None
    motions: tuple[Motion, ...] | None = None
    watched: float = 0.0
    faded: tuple[Node, ...] | None = None
