"""A login with a test account, on hosts the operator named: which fields and which button, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from auditor.evidence.model import Filled
from auditor.visit.accounts import Account
from auditor.visit.hosts import host_of
from auditor.visit.veil import MASK
from auditor.visit.walk.barriers import barriers_of
from auditor.visit.walk.buttons import labels_of
from auditor.visit.walk.lock import Ticket
from auditor.visit.walk.state import Asked, Look, Offered, act

_NAMES = frozenset({"text", "email", "tel"})
_PRESSABLE = frozenset({"submit", "button", "image", "role"})


@dataclass(frozen=True)
class Login:
    """A login form and the account for its host."""

    account: Account
    user: Asked
    password: Asked
    button: Offered

    async def fill(self, look: Look, limit: float) -> bool:
        """Type user name and password; whether both fields took them."""
        words = [
            await act(look, field.frame, {"act": "type", "ref": field.ref, "value": value}, limit)
            for field, value in zip((self.user, self.password), self.account.secrets, strict=True)
        ]
        return words == ["done", "done"]

    def ticket(self, look: Look) -> Ticket:
        """What the press may send: to the address its form names, where it names one."""
        target, at = self.button.target, look.sights[self.button.frame].url
        named = self.button.method == "post" and target and not target.startswith(("#", "javascript:"))
        return Ticket(self.account.host, self.account.secrets, urljoin(at, target) if named else "")

    def filled(self) -> dict[str, Filled]:
        """The fields as evidence, without what was typed."""
        return {
            field.key: Filled(
                label=field.label or field.name,
                field=field.name or field.id,
                selector=field.selector,
                kind=field.kind,
                meaning=meaning,
                value=MASK,
                required=True,
            )
            for field, meaning in ((self.user, "username"), (self.password, "password"))
        }


def login_of(look: Look, accounts: dict[str, Account]) -> Login | None:
    """The login form of a step, if it is one without doubt and the operator named its host: one password, one name,
    one button that logs in. A captcha, an eID or a payment beside it is not touched."""
    passwords = [f for f in look.fields if f.kind == "password"]
    if len(passwords) != 1 or set(barriers_of(look)) - {"login"}:
        return None
    (password,) = passwords
    account = accounts.get(host_of(look.sights[password.frame].url))
    beside = [f for f in look.fields if (f.frame, f.form) == (password.frame, password.form)]
    names = [f for f in beside if f.kind in _NAMES]
    if account is None or len(names) != 1 or any(f.needed for f in beside if f not in (*names, password)):
        return None
    button = _button(look, password)
    return Login(account, names[0], password, button) if button is not None else None


def _button(look: Look, password: Asked) -> Offered | None:
    """The button that logs in: the only one that says so, else the only one that submits the form."""
    own = [
        b
        for b in look.buttons
        if b.shown
        and not b.disabled
        and b.kind in _PRESSABLE
        and (b.frame, b.form) == (password.frame, password.form)
    ]
    saying = [b for b in own if "login" in labels_of(b)]
    submitting = [b for b in own if b.kind in {"submit", "image"} and not labels_of(b) & {"back", "cancel"}]
    chosen = saying or submitting
    return chosen[0] if len(chosen) == 1 else None
