"""The small note in every bundle that says which place in which kind of run it had."""

from __future__ import annotations

from pydantic import ValidationError

from auditor.evidence.bundle import Bundle, BundleError
from auditor.evidence.model import Model

PASSPORT = "run.json"


class Passport(Model):
    """``position`` counts from 0 in the operator's list; ``config`` is the hash of the run's settings."""

    position: int
    slug: str
    config: str


def passport_of(bundle: Bundle) -> Passport | None:
    """The note of a bundle, None if it was written without one.

    Raises:
        BundleError: the note is damaged.
    """
    if PASSPORT not in bundle.names():
        return None
    try:
        return Passport.model_validate_json(bundle.read(PASSPORT))
    except ValidationError as error:
        raise BundleError(f"{bundle.path}: {PASSPORT} is damaged; audit the service again") from error
