"""Nothing exploitable and nobody's name leaves with a public finding."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from auditor.checks.case import Outcome
from auditor.judge.result import Finding
from auditor.publish.catalogue import Catalogue
from auditor.publish.discreet import public_message, public_proof
from auditor.publish.words import Words
from auditor.ranking.model import Proof
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Rule

RULEBOOK = load_rulebook()
#: Blanks of messages that name what an attacker looks for.
TELLING = {
    "version",
    "banner",
    "component",
    "library",
    "software",
    "server",
    "protocol",
    "cipher",
    "policy",
    "cookie",
}
#: Rules about the security of a host that may say where: everybody sees it in the address bar.
OPEN = {"https-only", "trustworthy-domain", "direct-way"}
PROOF = Proof(
    rule="contact-route",
    message="missing",
    params={"page": "Kontakt Frau Müller"},
    url="https://stadt.example/x",
    step=2,
    role="link",
    name="max.mueller@stadt.example",
    quote="Fragen Sie Herrn Grabowski.",
    target="main > a",
    fingerprint="f",
    places=3,
)


def _blanks(rule: Rule) -> set[str]:
    return {blank for text in rule.messages.values() for blank in re.findall(r"\{(\w+)\}", text.de + text.en)}


@pytest.mark.parametrize("rule", RULEBOOK.rules, ids=lambda rule: rule.id)
def test_rules_that_name_weak_components_are_discreet(rule: Rule) -> None:
    security = rule.criterion == "9" and rule.check and rule.check.startswith(("trust.", "headers."))
    telling = _blanks(rule) & TELLING or (security and _blanks(rule) & {"host", "header"})
    assert rule.discreet or not telling or rule.id in OPEN


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("rule", [r for r in RULEBOOK.rules if r.discreet], ids=lambda rule: rule.id)
def test_discreet_rules_say_their_title_only(rule: Rule, lang: str) -> None:
    words = Words(RULEBOOK, Catalogue(lang))
    params = dict.fromkeys(_blanks(rule), "nginx/1.2.3")
    finding = Finding(message=next(iter(rule.messages)), params=params, outcome=Outcome.FAILED, page="0",
                      url="https://stadt.example/geheim", fingerprint="f")  # fmt: skip
    assert public_message(words, rule, finding) == rule.title[lang]
    shown = public_proof(rule, replace(PROOF, params=params, message=finding.message))
    assert "1.2.3" not in str(shown)
    assert "stadt.example" not in str(shown)
    assert (shown.fingerprint, shown.places) == ("f", 3)


def test_there_are_discreet_rules() -> None:
    assert {"version-kept", "content-security-policy", "session-cookie-flags"} <= {
        r.id for r in RULEBOOK.rules if r.discreet
    }


def test_other_findings_are_masked() -> None:
    words = Words(RULEBOOK, Catalogue("de"))
    rule = RULEBOOK.rule("contact-route")
    assert "Müller" not in public_message(words, rule, PROOF)
    assert "[Name]" in public_message(words, rule, PROOF)
    shown = public_proof(rule, PROOF)
    assert (shown.name, shown.quote) == ("[E-Mail]@stadt.example", "Fragen Sie Herrn [Name].")
    assert shown.url == PROOF.url


def test_a_rule_that_nobody_knows_is_discreet() -> None:
    words = Words(RULEBOOK, Catalogue("de"))
    assert public_message(words, words.rule("gone"), PROOF) == "Regel gone"
    assert public_proof(words.rule("gone"), PROOF).url == ""
