"""The words a rule file may use."""

from __future__ import annotations

from auditor.evidence.model import Mode, Role

#: Who is hurt when a rule is broken.
HARMS = frozenset(
    {
        "everyone",
        "blind",
        "low-vision",
        "motor",
        "deaf",
        "cognitive",
        "language",
        "mobile",
        "no-printer",
        "privacy",
        "security",
    }
)

#: Pages without which a rule cannot be judged; ``flow`` stands for any page on the way to the application.
FLOW = "flow"
NEEDS = frozenset(Role) | {FLOW}

#: What a visit may try on a page beyond looking at it (``auditor.visit.probes``).
PROBES = frozenset({"appearance", "keyboard"})

#: What a page of an example may be; an asset is only an answer to a request.
ASSET = "asset"
EXAMPLE_ROLES = frozenset(Role) | {ASSET}

#: Later states of a page that an example may show: it complains about the input.
STATES = frozenset({"errors"})

#: Conditions under which a rule applies, with the values each may take (empty: any text).
APPLIES: dict[str, frozenset[str]] = {
    "land": frozenset(
        {"BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"}
    ),
    "mode": frozenset(Mode),
}

#: Confidence of sources in which a clause of the standard itself was read.
CLAUSE_SEEN = frozenset({"A", "A~"})

#: Headings of the prose sections, German and English, and the key under which a rule keeps them.
SECTIONS: dict[str, tuple[str, str]] = {
    "why": ("Warum", "Why"),
    "how": ("Wie geprüft wird", "How it is judged"),
    "limits": ("Was ein Bestehen nicht beweist", "What a pass does not prove"),
    "assumptions": ("Annahmen", "Assumptions"),
    "evidence": ("Was als Nachweis zählt", "What counts as evidence"),
}
EXAMPLES = "Beispiele"

#: Words that open the heading of an example, and the outcome it must have.
EXPECTATIONS = {
    "Passed": "passed",
    "Failed": "failed",
    "Inapplicable": "inapplicable",
    "Cannot tell": "cantTell",
    "Untested": "untested",
}

#: Address of an example page that does not name one.
HOME = "https://www.musterstadt.example"
DEFAULT_URLS = {
    Role.ENTRY: f"{HOME}/leistung",
    Role.ROUTE: f"{HOME}/online-beantragen",
    Role.FORM: f"{HOME}/antrag",
    Role.IMPRINT: f"{HOME}/impressum",
    Role.PRIVACY: f"{HOME}/datenschutz",
    Role.ACCESSIBILITY: f"{HOME}/barrierefreiheit",
    Role.CONTACT: f"{HOME}/kontakt",
    Role.EASY_LANGUAGE: f"{HOME}/leichte-sprache",
    Role.SIGN_LANGUAGE: f"{HOME}/gebaerdensprache",
}
