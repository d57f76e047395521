"""``auditor setup``: find a browser, or get one, and say what was done."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
from playwright.sync_api import sync_playwright

from auditor.cli.exit import USAGE
from auditor.visit.browser import ENV, BrowserMissingError, find, start_once
from auditor.visit.settings import VisitSettings

_DEBIAN = ("chromium-headless-shell", "chromium")


@click.command("setup")
@click.option(
    "--browser", type=click.Path(path_type=Path), help="Browser to use, instead of looking for one."
)
@click.option("--quiet", is_flag=True, help="Say nothing when a browser is there already.")
def command(browser: Path | None, quiet: bool) -> None:
    """Find a browser on this machine, else download Playwright's, else install Debian's."""
    if quiet and _found(browser):
        return
    try:
        version = _working(browser)
    except BrowserMissingError as error:
        if browser is not None:
            raise click.ClickException(str(error)) from error
        version = _get_one()
    click.echo(f"✓ {version}")


def _found(browser: Path | None) -> bool:
    try:
        find(_playwright_path(), browser)
    except BrowserMissingError:
        return False
    return True


def _playwright_path() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _working(browser: Path | None) -> str:
    """Start the browser once; its origin, path and version."""
    return asyncio.run(start_once(VisitSettings(browser=browser)))


def _get_one() -> str:
    """Try the ways to a browser one after the other, saying what is done."""
    tries: list[str] = []
    for name, way in (("Playwright", _playwright_download), ("Debian", _debian_packages)):
        click.echo(f"… {name}")
        if problem := way():
            tries.append(f"{name}: {problem}")
            click.echo(f"  {problem}")
            continue
        try:
            return _working(None)
        except BrowserMissingError as error:
            tries.append(f"{name}: {error}")
    click.echo(
        "No browser could be set up. Install Chrome, Chromium or Edge, "
        f"or name one with --browser PATH or {ENV}=PATH.\n" + "\n".join(f"- {t}" for t in tries),
        err=True,
    )
    raise SystemExit(USAGE)


def _playwright_download() -> str:
    """Let Playwright fetch its own headless shell; what went wrong, or nothing."""
    command_line = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    done = subprocess.run(command_line, check=False, capture_output=True, text=True, timeout=600)  # noqa: S603
    return "" if done.returncode == 0 else (done.stderr or done.stdout).strip().splitlines()[0][:200]


def _debian_packages() -> str:
    """Install Chromium's headless shell with apt when we are root on Debian or Ubuntu."""
    apt = shutil.which("apt-get")
    if apt is None:
        return "apt-get is not on this machine"
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return f"needs root: sudo apt-get install {_DEBIAN[0]}"
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([apt, "update", "-q"], check=False, env=environment, capture_output=True)  # noqa: S603
    for package in _DEBIAN:
        line = [apt, "install", "-yq", "--no-install-recommends", package]
        done = subprocess.run(line, check=False, env=environment, capture_output=True, text=True)  # noqa: S603
        if done.returncode == 0:
            return ""
    return done.stderr.strip().splitlines()[-1][:200] if done.stderr.strip() else "apt-get failed"
