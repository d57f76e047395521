"""Legal hurdles: demands of paper, signature or appearance for which the page itself names a paragraph.

The standard asks providers to report such hurdles to the lawmaker (5.13); this is the list to start from.
"""

from __future__ import annotations

import re

from auditor.checks.case import Case
from auditor.checks.paper.statements import statements
from auditor.evidence.model import Model

_LAW = re.compile(
    r"(?:§§?\s*\d+[a-z]?|Art(?:ikel|\.)?\s*\d+[a-z]?)"
    r"(?:\s*(?:Abs(?:atz|\.)|Satz|S\.|Nr\.|Nummer)\s*\d+[a-z]?|\s*(?:ff?\.|und|,)\s*\d*[a-z]?)*"
    r"(?:\s+(?:der|des)?\s*[A-ZÄÖÜ][\w-]*)?"
)


class Hurdle(Model):
    """A demand, the paragraph named beside it, and where it stands."""

    kind: str
    law: str
    quote: str
    url: str
    page: str


def hurdles(case: Case) -> tuple[Hurdle, ...]:
    """Every demanded media break in a sentence that names a paragraph, once per kind and sentence."""
    found = {
        (s.breaks, s.sentence.text): Hurdle(
            kind=s.breaks,
            law=" ".join(law.group().split()),
            quote=s.sentence.text,
            url=s.page.final_url,
            page=s.page.id,
        )
        for s in statements(case)
        if s.breaks and s.around.modality == "duty" and (law := _LAW.search(s.sentence.text))
    }
    return tuple(found.values())
