"""What a call of ``auditor check`` asks for: services, rules, kinds of answers; refused if it makes no sense."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from auditor.cli.check_options import KINDS, Options
from auditor.cli.config import Loaded
from auditor.cli.exit import RefusedError
from auditor.cli.globs import expand
from auditor.cli.listed import MOST, tell_listed
from auditor.cli.terminal import Terminal
from auditor.cli.words import say
from auditor.evidence.model import Service
from auditor.gate.model import Place
from auditor.rulebook.errors import choose
from auditor.rulebook.model import Rulebook
from auditor.targets import TargetError, load_targets


@dataclass(frozen=True)
class Listed:
    """A service to check, where it was listed, and the files it is made of."""

    service: Service
    place: Place
    paths: tuple[str, ...] = ()


def refuse_unknown(options: Options, rulebook: Rulebook) -> None:
    """A rule nobody knows would switch the gate off without a word."""
    ids = [rule.id for rule in rulebook.rules]
    for name in (*options.rules, *options.skip_rules):
        if not any(fnmatchcase(rule_id, name) for rule_id in ids):
            raise RefusedError(
                say("unknown-rule", options.lang, rule=name, hint=choose(name, ids).splitlines()[0][:120])
            )


def rung_of(options: Options, rulebook: Rulebook) -> str | None:
    """The rung asked for, by id or by its German or English name.

    Raises:
        RefusedError: there is none of this name.
    """
    if options.profile is None:
        return None
    names = {n.casefold(): p.id for p in rulebook.profiles for n in (p.id, p.title.de, p.title.en)}
    if options.profile.casefold() not in names:
        known = ", ".join(p.title[options.lang] for p in rulebook.profiles)
        raise RefusedError(say("unknown-rung", options.lang, rung=options.profile, known=known))
    return names[options.profile.casefold()]


def outputs_of(options: Options) -> list[tuple[str, Path | None]]:
    """Formats and where each goes; None is standard output.

    Raises:
        RefusedError: an unknown format, html without a folder, or two for standard output.
    """
    found: list[tuple[str, Path | None]] = []
    for text in options.format:
        kind, _, name = text.partition("=")
        if kind not in KINDS:
            raise RefusedError(say("unknown-format", options.lang, format=kind, known=", ".join(KINDS)))
        if kind == "html" and not name:
            raise RefusedError(say("html-folder", options.lang))
        found.append((kind, Path(name) if name else None))
    if sum(path is None for _, path in found) > 1 and {k for k, p in found if p is None} - {"text", "github"}:
        raise RefusedError(say("one-output", options.lang))
    return found


def services_of(targets: Sequence[str], loaded: Loaded, options: Options, terminal: Terminal) -> list[Listed]:
    """Services from the command line, else from the configuration.

    Raises:
        TargetError: an address is none, or a list has mistakes.
        RefusedError: nothing is named anywhere.
    """
    if targets:
        read = load_targets(expand(targets))
        if read.problems:
            raise TargetError(read.problems)
        tell_listed(read, terminal.note, options.lang, most=MOST)
        return [Listed(t.service, Place(t.place.source, t.place.line or 1)) for t in read.targets]
    journeys = loaded.config.journeys
    if not journeys:
        raise RefusedError(say("nothing-to-check", options.lang))
    return [Listed(j.listed(), place, j.paths) for j, place in zip(journeys, loaded.places, strict=True)]


def touched(listed: list[Listed], options: Options) -> list[Listed]:
    """With --changed-since, the services one of whose files has changed; one without paths always runs."""
    if options.changed_since is None:
        return listed
    line = ["git", "diff", "--name-only", "--relative", options.changed_since, "--"]
    try:
        done = subprocess.run(line, capture_output=True, text=True, check=True)  # noqa: S603 - no shell
    except (OSError, subprocess.CalledProcessError) as error:
        detail = getattr(error, "stderr", "") or str(error)
        raise RefusedError(
            say("git-failed", options.lang, ref=options.changed_since, detail=detail.strip().splitlines()[0])
        ) from error
    changed = done.stdout.splitlines()
    return [
        each
        for each in listed
        if not each.paths or any(fnmatchcase(name, glob) for name in changed for glob in each.paths)
    ]
