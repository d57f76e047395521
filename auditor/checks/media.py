"""Films and sound: another way to what they tell, and silence for who wants it (WCAG 1.2, 1.4.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from auditor.checks.case import Case, Observation, cant_tell, failed, passed
from auditor.checks.look import data
from auditor.checks.markup import structures, unread
from auditor.evidence.model import Document, Frame, Page
from auditor.evidence.structure import Player

_BRIEF = 3.0  # seconds of sound that WCAG 1.4.2 allows
_CAPTIONS = frozenset({"captions", "subtitles"})


@cache
def _tells(name: str) -> re.Pattern[str]:
    return re.compile("|".join(data("markup")[name]), re.IGNORECASE)


def _players(case: Case, tag: str = "") -> Iterator[tuple[Page, Frame, Document, Player]]:
    for page, frame, document, structure in structures(case):
        for player in structure.players:
            if player.tag == tag or not tag:
                yield page, frame, document, player


def _offers(player: Player, name: str) -> bool:
    """Words around the player, or a link there, tell of it."""
    return bool(_tells(name).search(" ".join((player.beside, *player.links))))


def _watched(player: Player) -> bool:
    """Somebody may watch it: it is seen, and not an ornament that plays by itself without sound."""
    ornament = player.autoplay and player.muted and not player.controls
    return player.visible and player.exposed and not ornament


def captions(case: Case) -> Iterable[Observation]:
    """Films with sound have captions."""
    for page, frame, _, film in _players(case, "video"):
        if not _watched(film) or film.sound is False or film.muted:
            continue
        if any(t.kind in _CAPTIONS for t in film.tracks) or _offers(film, "captioned"):
            yield passed(page)
        else:
            yield cant_tell(page, "none", node=film, frame=frame, film=_called(film))
    yield from unread(case)


def film_described(case: Case) -> Iterable[Observation]:
    """What a film shows can be heard or read."""
    for page, frame, _, film in _players(case, "video"):
        if not _watched(film):
            continue
        told = _offers(film, "transcript") or _offers(film, "described")
        if told or any(t.kind == "descriptions" for t in film.tracks):
            yield passed(page)
        else:
            yield cant_tell(page, "none", node=film, frame=frame, film=_called(film))
    yield from unread(case)


def sound_written(case: Case) -> Iterable[Observation]:
    """What a recording says can be read."""
    for page, frame, _, recording in _players(case, "audio"):
        if not (recording.controls or recording.autoplay) or recording.muted:
            continue
        if _offers(recording, "transcript"):
            yield passed(page)
        else:
            yield cant_tell(page, "none", node=recording, frame=frame, film=_called(recording))
    yield from unread(case)


def _called(player: Player) -> str:
    return player.src.partition("?")[0].rsplit("/", 1)[-1][:60] or player.tag


def sound_by_itself(case: Case) -> Iterable[Observation]:
    """Sound that starts by itself and lasts can be stopped."""
    for page, frame, document, player in _players(case):
        if not player.autoplay or player.muted or player.sound is False:
            continue
        where = {"node": player, "frame": frame, "film": _called(player)}
        lasts = player.loop or player.seconds is None or player.seconds > _BRIEF
        stops = (player.controls and player.visible) or _stop_beside(document)
        if not lasts or stops:
            yield passed(page)
        elif player.sound and (player.loop or player.seconds is not None) and not _nameless_button(document):
            yield failed(page, "sounds", seconds=_length(player), **where)
        else:
            yield cant_tell(page, "perhaps", **where)
    yield from unread(case)


def _stop_beside(document: Document) -> bool:
    """A button whose name speaks of stopping or of the sound."""
    shown = (c for c in document.controls if c.visible and 'aria-hidden="true"' not in c.html)
    return any(_tells("pause").search(f"{c.label} {c.name}") for c in shown)


def _nameless_button(document: Document) -> bool:
    """A button without words may be the one that stops it."""
    buttons = (c for c in document.controls if c.kind in {"button", "submit", "custom"})
    return any(c.visible and not (c.label or c.name).strip() for c in buttons)


def _length(player: Player) -> str:
    return "∞" if player.seconds is None else f"{player.seconds:.0f}"
