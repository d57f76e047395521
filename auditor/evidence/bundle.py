"""One service's evidence on disk: a zip of evidence.json, screenshots and DOM.

Same content, same bytes: entries are sorted, dates fixed. A bundle appears under its name only when it is whole.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from types import TracebackType

from pydantic import ValidationError

from auditor.evidence.model import FORMAT, Evidence

_EVIDENCE = "evidence.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STORED = (".jpg", ".png", ".webp")  # already compressed
MAX_ENTRY = 200_000_000


class BundleError(Exception):
    """A bundle that cannot be read; the message names the file and the remedy."""


class BundleWriter:
    """Collects files and writes them with the evidence in one go.

    Nothing is on disk until :meth:`close`, so an interrupted visit leaves no half bundle.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files: dict[str, bytes] = {}

    def add(self, name: str, data: bytes) -> str:
        """Keep a file under ``name`` (forward slashes) and return that name."""
        self._files[name] = data
        return name

    def close(self, evidence: Evidence) -> Path:
        """Write the bundle beside its final name, then rename it.

        Raises:
            OSError: the disk is full or the folder not writable; no file is left behind.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_name(self.path.name + ".part")
        files = {**self._files, _EVIDENCE: evidence.model_dump_json(indent=1).encode()}
        try:
            with part.open("wb") as handle:
                with zipfile.ZipFile(handle, "w") as archive:
                    for name in sorted(files):
                        _write(archive, name, files[name])
                handle.flush()
                os.fsync(handle.fileno())
            part.replace(self.path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        return self.path


def _write(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)


class Bundle:
    """A bundle opened for reading; a context manager."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, evidence: Evidence) -> None:
        self.path = path
        self.evidence = evidence
        self._archive = archive

    def read(self, name: str) -> bytes:
        """A file of the bundle.

        Raises:
            KeyError: there is no such file.
            BundleError: the file is damaged or larger than any auditor writes.
        """
        return _read(self._archive, name, self.path)

    def names(self) -> tuple[str, ...]:
        """Names of all files but the evidence itself."""
        return tuple(n for n in self._archive.namelist() if n != _EVIDENCE)

    def close(self) -> None:
        """Release the file."""
        self._archive.close()

    def __enter__(self) -> Bundle:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _read(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    if archive.getinfo(name).file_size > MAX_ENTRY:
        raise BundleError(
            f"{path}: {name} is larger than {MAX_ENTRY} bytes; this is no bundle of the auditor"
        )
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise BundleError(f"{path}: {name} is damaged ({error}); audit the service again") from error


def open_bundle(path: Path) -> Bundle:
    """Open a bundle and validate its evidence.

    Raises:
        BundleError: no such file, no zip, no evidence in it, or of another format version.
    """
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise BundleError(f"{path}: no such file") from error
    except (zipfile.BadZipFile, OSError) as error:
        raise BundleError(f"{path}: not a zip file ({error}); audit the service again") from error
    try:
        return Bundle(path, archive, _evidence(archive, path))
    except BaseException:
        archive.close()
        raise


def _evidence(archive: zipfile.ZipFile, path: Path) -> Evidence:
    try:
        raw = _read(archive, _EVIDENCE, path)
    except KeyError as error:
        raise BundleError(f"{path}: holds no {_EVIDENCE}; this is no bundle of the auditor") from error
    try:
        return Evidence.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BundleError(
            f"{path}: evidence does not fit format {FORMAT} at {place or 'the top'}: {first['msg']}; "
            "judge it with the version that wrote it, or audit the service again"
        ) from error
