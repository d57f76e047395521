from __future__ import annotations

from itertools import combinations

import pytest

from auditor.checks.case import Outcome
from auditor.evidence.model import Box, Reason, Role
from auditor.judge.run import judge


@pytest.fixture
def book(make):
    return make.rulebook(
        make.rule("axe/label"),
        make.rule("axe/image-alt"),
        make.rule("axe/region", top_only=True),
        make.rule("owned", automation="attested"),
    )


def outcomes(result):
    return {each.rule.removeprefix("axe/"): each.outcome.value for each in result.outcomes}


def everywhere(make, **answers):
    """A frame in which every rule of the book was tried."""
    given = {axe_id for ids in answers.values() for axe_id in ids}
    rest = tuple({"label", "image-alt", "region"} - given)
    return make.answer(**answers, inapplicable=rest)


def test_axe_words_become_outcomes(make, book):
    top = make.frame(
        axe=everywhere(make, violations=("label",), incomplete=("image-alt",), passes=("region",))
    )
    result = judge(make.evidence(make.page(frames=(top,))), book, "hund")
    assert outcomes(result) == {
        "label": "failed",
        "image-alt": "cantTell",
        "region": "passed",
        "owned": "untested",
    }
    finding = result.outcomes[1].findings[0]
    assert (finding.message, finding.target, finding.name) == ("violation", "#x", "Straße")
    assert finding.params["count"] == "1"


def test_every_frame_counts_and_a_rule_of_the_whole_page_only_there(make, book):
    top = make.frame(axe=everywhere(make, passes=("label", "region")))
    offset = Box(x=100, y=50, width=300, height=300)
    inner = make.frame(
        "f1",
        parent="f0",
        url="https://form.example/",
        offset=offset,
        axe=everywhere(make, violations=("label", "region")),
    )
    result = judge(make.evidence(make.page(frames=(top, inner))), book, "hund")
    assert outcomes(result)["label"] == "failed"
    assert outcomes(result)["region"] == "passed"
    label = next(each for each in result.outcomes if each.rule == "axe/label").findings[0]
    assert (label.frame, label.frame_url) == ("f1", "https://form.example/")
    assert label.box == Box(x=101, y=52, width=3, height=4)


def test_a_silent_frame_never_passes(make, book):
    top = make.frame(axe=everywhere(make, violations=("image-alt",), passes=("label", "region")))
    silent = make.frame("f1", parent="f0", axe=None, axe_reason=Reason.TIMEOUT)
    result = judge(make.evidence(make.page(frames=(top, silent))), book, "hund")
    assert outcomes(result) == {
        "label": "untested",
        "image-alt": "failed",
        "region": "passed",
        "owned": "untested",
    }
    assert next(e for e in result.outcomes if e.rule == "axe/label").reason is Reason.TIMEOUT
    assert result.coverage < 1


def test_a_tracking_pixel_may_be_silent(make, book):
    top = make.frame(axe=everywhere(make, passes=("label",)))
    pixel = make.frame("f1", parent="f0", axe=None, offset=Box(x=0, y=0, width=1, height=1))
    result = judge(make.evidence(make.page(frames=(top, pixel))), book, "hund")
    assert outcomes(result)["label"] == "passed"


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [(Reason.TIMEOUT, "untested"), (Reason.NOT_FOUND, "passed"), (Reason.DOWNLOAD, "passed")],
)
def test_a_page_that_did_not_load_never_passes_unless_there_is_none(make, book, reason, outcome):
    top = make.frame(axe=everywhere(make, passes=("label",)))
    pages = make.page(frames=(top,)), make.page("p2", Role.FORM, reason=reason, frames=())
    assert outcomes(judge(make.evidence(*pages), book, "hund"))["label"] == outcome


def test_a_rule_the_engine_does_not_have_was_not_tried(make, book):
    top = make.frame(axe=make.answer(passes=("label",)))
    assert outcomes(judge(make.evidence(make.page(frames=(top,))), book, "hund"))["image-alt"] == "untested"


def test_a_rule_newer_than_the_rulebook_is_shown_without_counting(make, book):
    top = make.frame(axe=everywhere(make, violations=("brand-new",), passes=("label", "image-alt", "region")))
    result = judge(make.evidence(make.page(frames=(top,))), book, "hund")
    new = result.outcomes[0]
    assert (new.rule, new.outcome, new.counts, new.automation) == (
        "axe/brand-new",
        Outcome.FAILED,
        False,
        None,
    )
    assert result.score.high == 100


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": Reason.DNS},
        {"pages": ()},
        {"pages": "timeout"},
    ],
)
def test_a_service_that_could_not_be_opened_is_untested_and_no_zero(make, book, changes):
    if changes.get("pages") == "timeout":
        changes = {"pages": (make.page(reason=Reason.TIMEOUT, detail="15 s", frames=()),)}
    result = judge(make.evidence(**{"pages": (make.page(),), **changes}), book, "hund")
    assert (result.measured, result.score, result.grade, result.coverage) == (False, None, None, 0)
    assert result.completion.completable == "unknown"
    assert {e.outcome for e in result.outcomes} == {Outcome.UNTESTED}
    assert {e.rule: e.reason for e in result.outcomes} == {
        "axe/label": result.reason,
        "axe/image-alt": result.reason,
        "axe/region": result.reason,
        "owned": None,
    }


def test_an_entry_alone_is_measured(make, book):
    pages = make.page(), make.page("p2", Role.FORM, reason=Reason.LOGIN, frames=())
    result = judge(make.evidence(*pages), book, "hund")
    assert result.measured
    assert [(p.role, p.status, p.reason) for p in result.pages] == [
        ("entry", "measured", None),
        ("form", "untested", Reason.LOGIN),
    ]


def test_the_same_evidence_gives_the_same_bytes(make, book):
    top = make.frame(axe=everywhere(make, violations=("label", "b", "a"), passes=("region",)))
    evidence = make.evidence(make.page(frames=(top,)))
    again = type(evidence).model_validate_json(evidence.model_dump_json())
    assert judge(evidence, book, "hund").model_dump_json() == judge(again, book, "hund").model_dump_json()


def test_losing_a_page_never_raises_the_lower_end(make, book):
    """A page that could not be loaded, instead of what it showed: for every set of three different pages."""
    shown = [
        ("p1", Role.ENTRY, everywhere(make, passes=("label", "region", "image-alt"))),
        ("p2", Role.FORM, everywhere(make, violations=("label",))),
        ("p3", Role.IMPRINT, everywhere(make, incomplete=("image-alt",), passes=("label",))),
    ]
    whole = [make.page(name, role, frames=(make.frame(axe=axe),)) for name, role, axe in shown]
    before = judge(make.evidence(*whole), book, "hund")
    for size in (1, 2):
        for lost in combinations(("p2", "p3"), size):
            pages = [
                p.model_copy(update={"reason": Reason.TIMEOUT, "frames": ()}) if p.id in lost else p
                for p in whole
            ]
            after = judge(make.evidence(*pages), book, "hund")
            assert after.score.low <= before.score.low
            assert after.coverage <= before.coverage


@pytest.mark.parametrize("reason", [None, Reason.DNS])
def test_a_verdict_knows_when_the_browser_was_there(make, book, reason):
    evidence = make.evidence(make.page(frames=(make.frame(),), reason=reason))
    assert judge(evidence, book, "hund").visited == evidence.started
