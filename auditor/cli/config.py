"""The configuration of ``auditor check``: ``[tool.auditor]`` in pyproject.toml, or auditor.yaml."""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from auditor.catalogue import table
from auditor.evidence.model import Mode, Service
from auditor.gate.model import Place
from auditor.paths import data_dir
from auditor.rulebook.errors import Problem, Report, UnreadableError, choose
from auditor.rulebook.model import Obligation
from auditor.rulebook.source import parse_yaml, read_text
from auditor.targets.address import check_address
from auditor.targets.fault import Fault
from auditor.targets.model import say as say_target

NAMES = ("auditor.yaml", "auditor.yml", "pyproject.toml")
_TOOL = ("tool", "auditor")
_VARIABLE = re.compile(r"\$\{(\w+)\}")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Journey(Service):
    """A service to check: where it starts, and which files of the repository it is made of."""

    url: Annotated[str, Field(description="Where a resident starts.")]
    key: str | None = Field(
        None, description="A name that stays when the address changes; part of every fingerprint."
    )
    paths: tuple[str, ...] = Field(
        (), description="Globs of files; with --changed-since only touched journeys run."
    )

    @model_validator(mode="after")
    def _address(self) -> Journey:
        fault = check_address(self.url)
        if isinstance(fault, Fault):
            raise ValueError(say_target(fault.key, "en", **fault.params))
        return self

    def listed(self) -> Service:
        """As the visit wants it."""
        return Service(**self.model_dump(exclude={"paths"}))


class CheckConfig(_Part):
    """Everything ``auditor check`` can be told in a file; options of the command line and variables come first."""

    journeys: tuple[Journey, ...] = ()
    mode: Mode | None = None
    fail_on: Obligation | None = None
    min_severity: Annotated[int, Field(ge=0, le=4)] | None = None
    fail_under: Annotated[float, Field(ge=0, le=100)] | None = None
    profile: str | None = None
    rules: tuple[str, ...] | None = None
    skip_rules: tuple[str, ...] | None = None
    informing: bool | None = None
    baseline: str | None = None
    format: tuple[str, ...] | None = Field(
        None, description="text, json, html, markdown, sarif, junit, … or KIND=FILE."
    )
    out: str | None = None
    lang: Literal["de", "en"] | None = None
    submit_host: tuple[str, ...] | None = None
    account_host: tuple[str, ...] | None = None
    viewport: str | None = Field(None, description="Size of the desktop view, such as 1366x768.")
    allow_robots: tuple[str, ...] | None = None
    delay: Annotated[float, Field(ge=0)] | None = None
    jobs: Annotated[int, Field(ge=1)] | None = None
    pages: Annotated[int, Field(ge=1)] | None = None
    wait: Annotated[float, Field(ge=0)] | None = Field(
        None, description="Seconds to wait for the server to answer."
    )
    headers: dict[str, dict[str, str]] = Field(
        {},
        description="Host → header → value, added to requests to that host; ${NAME} is taken from the environment.",
    )
    data: dict[str, str | tuple[str, ...]] = Field(
        {}, description="Meaning of a field → value(s) to fill in."
    )


class ConfigError(Exception):
    """The configuration cannot be used; one line for every mistake, with file, line and remedy."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True)
class Loaded:
    """A configuration and where each journey stands in it; ``path`` is None where there is no file."""

    config: CheckConfig
    path: Path | None = None
    places: tuple[Place, ...] = ()

    def defaults(self) -> dict[str, Any]:
        """Values of options, as click wants its defaults."""
        data = self.config.model_dump(mode="json", exclude_none=True, exclude={"journeys", "headers", "data"})
        for key in ("baseline", "out"):  # relative to the file, not to where the command is called
            if key in data and self.path is not None:
                data[key] = str(self.path.parent / data[key])
        return data


def find_config(folder: Path) -> Path | None:
    """The configuration of a folder: auditor.yaml, else pyproject.toml if it speaks of us."""
    for name in NAMES:
        path = folder / name
        if path.is_file() and (path.suffix != ".toml" or _speaks_of_us(path)):
            return path
    return None


def _speaks_of_us(path: Path) -> bool:
    try:
        return "auditor" in tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
        return False  # not our file to complain about


def load_config(path: Path) -> Loaded:
    """Read and validate a configuration.

    Raises:
        ConfigError: it cannot be read, has unknown keys or wrong values, or names a variable that is not set.
    """
    report = Report(str(path))
    loaded = None
    try:
        data, line = _toml(path, report) if path.suffix == ".toml" else _yaml(path, report)
        loaded = _validated(data, line, path, report)
    except UnreadableError:
        pass
    except OSError as error:
        report.add(1, error.strerror or str(error), "check the name of the file")
    if report.problems or loaded is None:
        raise ConfigError(report.problems)
    return loaded


def _yaml(path: Path, report: Report) -> tuple[dict[str, Any], Any]:
    text = read_text(path, report)
    source = parse_yaml(text if text.strip() else "{}", report)
    return source.plain(), lambda keys: _yaml_line(text, keys, source.line)


def _yaml_line(text: str, keys: tuple[str | int, ...], of_key: Any) -> int:
    """The line of a key; of a list the line of its item."""
    names = tuple(str(k) for k in keys if isinstance(k, str))
    number = next((k for k in keys if isinstance(k, int)), None)
    line = int(of_key(*names[:1]))
    if number is None:
        return line
    items = [n for n, raw in enumerate(text.split("\n"), 1) if n > line and re.match(r"\s*-\s", raw)]
    return items[number] if number < len(items) else line


def _toml(path: Path, report: Report) -> tuple[dict[str, Any], Any]:
    text = read_text(path, report)
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise report.stop(int(at[1]) if at else 1, str(error), "correct the TOML") from None
    return whole.get("tool", {}).get("auditor", {}), lambda keys: _toml_line(text, keys)


def _toml_line(text: str, keys: tuple[str | int, ...]) -> int:
    """The line of a key below ``[tool.auditor]``; of a journey the line of its table."""
    lines = text.split("\n")
    start = next((n for n, raw in enumerate(lines, 1) if re.match(r"\s*\[+tool\.auditor", raw)), 1)
    if keys[:1] == ("journeys",) and len(keys) > 1 and isinstance(keys[1], int):
        tables = [n for n, raw in enumerate(lines, 1) if re.match(r"\s*\[\[tool\.auditor\.journeys\]\]", raw)]
        start = tables[keys[1]] if keys[1] < len(tables) else start
    name = next((str(k) for k in reversed(keys) if isinstance(k, str)), "")
    found = (
        n for n, raw in enumerate(lines, 1) if n >= start and re.match(rf"\s*{re.escape(name)}\s*=", raw)
    )
    return next(found, start)


def _validated(data: dict[str, Any], line: Any, path: Path, report: Report) -> Loaded | None:
    data = {str(key).replace("-", "_"): value for key, value in data.items()}
    try:
        config = CheckConfig.model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            report.add(line(detail["loc"]), *_told(detail))
        return None
    for meaning in config.data:
        if meaning not in _meanings():
            report.add(
                line(("data",)), f"“data.{meaning}” is no meaning of a field", choose(meaning, _meanings())
            )
    headers = {host: _from_environment(own, line, report) for host, own in config.headers.items()}
    places = tuple(Place(str(path), line(("journeys", n))) for n in range(len(config.journeys)))
    return Loaded(config.model_copy(update={"headers": headers}), path, places)


def _meanings() -> frozenset[str]:
    """What a field may ask for, as the walk knows it."""
    return frozenset(table(data_dir("rules") / "tables" / "fields.yaml"))


def _told(detail: Any) -> tuple[str, str]:
    name = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        known = Journey.model_fields if detail["loc"][0] == "journeys" else CheckConfig.model_fields
        return f"unknown key “{name}”", choose(str(detail["loc"][-1]), known)
    return f"“{name}”: {detail['msg']}", "see docs/check.md"


def _from_environment(own: dict[str, str], line: Any, report: Report) -> dict[str, str]:
    """Values with ``${NAME}`` replaced, so that no secret stands in a file."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in os.environ:
            report.add(
                line(("headers",)), f"the variable {match[1]} is not set", f"set {match[1]} for this job"
            )
        return os.environ.get(match[1], "")

    return {name: _VARIABLE.sub(value, text) for name, text in own.items()}


def config_schema_text() -> str:
    """The JSON schema of auditor.yaml as it is published under ``docs/schema``."""
    schema = CheckConfig.model_json_schema()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "din66336-auditor configuration",
    }
    return (
        json.dumps(
            {**head, **{k: v for k, v in schema.items() if k != "title"}}, ensure_ascii=False, indent=2
        )
        + "\n"
    )
