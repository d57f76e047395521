"""The base of all evidence, and how an element is named; sizes in CSS pixels."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Base of all evidence: immutable, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Box(Model):
    """A rectangle on the full page, CSS pixels, relative to the viewport of its own frame scrolled to the top."""

    x: float
    y: float
    width: float
    height: float


class Node(Model):
    """Where an element stands and what assistive technology would call it."""

    selector: str
    tag: str
    role: str = ""
    name: str = ""
    landmark: str = "none"
    visible: bool = True
    box: Box | None = None
    html: str = ""
