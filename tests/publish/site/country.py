"""A small made-up country and its ranking: thirty municipalities in three Länder, with everything a month can hold.

Every name and figure is invented; the keys lie in the district key 999 of real Länder, which no district has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from statistics import median

from auditor.checks.case import MediaBreak, Quote
from auditor.publish.inputs import Publisher
from auditor.ranking.lands import land_standings
from auditor.ranking.model import (
    Alarm,
    Basket,
    BasketService,
    CapValue,
    Cell,
    ChapterValue,
    Completable,
    Correction,
    Defect,
    Detail,
    Measured,
    Movement,
    Objection,
    Offer,
    Place,
    Point,
    Product,
    Proof,
    Ranking,
    SizeClass,
    Standing,
    State,
    Town,
)
from auditor.ranking.services import service_standings
from auditor.ranking.standing import standings_of, weights_of
from auditor.rulebook.model import Text

MONTH, BEFORE, MONTHS = "2026-12", "2026-11", ("2026-10", "2026-11", "2026-12")
MADE = datetime(2026, 12, 20, 9, 30, tzinfo=UTC)
RULEBOOK, TOOL = "0123456789ab", "0.1.0"
HOSTILE = '<script>alert(1)</script> "&'

PUBLISHER = Publisher(
    name="Landesamt für Beispiele",
    address="Musterweg 1\n12345 Musterstadt",
    represented_by="Erika Beispiel",
    email="rangliste@landesamt.example",
    phone="+49 30 23125 000",
)

BASKET = Basket(
    "2026-1",
    (
        BasketService("wohnsitz-anmelden", Text(de="Wohnsitz anmelden", en="Register a residence"),
                      ("99115005060000",), ("Ummeldung", "Anmeldung"),
                      about=Text(de="Nach einem Umzug die neue Wohnung melden.", en="Report a new home.")),
        BasketService("hundesteuer-anmelden", Text(de="Hund anmelden", en="Register a dog"), ("99102013060000",)),
        BasketService("gewerbe-anmelden", Text(de="Gewerbe anmelden", en="Register a business"),
                      ("99050012104000",), weight=1.5),
        BasketService("kita-platz", Text(de="Kita-Platz anmelden", en="Apply for a nursery place"), ("99041003",)),
        BasketService("bewohnerparken",
                      Text(de="Bewohnerparkausweis beantragen", en="Apply for a resident’s parking permit"),
                      ("99108012001000",), weight=0.5),
    ),
)  # fmt: skip

SIZES = (
    SizeClass("dorf", 0, Text(de="Landgemeinden (unter 5.000)", en="Rural municipalities (below 5,000)")),
    SizeClass(
        "kleinstadt",
        5_000,
        Text(de="Kleinstädte (5.000 bis unter 20.000)", en="Small towns (5,000 to below 20,000)"),
    ),
    SizeClass(
        "mittelstadt",
        20_000,
        Text(de="Mittelstädte (20.000 bis unter 100.000)", en="Medium-sized towns (20,000 to below 100,000)"),
    ),
    SizeClass("grossstadt", 100_000, Text(de="Großstädte (ab 100.000)", en="Cities (100,000 and more)")),
)

#: Key, name, inhabitants.
_TOWNS = (
    ("01999001", "Musterhafen", 248_310), ("01999002", "Ährenbek", 1_204), ("01999003", "Kleinau", 4_870),
    ("01999004", "Sandwarft", 312), ("01999005", "Deichhusen", 12_940), ("01999006", "Moorkoppel", 2_088),
    ("01999007", "Fördestedt", 38_402), ("01999008", "Nordermarsch", 7_311), ("01999009", "Wattwik", 958),
    ("01999010", "Buchenrade", 21_655),
    ("05999001", "Beispielheim", 612_044), ("05999002", "Hammertal", 54_210), ("05999003", "Großenbüttel", 17_330),
    ("05999004", "Zechenrath", 103_900), ("05999005", "Lindenbroich", 26_118), ("05999006", "Übersiepen", 9_402),
    ("05999007", "Kohlwede", 41_077), ("05999008", "Muldensiepen", 14_006),
    ("05999009", "Rathausen an der kleinen Beispielbachmündung-Unterschriftenfeld", 19_999),
    ("05999010", "Talbecke", 5_120),
    ("09999001", "Almkirchen", 3_310), ("09999002", "Bergöd", 842), ("09999003", "Isenreuth", 22_780),
    ("09999004", "Seebruckried", 11_460), ("09999005", "Musterstadt", 133_057), ("09999006", "Tannenzell", 1_590),
    ("09999007", "Wiesgrub", 2_745), ("09999008", "Hopfenau", 6_019), ("09999009", "Quellham", 4_401),
    ("09999010", "Zwieselbrunn", 19_133),
)  # fmt: skip
_LANDS = {"01": "SH", "05": "NW", "09": "BY"}

#: How a cell can be: state, low, high, coverage, completable, kind, maturity.
_KINDS: dict[str, tuple[State, float, float, float, Completable, str, int | None]] = {
    "A": ("measured", 91.2, 94.0, 0.97, "yes", "online", 3),
    "B": ("measured", 78.4, 85.5, 0.93, "yes", "online", 3),
    "C": ("measured", 66.0, 71.5, 0.95, "yes", "online", 3),
    "n": ("measured", 44.1, 49.0, 0.94, "no", "online-with-break", 2),
    "f": ("measured", 31.6, 38.2, 0.92, "no", "form-download", 2),
    "i": ("measured", 18.0, 22.5, 0.96, "no", "information", 1),
    "u": ("measured", 40.0, 82.0, 0.61, "unknown", "unknown", None),
    "x": ("unmeasured", 0.0, 100.0, 0.0, "unknown", "unknown", None),
    "?": ("unlisted", 0.0, 100.0, 0.0, "unknown", "unknown", None),
    "-": ("missing", 0.0, 0.0, 1.0, "no", "offline", None),
    "e": ("elsewhere", 0.0, 100.0, 0.0, "unknown", "unknown", None),
}
#: The five services of each municipality, in the order of :data:`_TOWNS`.
_CELLS = (
    "AABAB", "nnf-i", "BnBeA", "?????", "ABBnC", "iif-e", "BBnuB", "nCfx?", "xx???", "uBnnf",
    "AAAAA", "BABnB", "fnnxi", "CBunB", "ABBBA", "nnn-f", "BuBCn", "fi--x", "nfBuB", "u?x?n",
    "in--e", "-----", "BBCCn", "nfBeB", "AAABA", "eeeee", "if-xi", "CCnfB", "nnifu", "BCBnC",
)  # fmt: skip
_REASONS = ("timeout", "robots", "stale", "pending", "captcha")
_PRODUCTS = ("XIMA Formcycle", "Beispiel-Bürgerportal", None)
_RULES = ("contact-route", "axe/color-contrast", "end-to-end", "axe/label")


@dataclass(frozen=True)
class FakeDetails:
    """Details of every result and three months of history; can be sent to another process."""

    standings: Mapping[str, tuple[float, float, float, int | None, int | None]]

    def details(self, ids: Sequence[int]) -> dict[int, Detail]:
        return {number: detail(number) for number in ids if number % 17}

    def histories(self, ags: Sequence[str]) -> dict[str, tuple[Point, ...]]:
        return {key: tuple(self._history(key)) for key in ags if key in self.standings}

    def _history(self, ags: str) -> Iterator[Point]:
        low, high, coverage, rank, of = self.standings[ags]
        for back, month in zip((9.0, 4.0, 0.0), MONTHS, strict=True):
            yield Point(month, max(0.0, low - back), high, coverage, rank, of, RULEBOOK)


def detail(number: int) -> Detail:
    """Three proofs, a break and a quote, one of them with words that want to be markup."""
    url = f"https://www.ort{number}.example/antrag"
    said = "Bitte drucken Sie das Formular aus und senden Sie es unterschrieben per Post."
    proofs = tuple(
        Proof(rule, "missing", {"what": "eine Telefonnummer", "page": HOSTILE if number % 7 == 0 else "Antrag"},
              url, None, "link", "Antrag", said if n == 0 else "", "main > a", f"{number}-{n}", n + 1)
        for n, rule in enumerate(_RULES[:3])
    )  # fmt: skip
    return Detail(
        number,
        (MediaBreak(kind="print", quote=said, url=url, page="p0"),) if number % 2 else (),
        (Quote(signal="x", quote="Online beantragen", url=url, page="p0"),),
        proofs,
        look=number % 4,
        completion_reason="nowhere",
    )


def towns() -> tuple[Town, ...]:
    """Everybody; one with a merged predecessor, one administered by an association."""
    made = []
    for ags, name, population in _TOWNS:
        size = [s.id for s in SIZES if s.least <= population][-1]
        former = ("05999098",) if ags == "05999005" else ()
        provider = "099990011" if ags in {"09999002", "09999006"} else None
        made.append(Town(ags, name, _LANDS[ags[:2]], ags[:5], population, size, "Stadt" if population >= 5_000 else
                         "Gemeinde", provider, former))  # fmt: skip
    return tuple(made)


def cell(town: Town, service: BasketService, sign: str, number: int) -> Cell:
    """One service of a municipality, as its sign says."""
    state, low, high, coverage, completable, kind, maturity = _KINDS[sign]
    address = f"{town.ags}/{service.id}"
    if state == "elsewhere":
        offer = Offer(town.ags, None, service.id, "elsewhere", provider="Kreis Beispielland")
        return Cell(service.id, state, offer=offer)
    if state == "missing":
        offer = Offer(
            town.ags, None, service.id, "missing", source="Website der Gemeinde", day=date(2026, 12, 3)
        )
        return Cell(service.id, state, 0.0, 0.0, 1.0, "no", offer)
    if state == "unlisted":
        return Cell(service.id, state)
    url = f"https://www.ort{number}.example/{service.id}"
    name = HOSTILE if number == 7 else f"{service.title.de} ({town.name})"
    offer = Offer(town.ags, service.leika[0], service.id, "online", address, url, name)
    if state == "unmeasured":
        return Cell(service.id, state, offer=offer, reason=_REASONS[number % len(_REASONS)])
    result = Measured(
        number, address, url, MADE - timedelta(days=1 + number % 12), "walk", RULEBOOK, TOOL, True, None, kind,
        completable, maturity, low, high, coverage, "A" if low > 90 else "D", _PRODUCTS[number % 3],
        chapters=(ChapterValue("5.3", low, high, coverage), ChapterValue("5.6", low, high, coverage)),
        caps=(CapValue("completion", 49.0, "both"),) if completable == "no" else (),
        failed=_RULES[: 1 + number % 3] if low < 90 else (),
    )  # fmt: skip
    by = town.provider if number % 5 == 0 else None
    return Cell(service.id, state, low, high, coverage, completable, offer, result, by)


def _cells(town: Town, signs: str, first: int) -> tuple[Cell, ...]:
    return tuple(
        cell(town, service, sign, first + n)
        for n, (service, sign) in enumerate(zip(BASKET.services, signs, strict=True))
    )


def _varied(standing: Standing) -> Standing:
    """With a made-up answer to how far its ranks move."""

    def moved(place: Place | None) -> Place | None:
        if place is None:
            return None
        worst = min(place.of, place.rank + place.tied + 1)
        return replace(place, best=max(1, place.rank - 1), worst=worst)

    ranks = {name: moved(getattr(standing, name)) for name in ("overall", "in_land", "in_size")}
    return replace(standing, **ranks)


def _movement(standing: Standing, number: int) -> Movement | None:
    if standing.town.ags in {"05999005", "09999009"}:
        return None
    rank = standing.overall.rank if standing.overall else None
    kinds = (
        Movement(rank, 0.0, 0.0, 0.0),
        Movement(rank + 3 if rank else None, 8.5, 8.0, 0.5, changed=("hundesteuer-anmelden",)),
        Movement(max(1, rank - 2) if rank else None, -6.25, -4.25, -2.0, changed=("kita-platz",)),
        Movement(rank, 1.5, None, None, 1.5),
    )
    return kinds[number % len(kinds)]


def _ranked() -> tuple[Standing, ...]:
    cells = {
        town.ags: _cells(town, signs, 1 + 5 * n)
        for n, (town, signs) in enumerate(zip(towns(), _CELLS, strict=True))
    }
    full = [_varied(each) for each in standings_of(towns(), cells, weights_of(BASKET))]
    return tuple(replace(s, movement=_movement(s, n)) for n, s in enumerate(full))


def _products(standings: Sequence[Standing]) -> Iterator[Product]:
    for kind, name, ident in (
        ("product", "XIMA Formcycle", "xima-formcycle"),
        ("product", "Beispiel-Bürgerportal", "beispiel-buergerportal"),
        ("form", "https://formulare.beispiel.example/hund", "form-0a1b2c3d"),
    ):
        using = [
            (s, c.result) for s in standings for c in s.cells
            if c.result and (c.result.product == name or (kind == "form" and c.service == "hundesteuer-anmelden"))
        ]  # fmt: skip
        ags = tuple(dict.fromkeys(s.town.ags for s, _ in using))
        results = [r for _, r in using]
        defects = tuple(
            Defect(f"{ident}-{rule.replace('/', '-')}", kind, name, rule, ags, len(results), gain, town_gain,
                   results[0])
            for rule, gain, town_gain in ((_RULES[0], 6.4, 1.9), (_RULES[1], None, None))
        )  # fmt: skip
        yield Product(
            ident, kind, name, ags, tuple(dict.fromkeys(r.address.split("/")[1] for r in results)), len(results),
            median(r.low for r in results), median(r.high for r in results), Counter(r.completable for r in results),
            max(results, key=lambda r: r.low), defects,
        )  # fmt: skip


def _objection(ident: str, decision: str, rule: str, **more: object) -> Objection:
    said = {
        "kind": "explanation" if decision == "noted" else "objection",
        "by": "Stadt Musterhafen",
        "received": date(2026, 12, 5),
        "statement": Text(
            de=f"Die Telefonnummer steht im Fuß der Seite. {HOSTILE}", en="The number is in the footer."
        ),
        "ags": "01999001",
    }
    if decision != "open":
        said |= {
            "reason": Text(de="Wir haben nachgesehen.", en="We looked."),
            "decided": date(2026, 12, 12),
            "reviewer": "Redaktion",
            "until": date(2027, 6, 30),
        }
    return Objection(ident, rule=rule, decision=decision, **(said | more))  # type: ignore[arg-type]


OBJECTIONS = (
    _objection("e1", "open", "contact-route"),
    _objection("e2", "noted", "axe/color-contrast", service="wohnsitz-anmelden"),
    _objection("e3", "rejected", "axe/label", fingerprint="3-1"),
    _objection("e4", "corrected", "end-to-end", outcome="passed"),
    _objection("e5", "open", "contact-route", ags=None, address="05999002/wohnsitz-anmelden"),
)

CORRECTIONS = (
    Correction(date(2026, 12, 14), "2026-12", Text(de=f"Wert berichtigt. {HOSTILE}", en="Value corrected."),
               "01999001"),
    Correction(date(2026, 11, 9), "2026-10", Text(de="Eine Liste war doppelt.", en="A list was read twice.")),
)  # fmt: skip

ALARM = Alarm("alarm-shift", {"month": "2026-11", "shift": "-6.2", "limit": "5"})


def country() -> Ranking:
    """The month, whole."""
    standings = _ranked()
    return Ranking(
        month=MONTH, as_of=date(2026, 12, 31), made=MADE, rulebook=RULEBOOK, tool=TOOL, basket=BASKET, sizes=SIZES,
        max_age=30, standings=standings, services=service_standings(standings, BASKET), lands=land_standings(standings),
        products=tuple(_products(standings)), objections=OBJECTIONS, corrections=CORRECTIONS, previous=BEFORE,
        months=MONTHS, outdated=3, register_as_of=date(2026, 9, 30),
    )  # fmt: skip


def details(ranking: Ranking) -> FakeDetails:
    """What pages show beyond the figures."""
    return FakeDetails(
        {
            s.town.ags: (
                s.low,
                s.high,
                s.coverage,
                s.overall.rank if s.overall else None,
                s.overall.of if s.overall else None,
            )
            for s in ranking.standings
        }
    )
