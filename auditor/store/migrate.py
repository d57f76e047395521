"""Brings a database to the version of this program.

The migrations lie inside the package and are found as such, so neither the working folder nor blanks in a path
matter. Everything runs in one transaction: a killed migration leaves the database as it was.
"""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from auditor.store.errors import StoreError

_SCRIPTS = "auditor.store:migrations"

#: Two machines that open the same empty database take turns by this lock (PostgreSQL).
_LOCK = 66336


def config_for(connection: Connection | None = None) -> Config:
    """Settings of alembic without a file."""
    config = Config()
    config.set_main_option("script_location", _SCRIPTS)
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "m%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, place: str) -> None:
    """Create or bring up to date all tables, within the connection's transaction.

    Raises:
        StoreError: the database was written by a newer version of the auditor.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    config = config_for(connection)
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current is not None and current not in {each.revision for each in scripts.walk_revisions()}:
        raise StoreError(
            place,
            f"the database was written by a newer version of the auditor (its tables are at {current})",
            "update with: pip install --upgrade din66336-auditor, or choose another --database",
        )
    command.upgrade(config, "head")
