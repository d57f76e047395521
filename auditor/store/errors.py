"""What can go wrong with a database, said with a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

#: Words of the database, lower case, with what they mean and what helps. The first that fits is taken.
_KNOWN = (
    (
        "disk is full",
        "the disk is full",
        "free some space and run again with --resume; nothing recorded is lost",
    ),
    (
        "no space left",
        "the disk is full",
        "free some space and run again with --resume; nothing recorded is lost",
    ),
    ("readonly", "the database is read-only", "give yourself write permission, or choose another --database"),
    (
        "read-only",
        "the database is read-only",
        "give yourself write permission, or choose another --database",
    ),
    ("permission denied", "access was denied", "ask for permission on it, or choose another --database"),
    ("unable to open", "the file cannot be opened", "check that the folder exists and may be written to"),
    (
        "is locked",
        "another program holds the database",
        "wait for the other run to end, or choose another --database",
    ),
    ("not a database", "the file is no SQLite database", "move it away, or choose another --database"),
    ("malformed", "the database file is damaged", "restore a backup, or move the file away and run again"),
    ("disk i/o error", "the disk reports an error", "check the disk or network drive; a local disk is best"),
    ("connection refused", "no database server answers", "start it, or check host and port of --database"),
    ("could not translate host", "the database server is not found", "check the host of --database"),
    ("name or service not known", "the database server is not found", "check the host of --database"),
    (
        "authentication failed",
        "the database server refused the password",
        "check user and password of --database",
    ),
)
_UNKNOWN_REMEDY = "see the log for details"


class StoreError(Exception):
    """The database cannot be used; ``what`` is wrong and ``remedy`` mends it."""

    def __init__(self, place: str, what: str, remedy: str) -> None:
        super().__init__(f"{place}: {what} – {remedy}")
        self.place, self.what, self.remedy = place, what, remedy


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn what the database says into a :class:`StoreError`."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise explain(place, error) from error


def explain(place: str, error: Exception) -> StoreError:
    """The meaning of a database's complaint."""
    said = str(getattr(error, "orig", None) or error)
    lower = said.lower()
    what, remedy = next(
        ((what, remedy) for words, what, remedy in _KNOWN if words in lower),
        (said.strip().splitlines()[0] if said.strip() else type(error).__name__, _UNKNOWN_REMEDY),
    )
    return StoreError(place, what, remedy)
