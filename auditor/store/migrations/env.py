"""Called by alembic; the connection comes from :mod:`auditor.store.migrate`, within its transaction."""

from __future__ import annotations

from alembic import context

from auditor.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
