"""A database that was migrated is the database that the code describes."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import upgrade

from portal import create_app
from portal.web.db import db
from tests.databases import a_database


@pytest.fixture
def empty_database(tmp_path, worker_id):
    with a_database(f"migrated_{worker_id}", tmp_path) as url:
        yield url


@pytest.mark.database
def test_the_migrations_make_exactly_the_tables_of_the_models(empty_database):
    portal = create_app(TESTING=True, SECRET_KEY="test", SQLALCHEMY_DATABASE_URI=empty_database)
    with portal.app_context():
        upgrade()

        with db.engine.connect() as connection:
            differences = compare_metadata(MigrationContext.configure(connection), db.metadata)

        assert differences == []
        assert portal.test_client().get("/readyz").json == {"status": "ready"}
        db.session.remove()
        db.engine.dispose()
