"""What a page reads of its address and its form, and what it leaves written in the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.datastructures import ImmutableMultiDict

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')
ASKED: set[str] = set()
_written: set[str] = set()


class Words(ImmutableMultiDict):
    """Words of an address or a form that remember who asked for which."""

    def get(self, key, default=None, type=None):  # werkzeug's own name
        ASKED.add(key)
        return super().get(key, default, type)

    def getlist(self, key, type=None):
        ASKED.add(key)
        return super().getlist(key, type)

    def __getitem__(self, key):
        ASKED.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        ASKED.add(key)
        return super().__contains__(key)


def overhear(app: Flask) -> None:
    """From now on the words that this portal's pages ask for are in ``ASKED``."""
    app.request_class = type("Overheard", (app.request_class,), {"parameter_storage_class": Words})


def listen(engine: Engine) -> None:
    """From now on every committed change of this database is noticed."""
    pending: set[str] = set()

    @event.listens_for(engine, "before_cursor_execute")
    def note(connection, cursor, statement, parameters, context, executemany) -> None:
        if found := WRITES.match(statement):
            pending.add(found[1])

    @event.listens_for(engine, "commit")
    def keep(connection) -> None:
        _written.update(pending)
        pending.clear()

    @event.listens_for(engine, "rollback")
    def forget(connection) -> None:
        pending.clear()


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables whose changes were committed inside."""
    _written.clear()
    found: set[str] = set()
    yield found
    found.update(_written)
