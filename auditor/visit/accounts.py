"""Test accounts for systems of the operator's own: from the environment or the keyring, for named hosts only."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

#: Environment variables; for one host with ``_`` and the host in capitals behind them, as ``suffix_of`` writes it.
USER, PASSWORD = "AUDITOR_USER", "AUDITOR_PASSWORD"
#: Name of the entry in the system's keyring, with the host behind it.
SERVICE = "din66336-auditor"
#: A shorter name could not be told from ordinary words, and so not be kept out of the evidence.
LEAST_USER = 5


class AccountError(Exception):
    """There is no usable account for a host; ``key`` says why."""

    def __init__(self, key: str, host: str) -> None:
        super().__init__(f"{key}: {host}")
        self.key = key
        self.host = host


@dataclass(frozen=True)
class Account:
    """User name and password for one host; never shown, logged or kept."""

    host: str
    user: str = field(repr=False)
    password: str = field(repr=False)

    @property
    def secrets(self) -> tuple[str, str]:
        """What must not be found in anything that is kept."""
        return self.user, self.password


def suffix_of(host: str) -> str:
    """A host as it stands in the name of an environment variable."""
    return re.sub(r"[^A-Z0-9]", "_", host.upper())


def accounts_for(hosts: Iterable[str], environment: Mapping[str, str]) -> dict[str, Account]:
    """The account for each host: its own variables, those for all hosts, else the keyring.

    Raises:
        AccountError: a host has none, or its user name is too short to be masked.
    """
    found = {host: _account(host, environment) for host in sorted({h.lower() for h in hosts})}
    for host, account in found.items():
        if len(account.user) < LEAST_USER:
            raise AccountError("account-short", host)
    return found


def _account(host: str, environment: Mapping[str, str]) -> Account:
    for tail in (f"_{suffix_of(host)}", ""):
        user, password = environment.get(USER + tail, ""), environment.get(PASSWORD + tail, "")
        if user and password:
            return Account(host, user, password)
    account = _from_keyring(host)
    if account is None:
        raise AccountError("account-missing", host)
    return account


def _from_keyring(host: str) -> Account | None:
    try:
        keyring = importlib.import_module("keyring")
    except ImportError:
        return None
    try:
        entry = keyring.get_credential(f"{SERVICE}/{host}", None)
    except keyring.errors.KeyringError:
        return None
    return (
        Account(host, entry.username, entry.password) if entry and entry.username and entry.password else None
    )
