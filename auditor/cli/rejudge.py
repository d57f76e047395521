"""``auditor rejudge``: judges kept evidence again, without a browser."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, cast

import click

from auditor.attest.model import Sheet
from auditor.attest.pair import attach
from auditor.cli.exit import INCOMPLETE, OK
from auditor.cli.globs import expand
from auditor.cli.sheets import attestations_option, load_sheets, tell_strangers
from auditor.cli.terminal import Terminal
from auditor.cli.words import LANGS
from auditor.evidence.bundle import open_bundle
from auditor.evidence.slug import slugify
from auditor.fleet.passport import passport_of
from auditor.judge.result import ServiceResult
from auditor.judge.run import judge
from auditor.publish import load_publisher, publish
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Lang, Rulebook
from auditor.store import StoredResult

_WORTH_A_PROCESS = 20  # bundles; below that starting processes takes longer than judging


@dataclass(frozen=True)
class Options:
    """The options of one call."""

    out: Path
    rules: Path | None
    lang: str
    publisher: Path | None
    attestations: tuple[Path, ...]
    quiet: bool


@dataclass(frozen=True)
class Kept:
    """A bundle, its place in the list of its run, its name and the settings it was measured with."""

    path: Path
    position: int
    slug: str
    config: str


@click.command()
@click.argument("bundles", nargs=-1, required=True, metavar="BUNDLE…")
@click.option(
    "-o", "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"), show_default=True
)
@click.option(
    "--rules", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Another rulebook."
)
@click.option(
    "--lang", type=click.Choice(LANGS), default="de", show_default=True, help="Language of the report."
)
@click.option(
    "--publisher",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML with who answers for the report: name, address, email …",
)
@attestations_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_context
def command(context: click.Context, /, bundles: tuple[str, ...], **options: Any) -> None:
    """Judge kept evidence again, without a browser, e.g. after a rule was corrected."""
    chosen = Options(**options)
    terminal = Terminal(chosen.lang, quiet=chosen.quiet)
    kept = _read([Path(name) for name in expand(bundles)])
    if _mixed(kept):
        terminal.say("twice-in-list")
    rulebook = load_rulebook(chosen.rules)
    answers = load_publisher(chosen.publisher) if chosen.publisher else None
    sheets = load_sheets(chosen.attestations, rulebook)
    terminal.say("judging", count=len(kept))
    results = _judge_all(kept, rulebook, chosen.rules, sheets)
    tell_strangers(sheets, results, terminal)
    stored = [
        StoredResult(position, result, _adopt(each, chosen.out))
        for position, (each, result) in enumerate(zip(kept, results, strict=True))
    ]
    configs = sorted({each.config for each in kept})
    config = configs[0] if len(configs) == 1 else ""
    publish(stored, rulebook, chosen.out, cast("Lang", chosen.lang), config=config, publisher=answers)
    terminal.summary(results, chosen.out / "index.html")
    context.exit(OK if all(result.measured for result in results) else INCOMPLETE)


def _read(paths: Iterable[Path]) -> list[Kept]:
    """All bundles in the order of their run; every one is checked before anything is judged.

    Raises:
        BundleError: a file is no bundle; names it.
    """
    kept = []
    taken: Counter[str] = Counter()
    for path in dict.fromkeys(paths):
        with open_bundle(path) as bundle:
            passport = passport_of(bundle)
        if passport is None:
            kept.append(Kept(path, -1, slugify(path.stem), ""))
        else:
            kept.append(Kept(path, passport.position, slugify(passport.slug), passport.config))
    # bundles without a place come last, in the order given
    kept.sort(key=lambda each: (each.position < 0, each.position))
    return [_named_apart(each, taken) for each in kept]


def _named_apart(kept: Kept, taken: Counter[str]) -> Kept:
    taken[kept.slug] += 1
    number = taken[kept.slug]
    return kept if number == 1 else Kept(kept.path, kept.position, f"{kept.slug}-{number}", kept.config)


def _mixed(kept: Sequence[Kept]) -> bool:
    places = [each.position for each in kept if each.position >= 0]
    return len(set(places)) < len(places)


def _judge_all(
    kept: Sequence[Kept], rulebook: Rulebook, rules: Path | None, sheets: Sequence[Sheet]
) -> list[ServiceResult]:
    workers = min(os.cpu_count() or 1, len(kept) // _WORTH_A_PROCESS)
    if workers < 2:
        return [_judge(each, rulebook, sheets) for each in kept]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(partial(_judge_apart, rules=rules, sheets=sheets), kept, chunksize=4))


def _judge(kept: Kept, rulebook: Rulebook, sheets: Sequence[Sheet]) -> ServiceResult:
    """The verdict, with what people said of the service that still held on the day of the visit."""
    with open_bundle(kept.path) as bundle:
        result = judge(bundle.evidence, rulebook, kept.slug)
        return attach(result, sheets, rulebook, bundle.evidence.started.date())


_rulebook = cache(load_rulebook)


def _judge_apart(kept: Kept, rules: Path | None, sheets: Sequence[Sheet]) -> ServiceResult:
    """In a process of its own, which reads the rulebook once."""
    return _judge(kept, _rulebook(rules), sheets)


def _adopt(kept: Kept, out: Path) -> Path:
    """The evidence beside the new report, so that its links lead somewhere."""
    target = out / "evidence" / f"{kept.slug}.zip"
    if not (target.exists() and target.samefile(kept.path)):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept.path, target)
    return target
