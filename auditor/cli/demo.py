"""``auditor demo``: serves the made-up municipalities until stopped, or audits them."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event
from typing import Any

import click

from auditor.cli import audit
from auditor.cli.exit import INCOMPLETE, INTERNAL, OK
from auditor.cli.words import LANGS
from auditor.demo import Demo, differences, serve, targets, write_csv, write_ranking
from auditor.demo.content import towns
from auditor.evidence.model import Mode

#: Where the demo is served unless told otherwise or taken: addresses stay the same from run to run.
_PORT = 8366


@click.command("demo")
@click.option(
    "--port", type=click.IntRange(1, 65535), help=f"Port to serve on.  [default: {_PORT}, else a free one]"
)
@click.option(
    "--targets",
    "target_file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("demo-targets.csv"),
    show_default=True,
    help="Where to write the list of the demo's services, ready for auditor audit.",
)
@click.option(
    "--later", is_flag=True, help="Show the demo as it is a month later: some services have changed."
)
@click.option("--audit", "audited", is_flag=True, help="Audit the demo and stop, instead of serving it.")
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Folder for the report, with --audit.",
)
@click.option(
    "--lang", type=click.Choice(LANGS), default="de", show_default=True, help="Language of the report."
)
@click.option(
    "--mode",
    type=click.Choice([m.value for m in Mode]),
    default=Mode.OBSERVE.value,
    show_default=True,
    help="As in auditor audit.",
)
@click.pass_context
def command(
    context: click.Context,
    /,
    port: int | None,
    target_file: Path,
    later: bool,
    audited: bool,
    **audit_as: Any,
) -> None:
    """Serve three made-up municipalities on this machine, for a first look and for tests.

    With --audit, audit them and compare the verdicts with the demo's own labels: exit code 0 if all are right.
    """
    with _serve(port, later) as demo:
        if audited:
            context.exit(_audit(demo, later, **audit_as))
        write_csv(demo.port, target_file)
        for town in towns().values():
            click.echo(f"{town.name:<22} {demo.base(town.key)}/")
        click.echo(
            f"\n{len(targets(demo.port))} services listed in {target_file}. Audit them from another terminal:"
        )
        click.echo(f"  auditor audit {target_file} --delay 0\n\nStop with Ctrl-C.")
        _wait()
    click.echo("Stopped.")


def _serve(port: int | None, later: bool) -> Demo:
    if port is None:
        try:
            return serve(_PORT, later=later)
        except OSError:
            return serve(0, later=later)
    try:
        return serve(port, later=later)
    except OSError as error:
        raise click.UsageError(
            f"Port {port} cannot be used ({error.strerror}). Choose another with --port."
        ) from error


def _audit(demo: Demo, later: bool, *, out: Path, lang: str, mode: str) -> int:
    """Audit the demo's own list; its one broken service is meant to be unmeasurable."""
    listed = write_csv(demo.port, out / "demo-targets.csv")
    offers = write_ranking(out)
    line = [str(listed), str(offers), "--out", str(out), "--lang", lang, "--mode", mode, "--delay", "0"]
    code = int(audit.command.main(args=line, prog_name="auditor audit", standalone_mode=False) or OK)
    if code not in {OK, INCOMPLETE}:
        return code
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    wrong = differences(results, Mode(mode), later=later)
    for sentence in wrong:
        click.echo(f"✗ {sentence}", err=True)
    if not wrong:
        click.echo(f"✓ {len(results['services'])} verdicts as the labels of the demo say")
    return INTERNAL if wrong else OK


def _wait() -> None:
    """Until Ctrl-C. With a time limit, because an endless wait cannot be interrupted on Windows."""
    forever = Event()
    try:
        while not forever.wait(0.5):
            pass
    except KeyboardInterrupt:
        return
