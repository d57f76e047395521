"""Which settings make two runs different."""

import json
from dataclasses import fields, replace
from pathlib import Path

from auditor.fleet.config import config_of, differing
from auditor.visit.settings import Limits, VisitSettings

BASE = VisitSettings()


def test_it_is_plain_json_and_the_same_every_time() -> None:
    config = config_of(replace(BASE, robots_exempt=frozenset({"b", "a"})), "r1")
    assert json.loads(json.dumps(config)) == config
    assert config["robots_exempt"] == ["a", "b"]
    assert config["rulebook"] == "r1"


def test_where_the_browser_lies_makes_no_difference() -> None:
    assert config_of(replace(BASE, browser=Path("x"), hosts={"a": "b"}), "r") == config_of(BASE, "r")


def test_differences_are_named(tmp_path: Path) -> None:
    script = tmp_path / "axe.js"
    script.write_text("1", encoding="utf-8")
    other = replace(BASE, delay=3.0, axe=script, limits=replace(Limits(), quiet=9.0))
    assert differing(config_of(BASE, "r1"), config_of(other, "r2")) == ("axe", "delay", "limits", "rulebook")


def test_every_setting_is_considered() -> None:
    left_out = {field.name for field in fields(VisitSettings)} - set(config_of(BASE, "r"))
    assert left_out == {"axe", "browser", "headers", "hosts", "sandbox"}
