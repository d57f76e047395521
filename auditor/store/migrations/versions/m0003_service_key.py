"""The operator's own key of a service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("service", sa.Column("key", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("service", "key")
