"""What keeps the portal from working."""

from __future__ import annotations

from functools import cache

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from portal.web.db import db


def hindrance() -> str | None:
    """A word for the operator's monitor, or nothing when all is well."""
    try:
        applied = MigrationContext.configure(db.session.connection()).get_current_heads()
    except SQLAlchemyError:
        return "database"
    return (
        None
        if set(applied) == set(newest_migrations(current_app.extensions["migrate"].directory))
        else "migration"
    )


@cache
def newest_migrations(directory: str) -> tuple[str, ...]:
    config = Config()
    config.set_main_option("script_location", directory)
    return tuple(ScriptDirectory.from_config(config).get_heads())
