"""The store after a year: eleven published months, and the last one's audits as they leave it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from auditor.checks.case import Outcome
from auditor.evidence.model import Reason, Service
from auditor.judge.fingerprint import address_key
from auditor.judge.ladder import climb
from auditor.judge.result import ServiceResult
from auditor.judge.score import assess
from auditor.ranking.cells import Limits, cells_of
from auditor.ranking.make import MAX_AGE
from auditor.ranking.model import Basket, Cell, Completable, Measured, SizeClass, Standing
from auditor.ranking.standing import standings_of, weights_of
from auditor.ranking.tables import load_basket, load_sizes
from auditor.ranking.towns import country_of
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Rulebook
from auditor.store import Store, editions
from auditor.store.editions import Edition
from auditor.store.tables import VERDICT, Base
from auditor.targets.register.changes_table import changes_csv
from auditor.targets.register.table import register_csv
from benchmarks.invented.lists import Form, Lists, Place, forms, leika_of, lists, product_names
from benchmarks.invented.towns import Country, country
from benchmarks.invented.verdicts import BASE, TOOL, Workshop

MONTH = "2026-12"
DAY = date(2026, 12, 31)
PAST = tuple(f"2026-{n:02}" for n in range(1, 12))
#: From this month on the rules were those of today.
NEW_RULES = "2026-07"
OLD_RULEBOOK = "0f0f0f0f0f0f"

#: Vendors' forms, and patterns of verdicts on own pages; a smaller country has fewer.
_FORMS, _OWN = 300, 240
_TOWNS_PER_FORM, _LEAST = 3, 20
_FINISHED: tuple[tuple[Completable, float], ...] = (("yes", 0.35), ("no", 0.45), ("unknown", 0.2))
_REASONS = (
    Reason.TIMEOUT,
    Reason.BLOCKED,
    Reason.CAPTCHA,
    Reason.DNS,
    Reason.TLS,
    Reason.ROBOTS,
    Reason.NOT_FOUND,
)
#: Shares of the addresses: never visited, measured too long ago, visited in vain, visited in vain after a good visit.
_PENDING, _STALE, _UNMEASURED, _VAIN = 0.02, 0.03, 0.05, 0.02
_FRESH_DAYS, _STALE_DAYS = (1, 27), (35, 60)
_CALM = 0.8  # share of services that stayed as they are all year
_MONTHLY = 1.5  # points a changing service gained a month
_TIME = "%Y-%m-%d %H:%M:%S.%f"
_ADDRESSES = frozenset({"url", "final_url", "frame_url"})
#: What a copy of a verdict has of its own.
_OWN_COLUMNS = {"service_id": "c.id", "slug": "c.slug", "product": "c.product", "visited": "c.visited"}


@dataclass(frozen=True)
class Files:
    """Where everything lies in a folder."""

    folder: Path

    @property
    def database(self) -> Path:
        """The store."""
        return self.folder / "auditor.db"

    @property
    def register(self) -> Path:
        """Who is ranked."""
        return self.folder / "register.csv"

    @property
    def changes(self) -> Path:
        """The mergers of the year."""
        return self.folder / "changes.csv"

    @property
    def site(self) -> Path:
        """What is built."""
        return self.folder / "public"


@dataclass(frozen=True)
class _Visit:
    """A visit to an address, and the pattern of its verdict."""

    place: Place
    pattern: int
    visited: datetime


def make_year(files: Files, towns: int, seed: int) -> None:
    """Fill an empty folder; the same seed gives the same store."""
    made, basket, rulebook = country(towns, seed), load_basket(), load_rulebook()
    known = forms(basket, _fewer(_FORMS, towns))
    files.folder.mkdir(parents=True, exist_ok=True)
    files.register.write_text(register_csv(made.register), encoding="utf-8", newline="")
    files.changes.write_text(changes_csv(made.changes.changes), encoding="utf-8", newline="")
    said = lists(made.register, basket, known, DAY, seed)
    with Store.open(files.database) as store:
        patterns = _Patterns.made(Workshop(rulebook, MONTH, seed), known, _fewer(_OWN, towns))
        visits = _visits(said, patterns, random.Random(f"{seed}/visits"))
        _record(store, files.database, said, visits, patterns)
        _publish(store, _Year(made, basket, load_sizes(), rulebook, said, visits, patterns), seed)


def _fewer(most: int, towns: int) -> int:
    return min(most, max(_LEAST, towns // _TOWNS_PER_FORM))


@dataclass(frozen=True)
class _Patterns:
    """Verdicts used again and again; by form, of own pages, and by the reason why nothing was measured."""

    all: Sequence[ServiceResult]
    by_form: Mapping[str, int]
    own: Sequence[int]
    unmeasured: Sequence[int]

    @classmethod
    def made(cls, workshop: Workshop, known: Sequence[Form], own_pages: int) -> _Patterns:
        dice = random.Random(f"{workshop.seed}/patterns")
        verdicts: list[ServiceResult] = []

        def keep(verdict: ServiceResult) -> int:
            verdicts.append(verdict)
            return len(verdicts) - 1

        quality = {name: dice.betavariate(3, 2) for name in product_names()}
        by_form = {
            form.url: keep(workshop.verdict(form.url, quality[form.product], _finished(dice), form.product))
            for form in known
        }
        own = [
            keep(workshop.verdict(f"own/{n}", dice.betavariate(2, 2), _finished(dice)))
            for n in range(own_pages)
        ]
        unmeasured = [keep(workshop.unmeasured(reason)) for reason in _REASONS]
        return cls(verdicts, by_form, own, unmeasured)


def _finished(dice: random.Random) -> Completable:
    return dice.choices([each for each, _ in _FINISHED], [share for _, share in _FINISHED])[0]


def _visits(said: Lists, patterns: _Patterns, dice: random.Random) -> list[_Visit]:
    return [visit for place in said.places for visit in _to(place, patterns, dice)]


def _to(place: Place, patterns: _Patterns, dice: random.Random) -> Iterator[_Visit]:
    """What became of an address; vendors' forms are always measured."""
    usual = patterns.by_form[place.form.url] if place.form else dice.choice(patterns.own)
    vain, fresh = dice.choice(patterns.unmeasured), _at(_FRESH_DAYS, dice)
    thrown = 1.0 if place.form else dice.random()
    if thrown < _PENDING:
        return
    if thrown < _PENDING + _STALE:
        yield _Visit(place, usual, _at(_STALE_DAYS, dice))
    elif thrown < _PENDING + _STALE + _UNMEASURED:
        yield _Visit(place, vain, fresh)
    else:
        yield _Visit(place, usual, fresh)
        if thrown < _PENDING + _STALE + _UNMEASURED + _VAIN:
            yield _Visit(place, vain, fresh + timedelta(days=1))


def _at(days: tuple[int, int], dice: random.Random) -> datetime:
    """So many days before the month's last."""
    noon = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)
    return noon - timedelta(days=dice.randint(*days), seconds=dice.randrange(20_000))


def _record(store: Store, path: Path, said: Lists, visits: Sequence[_Visit], patterns: _Patterns) -> None:
    """Record every pattern once as an audit does, then copy it by SQL to all who have it."""
    samples = store.begin([each.service for each in patterns.all], {"of": "patterns"})
    for position, verdict in enumerate(patterns.all):
        store.record(samples, position, verdict)
    run = store.begin([_service(each.place) for each in visits], {"month": MONTH}, said.offers)
    store.finish(run)
    with sqlite3.connect(path, isolation_level=None) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        _note_copies(database, samples.id, run.id, visits)
        indexes = _indexes(database)
        for name, _ in indexes:
            database.execute(f"DROP INDEX {name}")
        for table in VERDICT:
            _copy(database, table, samples.id)
        for _, statement in indexes:
            database.execute(statement)
        _settle(database, samples.id, run.id)
        database.execute("COMMIT")
        database.execute("ANALYZE")
    database.close()


def _service(place: Place) -> Service:
    return Service(
        url=place.url,
        name=place.name,
        service=place.service.id,
        leika=leika_of(place.service),
        portal="Dienste",
    )


def _note_copies(database: sqlite3.Connection, samples: int, run: int, visits: Sequence[_Visit]) -> None:
    """A table of who is to have which pattern."""
    first = dict(database.execute("SELECT position, id FROM service WHERE run_id = ?", (samples,)))
    services = {
        position: (number, slug)
        for position, number, slug in database.execute(
            "SELECT position, id, slug FROM service WHERE run_id = ?", (run,)
        )
    }
    database.execute(
        "CREATE TEMP TABLE copy"
        " (id INTEGER PRIMARY KEY, pattern INTEGER, url TEXT, slug TEXT, product TEXT, visited TEXT)"
    )
    database.executemany(
        "INSERT INTO copy VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                services[n][0],
                first[each.pattern],
                each.place.url,
                services[n][1],
                each.place.form.product if each.place.form else None,
                each.visited.strftime(_TIME),
            )
            for n, each in enumerate(visits)
        ),
    )


def _indexes(database: sqlite3.Connection) -> list[tuple[str, str]]:
    """The indexes of verdicts that can be made at the end, which is faster."""
    names = ", ".join(f"'{table.__tablename__}'" for table in VERDICT)
    return database.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({names})"
    ).fetchall()


def _copy(database: sqlite3.Connection, table: type[Base], samples: int) -> None:
    name, columns = table.__tablename__, [each.name for each in table.__table__.columns]
    database.execute(
        f"CREATE TEMP TABLE sample AS SELECT t.* FROM main.{name} t JOIN service s ON s.id = t.service_id"
        f" WHERE s.run_id = {samples}"
    )
    database.execute("CREATE INDEX temp.of_sample ON sample (service_id)")
    values = ", ".join(_copied(column) for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    database.execute(
        f"INSERT INTO main.{name} ({names})"
        f" SELECT {values} FROM copy c CROSS JOIN sample t ON t.service_id = c.pattern"
    )
    database.execute("DROP TABLE temp.sample")


def _copied(column: str) -> str:
    if column in _OWN_COLUMNS:
        return _OWN_COLUMNS[column]
    if column in _ADDRESSES:
        return f"replace(t.{column}, '{BASE}', c.url)"
    return f"t.{column} || printf('%06x', c.id)" if column == "fingerprint" else f't."{column}"'


def _settle(database: sqlite3.Connection, samples: int, run: int) -> None:
    """The patterns go; what was copied is done."""
    for table in VERDICT:
        database.execute(
            f"DELETE FROM {table.__tablename__} WHERE service_id IN (SELECT id FROM service WHERE run_id = ?)",
            (samples,),
        )
    database.execute("DELETE FROM service WHERE run_id = ?", (samples,))
    database.execute("DELETE FROM run WHERE id = ?", (samples,))
    database.execute("UPDATE service SET state = 'done', bundle = 'bundles/' || slug || '.zip'")
    begun = datetime(DAY.year, DAY.month, 2, tzinfo=UTC).strftime(_TIME)
    rulebook = database.execute("SELECT rulebook FROM result LIMIT 1").fetchone()
    database.execute(
        "UPDATE run SET started = ?, finished = ?, tool_version = ?, axe = ?, browser = ?, rulebook = ? WHERE id = ?",
        (begun, begun, TOOL.version, TOOL.axe, TOOL.browser, rulebook and rulebook[0], run),
    )


@dataclass(frozen=True)
class _Year:
    """What the months before are made of."""

    country: Country
    basket: Basket
    sizes: tuple[SizeClass, ...]
    rulebook: Rulebook
    lists: Lists
    visits: Sequence[_Visit]
    patterns: _Patterns


def _publish(store: Store, year: _Year, seed: int) -> None:
    """The months before as editions: the same lists, services as they may have been."""
    limits, measured = Limits(DAY, MAX_AGE), _measured(year)
    towns = country_of(year.country.register, year.country.changes, year.sizes, DAY)
    cells = cells_of(year.lists.offers, lambda _, address: measured.get(address), year.basket, towns, limits)
    weights = weights_of(year.basket)
    for back, month in zip(range(len(PAST), 0, -1), PAST, strict=True):
        past = {ags: tuple(_then(ags, each, back, seed) for each in row) for ags, row in cells.items()}
        editions.write(
            store,
            Edition(
                month=month,
                made=datetime.fromisoformat(f"{month}-28T09:00:00+00:00"),
                as_of=date.fromisoformat(f"{month}-28"),
                rulebook=year.rulebook.version if month >= NEW_RULES else OLD_RULEBOOK,
                tool=TOOL.version,
                basket=year.basket.version,
                checksum="0" * 64,
                facts={"weights": dict(weights)},
            ),
            _then_there(standings_of(towns.towns.values(), past, weights), year.country, month),
        )


def _measured(year: _Year) -> dict[str, Measured]:
    """What the store will say of every address; good visits win."""
    found: dict[str, Measured] = {}
    for number, visit in enumerate(year.visits, 1):
        result, address = year.patterns.all[visit.pattern], address_key(visit.place.url)
        if address not in found or result.measured:
            found[address] = _slim(number, address, visit, result)
    return found


def _slim(number: int, address: str, visit: _Visit, result: ServiceResult) -> Measured:
    return Measured(
        id=number, address=address, url=visit.place.url, visited=visit.visited, mode="walk", rulebook=result.rulebook,
        tool=TOOL.version, measured=result.measured, reason=result.reason, kind=result.completion.kind,
        completable=result.completion.completable, maturity=result.completion.maturity,
        low=result.score.low if result.score else None, high=result.score.high if result.score else None,
        coverage=result.coverage, grade=result.grade, product=None,
    )  # fmt: skip


def _then(ags: str, cell: Cell, back: int, seed: int) -> Cell:
    """A cell as it was so many months ago; its result is long gone."""
    if cell.state != "measured":
        return cell
    dice = random.Random(f"{seed}/{ags}/{cell.service}")
    gone = replace(cell, result=None)
    if dice.random() < _CALM:
        return gone
    lost = _MONTHLY * dice.random() * back
    finished: Completable = (
        "no" if dice.randint(1, len(PAST)) < back and cell.completable == "yes" else cell.completable
    )
    return replace(gone, low=max(0.0, cell.low - lost), high=max(0.0, cell.high - lost), completable=finished)


def _then_there(standings: Iterable[Standing], made: Country, month: str) -> Iterator[Standing]:
    """Before a merger those who were there stood under their own key, as their heir does here."""
    gone = {each.new: each.old for each in made.changes.changes if f"{each.day:%Y-%m}" > month}
    for each in standings:
        old = gone.get(each.town.ags)
        yield each if old is None else replace(each, town=replace(each.town, ags=old))


def change_one(files: Files) -> str:
    """Mend one broken rule of one town's own page, the first for which that raises the score; says what was done."""
    rulebook = load_rulebook()
    with Store.open(files.database) as store:
        run = store.runs()[-1]
        for stored in store.results(run):
            mended = None if stored.result.product else _mended(stored.result, rulebook)
            if mended is not None:
                store.record(run, stored.position, mended, stored.bundle)
                return f"{mended.service.url}: {stored.result.score} → {mended.score}"
    raise ValueError(files.database)


def _mended(result: ServiceResult, rulebook: Rulebook) -> ServiceResult | None:
    """The verdict with one rule met that was broken; None where that would not raise the score."""
    for broken in result.outcomes:
        if not (result.measured and broken.counts and broken.outcome is Outcome.FAILED):
            continue
        met = broken.model_copy(update={"outcome": Outcome.PASSED, "findings": (), "more": 0})
        outcomes = tuple(met if each is broken else each for each in result.outcomes)
        new = assess(outcomes, rulebook, result.completion.completable)
        if result.score is not None and new.score.low > result.score.low:
            changed = {
                name: getattr(new, name) for name in ("score", "coverage", "grade", "caps", "chapters")
            }
            profile = climb(outcomes, rulebook, result.completion.completable)
            return result.model_copy(update={"outcomes": outcomes, "profile": profile, **changed})
    return None
