"""What changed: corrections and rules per month, as a page and as an Atom feed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from auditor.judge.score import FIRST_EDITION
from auditor.publish.ruleview import RuleView, view_rule
from auditor.publish.site.page import Page, Site
from auditor.publish.site.paths import CHANGELOG, FEED, FRONT, town_path
from auditor.ranking.model import Correction

OWN: tuple[str, ...] = ()
#: Histories that are read to learn which rulebook judged a month: a town may have been without results in some.
_SAMPLE = 25
#: Entries get an address of their own by what they are about, so that it stays when the site moves.
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "din66336-auditor/ranking/feed")
_NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True)
class Note:
    """A dated correction; ``href`` leads to the municipality where it is still on the site."""

    day: date
    text: str
    town: str | None
    href: str | None
    anchor: str


@dataclass(frozen=True)
class MonthNews:
    """A published month: its rulebook, rules announced and given up in it, and corrections of it."""

    month: str
    rulebook: str | None
    announced: tuple[RuleView, ...]
    ended: tuple[RuleView, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Entry:
    """One entry of the feed."""

    id: str
    title: str
    updated: datetime
    link: str
    summary: str


def pages(site: Site) -> Iterator[Page]:
    """The changelog and the feed."""
    yield Page(CHANGELOG, "changelog.html", {"news": tuple(_months(site))})
    yield Page(FEED, "feed.xml", {"entries": entries(site), "feed_id": _urn(site, "feed")})


def months(site: Site) -> list[str]:
    """All months that are published or were corrected, the latest first."""
    known = {*site.ranking.months, site.ranking.month, *(note.month for note in site.ranking.corrections)}
    return sorted(known, reverse=True)


def _months(site: Site) -> Iterator[MonthNews]:
    rulebooks = _rulebooks(site)
    rules = site.words.rulebook.rules
    for month in months(site):
        begun = [rule for rule in rules if rule.since == month > FIRST_EDITION]
        yield MonthNews(
            month,
            rulebooks.get(month),
            tuple(view_rule(rule, site.words) for rule in begun),
            tuple(view_rule(rule, site.words) for rule in rules if rule.until == month),
            tuple(_note(site, each) for each in _latest(site) if each.month == month),
        )


def _rulebooks(site: Site) -> dict[str, str]:
    """The rulebook of each month, as far as histories tell."""
    ags = [standing.town.ags for standing in islice(site.ranking.standings, _SAMPLE)]
    points = [point for history in site.details.histories(ags).values() for point in history]
    known = {point.month: point.rulebook for point in points if point.rulebook}
    return known | {site.ranking.month: site.ranking.rulebook}


def _latest(site: Site) -> list[Correction]:
    return sorted(site.ranking.corrections, key=lambda each: each.day, reverse=True)


def _note(site: Site, correction: Correction) -> Note:
    standing = site.by_ags.get(correction.ags or "")
    return Note(
        correction.day,
        correction.text[site.words.catalogue.lang],
        standing.town.name if standing else None,
        town_path(standing.town.ags) if standing else None,
        _anchor(correction),
    )


def _anchor(correction: Correction) -> str:
    """Made of what the correction says in German, so that both languages agree."""
    said = f"{correction.day}/{correction.month}/{correction.ags}/{correction.text.de}"
    return f"c-{uuid.uuid5(_NAMES, said).hex[:12]}"


def entries(site: Site) -> tuple[Entry, ...]:
    """One entry per month and per correction, the latest first."""
    made = [_month_entry(site, month) for month in sorted({*site.ranking.months, site.ranking.month})]
    made += [_correction_entry(site, each) for each in site.ranking.corrections]
    return tuple(sorted(made, key=lambda entry: (entry.updated, entry.id), reverse=True))


def _month_entry(site: Site, month: str) -> Entry:
    words, now = site.words.catalogue, month == site.ranking.month
    title = words.text("feed.month", month=words.month(month))
    summary = words.text("feed.past", month=words.month(month))
    if now and site.figures.all.total:
        counts = site.figures.all.verdicts
        told = {key: words.number(counts[key]) for key in ("yes", "no", "unknown")}
        towns = words.number(site.figures.all.looked_at)
        summary = words.count("front.sentence", site.figures.all.total, towns=towns, **told)
    when = site.ranking.made if now else datetime.combine(_last_day(month), _NOON)
    return Entry(_urn(site, month), title, when, _link(site, FRONT if now else CHANGELOG), summary)


def _correction_entry(site: Site, correction: Correction) -> Entry:
    words, note = site.words.catalogue, _note(site, correction)
    title = words.text("feed.correction", month=words.month(correction.month), day=words.date(note.day))
    said = f"{note.town}: {note.text}" if note.town else note.text
    link = _link(site, f"{CHANGELOG}#{note.anchor}")
    return Entry(_urn(site, note.anchor), title, datetime.combine(note.day, _NOON), link, said)


def _link(site: Site, path: str) -> str:
    return site.address(path) if site.base_url else path


def _urn(site: Site, name: str) -> str:
    return uuid.uuid5(_NAMES, f"{site.publisher.name}/{site.words.catalogue.lang}/{name}").urn


def _last_day(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
