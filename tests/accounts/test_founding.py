"""``flask init``: the first start of an installation."""

import re
import stat

import pytest

from portal import create_app
from portal.accounts.models import Person, Setting
from portal.core.policy import ADMINISTRATORS
from portal.web.db import db
from tests.pages import Browser
from tests.world import keep


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=list(words))


def links(outcome) -> dict[str, str]:
    return dict(re.findall(r"(\w+) chooses a password here.*\n +http://[^/]+(/welcome/\S+)", outcome.output))


def test_the_first_start_makes_three_administrators_and_one_link(run):
    outcome = run("init")

    assert outcome.exit_code == 0, outcome.output
    assert list(links(outcome)) == ["sysadmin"]
    people = db.session.query(Person).all()
    assert {role for person in people for role in person.roles} == ADMINISTRATORS
    assert {person.password_hash for person in people} == {""}


def test_a_lost_link_is_replaced_and_all_three_can_be_printed(app, run):
    first = links(run("init"))["sysadmin"]
    again = links(run("init", "--all-three"))

    assert list(again) == ["sysadmin", "secadmin", "auditor"]
    Browser(app).visit(first, status=404)
    for link in again.values():
        browser = Browser(app)
        browser.press(
            browser.visit(link).select_one("main form"),
            new="Founding-day-1",
            again="Founding-day-1",
            status=303,
        )
    assert "Nothing to do" in run("init").output


def test_a_demonstration_is_not_turned_into_an_installation(run):
    keep(Setting(name="demonstration", value="yes"))

    outcome = run("init")
    assert (outcome.exit_code, db.session.query(Person).count()) == (1, 0)


def test_a_forgotten_password_is_reset_at_the_console(run, cast):
    assert list(links(run("accounts", "link", "secadmin"))) == ["secadmin"]
    assert run("accounts", "link", "nobody").exit_code == 1


def test_an_empty_directory_becomes_an_installation(tmp_path, monkeypatch):
    monkeypatch.setenv("INSTANCE", str(tmp_path / "new"))
    app = create_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'new' / 'portal.sqlite'}", TESTING=True)

    outcome = app.test_cli_runner().invoke(args=["init"])

    assert outcome.exit_code == 0, outcome.output
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600
    assert list(links(outcome)) == ["sysadmin"]
    with app.app_context():
        db.engine.dispose()
