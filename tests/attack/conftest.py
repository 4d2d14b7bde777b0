"""One demonstration bureau for all who only knock at its doors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.web.db import db
from tests.attack.listening import listen, overhear
from tests.conftest import TODAY
from tests.databases import a_database
from tests.demonstration import demonstration


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory, worker_id: str, request) -> Iterator[Flask]:
    home = tmp_path_factory.mktemp("attacked")
    name = f"attacked_{request.module.__name__.rpartition('.')[2]}_{worker_id}"
    with (
        a_database(name, home) as url,
        demonstration(url, home, TODAY=TODAY, BABEL_DEFAULT_LOCALE="en", LOG_LEVEL="WARNING") as app,
    ):
        overhear(app)
        app.testing = False  # an accident is answered, as it would be
        with app.app_context():
            listen(db.engine)
        yield app
