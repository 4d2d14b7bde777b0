"""The database: one base class, and the only place that commits."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.orm.exc import StaleDataError

from portal.core.sentences import Refused
from portal.web.columns import TYPES

A = ParamSpec("A")
R = TypeVar("R")

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000", "foreign_keys=ON")


class Base(DeclarativeBase):
    # Flask-SQLAlchemy copies this class, so the map must sit on the registry, not on the base.
    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map=TYPES)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

_reading: ContextVar[bool] = ContextVar("reading", default=False)
_sealers: list[Callable[[Session], None]] = []


@event.listens_for(Engine, "connect")
def _prepare(connection: object, record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """A writer takes SQLite's lock at once: two that both read first could never both write."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")


@contextmanager
def intent(*, reading: bool) -> Iterator[None]:
    """Say of the transactions begun inside whether they only read."""
    before = _reading.set(reading)
    try:
        yield
    finally:
        _reading.reset(before)


def only_reads(reading: bool = True) -> None:
    """Say of the transactions begun from here on, in this request, whether they only read."""
    _reading.set(reading)


def before_commit(seal: Callable[[Session], None]) -> Callable[[Session], None]:
    """Have ``seal`` called as the last thing before every commit."""
    _sealers.append(seal)
    return seal


class Stale(Refused):
    """Somebody else changed the same thing in between."""


def transactional(service: Callable[A, R]) -> Callable[A, R]:
    """Commit when the outermost service returns; roll back when anything raises."""

    @wraps(service)
    def act(*args: A.args, **kwargs: A.kwargs) -> R:
        session = db.session()
        if session.info.get("inside_an_act"):
            return service(*args, **kwargs)
        session.info["inside_an_act"] = True
        try:
            if _reading.get():
                session.rollback()  # a snapshot taken for reading cannot become a writer
            with intent(reading=False):
                result = service(*args, **kwargs)
                session.flush()
                for seal in _sealers:
                    seal(session)
                session.commit()
            return result
        except StaleDataError as error:
            session.rollback()
            raise Stale("Somebody else has changed this in the meantime. Please look again.") from error
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.clear()

    return act
