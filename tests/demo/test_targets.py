import csv
from collections import Counter

from auditor.demo import expectations, targets, write_csv, write_ranking
from auditor.demo.content import towns
from auditor.demo.targets import key_of
from auditor.evidence.model import Mode
from auditor.ranking.cells import Matcher
from auditor.ranking.tables import load_basket
from auditor.targets import load_targets
from auditor.targets.register import load_register


def test_three_towns_of_different_size_with_at_least_five_services_each():
    by_town = Counter(service.municipality for service in targets(80))

    assert len(by_town) == 3
    assert min(by_town.values()) >= 5
    assert sum(by_town.values()) >= 16
    assert [town.population for town in towns().values()] == [3_200, 38_000, 310_000]


def test_no_town_has_the_key_of_a_real_district():
    assert all(town.ags[2:5] == "999" and len(town.ags) == 8 for town in towns().values())


def test_every_target_has_a_label_and_every_label_a_target():
    assert sorted(map(key_of, targets(80))) == sorted(expectations())


def test_labels_are_complete_and_do_not_contradict_themselves():
    for key, label in expectations().items():
        if label.status == "untested":
            assert label.reason, key
            assert label.observe is None, key
            continue
        assert label.observe, key
        assert label.walk, key
        assert "yes" not in label.observe.completable, f"{key}: looking alone never proves the end"
        for verdict in (label.observe, label.walk):
            assert not (verdict.completable == ("yes",) and verdict.media_breaks), key
            assert (verdict.completable[0] == "no") == bool(verdict.media_breaks), key
        assert not set(label.fails) & set(label.passes), key


def test_every_class_of_the_contract_occurs():
    classes = {v.classes[0] for label in expectations().values() if (v := label.verdict(Mode.WALK))}

    assert classes == {"offline", "information", "form-download", "online-with-break", "online", "unknown"}


def test_the_list_can_be_read_back(tmp_path):
    path = write_csv(8123, tmp_path / "neu" / "ziele.csv")

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(targets(8123))
    assert rows[0]["url"].startswith("http://hollerbruck.localhost:8123/dienstleistungen/")
    assert {row["municipality"] for row in rows} == {
        "Gemeinde Hollerbruck",
        "Stadt Ahrenfurt",
        "Stadt Kaltenmünde",
    }


def test_the_demo_can_be_ranked(tmp_path):
    offers = write_ranking(tmp_path)
    listed = load_targets([str(write_csv(8123, tmp_path / "ziele.csv")), str(offers)])
    register, basket = (
        load_register(tmp_path / "demo-register.csv"),
        load_basket(tmp_path / "demo-basket.yaml"),
    )

    assert listed.problems == ()
    matcher = Matcher(basket)
    known = Counter(
        (offer.holder, matcher.service(offer)) for offer in listed.offers if matcher.service(offer)
    )
    assert set(known.values()) == {1}
    assert len(known) == len(register.municipalities) * len(basket.services)
