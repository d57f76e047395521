"""Writes a table as CSV, JSON and Parquet at once, row by row, always with the same bytes for the same rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from auditor.publish.clean import cell, clean
from auditor.publish.opendata.schema import Column, Level

BATCH = 5_000  # rows that wait in memory for Parquet

_ARROW: dict[str, Any] = {
    "text": pa.string(),
    "month": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "date": pa.date32(),
    "moment": pa.timestamp("s", tz="UTC"),
    "list": pa.list_(pa.string()),
}


class _Writer(Protocol):
    def __enter__(self) -> _Writer: ...

    def __exit__(self, *_: object) -> None: ...

    def row(self, values: Sequence[Any]) -> None:
        """Write one row; values are plain and in the order of the columns."""


def write_table(
    level: Level, rows: Iterable[Mapping[str, object]], folder: Path, forms: Sequence[str]
) -> None:
    """Write ``<level>.<form>`` for each form.

    Raises:
        KeyError: a row lacks a column.
        OSError: the folder cannot be written.
    """
    with ExitStack() as stack:
        writers = [
            stack.enter_context(_WRITERS[form](folder / f"{level.id}.{form}", level)) for form in forms
        ]
        for row in rows:
            values = [_plain(column, row[column.name]) for column in level.columns]
            for writer in writers:
                writer.row(values)


def _plain(column: Column, value: Any) -> Any:
    """The value as every format holds it: rounded, in UTC, without characters that hide or reorder text."""
    if value is None:
        return [] if column.type == "list" else None
    match column.type:
        case "decimal":
            return round(float(value), column.digits) + 0.0  # never minus zero
        case "moment":
            return value.astimezone(UTC).replace(microsecond=0)
        case "list":
            return [clean(str(each)) for each in value]
        case "text" | "month":
            return clean(str(value))
        case _:
            return value


class _Csv:
    """RFC 4180 in UTF-8: commas, CRLF, decimal points; texts that a spreadsheet would run get an apostrophe."""

    def __init__(self, path: Path, level: Level) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._csv = csv.writer(self._file, lineterminator="\r\n")
        self._csv.writerow([column.name for column in level.columns])

    def __enter__(self) -> _Csv:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def row(self, values: Sequence[Any]) -> None:
        self._csv.writerow([_in_csv(value) for value in values])


def _in_csv(value: Any) -> Any:
    if isinstance(value, list):
        return cell(" ".join(value))
    if isinstance(value, str):
        return cell(value)
    return _in_json(value)


class _Json:
    """One array, a row a line."""

    def __init__(self, path: Path, level: Level) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._names = [column.name for column in level.columns]
        self._joint = "[\n"

    def __enter__(self) -> _Json:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.write("[]\n" if self._joint == "[\n" else "\n]\n")
        self._file.close()

    def row(self, values: Sequence[Any]) -> None:
        entry = dict(zip(self._names, map(_in_json, values), strict=True))
        self._file.write(self._joint + json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
        self._joint = ",\n"


def _in_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


class _Parquet:
    """Typed columns, zstd; the meanings stand with the columns."""

    def __init__(self, path: Path, level: Level) -> None:
        self._schema = pa.schema(
            [
                pa.field(
                    c.name,
                    _ARROW[c.type],
                    metadata={"description.de": c.meaning.de, "description.en": c.meaning.en},
                )
                for c in level.columns
            ]
        )
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[Sequence[Any]] = []

    def __enter__(self) -> _Parquet:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self._writer.close()

    def row(self, values: Sequence[Any]) -> None:
        self._rows.append(values)
        if len(self._rows) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [pa.array(c, f.type) for c, f in zip(columns, self._schema, strict=True)]
            self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))
            self._rows = []


_WRITERS: dict[str, Any] = {"csv": _Csv, "json": _Json, "parquet": _Parquet}
