"""Verdicts as the judge leaves them: an outcome for every rule of the rulebook, scored by the real formula.

A few hundred are made and used again and again under other addresses. What they say is invented, and some of it wants
to be markup, a formula or a word without an end.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from zlib import crc32

from auditor import __version__
from auditor.checks.case import Completion, MediaBreak, Outcome, Quote
from auditor.evidence.model import Mode, Reason, Service, Tool
from auditor.judge.axe import REVIEW, VIOLATION
from auditor.judge.ladder import climb
from auditor.judge.result import DocumentSummary, Finding, PageSummary, RuleOutcome, ServiceResult
from auditor.judge.score import assess, counts, weight
from auditor.rulebook.model import Automation, Rule, Rulebook

Completable = Literal["yes", "no", "unknown"]

#: Where all verdicts are at first; copies replace it.
BASE = "https://muster.example/dienst"
TOOL = Tool(
    version=__version__, browser="Chromium 140.0", axe="4.12.1", user_agent="auditor (+https://x.example)"
)

_FINDINGS = (8, 20)  # listed of one verdict, as far as there are any
_MOST_PLACES = 3
_APPLIES = {True: 0.45, False: 0.8}  # of axe's rules, of others
_OFTEN, _DOUBT, _UNTESTED = 0.8, 0.05, 0.008
_BLANK = re.compile(r"\{(\w+)\}")
_KINDS: Mapping[Completable, tuple[tuple[str, str, int | None], ...]] = {
    "yes": (("online", "sent-online", 3),),
    "no": (
        ("online-with-break", "paper-after-online", 2),
        ("form-download", "document-only", 1),
        ("information", "no-route", 1),
        ("offline", "visit-only", 0),
    ),
    "unknown": (("unknown", "end-not-seen", None), ("unknown", "login-wall", None)),
}
_BREAKS: tuple[tuple[Literal["print", "sign", "post", "in-person"], str], ...] = (
    ("print", "Bitte drucken Sie den Antrag aus und bringen Sie ihn unterschrieben mit."),
    ("sign", "Der Antrag ist eigenhändig zu unterschreiben („Schriftform“)."),
    ("post", "Senden Sie die Unterlagen per Post an das Bürgerbüro, Zimmer 0.14."),
    ("in-person", "Zur Abgabe ist eine persönliche Vorsprache erforderlich; Terminvergabe nur telefonisch."),
)
_SAID = (
    "Weiter",
    "Zum Online-Antrag „Wohnsitz“",
    "Ihre Angaben prüfen & absenden",
    '<script>alert("ä")</script>',
    "Vor- und Nachname (wie im Ausweis) *",
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 2,
    "=1+1",
    "Frau Müller, Tel. 030 23125 000, mueller@stadt.example",
    "Bitte beachten Sie: Die Bearbeitung dauert in der Regel vier bis sechs Wochen.",
    "50 % Ermäßigung für Inhaber des Familienpasses < 18 Jahre",
)  # fmt: skip
_ROLES = ("link", "button", "textbox", "heading", "img", "")


@dataclass(frozen=True)
class Workshop:
    """Makes verdicts by one rulebook for one month."""

    rulebook: Rulebook
    month: str
    seed: int

    def verdict(self, name: str, quality: float, completable: Completable, habits: str = "") -> ServiceResult:
        """A verdict with a name of its own. ``quality`` 0–1; what shares ``habits`` breaks mostly the same rules."""
        dice = random.Random(f"{self.seed}/{name}")
        outcomes = self._told(
            [self._outcome(rule, quality, habits, dice) for rule in self.rulebook.rules], dice
        )
        assessed = assess(outcomes, self.rulebook, completable)
        return ServiceResult(
            slug="muster",
            service=Service(url=BASE),
            tool=TOOL,
            mode=Mode.WALK,
            rulebook=self.rulebook.version,
            measured=True,
            completion=_completion(completable, dice),
            score=assessed.score,
            caps=assessed.caps,
            grade=assessed.grade,
            coverage=assessed.coverage,
            chapters=assessed.chapters,
            outcomes=outcomes,
            pages=_pages(),
            documents=_documents(completable),
            profile=climb(outcomes, self.rulebook, completable),
        )

    def unmeasured(self, reason: Reason) -> ServiceResult:
        """A visit that measured nothing."""
        outcomes = tuple(
            RuleOutcome(
                rule=rule.id,
                outcome=Outcome.UNTESTED,
                automation=rule.automation,
                counts=self._counting[rule.id],
                reason=None if rule.automation is Automation.ATTESTED else reason,
            )
            for rule in self._rules
        )
        return ServiceResult(
            slug="muster",
            service=Service(url=BASE),
            tool=TOOL,
            mode=Mode.WALK,
            rulebook=self.rulebook.version,
            measured=False,
            reason=reason,
            completion=Completion(kind="unknown", completable="unknown", maturity=None),
            score=None,
            grade=None,
            coverage=0.0,
            outcomes=outcomes,
            profile=climb(outcomes, self.rulebook, "unknown", measured=False),
        )

    @cached_property
    def _rules(self) -> Sequence[Rule]:
        return sorted(self.rulebook.rules, key=lambda each: each.id)

    @cached_property
    def _counting(self) -> Mapping[str, bool]:
        return {rule.id: counts(rule, self.month) for rule in self.rulebook.rules}

    def _outcome(self, rule: Rule, quality: float, habits: str, dice: random.Random) -> RuleOutcome:
        return RuleOutcome(
            rule=rule.id,
            outcome=_thrown(rule, quality, habits, dice),
            automation=rule.automation,
            counts=self._counting[rule.id],
        )

    def _told(self, outcomes: Sequence[RuleOutcome], dice: random.Random) -> tuple[RuleOutcome, ...]:
        """With findings and reasons, in the order of the rules."""
        left, found = dice.randint(*_FINDINGS), []
        for each in sorted(outcomes, key=lambda each: each.rule):
            rule = self.rulebook.rule(each.rule)
            if each.outcome in {Outcome.FAILED, Outcome.CANT_TELL} and left:
                number = min(left, dice.randint(1, _MOST_PLACES) if each.outcome is Outcome.FAILED else 1)
                left -= number
                findings = tuple(_finding(rule, each.outcome, n, dice) for n in range(number))
                found.append(each.model_copy(update={"findings": findings}))
            elif each.outcome is Outcome.UNTESTED and rule.automation is not Automation.ATTESTED:
                found.append(each.model_copy(update={"reason": Reason.TIMEOUT}))
            else:
                found.append(each)
        return tuple(found)


def _thrown(rule: Rule, quality: float, habits: str, dice: random.Random) -> Outcome:
    """Some rules are broken often, others hardly ever; what is a habit of a product is broken in all its forms."""
    if rule.automation is Automation.ATTESTED:
        return Outcome.UNTESTED
    if _share(f"applies/{rule.id}") > _APPLIES[rule.id.startswith("axe/")]:
        return Outcome.INAPPLICABLE
    often = _OFTEN * _share(f"hard/{rule.id}") ** 4 * (1 - quality) if weight(rule) else 0.0
    thrown = dice.random()
    if thrown < often or (habits and _share(f"{habits}/{rule.id}") < often):
        return Outcome.FAILED
    if thrown > 1 - _UNTESTED:
        return Outcome.UNTESTED
    return Outcome.CANT_TELL if thrown > 1 - _UNTESTED - _DOUBT else Outcome.PASSED


def _share(name: str) -> float:
    """A number 0–1 that belongs to a name."""
    return crc32(name.encode()) / 2**32


def _finding(rule: Rule, outcome: Outcome, number: int, dice: random.Random) -> Finding:
    message = VIOLATION if outcome is Outcome.FAILED else REVIEW
    if message not in rule.messages:
        message = dice.choice(sorted(rule.messages))
    blanks = {blank for text in rule.messages[message] for blank in _BLANK.findall(text[1])}
    said, step = dice.choice(_SAID), dice.choice((None, 0, 1))
    return Finding(
        message=message,
        params={blank: dice.choice(_SAID) for blank in sorted(blanks)},
        outcome=outcome,
        page="p1" if step is None else f"p{step + 2}",
        url=BASE if step is None else f"{BASE}/schritt-{step}",
        step=step,
        target=f"main > form > p:nth-child({number + 2}) > a.btn--primary",
        html=f'<a class="btn btn--primary" href="#">{said}</a>',
        role=dice.choice(_ROLES),
        name=said,
        quote=dice.choice(("", said)),
        fingerprint=f"{crc32(rule.id.encode()):08x}{number:02x}",
    )


def _completion(completable: Completable, dice: random.Random) -> Completion:
    kind, reason, maturity = dice.choice(_KINDS[completable])
    breaks = dice.sample(_BREAKS, dice.randint(1, 3)) if completable == "no" else []
    return Completion(
        kind=kind,
        completable=completable,
        maturity=maturity,
        reason=reason,
        media_breaks=tuple(MediaBreak(kind=k, quote=said, url=BASE, page="p1") for k, said in breaks),
        routes=("form",) if completable != "no" else (),
        evidence=tuple(
            Quote(signal="online-form", quote=dice.choice(_SAID), url=BASE, page="p1") for _ in range(2)
        ),
    )


def _pages() -> tuple[PageSummary, ...]:
    places = (
        ("entry", None, ""),
        ("form", 0, "/schritt-0"),
        ("form", 1, "/schritt-1"),
        ("imprint", None, "/impressum"),
    )
    return tuple(
        PageSummary(
            id=f"p{n}", url=BASE + path, final_url=BASE + path, role=role, step=step, title="Antrag – „Bürgerportal“",
            status="measured", reason=None, frames=1, frames_judged=1, screenshot=f"p{n}-desktop.webp",
        )
        for n, (role, step, path) in enumerate(places, 1)
    )  # fmt: skip


def _documents(completable: Completable) -> tuple[DocumentSummary, ...]:
    if completable != "no":
        return ()
    return (DocumentSummary(url=f"{BASE}/antrag.pdf", label="Antrag (PDF)", kind="pdf", page="p1", pages=2),)
