"""Drawings of the site: inline SVG that needs no script and no style of its own, each with its words.

Everything is placed in per cent, so that a drawing becomes narrow without its letters becoming small. What is drawn
is told again in ``title`` and ``desc``, and the same figures stand in a table or a sentence beside it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from auditor.publish.catalogue import Catalogue
from auditor.publish.clean import clean
from auditor.publish.line import Interval
from auditor.ranking.model import Point

#: A longer past would make months too narrow to be told apart on a phone.
MONTHS_SHOWN = 24
#: The plot within the drawing, in per cent: room for figures at the left, marks above, months below.
_LEFT, _TOP, _BOTTOM = 9.0, 10.0, 88.0
_SCALE = (0, 50, 100)
#: More names of months would run into each other at 320 px.
_NAMES = 4
#: Months in a line of text.
_SPARKS = 12
#: Nothing reached is still a line, unlike nothing measured.
_LEAST_SPARK = 4
#: Points on one column of a distribution.
BIN = 10


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One month as the table beside the drawing tells it; ``score`` is None where nothing was measured."""

    month: str
    score: Interval | None
    coverage: float
    rank: int | None
    of: int | None
    rules_changed: bool


@dataclass(frozen=True, slots=True)
class History:
    """A municipality's months, drawn and in rows, the oldest first."""

    drawing: Markup
    rows: tuple[HistoryRow, ...]


def month_rows(points: Sequence[Point], months: Sequence[str]) -> tuple[HistoryRow, ...]:
    """A row for every published month since the first point, also for those without one."""
    known = {point.month: point for point in points}
    if not known:
        return ()
    first = min(known)
    wanted = sorted({month for month in (*months, *known) if month >= first})[-MONTHS_SHOWN:]
    rows, rulebook = [], ""
    for month in wanted:
        point = known.get(month)
        if point is None:
            rows.append(HistoryRow(month, None, 0.0, None, None, False))
            continue
        changed = bool(rulebook and point.rulebook and point.rulebook != rulebook)
        rulebook = point.rulebook or rulebook
        score = Interval.of(point.low, point.high) if point.coverage > 0 else None
        rows.append(HistoryRow(month, score, point.coverage, point.rank, point.of, changed))
    return tuple(rows)


def history(points: Sequence[Point], months: Sequence[str], name: str, words: Catalogue) -> History | None:
    """Interval of every month as a band, changes of the rulebook as lines; None where there is no past to show."""
    rows = month_rows(points, months)
    if sum(row.score is not None for row in rows) < 2:
        return None
    title = words.text("chart.history.title", name=name)
    told = "; ".join(_told(row, words) for row in rows)
    body = (*_grid(words), *_columns(rows), *_names(rows))
    drawing = _svg("history", title, words.text("chart.history.desc", told=told), body)
    return History(drawing, rows)


def _told(row: HistoryRow, words: Catalogue) -> str:
    month = words.month(row.month)
    if row.score is None:
        return words.text("chart.history.gap", month=month)
    said = words.text("chart.history.month", month=month, points=row.score.text)
    return said + (words.text("chart.history.changed") if row.rules_changed else "")


def _svg(ident: str, title: str, told: str, body: Iterable[str]) -> Markup:
    drawn = Markup("".join(body))  # noqa: S704 - made of figures and of text that _text escaped
    return Markup(
        '<svg class="chart chart-{0}" role="img" width="100%" aria-labelledby="{0}-title {0}-desc" focusable="false">'
        '<title id="{0}-title">{1}</title><desc id="{0}-desc">{2}</desc>{3}</svg>'
    ).format(ident, clean(title), clean(told), drawn)


def _shape(name: str, kind: str, **at: float) -> str:
    """A rectangle or line, everything in per cent."""
    return f'<{name} class="{kind}" {" ".join(f"{key}={chr(34)}{value:.2f}%{chr(34)}" for key, value in at.items())}/>'


def _text(kind: str, x: float, y: float, text: str, anchor: str = "middle") -> str:
    said = escape(clean(text))
    return f'<text class="{kind}" x="{x:.2f}%" y="{y:.2f}%" text-anchor="{anchor}">{said}</text>'


def _y(value: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * value / 100


def _grid(words: Catalogue) -> Iterator[str]:
    for value in _SCALE:
        y = _y(value)
        yield _shape("line", "chart-grid", x1=_LEFT, x2=100, y1=y, y2=y)
        yield _text("chart-figure", _LEFT - 1.5, y, words.number(value), "end")


def _columns(rows: Sequence[HistoryRow]) -> Iterator[str]:
    width = (100 - _LEFT) / len(rows)
    for n, row in enumerate(rows):
        x = _LEFT + n * width
        if row.score is None:
            yield _text("chart-gap", x + width / 2, _y(50), "?")
        else:
            yield from _band(row.score, x, width)
        if row.rules_changed:
            yield _shape("line", "chart-change", x1=x, x2=x, y1=_TOP - 4, y2=_BOTTOM)
            yield _text("chart-mark", x, _TOP - 5, "§")


def _band(score: Interval, x: float, width: float) -> Iterator[str]:
    """What is sure as a solid column, what is open hatched above it, and a strong line between them."""
    low, high = _y(score.low), _y(score.high)
    yield _shape("rect", "chart-sure", x=x, y=low, width=width, height=_BOTTOM - low)
    if score.open:
        yield _shape("rect", "chart-open", x=x, y=high, width=width, height=low - high)
    yield _shape("line", "chart-low", x1=x, x2=x + width, y1=low, y2=low)


def _names(rows: Sequence[HistoryRow]) -> Iterator[str]:
    width, shown = (100 - _LEFT) / len(rows), _spread(len(rows))
    for n in shown:
        anchor, part = "middle", 0.5
        if len(rows) > _NAMES and n in (shown[0], shown[-1]):
            anchor, part = ("start", 0.0) if n == shown[0] else ("end", 1.0)
        name = f"{rows[n].month[5:]}/{rows[n].month[2:4]}"
        yield _text("chart-name", _LEFT + width * (n + part), 98, name, anchor)


def _spread(count: int) -> tuple[int, ...]:
    """Which of ``count`` months are named: all of few, else some at equal distances with first and last."""
    if count <= _NAMES:
        return tuple(range(count))
    return tuple(sorted({round(n * (count - 1) / (_NAMES - 1)) for n in range(_NAMES)}))


def sparkline(points: Sequence[Point], months: Sequence[str], words: Catalogue) -> Markup:
    """The same months as small columns, for a line of text; empty where fewer than two were measured."""
    rows = month_rows(points, months)[-_SPARKS:]
    measured = [row for row in rows if row.score is not None]
    if len(measured) < 2:
        return Markup()
    first, last = measured[0], measured[-1]
    label = words.text(
        "chart.spark", first=words.month(first.month), last=words.month(last.month),
        **{"from": first.score.text if first.score else "", "to": last.score.text if last.score else ""},
    )  # fmt: skip
    step = 100 / len(rows)
    columns = "".join(
        _shape("rect", "spark-bar", x=n * step, y=100 - height, width=step * 0.78, height=height)
        for n, row in enumerate(rows)
        if row.score is not None
        for height in (max(row.score.low, _LEAST_SPARK),)
    )
    drawn = Markup(columns)  # noqa: S704 - figures only
    return Markup('<svg class="spark" role="img" aria-label="{}" focusable="false">{}</svg>').format(
        label, drawn
    )


#: Ground and head of a distribution's columns, in per cent.
_GROUND, _HEAD = 82.0, 14.0
_AXIS = (
    _shape("line", "chart-base", x1=0, x2=100, y1=_GROUND, y2=_GROUND),
    *(
        _text("chart-name", x, 98, str(x), anchor)
        for x, anchor in ((0, "start"), (50, "middle"), (100, "end"))
    ),
)


@dataclass(frozen=True, slots=True)
class Distribution:
    """A municipality among the ranked of its group: how many have fewer sure points, and how many more."""

    drawing: Markup
    bins: tuple[tuple[str, int, bool], ...]
    total: int
    fewer: int
    more: int


class Group:
    """Lower ends of a group's ranked municipalities, sorted once for all of them."""

    def __init__(self, lows: Sequence[float], name: str, words: Catalogue) -> None:
        self.name, self._words = name, words
        self._lows = sorted(round(low, 1) for low in lows)
        self._counts = [0] * (100 // BIN)
        for low in self._lows:
            self._counts[_bin(low)] += 1

    def place(self, low: float, town: str) -> Distribution | None:
        """Where ``low`` stands; None in a group of one, which has nothing to compare."""
        total = len(self._lows)
        if total < 2:
            return None
        own, value = _bin(low), round(low, 1)
        fewer = bisect_left(self._lows, value)
        more = total - bisect_right(self._lows, value)
        words = self._words
        title = words.text("chart.group.title", group=self.name)
        told = words.text(
            "chart.group.desc", total=words.number(total), fewer=words.number(fewer), more=words.number(more),
            town=town,
        )  # fmt: skip
        body = (*self._bars(own), *_AXIS)
        bins = tuple((self._span(n), count, n == own) for n, count in enumerate(self._counts))
        return Distribution(_svg("group", title, told, body), bins, total, fewer, more)

    def _span(self, number: int) -> str:
        last = number == len(self._counts) - 1
        return f"{number * BIN}–{(number + 1) * BIN if last else (number + 1) * BIN - 1}"

    def _bars(self, own: int) -> Iterator[str]:
        top = max(self._counts) or 1
        step = 100 / len(self._counts)
        for n, count in enumerate(self._counts):
            height = (_GROUND - _HEAD) * count / top
            kind = "chart-own" if n == own else "chart-other"
            yield _shape("rect", kind, x=n * step + 0.6, y=_GROUND - height, width=step - 1.2, height=height)
            if n == own:
                yield _text("chart-here", (n + 0.5) * step, _GROUND - height - 2, "▼")


def _bin(low: float) -> int:
    return min(int(low // BIN), 100 // BIN - 1)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar that is divided; ``start`` and ``share`` in per cent."""

    key: str
    count: int
    start: float
    share: float


def parts(counts: Sequence[tuple[str, int]]) -> tuple[Part, ...]:
    """Parts of a whole in this order, for the bar and its list."""
    total = sum(count for _, count in counts)
    made, start = [], 0.0
    for key, count in counts:
        share = 100 * count / total if total else 0.0
        made.append(Part(key, count, round(start, 3), round(share, 3)))
        start += share
    return tuple(made)
