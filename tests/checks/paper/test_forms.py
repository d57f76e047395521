"""Which form is the application, how it ends, and what a walk through it proves."""

import pytest
from mini_services import evidence_of

from auditor.checks.case import Case
from auditor.checks.paper import completion, hurdles
from auditor.checks.paper.forms import forms

LETTER = "<form><label>Name <input name=n></label><label>Mitteilung <textarea name=m></textarea></label>"


def only_form(html: str):
    return forms(Case(evidence_of({"/": html})))[0]


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<form><x-person/><x-address/><button>Weiter</button></form>", "application"),
        ("<form><label>Suche <input name=q></label><button>Suchen</button></form>", "other"),
        (
            "<form><label>Passwort <input type=password name=p></label><button>Anmelden</button></form>",
            "other",
        ),
        (
            "<form><label>Newsletter abonnieren <input name=e></label><button>Absenden</button></form>",
            "other",
        ),
        (
            "<form><label><input type=checkbox name=c> Statistik-Cookies</label><button>Speichern</button></form>",
            "other",
        ),
        (
            f"<h2>Kontakt</h2>{LETTER}<button>Nachricht senden</button></form>",
            "other",
        ),
        (
            f"<h2>Schaden</h2>{LETTER}<button>Absenden</button></form>",
            "perhaps",
        ),
        (
            "<form><x-person/><label>Uhrzeit <input name=u></label><button>Termin buchen</button></form>",
            "appointment",
        ),
    ],
)
def test_kind(html, kind):
    assert only_form(html).kind == kind


@pytest.mark.parametrize(
    ("inside", "end"),
    [
        ("<button>Antrag absenden</button>", "sent"),
        ("<button>Zurück</button><button>Absenden</button>", "sent"),
        ("<button>Weiter</button>", "unseen"),
        ("<button>Weiter</button><button>Absenden</button>", "unseen"),
        ("<p>Schritt 1 von 3</p><button>Absenden</button>", "unseen"),
        ("<p>Schritt 3 von 3</p><button>Absenden</button>", "sent"),
        ("<button>PDF erzeugen</button>", "paper"),
        ("<button></button>", "unseen"),
        ("<button type=button>Weiter</button><div hidden><button>Absenden</button></div>", "sent"),
    ],
)
def test_end(inside, end):
    assert only_form(f"<form method=post><x-person/><x-address/>{inside}</form>").end == end


STEP = "<p>Schritt {n} von 3</p><form method=post>{fields}<button>{button}</button></form>"


def walked(last: str):
    return completion(
        Case(
            evidence_of(
                {
                    "/": '<h1>Hund anmelden</h1><a href="/1">Online anmelden</a>',
                    "/1": STEP.format(n=1, fields="<x-person/>", button="Weiter"),
                    "/2": {
                        "html": STEP.format(n=2, fields="<x-address/>", button="Weiter"),
                        "step": 2,
                        "role": "form",
                    },
                    "/3": {"html": last, "step": 3, "role": "form"},
                }
            )
        )
    )


def test_a_walk_to_the_last_step_proves_it():
    verdict = walked(
        "<p>Schritt 3 von 3</p><h1>Zusammenfassung</h1><form method=post><button>Absenden</button></form>"
    )
    assert (verdict.kind, verdict.completable, verdict.maturity) == ("online", "yes", 3)


def test_a_walk_to_paper_proves_that():
    verdict = walked(
        "<p>Schritt 3 von 3</p><p>Drucken Sie den Antrag jetzt aus und unterschreiben Sie ihn.</p>"
        "<form method=post><button>PDF erzeugen</button></form>"
    )
    assert (verdict.kind, verdict.completable) == ("online-with-break", "no")
    assert {b.kind for b in verdict.media_breaks} >= {"print", "sign"}
    assert {b.step for b in verdict.media_breaks} == {3}


def test_hurdles_name_the_paragraph():
    case = Case(
        evidence_of(
            {
                "/": "<h1>Gewerbe</h1><p>Die Anzeige ist nach § 14 Abs. 1 GewO eigenhändig zu unterschreiben.</p>"
                "<p>Die Gebühr richtet sich nach § 3 der Satzung.</p>"
            }
        )
    )
    assert [(h.kind, h.law) for h in hurdles(case)] == [("sign", "§ 14 Abs. 1 GewO")]


LONG = (
    "<h1>Angaben prüfen</h1><p>"
    + "Bitte sehen Sie alle Angaben noch einmal in Ruhe durch, bevor es weitergeht. " * 3
    + "</p>"
)


@pytest.mark.parametrize(
    ("html", "verdict"),
    [
        (f"{LONG}<form method=post action=/ende><button>Bestätigen</button></form>", "unknown"),
        (f"{LONG}<form method=post action=/weg><button>Eintrag übernehmen</button></form>", "unknown"),
        (f"{LONG}<form method=get action=/suche><input name=q><button>Suchen</button></form>", "no"),
        (LONG, "no"),
    ],
)
def test_a_button_that_posts_is_never_mere_information(html, verdict):
    assert completion(Case(evidence_of({"/": html}))).completable == verdict
