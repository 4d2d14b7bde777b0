"""Two requests at the same moment, for real: threads with connections of their own."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.audit.models import Trace
from portal.ledger.models import Entry, EntryVersion
from portal.web.db import db
from tests.ledger.desk import Desk
from tests.pages import forget_the_request
from tests.world import a_target

AT_ONCE = 6


@pytest.fixture
def target(cast):
    return a_target(cast.budget, source=cast.revenue)


def at_once(app, cookie: str, address: str, forms: list[dict[str, str]]) -> list[int]:
    """The statuses of these forms, sent together by as many browsers with the same session."""

    def send(data: dict[str, str]) -> int:
        client = app.test_client()
        client.set_cookie("portal", cookie)
        return client.post(address, data=data).status_code

    db.session.remove()
    with ThreadPoolExecutor(len(forms)) as pool:
        statuses = list(pool.map(send, forms))
    forget_the_request()
    return sorted(statuses)


def test_a_form_sent_many_times_at_once_makes_one_row(app, cast, target):
    desk = Desk(app, cast.source, target).open("2026-10")
    data = desk.type(local="4.5", total="10")
    cookie = desk.browser.client.get_cookie("portal").value

    statuses = at_once(app, cookie, f"{desk.address}/entries", [data] * AT_ONCE)

    assert statuses == [303] * AT_ONCE
    assert db.session.query(Entry).count() == db.session.query(EntryVersion).count() == 1
    assert db.session.query(Trace).filter_by(event="entry.recorded").count() == 1


def test_different_forms_for_one_period_leave_one_row_and_conflict_pages(app, cast, target):
    desk = Desk(app, cast.source, target)
    forms = [desk.open("2026-10").type(local=f"4.{n}", total="10") for n in range(AT_ONCE)]
    cookie = desk.browser.client.get_cookie("portal").value

    statuses = at_once(app, cookie, f"{desk.address}/entries", forms)

    assert statuses == [303] + [409] * (AT_ONCE - 1)
    assert db.session.query(Entry).count() == 1


def test_corrections_of_one_version_leave_one_and_conflict_pages(app, cast, target):
    desk = Desk(app, cast.source, target).open("2026-10")
    desk.save(local="4.5", total="10")
    entry_id = db.session.query(Entry.id).scalar()
    desk.page = desk.browser.visit(f"{desk.address}/entries/{entry_id}/correct")
    forms = [desk.type(local=f"4.{n}", total="10") for n in range(AT_ONCE)]
    cookie = desk.browser.client.get_cookie("portal").value

    statuses = at_once(app, cookie, f"{desk.address}/entries/{entry_id}/correct", forms)

    assert statuses == [303] + [409] * (AT_ONCE - 1)
    assert db.session.query(Entry.version).scalar() == db.session.query(EntryVersion).count() == 2
