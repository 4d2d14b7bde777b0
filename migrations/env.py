"""How migrations run: on the portal's own engine, writing plain SQL types and no names of the code."""

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import TypeDecorator

database = current_app.extensions["migrate"].db
settings = current_app.extensions["migrate"].configure_args


def plain_type(kind: str, thing: object, _: AutogenContext) -> str | bool:
    """Fixed, Moment and the like are written as what the database sees."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl!r}"
    return False


with database.engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=database.metadata, render_item=plain_type, **settings
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
