"""The connection to the database, set up so that a run may be killed at any moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from auditor.store.errors import StoreError

#: How long a writer waits for another before it gives up, in milliseconds.
BUSY = 30_000

_POSTGRES = frozenset({"postgres", "postgresql"})


def url_of(where: str | Path) -> URL:
    """The address of a database: an SQLAlchemy URL, or the path of an SQLite file.

    Raises:
        StoreError: it is neither.
    """
    text = str(where)
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(where)))
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise StoreError(
            text, "this is no database address", "write a path, or postgresql://user@host/name"
        ) from error
    return url.set(drivername="postgresql+psycopg") if url.drivername in _POSTGRES else url


def connect(url: URL) -> Engine:
    """An engine for this address; nothing is opened yet.

    Raises:
        StoreError: the driver is not installed.
    """
    try:
        engine = create_engine(url)
    except (ImportError, SQLAlchemyError) as error:
        remedy = 'pip install "psycopg[binary]"' if "postgres" in url.drivername else "install its driver"
        raise StoreError(shown(url), f"there is no driver for {url.drivername}", remedy) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Connection:
    """A connection whose transactions write: on SQLite they wait for other writers instead of failing halfway."""
    return engine.connect().execution_options(writing=True)


def folder_of(url: URL) -> Path | None:
    """The folder of an SQLite file; None for any other database."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database.startswith((":", "file:")):
        return None
    return Path(url.database).parent


def shown(url: URL) -> str:
    """The address for messages, without password."""
    if url.get_backend_name() == "sqlite" and url.database:
        return url.database
    return url.render_as_string(hide_password=True)


def _prepare(connection: Any, _record: object) -> None:
    """Transactions begin where we say; readers do not block the writer; a commit is on disk."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout = {BUSY}", "foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    mode = "IMMEDIATE" if connection.get_execution_options().get("writing") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")
