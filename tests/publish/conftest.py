"""Made-up results of three towns: every class of service, every outcome, hostile words, pictures."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.async_api import Browser, async_playwright

from auditor.checks.case import Completion, MediaBreak, Outcome, Quote
from auditor.checks.paper import Hurdle
from auditor.evidence.bundle import BundleWriter
from auditor.evidence.model import Box, Evidence, Mode, Page, Reason, Role, Service, StepError, Tool, View
from auditor.evidence.slug import slug_of
from auditor.judge.ladder import climb
from auditor.judge.result import (
    AskedField,
    DocumentSummary,
    Finding,
    OfferedButton,
    PageSummary,
    Review,
    RuleOutcome,
    ServiceResult,
    Statement,
    WalkSummary,
)
from auditor.judge.score import assess, counts
from auditor.judge.testimony import with_testimony
from auditor.publish import Publisher, publish
from auditor.rulebook.model import Chapter, Example, ExamplePage, Profile, Rule, Rulebook, Selection, Text
from auditor.visit.browser import launch
from auditor.visit.settings import VisitSettings

TOOL = Tool(
    version="0.1.0", browser="Chromium 156.0", axe="4.12.1", user_agent="Mozilla/5.0 din66336-auditor/0.1.0"
)
STARTED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SCALE = 0.75

HOSTILE = '<script>alert("x")</script>\u202egnp.exe\x1b[31mrot\x00{{ 7*7 }}{% raw %}'


def text(de: str, en: str | None = None) -> Text:
    return Text(de=de, en=en or de)


def make_rule(rule_id: str, chapter: str, title: str, **more: Any) -> Rule:
    page = ExamplePage(
        kind="html", url="https://www.musterstadt.example/leistung", role="entry", raw="<p>Hallo</p>"
    )
    fields: dict[str, Any] = {
        "obligation": "muss",
        "confidence": "A",
        "automation": "automatic",
        "severity": 3,
        "harms": ("everyone",),
        "since": "2026-11",
        "title": text(title, f"EN: {title}"),
        "remedy": text("Ergänzen Sie die fehlende Angabe.", "Add what is missing."),
        "messages": {"missing": text("Auf „{page}“ fehlt: {what}.", "“{page}” lacks: {what}.")},
        "prose": {
            "why": text("Wer nicht weiterkommt, braucht **Hilfe**.", "Whoever is stuck needs **help**."),
            "how": text("Das Programm sucht <b>Links</b> und `mailto:`."),
            "limits": text("Ob jemand antwortet, ist nicht zu sehen."),
        },
        "examples": (Example(expected="failed", sentence="No way to ask.", pages=(page,)),),
        "references": ("https://servicestandard.gov.de/", "javascript:alert(1)"),
        "source": f"{chapter}/{rule_id}.md",
    }
    return Rule(id=rule_id, chapter=chapter, **(fields | more))


def chapter(chapter_id: str, title: str, weight: int) -> Chapter:
    return Chapter(id=chapter_id, title=text(title), about=text("…"), weight=weight, reason=text("messbar"))


CHAPTERS = (
    chapter("5.1", "Nutzendenanalyse", 1),
    chapter("5.3", "Rollen und Verantwortung", 8),
    chapter("5.6", "Nutzendenfreundlichkeit, digitale Barrierefreiheit und Inklusion", 45),
    chapter("5.8", "Datenschutzfreundlichkeit", 15),
    chapter("5.9", "Sicherheit und Vertrauenswürdigkeit", 10),
    chapter("5.11", "Betrieb und Support", 8),
    chapter("law", "Recht neben dem Servicestandard", 10),
)
RULES = (
    make_rule("contact-route", "5.3", "Es gibt einen direkten Weg zur zuständigen Stelle.", clause="5.3.2"),
    make_rule(
        "security-txt", "5.3", "Eine Datei security.txt nennt einen Kontakt.", clause="5.3.2", obligation="kann",
        severity=1, counts=False, harms=("security",),
    ),
    make_rule("user-research", "5.1", "Menschen, die den Dienst nutzen, werden befragt.", criterion="1",
              confidence="B", automation="attested"),
    make_rule("axe/image-alt", "5.6", "Bilder haben einen Alternativtext.", clause="5.6.6", wcag=("1.1.1",),
              en=("9.1.1.1",), act=("23a2a8",), harms=("blind",), severity=4),
    make_rule("axe/color-contrast", "5.6", "Text hebt sich deutlich vom Hintergrund ab.", clause="5.6.6",
              wcag=("1.4.3",), harms=("low-vision",)),
    make_rule("axe/target-size", "5.6", "Bedienelemente sind groß genug.", criterion="6", confidence="B",
              wcag=("2.5.8",), wcag_version="2.2", counts=False, severity=2, harms=("motor", "mobile")),
    make_rule("end-to-end", "5.6", "Der Dienst kann ohne Medienbruch abgeschlossen werden.", clause="5.6.3",
              severity=4, harms=("no-printer", "motor")),
    make_rule("plain-german", "5.6", "Die Sprache ist verständlich.", clause="5.6.5", obligation="sollte",
              automation="assisted", severity=2, harms=("cognitive", "language")),
    make_rule("no-third-parties", "5.8", "Vor der Einwilligung wird niemand Drittes angefragt.", clause="5.8.4",
              harms=("privacy",)),
    make_rule("hsts", "5.9", "Der Browser wird fest auf die sichere Verbindung verwiesen.", clause="5.9.9",
              confidence="D", severity=2, obligation="sollte", harms=("security",)),
    make_rule("support", "5.11", "Hilfe ist leicht zu finden.", clause="5.11.4"),
    make_rule("imprint", "law", "Das Impressum ist vollständig.", law="DDG § 5"),
)  # fmt: skip
PROFILES = tuple(
    Profile(
        id=name, title=text(title), about=text(about), proof=proof,
        clean=text("Kein Gegenbeweis gefunden.") if proof == "never" else None,
        needs=(needs,), attested=name == "exemplary",
    )
    for name, title, about, proof, needs in (
        ("reachable", "Erreichbar", "Die Startseite öffnet sich.", "visit", Selection(rules=("hsts",))),
        ("completable", "Abschließbar", "Der Antrag lässt sich zu Ende bringen.", "completion",
         Selection(rules=("end-to-end",))),
        ("accessible", "Barrierefrei", "Alle können den Dienst benutzen.", "never",
         Selection(wcag=True, obligations=("muss",))),
        ("usable", "Nutzerfreundlich", "Der Weg ist verständlich.", "never", Selection(chapters=("5.6", "5.11"))),
        ("exemplary", "Vorbildlich", "Der ganze Standard.", "never", Selection(obligations=("muss", "sollte"))),
    )
)  # fmt: skip
RULEBOOK = Rulebook(tuple(sorted(RULES, key=lambda r: r.id)), CHAPTERS, "0123456789ab", PROFILES)


@dataclass(frozen=True)
class Stored:
    position: int
    result: ServiceResult
    bundle: Path | None


def picture(width: int = 1366, height: int = 2400) -> bytes:
    """A page that looks a little like a town's."""
    image = Image.new("RGB", (round(width * SCALE), round(height * SCALE)), "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, image.width, 70), fill="#20486b")
    draw.rectangle((40, 110, 420, 140), fill="#222222")
    for line in range(30):
        draw.rectangle((40, 180 + 40 * line, 300 + (line * 97) % 600, 192 + 40 * line), fill="#8a8f96")
    draw.rectangle((40, 620, 240, 664), fill="#2b7a3d")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def make_pages(base: str, titles: Sequence[tuple[str, str, str]]) -> list[PageSummary]:
    return [
        PageSummary(
            id=f"p{n}", url=base + path, final_url=base + path, role=role, step=None, title=title, status="measured",
            reason=None, frames=2 if role == "form" else 1, frames_judged=1, screenshot=f"shots/p{n}.jpg",
        )
        for n, (role, path, title) in enumerate(titles)
    ]  # fmt: skip


def make_finding(mark: str, outcome: Outcome = Outcome.FAILED, **more: Any) -> Finding:
    fields: dict[str, Any] = {
        "message": "missing",
        "params": {"page": "Hundesteuer anmelden", "what": "eine Telefonnummer"},
        "outcome": outcome,
        "page": "p0",
        "url": "https://www.musterstadt.example/hundesteuer",
        "target": "main > p:nth-child(3) > a.button",
        "html": '<a class="button" href="/antrag.pdf">Antrag</a>',
        "box": Box(x=53, y=826, width=267, height=59),
        "fingerprint": mark,
    }
    return Finding(**(fields | more))


def make_outcomes(
    failed: Sequence[str], look: Sequence[str], skipped: Sequence[str]
) -> tuple[RuleOutcome, ...]:
    made = []
    for rule in RULEBOOK.rules:
        outcome, reason, findings = Outcome.PASSED, None, ()
        if rule.automation == "attested":
            outcome = Outcome.UNTESTED
        elif rule.id in failed:
            places = 6 if rule.id == "axe/color-contrast" else 1
            outcome = Outcome.FAILED
            findings = tuple(
                make_finding(
                    f"{rule.id.replace('/', '-')}{n}", box=Box(x=53, y=240 + 53 * n, width=300, height=18)
                )
                for n in range(places)
            )
        elif rule.id in look:
            outcome = Outcome.CANT_TELL
            findings = (make_finding(f"look-{rule.id.replace('/', '-')}", Outcome.CANT_TELL, box=None),)
        elif rule.id in skipped:
            outcome, reason = Outcome.UNTESTED, Reason.LOGIN
        made.append(
            RuleOutcome(rule=rule.id, outcome=outcome, automation=rule.automation, counts=counts(rule, "2026-11"),
                        reason=reason, findings=findings)
        )  # fmt: skip
    return tuple(made)


def completion_of(kind: str, url: str) -> Completion:
    known = {
        "online": ("yes", 3), "online-with-break": ("no", 2), "form-download": ("no", 2),
        "information": ("no", 1), "offline": ("no", 0), "unknown": ("unknown", None),
    }  # fmt: skip
    completable, maturity = known[kind]
    said = "Bitte drucken Sie das Formular aus und senden Sie es unterschrieben per Post an das Steueramt."
    breaks = ()
    if kind in {"online-with-break", "form-download"}:
        breaks = tuple(MediaBreak(kind=k, quote=said, url=url, page="p0") for k in ("print", "sign", "post"))
    quotes = (
        ()
        if kind == "offline"
        else (Quote(signal="x", quote=said if breaks else "Online beantragen", url=url, page="p0"),)
    )
    return Completion(
        kind=kind,
        completable=completable,
        maturity=maturity,
        media_breaks=breaks,
        evidence=quotes,
        reason="nowhere",
    )


SERVICES = (
    ("Musterstadt", "01001000", "Wohnsitz anmelden", "online", (), (), ()),
    ("Musterstadt", "01001000", "Hundesteuer anmelden", "form-download",
     ("end-to-end", "axe/color-contrast", "axe/image-alt", "contact-route", "hsts"), ("plain-german",), ("support",)),
    ("Musterstadt", "01001000", "Bewohnerparkausweis beantragen", "online-with-break",
     ("end-to-end", "no-third-parties", "axe/target-size", "security-txt"), ("axe/image-alt",), ()),
    ("Kleinau", "01002000", "Gewerbe anmelden", "information", ("imprint", "axe/color-contrast"), (), ("support",)),
    ("Kleinau", "01002000", "Wohngeld beantragen", "unknown", (), ("end-to-end", "plain-german", "security-txt"),
     ("support", "no-third-parties", "axe/color-contrast")),
    ("Großenbüttel", "01003000", "Kita-Platz suchen", "online", ("plain-german",), (), ()),
    ("Großenbüttel", "01003000", "Sondernutzung öffentlicher Straßen, Wege und Plätze erlauben lassen", "offline",
     ("end-to-end", "contact-route"), (), ()),
)  # fmt: skip


def measured(service: Service, slug: str, kind: str, outcomes: tuple[RuleOutcome, ...]) -> ServiceResult:
    completion = completion_of(kind, service.url)
    verdict = assess(outcomes, RULEBOOK, completion.completable)
    base = service.url.rsplit("/", 1)[0]
    pages = make_pages(base, [("entry", "/" + slug, service.name or ""), ("form", "/antrag", "Antrag – Schritt 1"),
                              ("imprint", "/impressum", "Impressum")])  # fmt: skip
    return ServiceResult(
        slug=slug, service=service, tool=TOOL, mode=Mode.OBSERVE, rulebook=RULEBOOK.version, measured=True,
        completion=completion, score=verdict.score, caps=verdict.caps, grade=verdict.grade,
        coverage=verdict.coverage, chapters=verdict.chapters, outcomes=outcomes, pages=tuple(pages),
        profile=climb(outcomes, RULEBOOK, completion.completable),
    )  # fmt: skip


def make_walk(number: int, **more: Any) -> WalkSummary:
    fields: dict[str, Any] = {
        "number": number,
        "kind": "step",
        "heading": f"Teil {number}: Über Sie",
        "progress": f"Schritt {number} von 3",
        "fields": (
            AskedField(label="Nachname *", meaning="last-name", required=True),
            AskedField(label="Religionszugehörigkeit", meaning="religion", sensitive=True),
            AskedField(label=HOSTILE, required=True, tries=2),
        ),
        "buttons": (
            OfferedButton(label="Weiter", verdict="forward", pressed=True),
            OfferedButton(label="Zurück", verdict="back"),
        ),
    }
    return WalkSummary(**(fields | more))


REACHED = make_walk(
    3, kind="summary", heading="Prüfen Sie Ihre Angaben", fields=(), stop="final-reached", stuck_at="Antrag absenden",
    buttons=(OfferedButton(label="Antrag absenden", verdict="final"),),
)  # fmt: skip
STUCK = make_walk(
    3, kind="stuck", heading="", stop="stuck", stuck_at="Rasse *", why="Bitte wählen Sie eine Rasse.",
    errors=(StepError(field="Rasse", text="Bitte wählen Sie eine Rasse."), StepError(field="PLZ *", text=HOSTILE)),
    barriers=("captcha",),
)  # fmt: skip


def walked(result: ServiceResult, end: WalkSummary) -> ServiceResult:
    """The same service, walked through in three steps; no picture of the last."""
    (form,) = (p for p in result.pages if p.role == "form")
    steps = [
        form.model_copy(
            update={"id": f"w{n}", "walk": walk, "screenshot": None if n == 3 else form.screenshot}
        )
        for n, walk in enumerate((make_walk(1), make_walk(2, progress=""), end), 1)
    ]
    pages = [p for p in result.pages if p is not form]
    return result.model_copy(update={"mode": Mode.WALK, "pages": (pages[0], *steps, *pages[1:])})


def papered(result: ServiceResult) -> ServiceResult:
    """The same service with a portal, documents of every kind and hurdles."""
    url = result.service.url
    documents = (
        DocumentSummary(url=url + "/antrag.pdf", label="Antrag (PDF)", kind="pdf", page="p0", pages=2, tagged=False,
                        signature_line="Ort, Datum, Unterschrift"),
        DocumentSummary(url="javascript:alert(1)", label="", kind="pdf", pages=1, fillable=True, signature_fields=1,
                        tagged=True),
        DocumentSummary(url=url + "/scan.pdf", label=HOSTILE, kind="pdf", pages=1, image_only=True),
        DocumentSummary(url=url + "/weg.docx", label="Vollmacht", kind="unreadable", reason=Reason.TIMEOUT),
    )  # fmt: skip
    hurdles = (
        Hurdle(
            kind="sign",
            law="§ 126 BGB",
            quote="Nach § 126 BGB ist die Unterschrift nötig.",
            url=url,
            page="p0",
        ),
        Hurdle(kind="in-person", law="=1+1", quote=f"=HYPERLINK(1) {HOSTILE}", url=url, page="p0"),
    )
    return result.model_copy(update={"product": "XIMA Formcycle", "documents": documents, "hurdles": hurdles})


SIGNED = {"body": "Stadt Musterstadt", "role": "Leitung Bürgeramt", "given": date(2026, 11, 2)}


def attested(result: ServiceResult) -> ServiceResult:
    """The same service with answers, also expired and hostile ones, and a reviewed place."""
    said = (
        Statement(rule="user-research", answer="met", evidence="https://www.musterstadt.example/bericht",
                  valid_until=date(2027, 11, 2), **SIGNED),
        Statement(rule="plain-german", answer="not-met", evidence="javascript:alert(1)", remark=HOSTILE,
                  valid_until=date(2026, 11, 3), **(SIGNED | {"body": HOSTILE})),
    )  # fmt: skip
    seen = Review(
        fingerprint="look-plain-german", rule="plain-german", decision="passed", remark="Gelesen.",
        valid_until=date(2027, 11, 2), **SIGNED,
    )  # fmt: skip
    return with_testimony(result, said, (seen,), RULEBOOK, STARTED.date())


def unmeasured(service: Service, slug: str) -> ServiceResult:
    outcomes = tuple(
        RuleOutcome(rule=r.id, outcome=Outcome.UNTESTED, automation=r.automation, reason=Reason.TIMEOUT)
        for r in RULEBOOK.rules
    )
    page = make_pages(service.url, [("entry", "", "")])[0]
    page = page.model_copy(
        update={"status": "untested", "reason": Reason.TIMEOUT, "frames": 0, "screenshot": None}
    )
    return ServiceResult(
        slug=slug, service=service, tool=TOOL, mode=Mode.OBSERVE, rulebook=RULEBOOK.version, measured=False,
        reason=Reason.TIMEOUT, detail="no answer in 15 s", completion=completion_of("unknown", service.url),
        score=None, grade=None, coverage=0.0, outcomes=outcomes, pages=(page,),
        profile=climb(outcomes, RULEBOOK, "unknown", measured=False),
    )  # fmt: skip


def save_bundle(result: ServiceResult, folder: Path) -> Path:
    writer = BundleWriter(folder / f"{result.slug}.zip")
    data, pages = picture(), []
    for page in result.pages:
        views: tuple[View, ...] = ()
        if page.screenshot:
            writer.add(page.screenshot, data)
            views = (View(name="desktop", width=1366, height=768, scroll_width=1366, screenshot=page.screenshot,
                          screenshot_scale=SCALE),)  # fmt: skip
        pages.append(Page(id=page.id, role=Role(page.role), requested_url=page.url, final_url=page.final_url,
                          reason=page.reason, views=views))  # fmt: skip
    return writer.close(
        Evidence(tool=TOOL, service=result.service, started=STARTED, finished=STARTED, pages=tuple(pages))
    )


def make_results(folder: Path) -> list[Stored]:
    """Eight services, the last one out of reach; bundles go to ``folder``."""
    taken: set[str] = set()
    made = []
    for town, ags, name, kind, failed, look, skipped in SERVICES:
        service = Service(url=f"https://www.{town.lower().replace('ß', 'ss').replace('ü', 'ue')}.example/leistung",
                          name=name, municipality=town, ags=ags, land="NW", population=24_310)  # fmt: skip
        made.append(measured(service, slug_of(service, taken), kind, make_outcomes(failed, look, skipped)))
    made[0] = walked(made[0], REACHED)
    made[1] = attested(made[1])
    made[4] = papered(walked(made[4], STUCK))
    away = Service(
        url="https://antrag.grossenbuettel.example/meldung",
        name="Meldebescheinigung",
        municipality="Großenbüttel",
        ags="01003000",
    )
    made.append(unmeasured(away, slug_of(away, taken)))
    return [Stored(n, result, save_bundle(result, folder)) for n, result in enumerate(made)]


PUBLISHER = Publisher(
    name="Landesamt für Beispiele",
    address="Musterweg 1\n12345 Musterstadt",
    represented_by="Erika Beispiel",
    email="bericht@landesamt.example",
    phone="+49 30 1234567",
)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await launch(playwright, VisitSettings())
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> list[Stored]:
    return make_results(tmp_path_factory.mktemp("evidence"))


@pytest.fixture(scope="session")
def report(stored: list[Stored], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report")
    publish(stored, RULEBOOK, out, "de", config="c0ffee", publisher=PUBLISHER)
    return out


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site(report: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(report)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
