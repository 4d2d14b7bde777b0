"""On which database the tests run, and how a test gets one of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import shared_cluster


def on_postgresql() -> bool:
    return os.environ.get("PORTAL_TEST_DATABASE") == "postgresql"


@contextmanager
def a_database(name: str, home: Path) -> Iterator[str]:
    """The address of an empty database: SQLite in a file, or one on the throw-away PostgreSQL server."""
    if not on_postgresql():
        yield f"sqlite:///{home / name}.sqlite"
        return
    with shared_cluster() as cluster:
        yield cluster.create(name)
