"""What the exit code of every command means."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes, the same for all commands."""

    OK = 0  #: measured, nothing at or above the gate
    FINDINGS = 1  #: findings at the gate (only ``check``)
    USAGE = 2  #: usage or input error, nothing was measured
    INCOMPLETE = 3  #: something could not be measured, or the run was interrupted
    INTERNAL = 4  #: a defect of the auditor


class RefusedError(Exception):
    """What the operator asked for cannot be done; the text says why and what to do instead."""


OK, FINDINGS, USAGE, INCOMPLETE, INTERNAL = Exit
