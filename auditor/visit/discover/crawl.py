"""The way through a municipality's site: home page, sitemaps, lists of services, its own search, and a second look."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import get_args
from urllib.parse import urlsplit

from auditor.evidence.model import Reason
from auditor.visit.discover.choose import candidates
from auditor.visit.discover.model import (
    Bounds,
    Candidate,
    Finding,
    Look,
    Opened,
    Sighting,
    Where,
    Wish,
)
from auditor.visit.discover.places import Place, Scope, documents, is_document, places_in, sightings_in
from auditor.visit.discover.reader import Read, Reader
from auditor.visit.discover.search import SearchForm, search_of
from auditor.visit.discover.sitemap import read_sitemap
from auditor.visit.hosts import host_of
from auditor.visit.leads import key_of
from auditor.wording.titles import Names

_DEPTH = 4
_SECOND_LOOKS = 2  # candidates of a service that are opened to see what they are
_MOST_SIGHTINGS = 100_000
_GONE = frozenset({Reason.NOT_FOUND})


@dataclass
class _Fitting:
    """What fits a wish, as of so many sightings, opened pages and pages that are gone."""

    state: tuple[int, int, int] = (0, -1, -1)
    sightings: list[Sighting] = field(default_factory=list)
    best: tuple[Candidate, ...] = ()


class Crawl:
    """One home page, looked through for the wishes."""

    def __init__(self, home: str, wishes: Sequence[Wish], reader: Reader, bounds: Bounds) -> None:
        self._home = home
        self._final = home
        self._wishes = {wish.id: wish for wish in wishes}
        self._names = {wish.id: Names(wish.words) for wish in wishes}
        self._reader = reader
        self._bounds = bounds
        self._scope = Scope.of(home)
        self._sightings: dict[Sighting, None] = {}
        self._by_url: dict[str, list[Sighting]] = defaultdict(list)
        self._fitting: dict[str, _Fitting] = {wish.id: _Fitting() for wish in wishes}
        self._opened: dict[str, Opened] = {}
        self._gone: set[str] = set()
        self._places: dict[str, Place] = {}
        self._been: set[str] = set()
        self._forms: set[SearchForm] = set()
        self._counts: Counter[Where] = Counter()
        self._troubles: dict[Where, tuple[Reason, str]] = {}
        self._asked: dict[str, str] = {}
        self._portals: set[str] = set()

    async def run(self) -> Finding:
        """Look through the site; what was found until time or budget ended is kept."""
        try:
            async with asyncio.timeout(self._bounds.seconds):
                home = await self._reader.open(self._home)
                if home.reason is not None:
                    return self._finding(home)
                self._arrive(home)
                await self._sitemaps()
                await self._lists()
                await self._search()
                await self._second_look()
        except TimeoutError:
            if not self._opened:
                return Finding(self._home, self._home, Reason.TIMEOUT, requests=self._reader.requests)
            self._troubles["page"] = (Reason.TIMEOUT, f"{self._bounds.seconds:g} s")
        return self._finding(None)

    def _arrive(self, home: Read) -> None:
        self._final = home.page.final_url
        self._scope = Scope.of(self._home, self._final)
        self._note(home, "home", 0)

    # -- reading

    def _note(self, read: Read, where: Where, depth: int) -> None:
        """Take in a page: its links, the lists it leads to, its search form, what it says of itself."""
        page = read.page
        self._counts[where] += 1
        self._been.add(key_of(page.final_url))
        headings = tuple(
            h.text for d in documents(page)[:1] for h in d.headings if h.level == 1 and h.visible
        )
        opened = Opened(headings, documents(page)[0].title if documents(page) else "")
        for url in (page.requested_url, page.final_url):
            self._opened[key_of(url)] = opened
        self._see(sightings_in(page, where, self._scope))
        if depth < _DEPTH:
            for place in places_in(page, where, depth + 1):
                self._consider(place)
        self._remember_search(read)

    def _see(self, found: Iterable[Sighting]) -> None:
        for sighting in found:
            if len(self._sightings) < _MOST_SIGHTINGS and sighting not in self._sightings:
                self._sightings[sighting] = None
                self._by_url[sighting.url].append(sighting)
            if sighting.whose == "vendor":
                self._portals.add(host_of(sighting.url))

    def _consider(self, place: Place) -> None:
        key = key_of(place.url)
        if (
            key in self._been
            or not self._scope.own(place.url)
            or urlsplit(place.url).scheme not in {"http", "https"}
        ):
            return
        known = self._places.get(key)
        if known is None or place.rank < known.rank:
            self._places[key] = place

    def _remember_search(self, read: Read) -> None:
        for frame in read.page.frames:
            form = search_of(frame.document, read.sources.get(frame.id, b"")) if frame.document else None
            if form is not None and self._scope.own(form.action):
                self._forms.add(form)

    # -- what is known so far

    def _candidates(self, wish: str) -> tuple[Candidate, ...]:
        """The candidates of a wish; found anew only when something was seen since."""
        fitting, names = self._fitting[wish], self._names[wish]
        state = (len(self._sightings), len(self._opened), len(self._gone))
        if fitting.state != state:
            new = islice(self._sightings, fitting.state[0], None)
            fitting.sightings += [each for each in new if candidates(names, [each])]
            known = [each for url in self._opened for each in self._by_url.get(url, ())]
            found = candidates(names, [*fitting.sightings, *known], self._opened)
            fitting.best = tuple(each for each in found if each.url not in self._gone)
            fitting.state = state
        return fitting.best

    def _open_wishes(self) -> list[str]:
        """Wishes for which nothing sure was found yet."""
        return [wish for wish in self._wishes if not any(c.grade == "sure" for c in self._candidates(wish))]

    # -- the ways

    async def _sitemaps(self) -> None:
        """Sitemaps named in robots.txt, else the usual address; indexes are followed within bounds."""
        root = f"{urlsplit(self._final).scheme}://{urlsplit(self._final).netloc}"
        waiting = list(await self._reader.sitemaps(self._final)) or [f"{root}/sitemap.xml"]
        seen: set[str] = set()
        urls: set[str] = set()
        while waiting and len(seen) < self._bounds.sitemap_files and len(urls) < self._bounds.sitemap_urls:
            url = waiting.pop(0)
            if url in seen or not self._scope.own(url):
                continue
            seen.add(url)
            data, reason = await self._reader.file(url)
            if reason is not None:
                self._troubles.setdefault("sitemap", (reason, url))
                continue
            sitemap = read_sitemap(data, self._bounds.sitemap_bytes)
            if sitemap.problem:
                self._troubles.setdefault("sitemap", (Reason.UNSUPPORTED, f"{url}: {sitemap.problem}"))
            urls |= {each for each in sitemap.pages if self._scope.own(each)}
            waiting += sorted(sitemap.files)
        if waiting:
            self._troubles.setdefault(
                "sitemap", (Reason.TOO_LARGE, f"{len(seen)} files, {len(urls)} addresses")
            )
        listed = sorted(urls)[: self._bounds.sitemap_urls]
        self._counts["sitemap"] = len(listed)
        self._see(Sighting(key_of(url), "sitemap", document=is_document(url)) for url in listed)

    async def _lists(self) -> None:
        """Lists of services, the likeliest first, until every wish is found or the share of pages is spent."""
        keep = min(len(self._wishes) * 2, self._bounds.pages // 2)  # for searching and for second looks
        while self._reader.left > keep:
            place = self._next_place()
            if place is None:
                return
            del self._places[key_of(place.url)]
            self._been.add(key_of(place.url))
            read = await self._reader.open(place.url)
            if read.reason is None and self._scope.own(read.page.final_url):
                self._note(read, place.where, place.depth)
            elif read.reason is not None:
                self._troubles.setdefault(place.where, (read.reason, place.url))
        if self._next_place() is not None:
            self._troubles.setdefault("page", (Reason.BUDGET, str(self._bounds.pages)))

    def _next_place(self) -> Place | None:
        """The best place for what is still open; letters only where a name begins with one of them."""
        wanted = self._open_wishes()
        letters = frozenset(letter for wish in wanted for letter in self._names[wish].letters)
        places = [p for p in self._places.values() if not p.letters or p.letters & letters]
        return min(places, key=lambda p: p.rank, default=None) if wanted else None

    async def _search(self) -> None:
        """The site's own search, asked once for each wish that is still open, by its usual name."""
        if not self._forms:
            return
        form = min(self._forms, key=lambda each: (each.action, each.field, each.hidden))
        for wish in self._open_wishes():
            if self._reader.left <= 0:
                self._troubles.setdefault("search", (Reason.BUDGET, str(self._bounds.pages)))
                return
            question = self._wishes[wish].words[0]
            read = await self._reader.open(form.url(question))
            if read.reason is None:
                self._asked[wish] = question
                self._counts["search"] += 1
                self._see(sightings_in(read.page, "search", self._scope))
                continue
            self._troubles.setdefault("search", (read.reason, form.action))
            if read.reason is Reason.ROBOTS:
                return

    async def _second_look(self) -> None:
        """Open the best candidates that are not sure: what does the page say of itself?"""
        for wish in self._wishes:
            for _ in range(_SECOND_LOOKS):
                found = self._candidates(wish)
                if any(each.grade == "sure" for each in found):
                    break
                best = next((each for each in found if self._worth_opening(each)), None)
                if best is None:
                    break
                read = await self._reader.open(best.url)
                if read.reason in _GONE:
                    self._gone.add(best.url)
                elif read.reason is None:
                    self._note(read, "page", _DEPTH)

    def _worth_opening(self, candidate: Candidate) -> bool:
        own = candidate.whose == "own" and not is_document(candidate.url)
        return own and not self._reader.known(candidate.url) and self._reader.left > 0

    # -- what came of it

    def _finding(self, unread: Read | None) -> Finding:
        return Finding(
            home=self._home,
            final_url=unread.page.final_url if unread else self._final,
            reason=unread.reason if unread else None,
            detail=unread.page.detail if unread else "",
            candidates={} if unread else {wish: self._candidates(wish) for wish in self._wishes},
            looks=() if unread else tuple(self._looks()),
            asked=self._asked,
            portals=tuple(sorted(self._portals)),
            pages=self._reader.pages,
            requests=self._reader.requests,
        )

    def _looks(self) -> Iterable[Look]:
        for where in get_args(Where):
            reason, detail = self._troubles.get(where, (None, ""))
            if self._counts[where] or reason is not None:
                yield Look(where, self._counts[where], reason, detail)
