"""Who is ranked."""

from __future__ import annotations

from datetime import date

from auditor.ranking.towns import NoMergers, country_of
from auditor.targets.register import Change, Changes

MERGED = Changes(
    Change(date(2026, 7, 1), old, f"Ort {old}", new, f"Ort {new}", kind)
    for old, new, kind in (
        ("01051002", "01051001", "merged"),
        ("01051003", "01051004", "split"),
        ("01051003", "01051005", "split"),
    )
)


def test_only_where_somebody_governs(make) -> None:
    found = make.register(make.municipality("01051002"), make.municipality("01051001", kind="65"))
    assert list(country_of(found, NoMergers(), make.sizes, make.day).towns) == ["01051002"]


def test_a_town_knows_its_size_its_provider_and_its_past(make) -> None:
    found = make.register(make.member("01051001", population=5000, name="Mühlbach, Stadt"))
    whole = country_of(found, MERGED, make.sizes, make.day)
    town = whole.towns["01051001"]
    assert (town.name, town.land, town.size) == ("Mühlbach", "SH", "gross")
    assert (town.provider, town.former) == ("Amt Beispiel", ("01051002",))
    assert whole.associations == {"01051001": make.group.key}


def test_a_former_key_belongs_to_who_it_became(make) -> None:
    whole = country_of(make.register(make.municipality("01051001")), MERGED, make.sizes, make.day)
    assert whole.holder("01051002") == "01051001"
    assert whole.holder("01051003") is None
    assert whole.holder(make.group.key) == make.group.key
