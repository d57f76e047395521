"""From everything that was seen to candidates for each service. Pure, and blind to the order in which links stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from auditor.visit.discover.model import Candidate, Opened, Sighting, Where, Whose
from auditor.wording.titles import GRADES, Match, Names, doubtful_path, path_title, read_title

_WHERE: tuple[str, ...] = get_args(Where)
_WHOSE: tuple[str, ...] = get_args(Whose)
_PARTS = ("|", " – ", " - ", " :: ", " » ", " · ", " › ")  # what sets the page's title apart from the site's


def candidates(
    names: Names, sightings: Iterable[Sighting], opened: Mapping[str, Opened] | None = None
) -> tuple[Candidate, ...]:
    """The addresses that may be the service, the best first, each once.

    Args:
        names: what the service is called.
        sightings: links that were seen.
        opened: pages that were opened, by address; what they say of themselves counts more than what links say.
    """
    best: dict[str, Candidate] = {}
    pages = opened or {}
    for sighting in sightings:
        found = _candidate(names, sighting, pages.get(sighting.url))
        if found is not None and (found.url not in best or rank(found) < rank(best[found.url])):
            best[found.url] = found
    return tuple(sorted(best.values(), key=rank))


def rank(candidate: Candidate) -> tuple[object, ...]:
    """Orders candidates, the best first; the address decides between equals."""
    return (
        GRADES.index(candidate.grade),
        not candidate.confirmed,
        candidate.rest,
        _WHOSE.index(candidate.whose),
        _WHERE.index(candidate.where),
        len(candidate.url),
        candidate.url,
        candidate.quote,
        candidate.words,
    )


def _candidate(names: Names, sighting: Sighting, page: Opened | None) -> Candidate | None:
    match, quote = _seen(names, sighting)
    if page is not None:
        told = _told(names, page)
        if told is not None and (match is None or told[0].rank <= match.rank):
            match, quote = told
        elif told is None and match is not None:
            # the page does not say that it is the service, or says that it is something else altogether
            match = match.at_best("look" if any(read_title(h).never for h in page.headings) else "likely")
    if match is None:
        return None
    match = _doubted(match, sighting, page)
    return Candidate(
        url=sighting.url,
        grade=match.grade,
        where=sighting.where,
        whose=sighting.whose,
        words=match.words,
        quote=quote,
        rest=match.rest,
        confirmed=page is not None and match.grade == "sure",
    )


def _seen(names: Names, sighting: Sighting) -> tuple[Match | None, str]:
    """What the link says: its words; the heading above it where they say nothing; the address where there are none."""
    if sighting.text and not read_title(sighting.text).silent:
        return names.match(sighting.text), sighting.text
    if sighting.text:
        found = names.match(sighting.heading)
        if found is not None:
            return found.at_best("likely"), f"{sighting.heading}: {sighting.text}"
    said = path_title(sighting.url)
    found = names.match(said)
    return (found.at_best("likely") if found is not None else None), said


def _told(names: Names, page: Opened) -> tuple[Match, str] | None:
    """What the page says of itself."""
    said = [*page.headings, *_titles(page.title)]
    found = [(match, text) for text in said if (match := names.match(text)) is not None]
    return min(found, key=lambda each: (each[0].rank, each[1]), default=None)


def _titles(title: str) -> Sequence[str]:
    """The title, and its first part: what follows mostly is the name of the site."""
    cuts = [title.index(part) for part in _PARTS if part in title]
    return (title, title[: min(cuts)].strip()) if cuts else (title,)


def _doubted(match: Match, sighting: Sighting, page: Opened | None) -> Match:
    if sighting.document or sighting.whose == "other" or doubtful_path(sighting.url):
        return match.at_best("look")
    if sighting.whose == "vendor" and page is None:
        return match.at_best("likely")
    return match
