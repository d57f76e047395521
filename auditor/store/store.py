"""Runs and their results: every record is one transaction, so a killed run loses only what was in flight.

One store serves many tasks of one process and several processes at once. Calls block for some milliseconds; from
asyncio call them directly, or through ``asyncio.to_thread`` where that matters.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import URL, Connection, Engine, RowMapping, delete, insert, select, update

from auditor.evidence.model import Service
from auditor.evidence.slug import slug_of
from auditor.judge.result import ServiceResult
from auditor.store import engine as database
from auditor.store.bulk import insert_all, portions
from auditor.store.errors import StoreError, explained
from auditor.store.migrate import upgrade
from auditor.store.rows import Row, result_of, rows_of, service_of, service_row
from auditor.store.tables import VERDICT, OfferRow, RejudgedRow, RunRow, ServiceRow
from auditor.targets.offer import Offer

Config = Mapping[str, Any]

#: Bundles moved before it is noted where they are.
_MOVED = 50

PENDING, DONE, FAILED = "pending", "done", "failed"


@dataclass(frozen=True)
class Run:
    """One start of the auditor over a list; versions are those of the first result recorded."""

    id: int
    started: datetime
    finished: datetime | None
    config: dict[str, Any]
    config_hash: str
    tool_version: str | None = None
    rulebook: str | None = None
    axe: str | None = None
    browser: str | None = None


@dataclass(frozen=True)
class Pending:
    """A service still to be audited; ``slug`` names its bundle and scorecard, the same after a resume."""

    position: int
    slug: str
    service: Service


@dataclass(frozen=True)
class StoredResult:
    """A verdict, its place in the operator's list (from 0) and its evidence on disk, if it was kept."""

    position: int
    result: ServiceResult
    bundle: Path | None


@dataclass(frozen=True)
class Progress:
    """How many services of a run are in which state."""

    pending: int
    done: int
    failed: int


def config_hash(config: Config) -> str:
    """16 hex digits that change with any setting; the order of keys does not matter.

    Raises:
        TypeError: the configuration holds something that is no JSON.
    """
    text = json.dumps(dict(config), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Store:
    """The database of runs. Every method raises :class:`StoreError` when the database cannot do it."""

    def __init__(self, engine: Engine, url: URL) -> None:
        self.engine = engine
        self.place = database.shown(url)
        self._folder = database.folder_of(url)

    @classmethod
    def open(cls, where: str | Path) -> Store:
        """Open a database by URL or path of an SQLite file; create it or bring it up to date.

        Raises:
            StoreError: it cannot be opened, or is from a newer version of the auditor.
        """
        url = database.url_of(where)
        store = cls(database.connect(url), url)
        with explained(store.place):
            if store._folder is not None:
                store._folder.mkdir(parents=True, exist_ok=True)
            with database.writing(store.engine) as connection, connection.begin():
                upgrade(connection, store.place)
        return store

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def put_aside(self) -> int:
        """Move the evidence of earlier runs into a folder for each, since the next run names its own alike.

        Returns how many bundles were moved. What was interrupted is finished next time, before anything new is written.

        Raises:
            OSError: a bundle cannot be moved.
        """
        query = select(ServiceRow.id, ServiceRow.run_id, ServiceRow.bundle).where(
            ServiceRow.bundle.is_not(None)
        )
        with explained(self.place), self.engine.connect() as connection:
            kept = connection.execute(query).all()
        moves = [
            (row.id, source, aside) for row in kept for source, aside in self._aside(row.run_id, row.bundle)
        ]
        for portion in portions(moves, _MOVED):
            with explained(self.place), database.writing(self.engine) as connection, connection.begin():
                for service_id, source, target in portion:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    if source.is_file():
                        source.replace(target)
                    connection.execute(
                        update(ServiceRow)
                        .where(ServiceRow.id == service_id)
                        .values(bundle=self._kept(target))
                    )
        return len(moves)

    def _aside(self, run_id: int, bundle: str) -> Iterator[tuple[Path, Path]]:
        """From where to where; nothing if it is noted to be aside already, or gone."""
        source, folder = self.found(bundle), f"run-{run_id}"
        if source is None or source.parent.name == folder:
            return
        target = source.parent / folder / source.name
        if source.is_file() or target.is_file():
            yield source, target

    def begin(self, services: Sequence[Service], config: Config, offers: Iterable[Offer] = ()) -> Run:
        """Start a run over these services, all pending, in this order; ``offers`` is what their lists say."""
        taken: set[str] = set()
        rows = [
            {
                **service_row(each),
                "position": position,
                "slug": slug_of(each, taken),
                "state": PENDING,
                "failure": None,
                "bundle": None,
            }
            for position, each in enumerate(services)
        ]
        values = {"started": datetime.now(UTC), "config": dict(config), "config_hash": config_hash(config)}
        with explained(self.place), database.writing(self.engine) as connection, connection.begin():
            run_id = connection.execute(insert(RunRow).values(values).returning(RunRow.id)).scalar_one()
            if rows:
                connection.execute(insert(ServiceRow), [{**row, "run_id": run_id} for row in rows])
            _note_offers(connection, run_id, offers)
            return _run(
                connection.execute(select(RunRow.__table__).where(RunRow.id == run_id)).mappings().one()
            )

    def note_offers(self, run: Run, offers: Iterable[Offer]) -> None:
        """Keep what the lists of a run say now, in place of what they said before."""
        with explained(self.place), database.writing(self.engine) as connection, connection.begin():
            connection.execute(delete(OfferRow).where(OfferRow.run_id == run.id))
            _note_offers(connection, run.id, offers)

    def unfinished(self, config: Config, services: Sequence[Service] | None = None) -> Run | None:
        """The latest run with this configuration that did not end, to be resumed; None if there is none.

        With ``services`` it must also have been over exactly these, in this order.
        """
        query = (
            select(RunRow.__table__)
            .where(RunRow.config_hash == config_hash(config), RunRow.finished.is_(None))
            .order_by(RunRow.id.desc())
        )
        with explained(self.place), self.engine.connect() as connection:
            runs = [_run(row) for row in connection.execute(query).mappings()]
        return next((run for run in runs if services is None or self.services(run) == tuple(services)), None)

    def runs(self) -> tuple[Run, ...]:
        """All runs, the oldest first."""
        query = select(RunRow.__table__).order_by(RunRow.id)
        with explained(self.place), self.engine.connect() as connection:
            return tuple(_run(row) for row in connection.execute(query).mappings())

    def services(self, run: Run) -> tuple[Service, ...]:
        """The services of a run in the operator's order."""
        return tuple(service_of(row) for row in self._service_rows(run))

    def pending(self, run: Run) -> tuple[Pending, ...]:
        """What is still to be audited, failed services included, in the operator's order."""
        rows = (row for row in self._service_rows(run) if row["state"] != DONE)
        return tuple(Pending(row["position"], row["slug"], service_of(row)) for row in rows)

    def progress(self, run: Run) -> Progress:
        """How far a run is."""
        states = [row["state"] for row in self._service_rows(run)]
        return Progress(states.count(PENDING), states.count(DONE), states.count(FAILED))

    def record(self, run: Run, position: int, result: ServiceResult, bundle: Path | None = None) -> None:
        """Keep a verdict, in one transaction; an earlier one of the same service is replaced."""
        done = {"state": DONE, "failure": None, "bundle": self._kept(bundle)}
        with explained(self.place), database.writing(self.engine) as connection, connection.begin():
            service_id = self._service_id(connection, run, position)
            _forget(connection, service_id)
            for table, rows in rows_of(result).items():
                if rows:
                    connection.execute(insert(table), [{**row, "service_id": service_id} for row in rows])
            connection.execute(
                update(ServiceRow)
                .where(ServiceRow.id == service_id)
                .values(**service_row(result.service), **done)
            )
            _note_versions(connection, run, result)

    def fail(self, run: Run, position: int, why: str) -> None:
        """Note that the auditor itself failed at a service; it stays to be audited on resume."""
        with explained(self.place), database.writing(self.engine) as connection, connection.begin():
            service_id = self._service_id(connection, run, position)
            _forget(connection, service_id)
            connection.execute(
                update(ServiceRow)
                .where(ServiceRow.id == service_id)
                .values(state=FAILED, failure=why, bundle=None)
            )

    def finish(self, run: Run) -> None:
        """Mark a run as ended; it will not be resumed."""
        with explained(self.place), database.writing(self.engine) as connection, connection.begin():
            connection.execute(update(RunRow).where(RunRow.id == run.id).values(finished=datetime.now(UTC)))

    def results(self, run: Run) -> Iterator[StoredResult]:
        """The verdicts recorded so far, in the operator's order, one in memory at a time."""
        for row in self._service_rows(run):
            if row["state"] == DONE:
                yield self._stored(row)

    def _stored(self, row: Row) -> StoredResult:
        with explained(self.place), self.engine.connect() as connection:
            rows = {table: _rows(connection, table, row["id"]) for table in VERDICT}
        return StoredResult(row["position"], result_of(service_of(row), rows), self.found(row["bundle"]))

    def _service_rows(self, run: Run) -> list[Row]:
        query = select(ServiceRow.__table__).where(ServiceRow.run_id == run.id).order_by(ServiceRow.position)
        with explained(self.place), self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def _service_id(self, connection: Connection, run: Run, position: int) -> int:
        query = select(ServiceRow.id).where(ServiceRow.run_id == run.id, ServiceRow.position == position)
        found = connection.execute(query).scalar_one_or_none()
        if found is None:
            raise StoreError(
                self.place, f"run {run.id} has no service at position {position}", "begin the run anew"
            )
        return found

    def _kept(self, bundle: Path | None) -> str | None:
        """Relative to the database where possible, so that the output folder can be moved as a whole."""
        if bundle is None:
            return None
        whole = bundle.resolve()
        if self._folder is not None and whole.is_relative_to(self._folder.resolve()):
            return whole.relative_to(self._folder.resolve()).as_posix()
        return str(whole)

    def found(self, kept: str | None) -> Path | None:
        """Where a bundle lies, from what the table ``service`` says of it."""
        if kept is None:
            return None
        return Path(kept) if self._folder is None else self._folder / kept


def _run(row: RowMapping) -> Run:
    return Run(**row)


def _rows(connection: Connection, table: Any, service_id: int) -> list[Row]:
    columns = table.__table__
    query = select(columns).where(columns.c.service_id == service_id)
    if "position" in columns.c:
        query = query.order_by(columns.c.position)
    return [dict(row) for row in connection.execute(query).mappings()]


def _forget(connection: Connection, service_id: int) -> None:
    for table in map(_table, (*VERDICT, RejudgedRow)):
        connection.execute(delete(table).where(table.c.service_id == service_id))


def _table(row: Any) -> Any:
    return row.__table__


def _note_offers(connection: Connection, run_id: int, offers: Iterable[Offer]) -> None:
    rows = ({"run_id": run_id, **asdict(offer)} for offer in offers)
    insert_all(connection, OfferRow, rows)


def _note_versions(connection: Connection, run: Run, result: ServiceResult) -> None:
    tool = result.tool
    connection.execute(
        update(RunRow)
        .where(RunRow.id == run.id, RunRow.tool_version.is_(None))
        .values(tool_version=tool.version, rulebook=result.rulebook, axe=tool.axe, browser=tool.browser)
    )
