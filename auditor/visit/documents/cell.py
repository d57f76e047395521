"""The parent's side of the child process: a clean environment, a clock, a cap on the answer, and an end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from auditor.evidence.model import Reason

SECONDS = 15.0  # wall clock for one document
_ANSWER = 1_000_000  # bytes
#: What Python and the system's loader need to start; nothing else is passed on, no token, no proxy.
_KEPT = ("SYSTEMROOT", "WINDIR", "TEMP", "TMP", "PATH", "LD_LIBRARY_PATH", "LANG")
_COMMAND = ("-P", "-s", "-B", "-X", "utf8", "-m", "auditor.visit.documents.reader")


class ReadingError(Exception):
    """A document that could not be read; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


async def facts_of(data: bytes, seconds: float = SECONDS) -> dict[str, Any]:
    """Facts of a document as fields of ``DocumentFile``.

    Raises:
        ReadingError: the child took too long, came to harm, or answered nonsense.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *_COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
        cwd=tempfile.gettempdir(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        answer = await asyncio.wait_for(_converse(process, data), seconds)
    except TimeoutError:
        raise ReadingError(Reason.TIMEOUT) from None
    finally:
        if process.returncode is None:  # overrun, or we are stopped ourselves
            await _end(process)
    return _parsed(answer)


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    while process.stdout is not None and await process.stdout.read(_ANSWER):
        pass  # asyncio ends no process whose pipe is still full
    await process.wait()


async def _converse(process: asyncio.subprocess.Process, data: bytes) -> bytes:
    """Hand the document over and take the answer, both at once, so that neither pipe stops the other."""
    _, answer = await asyncio.gather(_feed(process, data), _answer(process))
    if answer:
        await process.wait()
    return answer


async def _feed(process: asyncio.subprocess.Process, data: bytes) -> None:
    if process.stdin is None:
        return
    with contextlib.suppress(ConnectionError, OSError):  # a child that died reads no further
        process.stdin.write(data)
        await process.stdin.drain()
    process.stdin.close()


async def _answer(process: asyncio.subprocess.Process) -> bytes:
    if process.stdout is None:
        return b""
    try:
        await process.stdout.readexactly(_ANSWER)
    except asyncio.IncompleteReadError as whole:
        return whole.partial
    return b""  # no reader of ours says so much


def _parsed(answer: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(answer)
    except ValueError:
        raise ReadingError(Reason.CRASH) from None
    if not isinstance(facts, dict):
        raise ReadingError(Reason.CRASH)
    return facts


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
