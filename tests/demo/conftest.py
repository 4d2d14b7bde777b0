"""One loaded demonstration for all that only read it, and an empty database for those that load it anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask import Flask

from portal import create_app
from portal.web.db import db
from tests.conftest import TODAY
from tests.databases import a_database
from tests.demonstration import demonstration


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Flask]:
    home = tmp_path_factory.mktemp("demonstration")
    with (
        a_database(f"told_{worker_id}", home) as url,
        demonstration(url, home, TODAY=TODAY, BABEL_DEFAULT_LOCALE="en", LOG_LEVEL="WARNING") as app,
    ):
        yield app


@pytest.fixture
def bureau(loaded: Flask) -> Iterator[Flask]:
    with loaded.app_context():
        yield loaded
        db.session.rollback()
        db.session.remove()


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Flask]:
    """A portal in which the demonstration may be loaded for other days."""
    home = tmp_path_factory.mktemp("rehearsal")
    with ExitStack() as opened:
        url = opened.enter_context(a_database(f"rehearsal_{worker_id}", home))
        app = create_app(
            TESTING=True,
            SECRET_KEY="test",
            SQLALCHEMY_DATABASE_URI=url,
            MEDIA=home / "media",
            LOG_LEVEL="WARNING",
        )
        with app.app_context():
            db.create_all()
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
