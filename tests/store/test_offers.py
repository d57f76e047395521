from __future__ import annotations

from datetime import date

from sqlalchemy import text

from auditor.ranking.model import Offer

ONLINE = Offer("05999001", "99102013011000", "Hund anmelden", "online", "a.example/1", "https://a.example/1")
MISSING = Offer(
    "059999001", None, "Umzug", "missing", source="Anruf", day=date(2026, 11, 3), provider="Amt „Nord“"
)


def kept(store):
    with store.engine.connect() as connection:
        query = text("SELECT run_id, holder, state, day FROM offer ORDER BY id")
        return [tuple(row) for row in connection.execute(query)]


def test_a_run_keeps_what_its_lists_say(store, services):
    run = store.begin(services(1), {}, iter([ONLINE, MISSING]))
    assert kept(store) == [
        (run.id, "05999001", "online", None),
        (run.id, "059999001", "missing", "2026-11-03"),
    ]


def test_a_resumed_run_keeps_them_once(store, services):
    run = store.begin(services(1), {}, [ONLINE, MISSING])
    store.note_offers(run, [MISSING])
    assert [row[1] for row in kept(store)] == [MISSING.holder]


def test_a_long_list_is_kept_in_portions(store):
    store.begin([], {}, (ONLINE for _ in range(12_001)))
    assert len(kept(store)) == 12_001
