"""Where a resident falls out: said clearly, and never more than was seen."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from auditor.evidence.model import StepError, Stop
from auditor.judge.result import DocumentSummary, OfferedButton, WalkSummary
from auditor.publish import publish
from auditor.publish.catalogue import Catalogue
from auditor.publish.journey import document_view, step_view
from tests.publish.conftest import REACHED, RULEBOOK, Stored, walked

NEXT = OfferedButton(label="Weiter", verdict="forward")
TRIED = NEXT.model_copy(update={"pressed": True})
NO = StepError(field="PLZ", text="Ungültig")


@pytest.mark.parametrize(
    ("more", "key", "at", "said"),
    [
        ({"stuck_at": "PLZ *", "why": "Ungültig", "errors": (NO,)}, "stuck-field", "PLZ", "Ungültig"),
        ({"stuck_at": "PLZ", "why": "the field does not take our value"}, "stuck-field", "PLZ", ""),
        ({"why": "Ungültig", "errors": (NO,)}, "stuck-message", "", "Ungültig"),
        ({"why": "“Weiter” stays disabled", "buttons": (NEXT,)}, "stuck-asleep", "Weiter", ""),
        ({"stuck_at": "Weiter", "why": "nothing happens", "buttons": (TRIED,)}, "stuck-silent", "Weiter", ""),
        ({"why": "no button goes forward"}, "stuck-nowhere", "", ""),
    ],
)  # fmt: skip
def test_why_a_walk_is_stuck(more: dict[str, object], key: str, at: str, said: str) -> None:
    ending = step_view(WalkSummary(number=1, kind="stuck", stop="stuck", **more)).ending  # type: ignore[arg-type]
    assert ending
    assert (ending.key, ending.at, ending.said, ending.tone) == (key, at, said, "unknown")


@pytest.mark.parametrize("stop", get_args(Stop))
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_end_has_words(stop: Stop, lang: str) -> None:
    ending = step_view(WalkSummary(number=1, kind="end", stop=stop)).ending
    assert ending
    catalogue = Catalogue(lang)  # type: ignore[arg-type]
    assert catalogue.text(f"journey.end.{ending.key}.title", at="x")
    assert catalogue.text(f"journey.end.{ending.key}.text", at="x")


def test_a_walk_that_goes_on_has_no_end() -> None:
    view = step_view(WalkSummary(number=1, kind="step", buttons=(NEXT, TRIED)))
    assert view.ending is None
    assert view.pressed == "Weiter"


def test_a_document_that_was_not_read_proves_nothing() -> None:
    view = document_view(
        DocumentSummary(url="https://a.example/a.pdf", label="a", kind="pdf", reason="timeout", tagged=False),
        None,
    )
    assert view.facts == ()
    flat = document_view(DocumentSummary(url="https://a.example/a.pdf", label="a", kind="pdf"), None)
    assert flat.facts == ("flat",)


def test_the_journey_on_the_scorecard(report: Path) -> None:
    card = (report / "services" / "kleinau-wohngeld-beantragen.html").read_text(encoding="utf-8")
    assert "Hier ging es nicht weiter: Feld „Rasse“" in card
    assert card.count("Bitte wählen Sie eine Rasse.") == 1
    assert "besonders schutzbedürftig" in card
    assert "XIMA Formcycle" in card
    assert "Ort, Datum, Unterschrift" in card
    assert "§ 126 BGB" in card
    assert 'href="javascript:' not in card
    assert "<script>alert" not in card
    good = (report / "services" / "musterstadt-wohnsitz-anmelden.html").read_text(encoding="utf-8")
    assert "Letzter Schritt erreicht – nicht abgesendet" in good
    assert good.count('class="stop"') == 3
    looked = (report / "services" / "musterstadt-hundesteuer-anmelden.html").read_text(encoding="utf-8")
    assert 'class="journey"' not in looked
    assert "Es wurde nur hingesehen" in looked


def test_the_end_of_a_form_is_no_end_of_a_service_that_fails(stored: list[Stored], tmp_path: Path) -> None:
    booked = Stored(0, walked(stored[1].result, REACHED), None)
    publish([booked], RULEBOOK, tmp_path)
    card = (tmp_path / "services" / f"{booked.result.slug}.html").read_text(encoding="utf-8")
    assert "Warum der Dienst trotzdem nicht" in card
    assert "ending-yes" not in card
