"""Crops show the element and nothing else as evidence."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from auditor.evidence.bundle import BundleWriter
from auditor.evidence.model import Box, Evidence, Node, Page, Role, Service, View
from auditor.judge.result import Finding, PageSummary
from auditor.publish.pictures import MAX_HEIGHT, MIN_HEIGHT, MIN_WIDTH, OUTPUT_WIDTH, Album
from tests.publish.conftest import STARTED, TOOL, make_finding, make_pages, picture

SUMMARY: PageSummary = make_pages("https://a.example", [("entry", "/", "Start")])[0]
PHONE_BOX = Box(x=300, y=40, width=120, height=20)


@pytest.fixture
def album(tmp_path: Path) -> Album:
    node = Node(selector="a.wide", tag="a", box=PHONE_BOX)
    phone = Image.new("RGB", (360, 900), "#00ff00")
    out = io.BytesIO()
    phone.save(out, "JPEG")
    writer = BundleWriter(tmp_path / "a.zip")
    writer.add("shots/p0.jpg", picture())
    writer.add("shots/p0-phone.jpg", out.getvalue())
    other = node.model_copy(update={"selector": "a.narrow"})
    views = (
        View(
            name="desktop",
            width=1366,
            height=768,
            scroll_width=1366,
            screenshot="shots/p0.jpg",
            screenshot_scale=0.75,
        ),
        View(
            name="phone",
            width=360,
            height=740,
            scroll_width=420,
            screenshot="shots/p0-phone.jpg",
            overflow=(node,),
        ),
        View(name="narrow", width=320, height=740, scroll_width=420, overflow=(other,)),
    )
    home = "https://a.example/"
    page = Page(id="p0", role=Role.ENTRY, requested_url=home, final_url=home, views=views)
    evidence = Evidence(
        tool=TOOL, service=Service(url=home), started=STARTED, finished=STARTED, pages=(page,)
    )
    made: dict[str, bytes] = {}
    album = Album("a", writer.close(evidence), made.__setitem__)
    album.made = made  # type: ignore[attr-defined]
    return album


def cut(album: Album, finding: Finding) -> Image.Image:
    crop = album.crop(finding, SUMMARY)
    assert crop
    image = Image.open(io.BytesIO(album.made[crop.path]))  # type: ignore[attr-defined]
    assert image.size == (crop.width, crop.height)
    return image.convert("RGB")


def reds(image: Image.Image) -> list[tuple[int, int]]:
    pixels = image.load()
    assert pixels
    return [
        (x, y) for x in range(image.width) for y in range(image.height)
        if pixels[x, y][0] > 150 and pixels[x, y][1] < 80 and pixels[x, y][2] < 80
    ]  # fmt: skip


def test_outline_stands_around_the_element_at_the_pictures_scale(album: Album) -> None:
    image = cut(album, make_finding("f", box=Box(x=53, y=826, width=267, height=59)))
    assert (image.width, image.height) == (MIN_WIDTH * 0.75, MIN_HEIGHT * 0.75)
    marks = reds(image)
    assert max(x for x, _ in marks) - min(x for x, _ in marks) == pytest.approx(267 * 0.75 + 8, abs=6)
    assert max(y for _, y in marks) - min(y for _, y in marks) == pytest.approx(59 * 0.75 + 8, abs=6)


def test_large_elements_are_cut_to_their_beginning(album: Album) -> None:
    image = cut(album, make_finding("f", box=Box(x=0, y=0, width=1366, height=2400)))
    assert image.width <= OUTPUT_WIDTH
    assert image.height <= MAX_HEIGHT


@pytest.mark.parametrize(
    "box",
    [
        None,
        Box(x=0, y=0, width=0, height=0),
        Box(x=5000, y=0, width=9, height=9),
        Box(x=0, y=-90, width=9, height=9),
    ],
)
def test_what_cannot_be_seen_is_not_shown(album: Album, box: Box | None) -> None:
    assert album.crop(make_finding("f", box=box), SUMMARY) is None


def test_a_box_of_the_phone_is_cut_from_the_phones_picture(album: Album) -> None:
    image = cut(album, make_finding("f", box=PHONE_BOX, target="a.wide"))
    assert image.getpixel((5, image.height - 5))[1] > 200


def test_a_box_of_a_view_without_picture_is_not_shown(album: Album) -> None:
    assert album.crop(make_finding("f", box=PHONE_BOX, target="a.narrow"), SUMMARY) is None


def test_fingerprints_become_safe_file_names(album: Album) -> None:
    box = Box(x=1, y=1, width=50, height=50)
    second = album.crop(make_finding("abc#2", box=box), SUMMARY)
    odd = album.crop(make_finding("../../etc/passwd", box=box), SUMMARY)
    assert second
    assert second.path == "shots/a/abc-2.webp"
    assert odd
    assert odd.path.count("/") == 2
    assert ".." not in odd.path


def test_missing_or_broken_evidence_means_no_picture(tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"no zip")
    for bundle in (None, broken, tmp_path / "gone.zip"):
        with Album("a", bundle, lambda _path, _data: None) as album:
            assert album.crop(make_finding("f"), SUMMARY) is None
            assert album.thumbnail(SUMMARY) is None
