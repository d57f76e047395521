"""Writes the open data of a month, and sees to it that a published month never changes silently."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from auditor.publish.inputs import Publisher
from auditor.publish.opendata.rows import rows
from auditor.publish.opendata.schema import DICTIONARY, dictionary, levels
from auditor.publish.opendata.terms import Licence, attribution, entry, licence_of, say, tell
from auditor.ranking.model import Correction, Ranking

FOLDER = "data"
SUMS = "SHA256SUMS"
NOTES = "CORRECTIONS.txt"
LICENCE = "LICENSE"
_CHUNK = 1 << 20


class PublishedError(Exception):
    """A published month would change without a word; ``text`` says so in either language."""

    def __init__(self, key: str, **params: str) -> None:
        self.key, self.params = key, params
        super().__init__(self.text("en"))

    def text(self, lang: str = "de") -> str:
        """What is wrong, and the remedy."""
        return tell(self.key, lang, **self.params)


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of a month: ``level`` is the table (or ``dictionary``), ``form`` the format; ``size`` in bytes."""

    name: str
    level: str
    form: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the month's folder now; ``changed`` if any byte of the data did, ``checksum`` is that of all."""

    folder: Path
    files: tuple[DataFile, ...]
    changed: bool
    checksum: str


def write_month(
    ranking: Ranking,
    out: Path,
    *,
    publisher: Publisher | None = None,
    base_url: str = "",
    licence: str | None = None,
    correction: Correction | None = None,
    known: str = "",
) -> Written:
    """Write ``data/<month>/`` below ``out``, and the DCAT-AP.de description where ``base_url`` is known.

    The same ranking gives the same bytes. Nothing is touched before it is certain that it may be. ``known`` is the
    checksum the month was published with, in case that was to another folder.

    Raises:
        PublishedError: the month is published, would change, and no correction of it was given.
        PublisherError: the licence is not known.
        OSError: the folder cannot be written.
    """
    who = publisher or Publisher()
    terms = licence_of(who, licence)
    if correction is not None and correction.month != ranking.month:
        raise PublishedError("other-month", given=correction.month, month=ranking.month)
    root = out / FOLDER
    root.mkdir(parents=True, exist_ok=True)
    folder = root / ranking.month
    with TemporaryDirectory(prefix=".new-", dir=root) as made:
        new = Path(made)
        sums = _make(ranking, new, who, terms)
        old = read_sums(folder)
        differing = sorted(n for n in {*old, *sums} if old.get(n) != sums.get(n)) if old else []
        if not old and known not in {"", _checksum(sums)}:
            differing = [SUMS]
        if differing and correction is None:
            raise PublishedError("changed", month=ranking.month, files=", ".join(differing))
        folder.mkdir(exist_ok=True)
        if old and differing and correction is not None:
            _keep_old(folder, correction)
        _put(new, folder, sums, old)
    changed = sums != old
    if base_url:
        from auditor.publish.opendata.dcat import describe  # noqa: PLC0415 - rdflib is slow to load

        describe(ranking, folder, who, terms, base_url.rstrip("/"))
    return Written(folder, data_files(folder), changed, _checksum(sums))


def read_sums(folder: Path) -> dict[str, str]:
    """Checksums by file name, as published; empty if the month is not."""
    path = folder / SUMS
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}


def data_files(folder: Path) -> tuple[DataFile, ...]:
    """The tables of a published month, in the order of the levels and formats."""
    sums = read_sums(folder)
    names = [
        (f"{level.id}.{form}", level.id, form) for level in (*levels(), DICTIONARY) for form in entry("forms")
    ]
    return tuple(
        DataFile(name, level, form, (folder / name).stat().st_size, sums[name])
        for name, level, form in names
        if name in sums and (folder / name).is_file()
    )


def _make(ranking: Ranking, folder: Path, who: Publisher, licence: Licence) -> dict[str, str]:
    from auditor.publish.opendata.files import write_table  # noqa: PLC0415 - pyarrow is slow to load

    forms = tuple(entry("forms"))
    for level in levels():
        write_table(level, rows(level.id, ranking), folder, forms)
    write_table(DICTIONARY, dictionary(), folder, [form for form in forms if form != "parquet"])
    (folder / LICENCE).write_text(_licence_text(ranking.month, who, licence), encoding="utf-8", newline="\n")
    return {path.name: digest(path) for path in sorted(folder.iterdir())}


def _licence_text(month: str, who: Publisher, licence: Licence) -> str:
    return "\n".join(
        say(
            "licence",
            lang,
            name=licence.name[lang],
            url=licence.url,
            attribution=attribution(who, month, lang),
        )
        for lang in ("de", "en")
    )


def _lines(sums: Mapping[str, str]) -> str:
    return "".join(f"{value}  {name}\n" for name, value in sorted(sums.items()))


def _checksum(sums: Mapping[str, str]) -> str:
    return hashlib.sha256(_lines(sums).encode()).hexdigest()


def digest(path: Path) -> str:
    """SHA-256 of a file in hex digits."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _keep_old(folder: Path, correction: Correction) -> None:
    """Keep the sums of what is replaced, and say why it is."""
    number = sum(1 for _ in folder.glob(f"{SUMS}.*")) + 1
    shutil.copyfile(folder / SUMS, folder / f"{SUMS}.{number}")
    note = f"{correction.day.isoformat()}  ({SUMS}.{number})\n{correction.text.de}\n{correction.text.en}\n\n"
    with (folder / NOTES).open("a", encoding="utf-8", newline="\n") as file:
        file.write(note)


def _put(new: Path, folder: Path, sums: Mapping[str, str], old: Mapping[str, str]) -> None:
    """Move what differs; the sums come last, so that what was interrupted is not yet published."""
    for name in sums:
        target = folder / name
        if not target.is_file() or digest(target) != sums[name]:
            (new / name).replace(target)
    for name in set(old) - set(sums):
        (folder / name).unlink(missing_ok=True)
    if dict(old) != dict(sums):
        (new / SUMS).write_text(_lines(sums), encoding="utf-8", newline="\n")
        (new / SUMS).replace(folder / SUMS)


def published(out: Path) -> Iterator[Path]:
    """The folders of the published months, the newest first."""
    for sums in sorted((out / FOLDER).glob(f"????-??/{SUMS}"), reverse=True):
        yield sums.parent
