"""The ladder and what people say, as the report shows them."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from auditor.judge.result import Rung, ServiceResult
from auditor.publish.catalogue import Catalogue
from auditor.publish.profile import ladder, top_view
from auditor.publish.testimony import reviews, statements
from auditor.publish.words import Words
from auditor.rulebook.load import load_rulebook

CARD = "services/musterstadt-hundesteuer-anmelden.html"


@pytest.fixture
def words() -> Words:
    return Words(load_rulebook(), Catalogue("de"))


def rungs(*made: Rung) -> ServiceResult:
    outcomes = [SimpleNamespace(rule=rule, findings=(), more=4) for rung in made for rule in rung.look]
    return SimpleNamespace(profile=made, testimony=None, outcomes=outcomes)  # type: ignore[return-value]


def test_a_rung_names_only_what_no_lower_one_named(words: Words) -> None:
    low = Rung(id="accessible", state="missed", own="missed", failed=("reflow-320",))
    high = Rung(id="usable", state="missed", own="missed", failed=("phone-layout", "reflow-320"))
    one, other = ladder(rungs(low, high), words)
    assert [each.anchor for each in one.broken] == ["failed-reflow-320"]
    assert [each.anchor for each in other.broken] == ["failed-phone-layout"]
    assert other.held is None


def test_a_rung_that_is_only_held_back_says_so_and_blames_nothing(words: Words) -> None:
    low = Rung(id="completable", state="missed", own="missed", completable="no")
    high = Rung(id="accessible", state="missed", own="unrefuted")
    one, other = ladder(rungs(low, high), words)
    assert (one.completable, one.held) == ("no", None)
    assert (other.broken, other.held) == ((), "missed")
    assert other.clean == "Keine Barriere gefunden, die sich maschinell beweisen lässt."


def test_an_open_rung_counts_the_places_for_a_person(words: Words) -> None:
    (view,) = ladder(
        rungs(Rung(id="accessible", state="open", own="open", look=("reflow-320",), places=4)), words
    )
    assert [(each.key, each.number) for each in view.counts] == [("look", 4)]
    assert view.clean


def test_many_broken_rules_are_counted(words: Words) -> None:
    many = ("label-stays", "link-purpose", "page-title", "reflow-320", "required-marked")
    (view,) = ladder(rungs(Rung(id="accessible", state="missed", own="missed", failed=many)), words)
    assert (len(view.broken), view.more_broken) == (3, 2)
    assert view.clean == ""


@pytest.mark.parametrize(
    ("states", "number", "title"),
    [
        (("reached", "unrefuted"), 2, "Barrierefrei"),
        (("reached", "open"), 1, "Abschließbar"),
        (("open", "open"), 0, ""),
        (("missed", "missed"), 0, ""),
    ],
)
def test_the_highest_rung_that_holds(words: Words, states, number, title) -> None:
    made = [
        Rung(id=name, state=s, own=s) for name, s in zip(("completable", "accessible"), states, strict=True)
    ]
    view = top_view(rungs(*made), words)
    assert view is not None
    assert (view.number, view.title) == (number, title)
    assert top_view(rungs(), words) is None


def test_every_requirement_that_applies_is_measured_answered_or_open(report: Path) -> None:
    """The columns of the table sum up to all requirements of the made-up rulebook."""
    for card in sorted((report / "services").glob("*.html")):
        (last,) = re.findall(r"<tfoot.*?</tfoot>", card.read_text(encoding="utf-8"), re.DOTALL)
        assert sum(map(int, re.findall(r">(\d+)</td>", last))) == 12


def test_an_expired_answer_counts_as_open(stored, words: Words) -> None:
    result = stored[1].result
    assert [each.signed.expired for each in statements(result, words)].count(True) == 1
    assert reviews(result)["look-plain-german"].decision == "passed"


def test_the_scorecard_shows_five_rungs_in_words(report: Path) -> None:
    text = (report / CARD).read_text(encoding="utf-8")
    (ladder_,) = re.findall(r'<ol class="climb">.*?</ol>', text, re.DOTALL)
    assert ladder_.count("<h3") == 5
    assert re.findall(r"<b>(Erreicht|Nicht widerlegt|Offen|Nicht erreicht)</b>", ladder_)


def test_answers_stand_beside_the_measurement_and_lead_nowhere_unsafe(report: Path) -> None:
    text = (report / CARD).read_text(encoding="utf-8")
    assert "Auskunft: erfüllt" in text
    assert 'href="https://www.musterstadt.example/bericht"' in text
    assert 'href="javascript:' not in text
    assert "abgelaufen am 3. November 2026" in text
    assert "Von Menschen geprüft: bestanden" in text
    assert "Mit den Stellen, die Menschen geprüft haben:" in text


def test_every_link_of_the_ladder_leads_somewhere(report: Path) -> None:
    for card in sorted((report / "services").glob("*.html")):
        text = card.read_text(encoding="utf-8")
        for part in re.findall(r'<ol class="climb">.*?</ol>', text, re.DOTALL):
            for anchor in re.findall(r'href="#([^"]+)"', part):
                assert f'id="{anchor}"' in text, (card.name, anchor)
