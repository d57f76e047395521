from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from auditor.store import Store, StoreError
from auditor.store.migrate import config_for, upgrade
from auditor.store.tables import Base


def differences(connection):
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return compare_metadata(context, Base.metadata)


def test_the_migrations_make_the_tables_of_the_models(store):
    with store.engine.connect() as connection:
        assert differences(connection) == []


def test_up_and_down_and_up_again():
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        upgrade(connection, "memory")
        command.downgrade(config_for(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        upgrade(connection, "memory")
        assert differences(connection) == []


def test_a_verdict_of_an_older_version_has_no_ladder(store, path, services, result):
    """The column came later; what was recorded before stays readable."""
    run = store.begin(services(1), {})
    store.record(run, 0, result(0))
    with store.engine.begin() as connection:
        command.downgrade(config_for(connection), "0001")
    with Store.open(path) as again:
        (stored,) = again.results(run)
    assert stored.result == result(0).model_copy(update={"profile": (), "visited": None})


def test_opening_again_changes_nothing(store, path, services):
    store.begin(services(1), {})
    with Store.open(path) as again:
        assert len(again.runs()) == 1


def test_a_database_from_the_future_is_left_alone(store, path):
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"newer version.*pip install --upgrade"):
        Store.open(path)


def test_a_migration_that_dies_leaves_the_database_as_it_was(path, monkeypatch):
    def die(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("alembic.op.create_index", die)
    with pytest.raises(KeyboardInterrupt):
        Store.open(path)
    monkeypatch.undo()
    with Store.open(path) as store, store.engine.connect() as connection:
        assert differences(connection) == []
