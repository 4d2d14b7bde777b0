"""The auditor's room."""

import csv
import io

import pytest
from sqlalchemy import delete

from portal.audit.models import Trace
from portal.audit.rules import Event, Result
from portal.core.cells import harmless
from portal.web.db import db
from tests.audit.test_trail import something_happens
from tests.pages import Browser
from tests.statements import statements, whole_tables_read


@pytest.fixture
def browser(app, cast):
    return Browser(app, cast.auditor)


def test_nobody_else_may_look(app, cast):
    something_happens("one", by=cast.clerk)
    for name, person in cast.everyone().items():
        other = Browser(app, person)
        for address in ("/audit/", "/audit/1"):
            other.visit(address, status=200 if name == "auditor" else 403)


def test_lines_are_filtered_and_paged(browser, cast):
    for number in range(60):
        something_happens(f"thing {number}", by=cast.clerk)
    page = browser.visit("/audit/?account=clerk")
    assert len(page.select("tbody tr")) == 50

    older = page.select_one("a[rel=next]")["href"]
    assert "account=clerk" in older
    assert len(browser.visit(older).select("tbody tr")) == 10
    assert "No line answers" in browser.visit("/audit/?event=account.locked").text
    assert len(browser.visit("/audit/?subject=thing+7").select("tbody tr")) == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [("first=x", 422), ("first=2026-02-30", 422), ("first=2026-03-01&last=2026-02-01", 422),
     ("event=no", 422),
     ("result=no", 422), ("before=x", 200), ("before=-1", 200), ("before=99999999999999999999", 200),
     ("kind=person&number=x", 200), ("kind=person&number=99999999999", 200), ("last=9999-12-31", 422),
     ("first=0001-01-01", 422), ("account=" + "x" * 70, 422), ("number=%C2%B2", 200)],
)  # fmt: skip
def test_nonsense_in_the_address_is_answered_with_a_page(browser, query, status):
    page = browser.visit(f"/audit/?{query}", status=status)

    assert status == 200 or page.select(".is-invalid")


def test_a_line_shows_what_was_before_and_after(browser, cast):
    something_happens(
        "one", by=cast.clerk, before={"name": "old", "same": 1}, after={"name": "<b>new", "same": 1}
    )
    something_happens("two", by=cast.clerk, before="plain words", after="[1, 2]")

    page = browser.visit("/audit/1")
    assert [cell.text for cell in page.select("tbody tr:first-child > *")] == ["Name", "old", "<b>new"]
    assert "plain words" in browser.visit("/audit/2").text
    browser.visit("/audit/3", status=404)


def test_an_altered_line_says_so(browser, cast):
    something_happens("one", by=cast.clerk)
    db.session.query(Trace).filter_by(id=1).update({"subject": "forged"})
    db.session.commit()

    assert "was altered" in browser.visit("/audit/1").select_one("[role=alert]").text


def test_the_button_verifies_with_and_without_htmx(browser, cast):
    for _ in range(3):
        something_happens("one", by=cast.clerk)
    form = browser.visit("/audit/").select_one("form[action='/audit/verify']")
    assert "holds" in browser.press(form).select_one("#finding").text

    db.session.execute(delete(Trace).where(Trace.id == 2))
    db.session.commit()
    assert "breaks at number 2" in browser.press(form, htmx=False).select_one("main").text


def test_the_export_is_harmless_and_stands_in_the_trail(browser, cast):
    something_happens("=cmd|' /C calc'!A0", by=cast.clerk, result=Result.FAILED)
    something_happens("fine", by=cast.head)
    page = browser.visit("/audit/?account=clerk")
    token = page.select_one("main input[name=csrf_token]")["value"]

    answer = browser.client.post("/audit/export", data={"csrf_token": token, "account": "clerk"})

    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[6] for row in rows[1:]] == ["'=cmd|' /C calc'!A0"]
    line = db.session.query(Trace).filter_by(event=Event.EXPORTED).one()
    assert (line.account, line.after) == ("auditor", '{"account": "clerk"}')


def test_the_whole_trail_is_exported(browser, cast):
    something_happens("one", by=cast.clerk)
    token = browser.visit("/audit/").select_one("main input[name=csrf_token]")["value"]

    answer = browser.client.post("/audit/export", data={"csrf_token": token})

    assert len(list(csv.reader(io.StringIO(answer.text)))) == 3  # its own line too


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", " =1", "＝1"])
def test_a_cell_never_begins_a_formula(text):
    assert harmless(text) == f"'{text}"


def test_a_plain_cell_stays_as_it_is():
    assert harmless("预算科 a=b") == "预算科 a=b"


QUERIES = (
    "", "?account=clerk", "?event=session.started", "?result=refused", "?subject=x&account=a", "?before=9",
    "?first=2026-01-01&last=2026-12-31", "?kind=person&number=1", "?first=2026-01-01&event=entry.voided",
)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_no_question_reads_the_whole_trail(browser, cast, query):
    for number in range(20):
        something_happens(f"thing {number}", by=cast.clerk)
    with statements() as asked:
        browser.visit(f"/audit/{query}")

    assert len(asked) <= 10
    with db.engine.connect() as connection:
        assert "trace" not in whole_tables_read(connection, asked)
