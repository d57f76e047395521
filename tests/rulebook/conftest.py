"""A small rulebook on disk, to be broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

CHAPTERS = """\
"5.3":
  title: {de: "Rollen", en: "Roles"}
  about: {de: "Wer zuständig ist.", en: "Who is responsible."}
  weight: 8
  reason: {de: "Sichtbar.", en: "Visible."}
law:
  title: {de: "Recht", en: "Law"}
  about: {de: "Was ohnehin gilt.", en: "What applies anyway."}
  weight: 10
  reason: {de: "Pflicht.", en: "Duty."}
"""

RULE = """\
---
id: contact-route
clause: "5.3.2"
obligation: muss
confidence: A
automation: automatic
severity: 3
harms: [everyone]
needs: [entry]
check: responsibility.contact_route
since: "2026-11"
title: {de: "Es gibt einen Weg.", en: "There is a way."}
remedy: {de: "Nennen Sie ihn.", en: "Name it."}
messages:
  missing: {de: "Auf „{page}“ fehlt er.", en: "None on “{page}”."}
---
## Warum
Wer nicht weiterkommt, braucht Hilfe.
## Why
Whoever gets stuck needs help.
## Wie geprüft wird
Links werden gelesen.
## How it is judged
Links are read.
## Was ein Bestehen nicht beweist
Dass jemand antwortet.
## What a pass does not prove
That somebody answers.

## Beispiele
### Passed: A mail link.
```html
<main><a href="mailto:amt@musterstadt.example">Schreiben Sie uns</a></main>
```
### Failed: Nothing at all.
```html
<main>Guten Tag</main>
```
"""


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Writes a rulebook: the sound one, with files added or replaced by name."""

    def write(files: dict[str, str] | None = None) -> Path:
        for name, content in {
            "chapters.yaml": CHAPTERS,
            "5.3/contact-route.md": RULE,
            **(files or {}),
        }.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="")
        return tmp_path

    return write


@pytest.fixture
def rule_text() -> str:
    """A sound rule file."""
    return RULE
