"""Speed is advice: what one machine measured never fails anybody."""

from typing import Any

import pytest

from auditor.checks import speed
from auditor.checks.case import Outcome
from auditor.evidence.model import Box, Document, Frame, Image, Metrics

CHECKS = (speed.appears_promptly, speed.stands_still, speed.light_pages, speed.answers_at_once)


@pytest.mark.parametrize("check", CHECKS)
def test_the_worst_page_is_put_to_a_person(build: Any, check: Any) -> None:
    worst = Metrics(lcp=90_000, cls=5, bytes=200_000_000, requests=5000, long_tasks=60_000)
    found = list(check(build.case(build.page(metrics=worst))))
    assert found
    assert {o.outcome for o in found} == {Outcome.CANT_TELL}


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_measured_is_nothing_said(build: Any, check: Any) -> None:
    assert not list(check(build.case(build.page())))


@pytest.mark.parametrize(
    ("src", "natural", "shown", "message"),
    [
        ("/rathaus.jpg", 4000, 300, "wide"),
        ("/rathaus.jpg", 1400, 500, ""),  # a sharp phone shows three dots for one
        ("/wappen.svg", 4000, 40, None),
        ("/icon.png", 512, 16, ""),
    ],
)
def test_images(build: Any, src: str, natural: int, shown: int, message: str | None) -> None:
    box = Box(x=0, y=0, width=shown, height=10)
    image = Image(selector="img", tag="img", src=src, width=natural, height=100, box=box)
    page = build.page()
    page = page.model_copy(update={"frames": (Frame(id="f0", url="u", document=Document(images=(image,))),)})
    found = [o.message for o in speed.images_fit(build.case(page))]
    assert found == ([] if message is None else [message])
