"""The tables of the first release."""

from __future__ import annotations

from functools import partial
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _column(kind: type[sa.types.TypeEngine[Any]], name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind(), nullable=null)


_text = partial(_column, sa.Text)
_whole = partial(_column, sa.Integer)
_real = partial(_column, sa.Double)
_truth = partial(_column, sa.Boolean)
_time = partial(_column, sa.DateTime)
_json = partial(_column, sa.JSON)


def _of_service(table: str, *columns: sa.Column[Any], listed: bool = True) -> None:
    """A table whose rows belong to a service, several in order of position or one."""
    keys = ["service_id", "position"] if listed else ["service_id"]
    op.create_table(
        table,
        *(sa.Column(key, sa.Integer(), autoincrement=False, nullable=False) for key in keys),
        *columns,
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=f"fk_{table}_service_id_service", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{table}"),
    )


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        _time("started"),
        _time("finished", null=True),
        _json("config"),
        _text("config_hash"),
        _text("tool_version", null=True),
        _text("rulebook", null=True),
        _text("axe", null=True),
        _text("browser", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        _whole("run_id"),
        _whole("position"),
        _text("slug"),
        _text("state"),
        _text("failure", null=True),
        _text("bundle", null=True),
        _text("url"),
        _text("name", null=True),
        _text("municipality", null=True),
        _text("ags", null=True),
        _text("leika", null=True),
        _text("service", null=True),
        _text("land", null=True),
        _whole("population", null=True),
        _text("portal", null=True),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_service_run_id_run", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_service"),
        sa.UniqueConstraint("run_id", "position", name="uq_service_run_id_position"),
    )
    _of_service(
        "result",
        _text("slug"),
        _text("tool_version"),
        _text("browser"),
        _text("axe"),
        _text("user_agent"),
        _text("mode"),
        _text("rulebook"),
        _truth("measured"),
        _text("reason", null=True),
        _text("detail"),
        _text("completion_kind"),
        _text("completable"),
        _whole("maturity", null=True),
        _text("completion_reason"),
        _json("routes"),
        _real("score_low", null=True),
        _real("score_high", null=True),
        _text("grade", null=True),
        _real("coverage"),
        _text("product", null=True),
        listed=False,
    )
    _of_service(
        "media_break",
        _text("kind"),
        _text("quote"),
        _text("url"),
        _text("page"),
        _whole("step", null=True),
    )
    _of_service(
        "completion_quote",
        _text("signal"),
        _text("quote"),
        _text("url"),
        _text("page"),
        _whole("step", null=True),
    )
    _of_service(
        "chapter",
        _text("chapter"),
        _real("low", null=True),
        _real("high", null=True),
        _real("coverage", null=True),
    )
    _of_service(
        "cap",
        _text("kind"),
        _real("limit"),
        _text("bound"),
        _json("rules"),
    )
    _of_service(
        "outcome",
        _text("rule"),
        _text("outcome"),
        _text("automation", null=True),
        _truth("counts"),
        _text("reason", null=True),
        _whole("more"),
    )
    _of_service(
        "finding",
        _text("rule"),
        _text("message"),
        _json("params"),
        _text("outcome"),
        _text("page"),
        _text("url"),
        _whole("step", null=True),
        _text("frame", null=True),
        _text("frame_url", null=True),
        _text("target"),
        _text("html"),
        _text("role"),
        _text("name"),
        _text("quote"),
        _real("x", null=True),
        _real("y", null=True),
        _real("width", null=True),
        _real("height", null=True),
        _text("fingerprint"),
    )
    _of_service(
        "page",
        _text("id"),
        _text("url"),
        _text("final_url"),
        _text("role"),
        _whole("step", null=True),
        _text("title"),
        _text("status"),
        _text("reason", null=True),
        _whole("frames"),
        _whole("frames_judged"),
        _text("screenshot", null=True),
        _json("walk", null=True),
    )
    _of_service(
        "hurdle",
        _text("kind"),
        _text("law"),
        _text("quote"),
        _text("url"),
        _text("page"),
    )
    _of_service(
        "document",
        _text("url"),
        _text("label"),
        _text("kind"),
        _text("reason", null=True),
        _text("page", null=True),
        _whole("pages", null=True),
        _truth("fillable"),
        _whole("signature_fields"),
        _text("signature_line"),
        _truth("tagged", null=True),
        _truth("image_only"),
    )
    op.create_index("ix_run_config_hash", "run", ["config_hash"])
    op.create_index("ix_service_ags", "service", ["ags"])
    op.create_index("ix_finding_fingerprint", "finding", ["fingerprint"])
    op.create_index("ix_finding_rule", "finding", ["rule"])
    op.create_index("ix_hurdle_law", "hurdle", ["law"])
    op.create_index("ix_outcome_rule_outcome", "outcome", ["rule", "outcome"])
    op.create_index("ix_result_product", "result", ["product"])


def downgrade() -> None:
    """To nothing."""
    for table in (
        "document",
        "hurdle",
        "page",
        "finding",
        "outcome",
        "cap",
        "chapter",
        "completion_quote",
        "media_break",
        "result",
        "service",
        "run",
    ):
        op.drop_table(table)
