"""A served portal over the small world, a real Chromium, and people who sign in at its door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from portal import create_app
from portal.accounts.models import Person, Setting
from portal.accounts.service import hasher
from portal.web.clock import now
from portal.web.db import db
from tests.browser import chromium, live_server, visitor
from tests.conftest import stop_the_clock
from tests.journeys.rooms import Door
from tests.world import Cast, a_target, keep

PASSWORD = "demo-Bureau-2026"
HERE = Path(__file__).parent
Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("journey")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance of its own for each journey's module: the cast, Chinese readers, one password."""
    path = tmp_path_factory.mktemp("journey")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("INSTANCE", str(path))
        (path / "secret_key").write_text("journey")
        stop_the_clock(path)
        app = create_app(LOG_LEVEL="WARNING", TESTING=True)
    with app.app_context():
        db.create_all()
        people_the_world()
        db.session.remove()
        db.engine.dispose()
    return path


def people_the_world() -> None:
    cast = Cast.gather()
    a_target(cast.budget, source=cast.revenue)
    keep(Setting(name="bureau", value="临江区财政局"))
    keep(Setting(name="demonstration", value="yes"))
    password = hasher.hash(PASSWORD)
    for person in db.session.query(Person):
        person.password_hash, person.password_changed_at, person.language = password, now(), "zh_CN"
    db.session.commit()


@pytest.fixture(scope="module")
def address(instance: Path) -> Iterator[str]:
    with live_server(instance) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """``visit("clerk")`` is the page of somebody signed in; several may be about at once.

    Each is watched: at the end, an error in the console or a call outside fails the journey.
    """
    with ExitStack() as about:

        def come(account: str | None = None, **options: object) -> Page:
            page = about.enter_context(visitor(browser, address, **options))
            if account is not None:
                Door(page).enter(account, PASSWORD)
            return page

        yield come
