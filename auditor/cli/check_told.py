"""What ``auditor check`` writes: its answer in every format asked for, and a bundle for bug reports."""

from __future__ import annotations

import json
import platform
import sys
import zipfile
from collections.abc import Iterable, Sequence
from importlib.metadata import distributions
from pathlib import Path

import click

from auditor.cli.check_options import Options
from auditor.cli.log import close_log
from auditor.publish import publish
from auditor.publish.contract import results_json
from auditor.publish.formats import FORMATS
from auditor.publish.formats.report import CheckReport
from auditor.rulebook.model import Rulebook
from auditor.store import StoredResult


def write(
    options: Options,
    rulebook: Rulebook,
    outputs: Sequence[tuple[str, Path | None]],
    report: CheckReport,
    results: Sequence[StoredResult],
    config: str,
) -> None:
    """Write results.json, every output that was asked for, and the bundle for a bug report."""
    data = results_json(results, report.words, {}, config)
    _save(options.out / "results.json", data)
    for kind, path in outputs:
        if kind == "html" and path is not None:
            publish(results, rulebook, path, report.words.catalogue.lang, config=config)
            continue
        text = data if kind == "json" else FORMATS[kind](report)
        if path is None:
            click.echo(text, nl=False)
        else:
            _save(path, text)
    if options.debug_bundle is not None:
        close_log()
        _debug_bundle(options.debug_bundle, options.out, results, data)


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _debug_bundle(path: Path, out: Path, results: Iterable[StoredResult], data: str) -> None:
    """Evidence, log, results and versions; no option, header or variable, for those may be secrets."""
    packages = sorted(f"{d.metadata['Name']} {d.version}" for d in distributions())
    about = {"python": sys.version, "platform": platform.platform(), "packages": packages}
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.json", json.dumps(about, indent=1))
        archive.writestr("results.json", data)
        for each in results:
            if each.bundle is not None and each.bundle.is_file():
                archive.write(each.bundle, f"evidence/{each.bundle.name}")
        log = out / "auditor.log"
        if log.is_file():
            archive.write(log, "auditor.log")
