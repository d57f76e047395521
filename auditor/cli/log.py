"""The log: JSON lines in a file, and on the terminal when asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from auditor.cli.plain import harmless

if TYPE_CHECKING:
    from structlog.typing import Processor

_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]
_NOISY = ("asyncio", "PIL", "httpx", "httpcore")


class _File(logging.FileHandler):
    """The log file of a run."""


class _Echo(logging.Handler):
    """Shows what happens as it is logged."""

    def __init__(self, show: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._show = show
        self.setFormatter(
            structlog.stdlib.ProcessorFormatter(
                processors=[
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
                ],
                foreign_pre_chain=_SHARED,
            )
        )

    def emit(self, record: logging.LogRecord) -> None:
        self._show(harmless(self.format(record), 500))


def open_log(path: Path, echo: Callable[[str], None] | None = None) -> None:
    """Send all logging to ``path`` (appended, one JSON object a line), and to ``echo`` line by line.

    Raises:
        OSError: the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    file = _File(path, encoding="utf-8")
    file.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=_SHARED,
        )
    )
    close_log()
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    root.addHandler(file)
    if echo is not None:
        root.addHandler(_Echo(echo))
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def log_path() -> Path | None:
    """Where the log goes, None while there is none."""
    files = [h.baseFilename for h in logging.getLogger().handlers if isinstance(h, _File)]
    return Path(files[0]) if files else None


def close_log() -> None:
    """Close the file; what is logged afterwards goes nowhere."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, (_Echo, _File)):
            root.removeHandler(handler)
            handler.close()
