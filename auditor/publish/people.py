"""The part of results.json about the profile ladder and about what people say."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from auditor.judge.result import Rung, RungState, Testimony
from auditor.publish.part import Clean, Part, ScoreOut


class RungOut(Part):
    """One rung of the profile ladder, lowest first. ``own`` is how it stands by itself, ``state`` no better than the
    rung below. unrefuted: nothing that could be measured speaks against it, which proves nothing."""

    rung: str
    state: RungState
    own: RungState
    failed: tuple[str, ...] = Field(description="Rules that were proven broken.")
    look: tuple[str, ...] = Field(description="Rules of which a person must judge, at so many places:")
    places: Annotated[int, Field(ge=0)]
    untested: tuple[str, ...]
    attest: tuple[str, ...] = Field(description="Rules that only the provider can answer, and did not.")


class SignedOut(Part):
    """Who answered, when, and until which day it holds; ``expired`` on the day of the visit."""

    body: Clean
    role: Clean
    date: dt.date
    valid_until: dt.date
    expired: bool


class StatementOut(SignedOut):
    """What the responsible body says of a requirement that only people can answer."""

    rule: str
    answer: Literal["met", "not-met", "not-applicable"]
    evidence: Clean
    remark: Clean


class ReviewOut(SignedOut):
    """What a person decided about a place (``fingerprint``) of which the program could not tell."""

    fingerprint: str
    rule: str
    decision: Literal["passed", "failed", "inapplicable"]
    reason: Clean


class TestimonyOut(Part):
    """What people say beside the measurement; it changes no score, coverage, grade or rank of the service.
    ``score`` and ``profile`` are how it would stand if this were counted in."""

    statements: tuple[StatementOut, ...]
    reviews: tuple[ReviewOut, ...]
    score: ScoreOut | None
    profile: tuple[RungOut, ...]


def rung_out(rung: Rung) -> RungOut:
    """A rung for results.json."""
    return RungOut(rung=rung.id, **rung.model_dump(exclude={"id", "completable"}))


def testimony_out(said: Testimony) -> TestimonyOut:
    """What people say, for results.json."""
    return TestimonyOut(
        statements=tuple(
            StatementOut(date=each.given, **each.model_dump(exclude={"given"})) for each in said.statements
        ),
        reviews=tuple(
            ReviewOut(date=each.given, reason=each.remark, **each.model_dump(exclude={"given", "remark"}))
            for each in said.reviews
        ),
        score=ScoreOut(**said.score.model_dump()) if said.score else None,
        profile=tuple(map(rung_out, said.profile)),
    )
