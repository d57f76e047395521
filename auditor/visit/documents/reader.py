"""The child process: reads one document from standard input and prints its facts as JSON.

It has no network to use, no file to write and no secret to tell; whatever a document does to it stays here.
Memory and processor time are limited where the system can do so, the clock is watched by the parent.
"""

from __future__ import annotations

import contextlib
import json
import sys
import zipfile
import zlib
from typing import Any

from auditor.visit.documents import office, pdf
from auditor.visit.documents.kinds import form_of

if sys.platform != "win32":
    import resource

MEMORY = 1_000_000_000  # bytes of address space
SECONDS = 15  # of processor time


def confine() -> None:
    """Take from this process what reading does not need. Windows has no such limits; there the parent's must do."""
    if sys.platform == "win32":
        return
    for name, most in (
        ("RLIMIT_AS", MEMORY),
        ("RLIMIT_CPU", SECONDS),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
    ):
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (most, most))


def read(data: bytes) -> dict[str, Any]:
    """The facts of a document; never raises for what is in it, except where memory ends."""
    form = form_of(data)
    try:
        if form == "pdf":
            return pdf.facts_of(data)
        if form == "zip":
            return office.facts_of(data)
    except MemoryError:
        return {"reason": "too-large"}
    except (pdf.Broken, zipfile.BadZipFile, zlib.error, EOFError):
        return {"reason": "unsupported-document"}
    except Exception:
        return {"reason": "crash"}
    return {"kind": "other", "reason": "unsupported-document"}


def main() -> None:
    """Read, judge nothing, answer."""
    confine()
    pdf.guard()
    facts = read(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(facts).encode("ascii"))


if __name__ == "__main__":
    main()
