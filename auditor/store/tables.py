"""The tables. Normalised so that a question is one SELECT, e.g. which rule fails most::

    SELECT rule, count(*) FROM outcome WHERE outcome = 'failed' GROUP BY rule ORDER BY 2 DESC

Every row of a verdict belongs to a ``service`` of a ``run``. Lists whose members nobody asks for are JSON.
Published months stand apart (``edition`` and below): they keep what was said when a run is long gone.
A change here needs a migration; a test compares the two.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class SafeText(TypeDecorator[str]):
    """Text of audited pages: what no database can hold (NUL, half characters) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """On the way in."""
        return None if value is None else _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)


class Utc(TypeDecorator[datetime]):
    """A point in time, kept in UTC on every database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On the way in."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On the way out."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Common to all tables."""

    metadata = MetaData(naming_convention=_NAMING)
    type_annotation_map = {
        str: SafeText,
        float: Double,
        bool: Boolean,
        int: Integer,
        date: Date,
        datetime: Utc,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
    }


class RunRow(Base):
    """One start of the auditor over a list. Versions are those of the first result recorded."""

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    started: Mapped[datetime]
    finished: Mapped[datetime | None]
    config: Mapped[dict[str, Any]]
    config_hash: Mapped[str] = mapped_column(index=True)
    tool_version: Mapped[str | None]
    rulebook: Mapped[str | None]
    axe: Mapped[str | None]
    browser: Mapped[str | None]


class ServiceRow(Base):
    """One line of the operator's list. ``state`` is pending, done or failed (then ``failure`` says why)."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("run_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"))
    position: Mapped[int]
    slug: Mapped[str]
    state: Mapped[str]
    failure: Mapped[str | None]
    bundle: Mapped[str | None]
    url: Mapped[str]
    key: Mapped[str | None]
    name: Mapped[str | None]
    municipality: Mapped[str | None]
    ags: Mapped[str | None] = mapped_column(index=True)
    leika: Mapped[str | None]
    service: Mapped[str | None]
    land: Mapped[str | None]
    population: Mapped[int | None]
    portal: Mapped[str | None]


def _of_service() -> Mapped[int]:
    return mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)


def _place() -> Mapped[int]:
    return mapped_column(primary_key=True, autoincrement=False)


class ResultRow(Base):
    """The head of a verdict. ``profile`` and ``visited`` are None where an older version recorded it."""

    __tablename__ = "result"

    service_id: Mapped[int] = _of_service()
    slug: Mapped[str]
    tool_version: Mapped[str]
    browser: Mapped[str]
    axe: Mapped[str]
    user_agent: Mapped[str]
    mode: Mapped[str]
    rulebook: Mapped[str]
    measured: Mapped[bool]
    reason: Mapped[str | None]
    detail: Mapped[str]
    completion_kind: Mapped[str]
    completable: Mapped[str]
    maturity: Mapped[int | None]
    completion_reason: Mapped[str]
    routes: Mapped[list[str]]
    score_low: Mapped[float | None]
    score_high: Mapped[float | None]
    grade: Mapped[str | None]
    coverage: Mapped[float]
    product: Mapped[str | None] = mapped_column(index=True)
    profile: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    visited: Mapped[datetime | None] = mapped_column(index=True)


class MediaBreakRow(Base):
    """A change of medium on the way."""

    __tablename__ = "media_break"

    service_id: Mapped[int] = _of_service()
    position: Mapped[int] = _place()
    kind: Mapped[str]
    quote: Mapped[str]
    url: Mapped[str]
    page: Mapped[str]
    step: Mapped[int | None]


class QuoteRow(Base):
    """A sentence that decided whether the service can be finished online."""

    __tablename__ = "completion_quote"

    service_id: Mapped[int] = _of_service()
    position: Mapped[int] = _place()
    signal: Mapped[str]
    quote: Mapped[str]
    url: Mapped[str]
    page: Mapped[str]
    step: Mapped[int | None]


class ChapterRow(Base):
    """Score of a chapter."""

    __tablename__ = "chapter"

    service_id: Mapped[int] = _of_service()
    position: Mapped[int] = _place()
    chapter: Mapped[str]
    low: Mapped[float | None]
    high: Mapped[float | None]
    coverage: Mapped[float | None]


class CapRow(Base):
    """What keeps a score down."""

    __tablename__ = "cap"

    service_id: Mapped[int] = _of_service()
    position: Mapped[int] = _place()
    kind: Mapped[str]
    limit: Mapped[float]
    bound: Mapped[str]
    rules: Mapped[list[str]]


class OutcomeRow(Base):
    """What one rule says."""

    __tablename__ = "outcome"
    __table_args__ = (Index(None, "rule", "outcome"),)

    service_id: Mapped[int] = _of_service()
    position: Mapped[int] = _place()
    rule: Mapped[str]
    outcome: Mapped[str]
    automation: Mapped[str | None]
    counts: Mapped[bool]
    reason: Mapped[str | None]
    more: Mapped[int]


class FindingRow(Base):
    """A place where a rule failed or a person must look; ``position`` counts through the whole service."""

    __tablename__ = "finding"

    service_id: Mapped[int] = _of_service()
    position: Mapped[int] = _place()
    rule: Mapped[str] = mapped_column(index=True)
    message: Mapped[str]
    params: Mapped[dict[str, Any]]
    outcome: Mapped[str]
    page: Mapped[str]
    url: Mapped[str]
    step: Mapped[int | None]
    frame: Mapped[str | None]
    frame_url: Mapped[str | None]
    target: Mapped[str]
    html: Mapped[str]
    role: Mapped[str]
    name: Mapped[str]
    quote: Mapped[str]
    x: Mapped[float | None]
    y: Mapped[float | None]
    width: Mapped[float | None]
    height: Mapped[float | None]
    fingerprint: Mapped[str] = mapped_column(index=True)


class PageRow(Base):
    """A page that was opened, or was to be; ``walk`` is what the walk met there, None where it did not pass."""

    __tablename__ = "page"

    service_id: Mapped[int] = _of_service()
    position: Mapped[int] = _place()
    id: Mapped[str]
    url: Mapped[str]
    final_url: Mapped[str]
    role: Mapped[str]
    step: Mapped[int | None]
    title: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str | None]
    frames: Mapped[int]
    frames_judged: Mapped[int]
    screenshot: Mapped[str | None]
    walk: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class HurdleRow(Base):
    """A demand of paper, signature or appearance beside which the page names a paragraph."""

    __tablename__ = "hurdle"

    service_id: Mapped[int] = _of_service()
    position: Mapped[int] = _place()
    kind: Mapped[str]
    law: Mapped[str] = mapped_column(index=True)
    quote: Mapped[str]
    url: Mapped[str]
    page: Mapped[str]


class DocumentRow(Base):
    """A document linked as the way to apply."""

    __tablename__ = "document"

    service_id: Mapped[int] = _of_service()
    position: Mapped[int] = _place()
    url: Mapped[str]
    label: Mapped[str]
    kind: Mapped[str]
    reason: Mapped[str | None]
    page: Mapped[str | None]
    pages: Mapped[int | None]
    fillable: Mapped[bool]
    signature_fields: Mapped[int]
    signature_line: Mapped[str]
    tagged: Mapped[bool | None]
    image_only: Mapped[bool]


class OfferRow(Base):
    """What the lists of a run say of one service of one holder; ``service`` here is its name, not a row."""

    __tablename__ = "offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    holder: Mapped[str]
    leika: Mapped[str | None]
    service: Mapped[str | None]
    state: Mapped[str]
    address: Mapped[str | None]
    url: Mapped[str | None]
    name: Mapped[str | None]
    provider: Mapped[str | None]
    source: Mapped[str | None]
    day: Mapped[date | None]


class RejudgedRow(Base):
    """A verdict by another rulebook, made from kept evidence for a ranking; it can be made again at any time."""

    __tablename__ = "rejudged"

    service_id: Mapped[int] = _of_service()
    rulebook: Mapped[str] = mapped_column(primary_key=True)
    measured: Mapped[bool]
    reason: Mapped[str | None]
    kind: Mapped[str]
    completable: Mapped[str]
    maturity: Mapped[int | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    coverage: Mapped[float]
    grade: Mapped[str | None]
    chapters: Mapped[list[dict[str, Any]]]
    caps: Mapped[list[dict[str, Any]]]
    failed: Mapped[list[str]]


class EditionRow(Base):
    """A month as it was ranked; ``checksum`` is that of its open data, ``facts`` is whatever else it was made of."""

    __tablename__ = "edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(unique=True)
    made: Mapped[datetime]
    as_of: Mapped[date]
    rulebook: Mapped[str]
    tool: Mapped[str]
    basket: Mapped[str]
    checksum: Mapped[str]
    facts: Mapped[dict[str, Any]]


def _of_edition() -> Mapped[int]:
    return mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)


class StandingRow(Base):
    """How a municipality stood in a month; ``of`` are the ranked it stood among, in all, in its Land, in its size."""

    __tablename__ = "standing"
    __table_args__ = ({"sqlite_with_rowid": False},)

    edition_id: Mapped[int] = _of_edition()
    ags: Mapped[str] = mapped_column(primary_key=True, index=True)
    low: Mapped[float]
    high: Mapped[float]
    coverage: Mapped[float]
    rank: Mapped[int | None]
    of: Mapped[int | None]
    land_rank: Mapped[int | None]
    land_of: Mapped[int | None]
    size_rank: Mapped[int | None]
    size_of: Mapped[int | None]
    unranked: Mapped[str | None]


class CellRow(Base):
    """One service of the basket in one municipality in one month.

    ``service_id`` is the result it rests on. It is no foreign key: a run may be deleted, what was said stays.
    ``provider`` is the association that offers it for its members.
    """

    __tablename__ = "cell"
    __table_args__ = ({"sqlite_with_rowid": False},)

    edition_id: Mapped[int] = _of_edition()
    ags: Mapped[str] = mapped_column(primary_key=True, index=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    low: Mapped[float]
    high: Mapped[float]
    coverage: Mapped[float]
    completable: Mapped[str]
    service_id: Mapped[int | None]
    address: Mapped[str | None]
    rulebook: Mapped[str | None]
    reason: Mapped[str | None]
    provider: Mapped[str | None]


class CorrectionRow(Base):
    """A dated note that a published month was changed; ``ags`` is None where it concerns more than one."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    month: Mapped[str] = mapped_column(index=True)
    ags: Mapped[str | None]
    de: Mapped[str]
    en: Mapped[str]


#: Everything that makes up a verdict, besides the service itself.
VERDICT: tuple[type[Base], ...] = (
    ResultRow,
    MediaBreakRow,
    QuoteRow,
    ChapterRow,
    CapRow,
    OutcomeRow,
    FindingRow,
    PageRow,
    HurdleRow,
    DocumentRow,
)
