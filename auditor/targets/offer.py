"""What a list says of who offers what, online or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

OfferState = Literal["online", "missing", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a list says of one service of one holder.

    ``holder`` is an AGS (8 digits), or the 9 digits an association's regional keys begin with: its members are
    meant. ``address`` is the key by which the result is found (:func:`auditor.judge.fingerprint.address_key` of the
    address audited; a list's own keys are unique in that list only). ``provider`` is the body in charge where that is
    another. ``source`` and ``day`` say where a missing service was looked for, and when.
    """

    holder: str
    leika: str | None
    service: str | None
    state: OfferState
    address: str | None = None
    url: str | None = None
    name: str | None = None
    provider: str | None = None
    source: str | None = None
    day: date | None = None
