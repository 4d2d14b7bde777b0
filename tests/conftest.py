"""One portal and one database for the whole run; every test begins with empty tables."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.web.db import db
from tests.databases import a_database, on_postgresql
from tests.postgres import shared_cluster
from tests.world import Cast

TODAY = date(2026, 11, 20)


def stop_the_clock(instance: Path) -> None:
    """A portal served from this instance stands on the tests' day too."""
    (instance / "config.py").write_text(f"import datetime\nTODAY = {TODAY!r}\n")


def pytest_configure(config: pytest.Config) -> None:
    """Start the PostgreSQL server once, before the workers are born that will share it."""
    if on_postgresql():
        server = ExitStack()
        server.enter_context(shared_cluster())
        config.add_cleanup(server.close)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What touches the portal's database is run again on the other one."""
    for item in items:
        if "portal" in getattr(item, "fixturenames", ()):
            item.add_marker("database")


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """SQLite in a file, or a database of its own on the throw-away PostgreSQL server."""
    with a_database(f"portal_{worker_id}", tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "alone")


@pytest.fixture(scope="session")
def portal(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The portal as it is served, on an empty database."""
    instance = tmp_path_factory.mktemp("instance")
    os.environ["INSTANCE"] = str(instance)
    app = create_app(
        TESTING=True,
        SECRET_KEY="test",
        SQLALCHEMY_DATABASE_URI=database_url,
        MEDIA=Path(instance) / "media",
        WTF_CSRF_CHECK_DEFAULT=True,
        TODAY=TODAY,
        BABEL_DEFAULT_LOCALE="en",
        HOUSE_KEPT_FOR=timedelta(0),
        LOG_LEVEL="WARNING",
    )
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(portal: Flask) -> Iterator[Flask]:
    portal.config["TODAY"] = TODAY
    with portal.app_context():
        yield portal
        db.session.rollback()
        db.session.remove()
        empty_the_tables()


def empty_the_tables() -> None:
    """Far cheaper than making them again; children first."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
            connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
            return
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast.gather()
