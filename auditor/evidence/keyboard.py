"""What was seen when a page was gone through with the keyboard alone, and where the mouse showed more."""

from __future__ import annotations

from typing import Literal

from auditor.evidence.base import Model, Node

#: How the focus shows: by a change of pixels, by the caret of a text field, not at all, or not to be told.
Ring = Literal["shown", "caret", "none", "unclear", "unmeasured"]
#: Where listeners for clicks or keys sit: on the element, on something around it, nowhere.
Heard = Literal["own", "above", "none"]


class Stop(Node):
    """An element that took the focus after a press of Tab.

    ``frame`` is the id of its frame, ``place`` its number in the order of the source. ``offscreen`` says that it had no
    visible area while it had the focus. ``covered`` is the share of it that lay under fixed opaque content called
    ``cover``; ``banner`` says that this content speaks of cookies. ``overlay`` says that it belongs to a dialog.
    """

    frame: str
    place: int
    tabindex: int | None = None
    ring: Ring = "unmeasured"
    offscreen: bool = False
    covered: float = 0.0
    cover: str = ""
    banner: bool = False
    overlay: bool = False


class Operable(Node):
    """An element that can be operated, or looks as if it could.

    ``native`` is a control or link of HTML, ``link`` one with an address. ``focusable``: Tab may reach it; ``reached``:
    Tab did. ``pointer``: the mouse pointer turns into a hand over it. ``excuse`` says why it need not take the focus
    itself (same-name, same-address, composite, beside-field, card, siblings, carousel, map, media). ``asleep``:
    disabled. ``plain``: neither control nor widget role nor listeners, nor scrollable, nor with hidden text of its own.
    ``reacts``: a script listens to its taking the focus.
    """

    frame: str
    native: bool = False
    link: bool = False
    focusable: bool = False
    reached: bool = False
    tabindex: int | None = None
    accesskey: str = ""
    clicks: Heard = "none"
    keys: Heard = "none"
    pointer: bool = False
    excuse: str = ""
    asleep: bool = False
    plain: bool = False
    reacts: bool = False


class Trap(Model):
    """Stops that Tab did not leave. ``back``: Shift+Tab leaves them, ``escape``: the Escape key does. ``overlay``: all
    of them belong to a dialog. ``outside`` is how many other elements could have taken the focus."""

    stops: tuple[Stop, ...]
    back: bool = False
    escape: bool = False
    overlay: bool = False
    sure: bool = True
    outside: int = 0


class Moved(Model):
    """Something happened by itself as the focus came to ``to`` (or as Tab was pressed on ``left``)."""

    kind: Literal["navigation", "window", "dialog", "focus-lost"]
    left: Stop | None = None
    to: Stop | None = None
    detail: str = ""


class SkipLink(Node):
    """A link within the page that leaves out repeated parts. ``place`` is its number among the stops, from 1.

    ``target`` says whether its target exists, ``scripted`` whether a script listens to it, ``works`` whether the next
    stop after Enter lay in or behind the target (None: not tried). ``shown``: it is visible while it has the focus.
    """

    frame: str
    place: int
    href: str = ""
    target: bool = True
    scripted: bool = False
    works: bool | None = None
    shown: bool = True


class Hover(Node):
    """An element over which the mouse shows more. ``text`` is what appeared, ``links`` how many links are in it.

    ``keyboard``: whether the same text appears when the element, or something in it, has the focus; ``no-focus`` if
    nothing there can have it. ``toggle``: a button in or beside it may open the same. ``elsewhere``: the text stands on
    the page anyway. ``stays``: it remains while the mouse moves on to it (None: not tried).
    """

    frame: str
    text: str
    links: int = 0
    keyboard: Literal["shown", "not-shown", "no-focus"] = "no-focus"
    toggle: bool = False
    elsewhere: bool = False
    stays: bool | None = None


class Opened(Node):
    """A dialog that was opened with Enter on ``trigger``, and how it behaved.

    ``modal``: it covers the page or says so. ``role_given``: it is a dialog for assistive technology. ``entered``: the
    focus was in it, ``next_stop``: Tab led into it, ``kept``: Tab did not leave it (None: not tried). ``escaped``:
    Escape closed it. ``closer`` is its button to close, ``closer_focusable`` whether Tab can reach that. ``returned``:
    the focus was on the trigger again after closing (None: not closed).
    """

    frame: str
    trigger: Node
    modal: bool = False
    role_given: bool = False
    entered: bool = False
    next_stop: bool = False
    kept: bool | None = None
    escaped: bool = False
    closer: Node | None = None
    closer_focusable: bool | None = None
    returned: bool | None = None


class Shortcut(Model):
    """A key without Ctrl, Alt or Meta to which a script of the page compares what is pressed. ``quote`` is the code."""

    key: str
    quote: str = ""


class Gesture(Model):
    """What a script asks of a pointer beyond a click. ``kind``: two fingers („multi“), a „swipe“, to „drag“ something,
    it acts as soon as it is pressed („down“), or the device is moved („motion“, without a ``node``; ``event`` is what
    the script hears). ``beside``: a button or field stands in or beside it that may do the same."""

    kind: Literal["multi", "swipe", "drag", "down", "motion"]
    frame: str
    node: Node | None = None
    event: str = ""
    beside: bool = False


class Keyboard(Model):
    """One page gone through with Tab. ``complete``: the end of the page was reached and the beginning met again."""

    stops: tuple[Stop, ...] = ()
    complete: bool = False
    operables: tuple[Operable, ...] = ()
    truncated: bool = False
    trap: Trap | None = None
    moved: tuple[Moved, ...] = ()
    skip_links: tuple[SkipLink, ...] = ()
    hovers: tuple[Hover, ...] = ()
    dialogs: tuple[Opened, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    gestures: tuple[Gesture, ...] = ()
    seconds: float = 0.0
