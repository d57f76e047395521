"""What all parts of results.json have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from auditor.publish.clean import clean

Share = Annotated[float, Field(ge=0, le=1)]
Clean = Annotated[str, AfterValidator(clean)]
Points = Annotated[float, Field(ge=0, le=100)]


class Part(BaseModel):
    """A part of results.json."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ScoreOut(Part):
    """Everything unknown counted as failed (low) and as passed (high)."""

    low: Points
    high: Points
