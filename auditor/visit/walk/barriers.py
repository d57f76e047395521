"""What a robot must not pass: captchas, payments, logins, signature pads. Recognised, recorded, not touched."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.visit.walk.meaning import meaning_of
from auditor.visit.walk.state import Look
from auditor.wording import table

_MEANINGS = {"captcha": "captcha", "password": "login", "card-number": "payment", "card-code": "payment"}
_HOSTS = {
    "captcha": ("recaptcha", "hcaptcha", "turnstile", "friendlycaptcha", "captcha-delivery"),
    "payment": (
        "paypal.",
        "stripe.",
        "giropay",
        "paydirekt",
        "epaybl",
        "pmpayment",
        "saferpay",
        "girosolution",
    ),
    "login": ("id.bund.de", "elster.de", "bayernid", "ausweisapp"),
}
_WORDS = {"captcha": "captcha", "payment": "payment", "identity": "login"}


def barriers_of(look: Look) -> tuple[str, ...]:
    """The barriers of a step, sorted: captcha, login, payment, signature."""
    return tuple(sorted(set(_found(look))))


def _found(look: Look) -> Iterator[str]:
    for field in look.fields:
        if barrier := _MEANINGS.get(meaning_of(field)):
            yield barrier
        # a choice of ways to pay or to log in is no barrier yet: another may be chosen
        if field.kind in {"text", "tel", "checkbox", "aria-checkbox", "aria-textbox"}:
            for signal in table("walk").signals(f"{field.label} {field.placeholder}"):
                if signal in {"captcha", "payment"}:
                    yield signal
    for sight in look.sights:
        yield from sight.marks
        for barrier, hosts in _HOSTS.items():
            if any(host in sight.url for host in hosts):
                yield barrier
