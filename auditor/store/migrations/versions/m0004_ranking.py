"""What a ranking needs: the day of each visit, what the lists say, verdicts by another rulebook, published months."""

from __future__ import annotations

from functools import partial
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _column(kind: type[sa.types.TypeEngine[Any]], name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind(), nullable=null)


_text = partial(_column, sa.Text)
_whole = partial(_column, sa.Integer)
_real = partial(_column, sa.Double)
_truth = partial(_column, sa.Boolean)
_time = partial(_column, sa.DateTime)
_day = partial(_column, sa.Date)
_json = partial(_column, sa.JSON)


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}", ondelete="CASCADE"
    )


def upgrade() -> None:
    """Room for it."""
    op.add_column("result", _time("visited", null=True))
    op.create_index("ix_result_visited", "result", ["visited"])
    _lists()
    _months()


def _lists() -> None:
    op.create_table(
        "offer",
        _whole("id"),
        _whole("run_id"),
        _text("holder"),
        _text("leika", null=True),
        _text("service", null=True),
        _text("state"),
        _text("address", null=True),
        _text("url", null=True),
        _text("name", null=True),
        _text("provider", null=True),
        _text("source", null=True),
        _day("day", null=True),
        _belongs("offer", "run_id", "run"),
        sa.PrimaryKeyConstraint("id", name="pk_offer"),
    )
    op.create_index("ix_offer_run_id", "offer", ["run_id"])
    op.create_table(
        "rejudged",
        _key("service_id"),
        _text("rulebook"),
        _truth("measured"),
        _text("reason", null=True),
        _text("kind"),
        _text("completable"),
        _whole("maturity", null=True),
        _real("low", null=True),
        _real("high", null=True),
        _real("coverage"),
        _text("grade", null=True),
        _json("chapters"),
        _json("caps"),
        _json("failed"),
        _belongs("rejudged", "service_id", "service"),
        sa.PrimaryKeyConstraint("service_id", "rulebook", name="pk_rejudged"),
    )


def _months() -> None:
    op.create_table(
        "edition",
        _whole("id"),
        _text("month"),
        _time("made"),
        _day("as_of"),
        _text("rulebook"),
        _text("tool"),
        _text("basket"),
        _text("checksum"),
        _json("facts"),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        sa.UniqueConstraint("month", name="uq_edition_month"),
    )
    op.create_table(
        "standing",
        _key("edition_id"),
        _text("ags"),
        _real("low"),
        _real("high"),
        _real("coverage"),
        _whole("rank", null=True),
        _whole("of", null=True),
        _whole("land_rank", null=True),
        _whole("land_of", null=True),
        _whole("size_rank", null=True),
        _whole("size_of", null=True),
        _text("unranked", null=True),
        _belongs("standing", "edition_id", "edition"),
        sa.PrimaryKeyConstraint("edition_id", "ags", name="pk_standing"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_standing_ags", "standing", ["ags"])
    op.create_table(
        "cell",
        _key("edition_id"),
        _text("ags"),
        _text("service"),
        _text("state"),
        _real("low"),
        _real("high"),
        _real("coverage"),
        _text("completable"),
        _whole("service_id", null=True),
        _text("address", null=True),
        _text("rulebook", null=True),
        _text("reason", null=True),
        _text("provider", null=True),
        _belongs("cell", "edition_id", "edition"),
        sa.PrimaryKeyConstraint("edition_id", "ags", "service", name="pk_cell"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_cell_ags", "cell", ["ags"])
    op.create_table(
        "correction",
        _whole("id"),
        _day("day"),
        _text("month"),
        _text("ags", null=True),
        _text("de"),
        _text("en"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
    )
    op.create_index("ix_correction_month", "correction", ["month"])


def downgrade() -> None:
    """Without it."""
    for table in ("correction", "cell", "standing", "edition", "rejudged", "offer"):
        op.drop_table(table)
    op.drop_index("ix_result_visited", "result")
    op.drop_column("result", "visited")
