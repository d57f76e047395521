"""The list that ``auditor discover`` writes: a block for each home page, ready for ``auditor audit``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.cli.plain import harmless
from auditor.cli.words import say
from auditor.evidence.model import Service
from auditor.ranking.model import Basket, BasketService
from auditor.targets.address import check_address
from auditor.visit.discover import Candidate, Finding, Look

COLUMNS = ("url", "name", "municipality", "ags", "leika", "service", "_source", "_found_by", "_confidence")
_SOURCE = "discover"
_BASKET = "# basket: "
_HOME = "# home: "
_READ = "read"
_NOBODY = "-"
_QUOTE = 120
_MORE = 3  # further candidates of a service that are named
_WHOLE_KEY = 14
_HEAD = re.compile(rf"{re.escape(_HOME)}(?P<home>\S+) (?P<ags>\S+) (?P<state>\S+)")


@dataclass(frozen=True)
class Block:
    """What the list says of one home page and municipality; ``state`` is ``read``, or why it was not."""

    home: str
    ags: str
    state: str
    text: str

    @property
    def done(self) -> bool:
        """Whether it need not be read again."""
        return self.state == _READ


@dataclass(frozen=True)
class Scribe:
    """Writes blocks in one language."""

    basket: Basket
    lang: str

    def head(self) -> str:
        """What the list begins with."""
        lines = [f"{_BASKET}{self.basket.version}"]
        lines += [f"# {line}" for line in say("discover-head", self.lang).splitlines()]
        return "\n".join([*lines, _row(COLUMNS)]) + "\n"

    def block(self, finding: Finding, town: Service) -> Block:
        """The block of one municipality."""
        state = _READ if finding.reason is None else finding.reason.value
        ags = town.ags or _NOBODY
        lines = [f"{_HOME}{finding.home} {ags} {state}"]
        if finding.reason is None:
            lines += self._services(finding, town)
        else:
            why = say(f"reason-{finding.reason.value}", self.lang)
            lines.append(_comment(say("discover-unread", self.lang, why=why, detail=finding.detail)))
        return Block(finding.home, ags, state, "\n".join(lines) + "\n")

    def _services(self, finding: Finding, town: Service) -> Iterator[str]:
        for service in self.basket.services:
            found = [
                c for c in finding.candidates.get(service.id, ()) if isinstance(check_address(c.url), str)
            ]
            best = found[0] if found and found[0].grade != "look" else None
            if best is not None:
                yield self._line(service, best, town)
            else:
                yield _comment(self._nothing(service, finding, look=bool(found)))
            others = found[1:] if best is not None else found
            worth = [c for c in others if best is None or c.grade != "look"]
            yield from (f"# {self._line(service, each, town)}" for each in worth[:_MORE])
        if finding.portals:
            yield _comment(say("discover-portals", self.lang, hosts=", ".join(finding.portals)))

    def _line(self, service: BasketService, found: Candidate, town: Service) -> str:
        where = say(f"where-{found.where}", self.lang)
        quote = say("quoted", self.lang, text=harmless(found.quote, _QUOTE))
        return _row(
            (
                found.url,
                service.title.en if self.lang == "en" else service.title.de,
                town.municipality or "",
                town.ags or "",
                next((key for key in service.leika if len(key) == _WHOLE_KEY), ""),
                service.id,
                _SOURCE,
                f"{where}: {quote}" + (f" {say('discover-confirmed', self.lang)}" if found.confirmed else ""),
                found.grade,
            )
        )

    def _nothing(self, service: BasketService, finding: Finding, *, look: bool) -> str:
        looks = [self._look(each, finding.asked.get(service.id)) for each in finding.looks]
        key = "discover-look" if look else "discover-nothing"
        name = service.title.en if self.lang == "en" else service.title.de
        return say(key, self.lang, service=name, id=service.id, where=", ".join(filter(None, looks)))

    def _look(self, look: Look, asked: str | None) -> str:
        """Where was looked, how far, and what was in the way."""
        parts = []
        if look.where == "search":
            if asked is not None:
                parts.append(say("quoted", self.lang, text=asked))
        elif look.where == "sitemap" and look.count:
            parts.append(say("discover-addresses", self.lang, count=look.count))
        elif look.count > 1:
            parts.append(say("discover-pages", self.lang, count=look.count))
        if look.reason is not None:
            parts.append(say(f"reason-{look.reason.value}", self.lang))
        if not parts and not look.count:
            return ""
        where = say(f"where-{look.where}", self.lang)
        return f"{where} ({', '.join(parts)})" if parts else where


def _row(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="").writerow(list(cells))
    return out.getvalue()


def _comment(text: str) -> str:
    """A line that lists pass over; without the signs that would make it more than one cell."""
    return f"# {harmless(text)}".replace('"', "”").replace(";", ",")


def read_blocks(text: str) -> tuple[str, list[Block]]:
    """The version of the basket and the blocks of a list written earlier, as somebody may have mended them since."""
    version = next((line.removeprefix(_BASKET) for line in text.splitlines() if line.startswith(_BASKET)), "")
    blocks: list[Block] = []
    for line in text.splitlines():
        head = _HEAD.match(line)
        if head is not None:
            blocks.append(Block(head["home"], head["ags"], head["state"], f"{line}\n"))
        elif blocks:
            last = blocks[-1]
            blocks[-1] = Block(last.home, last.ags, last.state, f"{last.text}{line}\n")
    return version, blocks


class Sheet:
    """The file under way: every block is written as soon as it is known, and all are sorted at the end."""

    def __init__(self, path: Path, scribe: Scribe, kept: Sequence[Block] = ()) -> None:
        self._path = path
        self._head = scribe.head()
        self._blocks = list(kept)
        self._write()

    def add(self, block: Block) -> None:
        """Write a block."""
        self._blocks.append(block)
        with self._path.open("a", encoding="utf-8", newline="") as file:
            file.write(block.text)

    def close(self) -> None:
        """Sort what was written."""
        self._write()

    def _write(self) -> None:
        ordered = sorted(self._blocks, key=lambda block: (block.ags == _NOBODY, block.ags, block.home))
        new = self._path.with_name(f"{self._path.name}.new")
        new.write_text(self._head + "".join(block.text for block in ordered), encoding="utf-8", newline="")
        new.replace(self._path)


def counts(finding: Finding, basket: Basket) -> Mapping[str, int]:
    """How many services were found how surely; ``none`` counts those that were not."""
    total = {"sure": 0, "likely": 0, "look": 0, "none": 0}
    for service in basket.services:
        found = finding.candidates.get(service.id, ())
        total[found[0].grade if found else "none"] += 1
    return total
