"""The operator's probes."""

from portal.operations import queries


def test_a_living_process_says_so(app):
    assert app.test_client().get("/healthz").json == {"status": "ok"}


def test_a_database_without_migrations_is_not_ready(app):
    answer = app.test_client().get("/readyz")

    assert (answer.status_code, answer.json["reason"]) == (503, "migration")


def test_a_migrated_database_is_ready(app, monkeypatch):
    monkeypatch.setattr(queries, "newest_migrations", lambda directory: ())

    assert app.test_client().get("/readyz").json == {"status": "ready"}
