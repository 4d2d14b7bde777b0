"""The shelf is swept of files that no entry owns, and of nothing else."""

import os
import time
from pathlib import Path

import pytest

from portal.ledger.models import Evidence
from portal.ledger.service.files import path_of
from portal.web.db import db
from tests.ledger.desk import Desk, a_file
from tests.world import a_target


@pytest.fixture
def owned(app, cast) -> Path:
    """A file that an entry owns, old as it may be."""
    desk = Desk(app, cast.source, a_target(cast.budget, source=cast.revenue)).open("2026-10")
    desk.save(local="4.5", total="10", more={"file-evidence": a_file("收入月报.pdf")})
    return aged(path_of(db.session.query(Evidence).order_by(Evidence.id.desc()).first().stored_as))


@pytest.fixture
def stray(owned):
    path = path_of(f"zz/{'0' * 40}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.7 half a save" * 100)
    yield aged(path)
    path.unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def nothing_else(app):
    """The shelf is shared by the whole run, and other tests leave theirs on it."""
    for path in path_of("").rglob("*"):
        if path.is_file():
            path.unlink()


def aged(path: Path, hours: float = 25) -> Path:
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))
    return path


def sweep(app, *options: str):
    return app.test_cli_runner().invoke(args=["ledger", "sweep", *options])


def test_what_nobody_owns_is_named_and_removed(app, owned, stray):
    answer = sweep(app)

    assert answer.exit_code == 0 and str(stray) in answer.output and str(owned) not in answer.output
    assert "Removed: 1, 2 KB in all." in answer.output
    assert owned.is_file() and not stray.exists()
    assert "Nothing to remove." in sweep(app).output


def test_a_file_of_today_may_be_a_save_that_is_going_on(app, owned, stray):
    aged(stray, hours=23)
    assert "Nothing to remove." in sweep(app).output
    assert stray.is_file()


def test_checking_removes_nothing(app, owned, stray):
    answer = sweep(app, "--check")
    assert answer.exit_code == 1 and "To be removed: 1," in answer.output
    assert stray.is_file()


def test_a_file_taken_away_from_its_entry_is_still_owned(app, owned):
    db.session.query(Evidence).update({"dropped": 2})
    db.session.commit()
    assert "Nothing to remove." in sweep(app).output
    assert owned.is_file()


def test_the_shelf_of_another_database_is_left_alone(app, owned, stray):
    db.session.query(Evidence).delete()
    db.session.commit()
    answer = sweep(app)
    assert answer.exit_code == 1 and "belongs to this database" in answer.output
    assert owned.is_file() and stray.is_file()


def test_an_empty_shelf_is_clean(app, cast):
    assert "Nothing to remove." in sweep(app).output
