"""Animated pictures, told from their bytes."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from auditor.visit.probes.pictures import Film, film

_FORMATS = ("GIF", "WEBP", "PNG")


def _picture(kind: str, count: int, **more: object) -> bytes:
    frames = [Image.new("RGB", (20, 10), (80 * i, 0, 0)) for i in range(count)]
    out = io.BytesIO()
    if count > 1:
        frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=400, **more)
    else:
        frames[0].save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", _FORMATS)
def test_endless(kind: str) -> None:
    assert film(_picture(kind, 3, loop=0)) == Film(None, 400)


@pytest.mark.parametrize(("kind", "rounds"), [("WEBP", 2), ("PNG", 2), ("GIF", 3)])
def test_two_more_rounds_of_a_gif_are_three(kind: str, rounds: int) -> None:
    found = film(_picture(kind, 3, loop=2))
    assert found is not None
    assert found.seconds == pytest.approx(1.2 * rounds)


def test_a_gif_without_a_loop_runs_once() -> None:
    assert film(_picture("GIF", 3)) == Film(1.2, 400)


@pytest.mark.parametrize("kind", _FORMATS)
def test_a_still_picture_is_no_film(kind: str) -> None:
    assert film(_picture(kind, 1)) is None


@pytest.mark.parametrize("kind", _FORMATS)
@pytest.mark.parametrize("length", [0, 5, 12, 20, 33, 60, 90])
def test_a_picture_cut_short_never_raises(kind: str, length: int) -> None:
    film(_picture(kind, 3, loop=0)[:length])


@given(st.sampled_from([b"GIF89a", b"RIFF1234WEBP", b"\x89PNG\r\n\x1a\n"]), st.binary(max_size=300))
def test_rubbish_never_raises(head: bytes, rest: bytes) -> None:
    film(head + rest)
