"""``auditor demo``: serves the made-up municipalities until stopped."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import click

from auditor.demo import serve, targets, write_csv
from auditor.demo.content import towns


@click.command("demo")
@click.option(
    "--port", default=0, show_default="free port", type=click.IntRange(0, 65535), help="Port to serve on."
)
@click.option(
    "--targets",
    "target_file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("demo-targets.csv"),
    show_default=True,
    help="Where to write the list of the demo's services, ready for auditor audit.",
)
def command(port: int, target_file: Path) -> None:
    """Serve three made-up municipalities on this machine, for a first look and for tests."""
    try:
        demo = serve(port)
    except OSError as error:
        raise click.UsageError(
            f"Port {port} ist nicht frei ({error.strerror}). Mit --port einen anderen wählen."
        ) from error
    with demo:
        write_csv(demo.port, target_file)
        for town in towns().values():
            click.echo(f"{town.name:<22} {demo.base(town.key)}/")
        click.echo(
            f"\n{len(targets(demo.port))} Leistungen stehen in {target_file}. Prüfen Sie sie in einem zweiten Fenster:"
        )
        click.echo(f"  auditor audit {target_file}\n\nBeenden mit Strg+C.")
        _wait()
    click.echo("Beendet.")


def _wait() -> None:
    """Until Ctrl-C. With a time limit, because an endless wait cannot be interrupted on Windows."""
    forever = Event()
    try:
        while not forever.wait(0.5):
            pass
    except KeyboardInterrupt:
        return
