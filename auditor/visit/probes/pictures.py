"""Whether a picture is animated, from its bytes alone: nothing is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_SLOWEST = 20  # ms; browsers show shorter delays as a tenth of a second
_DEFAULT = 100  # ms


@dataclass(frozen=True)
class Film:
    """An animated picture: seconds until it rests (None: never) and its shortest picture in milliseconds."""

    seconds: float | None
    shortest: int


def film(data: bytes) -> Film | None:
    """The animation of a GIF, WebP or APNG; None for a still or unknown picture, or a broken one."""
    try:
        if data[:6] in {b"GIF87a", b"GIF89a"}:
            return _film(*_gif(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _film(*_webp(data))
        if data[:8] == b"\x89PNG\r\n\x1a\n":
            return _film(*_png(data))
    except IndexError:
        return None
    return None


def _film(delays: list[int], rounds: int) -> Film | None:
    """``rounds`` 0 is for ever."""
    if len(delays) < 2:
        return None
    shown = [d if d >= _SLOWEST else _DEFAULT for d in delays]
    return Film(None if rounds == 0 else sum(shown) * rounds / 1000, min(shown))


def _gif(data: bytes) -> tuple[list[int], int]:
    """Delays of the pictures in ms, and how often they are shown."""
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    delays: list[int] = []
    rounds, delay = 1, 0
    while data[at] != 0x3B:
        if data[at] == 0x21:
            label, size = data[at + 1], data[at + 2]
            if label == 0xF9:
                delay = 10 * int.from_bytes(data[at + 4 : at + 6], "little")
            elif label == 0xFF and data[at + 3 : at + 14] == b"NETSCAPE2.0":
                loops = int.from_bytes(data[at + 16 : at + 18], "little")
                rounds = loops + 1 if loops else 0
            at = _past_blocks(data, at + 3 + size)
        elif data[at] == 0x2C:
            delays.append(delay)
            flags = data[at + 9]
            at += 10 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
            at = _past_blocks(data, at + 1)
        else:
            break
    return delays, rounds


def _past_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _webp(data: bytes) -> tuple[list[int], int]:
    delays: list[int] = []
    rounds = 1
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name == b"ANIM":
            rounds = int.from_bytes(data[at + 12 : at + 14], "little")
        elif name == b"ANMF":
            delays.append(int.from_bytes(data[at + 20 : at + 23], "little"))
        at += 8 + size + size % 2
    return delays, rounds


def _png(data: bytes) -> tuple[list[int], int]:
    delays: list[int] = []
    rounds = 1
    for name, body in _png_chunks(data):
        if name == b"acTL":
            rounds = int.from_bytes(body[4:8], "big")
        elif name == b"fcTL":
            part, whole = int.from_bytes(body[20:22], "big"), int.from_bytes(body[22:24], "big") or 100
            delays.append(round(1000 * part / whole))
    return delays, rounds


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size
