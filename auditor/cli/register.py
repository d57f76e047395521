"""``auditor register``: the official register of municipalities, imported and asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from auditor.cli.exit import RefusedError
from auditor.cli.plain import harmless
from auditor.cli.words import LANGS, say
from auditor.targets.register import Municipality, Register, load_register, read_official, register_csv
from auditor.targets.register.model import kind_name

_FILE = Path("register.csv")
_MEMBERS = 12
_AGS = 8
_LANG = click.option("--lang", type=click.Choice(LANGS), default="de", show_default=True)


@click.group()
def command() -> None:
    """Make a table of the official register of municipalities, and look into it.

    \b
    auditor register import GV100AD….txt     the file of the Federal Statistical Office (or .xlsx) → register.csv
    auditor register show AGS|NAME           what it knows of a municipality
    auditor audit … --register register.csv  complete a list by municipality key
    """


@command.command("import")
@click.argument("source", metavar="GV100AD.TXT|GV.XLSX", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(dir_okay=False, path_type=Path), default=_FILE, show_default=True,
    help="File to write.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite a table that is already there.")
@_LANG
def import_(source: Path, out: Path, force: bool, lang: str) -> None:
    """Make a table of the register as the Federal Statistical Office publishes it: GV100AD, or the workbook of GV-ISys.

    Mistakes are named with file, line and remedy (exit code 2), and nothing is written.
    """
    if out.exists() and not force:
        raise RefusedError(say("register-exists", lang, file=out))
    register = read_official(source)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(register_csv(register), encoding="utf-8", newline="")
    count = len(register.municipalities)
    click.echo(say("register-written", lang, path=out, count=count, day=register.as_of))


@command.command()
@click.argument("wanted", metavar="AGS|NAME")
@click.option(
    "--register", "path", type=click.Path(dir_okay=False, path_type=Path), default=_FILE, show_default=True,
    help="The table, or GV100AD itself.",
)  # fmt: skip
@_LANG
def show(wanted: str, path: Path, lang: str) -> None:
    """Show what the register knows of a municipality, by key (8 or 12 digits) or by name."""
    if not path.exists():
        raise RefusedError(say("register-missing", lang, file=path))
    register = load_register(path)
    found = _found(register, wanted)
    if not found:
        raise RefusedError(_none(register, wanted, lang))
    lines = _facts(found[0], register, lang) if len(found) == 1 else _list(found, wanted, lang)
    for line in lines:
        click.echo(harmless(line))


def _found(register: Register, wanted: str) -> Sequence[Municipality]:
    if not wanted.isdigit():
        return register.named(wanted)
    one = register.municipality(wanted) if len(wanted) == _AGS else register.by_ars(wanted)
    return () if one is None else (one,)


def _none(register: Register, wanted: str, lang: str) -> str:
    parts = [say("register-no-such", lang, value=wanted)]
    near = ", ".join(f"{each.ags} {each.name}" for each in register.near(wanted))
    if near:
        parts.append(say("register-nearest", lang, near=near))
    return " ".join(parts)


def _list(found: Sequence[Municipality], wanted: str, lang: str) -> Iterator[str]:
    yield say("register-several", lang, count=len(found), value=wanted)
    for each in sorted(found, key=lambda each: each.ags):
        yield f"{each.ags} {each.name} ({each.district}, {each.land})"


def _facts(each: Municipality, register: Register, lang: str) -> Iterator[str]:
    yield each.name
    facts = {
        "register-key": each.ags,
        "register-ars": each.ars,
        "register-land": each.land,
        "register-district-name": f"{each.district} ({each.district_key})",
        "register-kind": kind_name(each.kind, lang),
        "register-population": _grouped(each.population, lang),
        "register-area": f"{_decimal(each.area_ha / 100, lang)} km²",
        **_provided(each, register, lang),
        "register-day": each.as_of.isoformat(),
    }
    yield from (f"{say(key, lang)}: {value}" for key, value in facts.items())


def _provided(each: Municipality, register: Register, lang: str) -> dict[str, str]:
    """By whom it is administered, or for whom it does that, and who else is in it."""
    group = each.association
    if group is None or not (group.shared or group.partly):
        return {}
    kind = kind_name(group.kind, lang)
    members = [member.short for member in register.members(group.key)]
    if each.provider is not None:
        carrier = register.municipality(group.carrier) if group.carrier is not None else None
        by = f"{group.name} ({kind}, {group.key})"
        if carrier is not None:
            by = f"{carrier.name} ({kind}, {carrier.ags})"
        return {"register-provider": by, "register-members": _some(members)}
    if group.partly:
        return {"register-partly": f"{group.name} ({kind}, {group.key})", "register-members": _some(members)}
    return {"register-carries": _some([name for name in members if name != each.short])}


def _some(names: Sequence[str]) -> str:
    more = [f"… ({len(names)})"] if len(names) > _MEMBERS else []
    return ", ".join([*names[:_MEMBERS], *more])


def _grouped(number: int, lang: str) -> str:
    text = f"{number:,}"
    return text if lang == "en" else text.replace(",", ".")


def _decimal(number: float, lang: str) -> str:
    text = f"{number:,.2f}"
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))
