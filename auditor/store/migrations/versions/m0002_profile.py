"""The profile ladder of a verdict. Verdicts recorded before have none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Room for the ladder."""
    op.add_column("result", sa.Column("profile", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Without it."""
    op.drop_column("result", "profile")
