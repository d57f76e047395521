"""Test accounts that the operator names on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable

from auditor.cli.exit import RefusedError
from auditor.cli.words import say
from auditor.evidence.model import Mode
from auditor.visit.accounts import LEAST_USER, Account, AccountError, accounts_for, suffix_of


def named_accounts(hosts: Iterable[str], mode: str, lang: str) -> dict[str, Account]:
    """The test accounts for the hosts named, from the environment or the keyring.

    Raises:
        RefusedError: one is missing or unusable, or the mode logs in nowhere.
    """
    named = tuple(hosts)
    if named and mode == Mode.OBSERVE:
        raise RefusedError(say("account-refused", lang))
    try:
        return accounts_for(named, os.environ)
    except AccountError as error:
        text = say(error.key, lang, host=error.host, suffix=suffix_of(error.host), least=LEAST_USER)
        raise RefusedError(text) from None
