"""The demonstration bureau, loaded once for all tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from portal import create_app
from portal.web.db import db


@contextmanager
def demonstration(database_url: str, instance: Path, **config: object) -> Iterator[Flask]:
    """A portal of its own over a freshly loaded demonstration database; ``config`` may stop its clock."""
    app = create_app(
        TESTING=True,
        SECRET_KEY="test",
        SQLALCHEMY_DATABASE_URI=database_url,
        MEDIA=instance / "media",
        **config,
    )
    with app.app_context():
        db.create_all()
        outcome = app.test_cli_runner().invoke(args=["demo", "load"])
        assert outcome.exit_code == 0, outcome.output
        db.session.remove()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
