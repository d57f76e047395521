"""Changes as a table that people can read, mend and keep beside the register: ``changes.csv``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from auditor.targets.fault import Fault
from auditor.targets.model import Place, Problem
from auditor.targets.register.changes import KINDS, Change, Changes, contradictions
from auditor.targets.register.model import RegisterError
from auditor.targets.text import decode
from auditor.targets.values import check_ags

COLUMNS = ("date", "old_ags", "old_name", "new_ags", "new_name", "kind", "share")
_NEEDED = ("date", "old_ags", "new_ags", "kind")
_DELIMITERS = ";,\t"
_SHARE = re.compile(r"0|1|0?[.,][0-9]+|1[.,]0+")


class ChangesError(RegisterError):
    """A table of changes cannot be read or contradicts itself; nothing of it is used."""

    summary = "changes-summary"


def load_changes(path: Path) -> Changes:
    """The changes in a table.

    Raises:
        ChangesError: the file cannot be read, has mistakes, or says things that cannot all be true.
    """
    rows = list(_rows(_text(path)))
    problems = [_problem(path, line, item) for line, item in rows if isinstance(item, Fault)]
    if problems:
        raise ChangesError(problems)
    changes = [(line, item) for line, item in rows if isinstance(item, Change)]
    told = contradictions([change for _, change in changes])
    problems = [_problem(path, changes[index][0], fault) for index, fault in told]
    if problems:
        raise ChangesError(problems)
    return Changes(change for _, change in changes)


def changes_csv(changes: Iterable[Change]) -> str:
    """The table: semicolons, one change a line, in the order of the days."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in sorted(changes, key=lambda each: (each.day, each.old, each.new)):
        share = "" if each.share is None else f"{each.share:.4f}".rstrip("0").rstrip(".")
        row = (each.day.isoformat(), each.old, each.old_name, each.new, each.new_name, each.kind, share)
        writer.writerow(row)
    return out.getvalue()


def _problem(path: Path, line: int | None, fault: Fault) -> Problem:
    return Problem(Place(str(path), line), fault.key, fault.params, fault.hint)


def _text(path: Path) -> str:
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        detail = error.strerror or str(error)
        text = Fault("unreadable", "mend-missing", {"detail": detail})
    if isinstance(text, Fault):
        raise ChangesError([_problem(path, None, text)])
    return text


def _rows(text: str) -> Iterator[tuple[int, Change | Fault]]:
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            here, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
                continue
            if names is not None:
                yield here, _change(names, cells)
                continue
            names = [cell.strip().lower() for cell in cells]
            missing = [name for name in _NEEDED if name not in names]
            if missing:
                yield here, Fault("change-columns", "mend-change-columns", _columns(missing))
                return
    except csv.Error as error:
        yield line, Fault("broken-table", "mend-quotes", {"detail": str(error)})
    if names is None:
        yield 1, Fault("change-columns", "mend-change-columns", _columns(_NEEDED))


def _columns(missing: Iterable[str]) -> dict[str, str]:
    return {"value": ", ".join(missing), "known": ";".join(COLUMNS)}


def _change(names: list[str], cells: list[str]) -> Change | Fault:
    if len(cells) > len(names):
        params = {"count": str(len(cells)), "expected": str(len(names)), "delimiter": ";"}
        return Fault("too-many-cells", "mend-cells", params)
    values = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
    old, new = (check_ags(values.get(column, "")) for column in ("old_ags", "new_ags"))
    if isinstance(old, Fault):
        return old
    if isinstance(new, Fault):
        return new
    return _checked(values, old, new)


def _checked(values: Mapping[str, str], old: str, new: str) -> Change | Fault:
    kind, share = values.get("kind", ""), values.get("share", "")
    try:
        day = date.fromisoformat(values.get("date", ""))
    except ValueError:
        return Fault("gv-date", "mend-change-date", {"value": values.get("date", "")})
    if kind not in KINDS:
        return Fault("change-kind", "mend-change-kind", {"value": kind, "known": ", ".join(KINDS)})
    if (old == new) != (kind == "renamed"):
        params = {"value": old, "other": new, "kind": kind}
        if old == new:
            return Fault("change-same", "mend-change-same", params)
        return Fault("change-other", "mend-change-other", params)
    if share and not _SHARE.fullmatch(share):
        return Fault("change-share", "mend-change-share", {"value": share})
    fraction = float(share.replace(",", ".")) if share else None
    names = values.get("old_name", ""), values.get("new_name", "")
    return Change(day, old, names[0], new, names[1], kind, fraction)
