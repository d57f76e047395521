"""Probes: what shows only when a page is handled – with the keyboard, with larger text … Nothing is sent by them.

A probe runs after the page was read, pictured and judged by axe-core, and leaves the page as it found it. It never
types into a field and never presses a button of a form. What it found goes into fields of the page's evidence; one
that fails or takes too long leaves them empty, and rules that need them are untested.
"""

from __future__ import annotations

import asyncio

from playwright.async_api import Error as PlaywrightError

from auditor.visit.probes.appearance import look
from auditor.visit.probes.keyboard import keyboard
from auditor.visit.probes.subject import Probe as Probe
from auditor.visit.probes.subject import Subject as Subject
from auditor.visit.worlds import SilentFrameError

#: By the name that rule files use (``probes: [keyboard]``); they run in this order.
PROBES: dict[str, Probe] = {"appearance": look, "keyboard": keyboard}


async def probe(subject: Subject) -> dict[str, object]:
    """Run the probes the settings ask for, each within ``limits.probe`` seconds."""
    found: dict[str, object] = {}
    for name, work in PROBES.items():
        if name not in subject.settings.probes:
            continue
        try:
            found |= await asyncio.wait_for(work(subject), subject.settings.limits.probe)
        except (SilentFrameError, PlaywrightError, TimeoutError, ValueError, LookupError, TypeError):
            continue
    return found
