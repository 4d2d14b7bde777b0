"""What is stored as text is shown as text: in every page that shows it, and in what spreadsheets open."""

from __future__ import annotations

import csv
import io

import pytest
from bs4 import BeautifulSoup

from portal.indicators.rules import FieldType
from portal.ledger.models import Entry
from portal.web.db import db
from tests.attack.doors import Things, Visitor, doors, faults_of
from tests.ledger.desk import Desk, a_file
from tests.validity import faults_of_markup, styled_inline
from tests.world import a_target, an_indicator

pytestmark = pytest.mark.database

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{{7*7}}${7*7}<%=7*7%>",
    "=cmd|'/c'!A1",
    "</textarea></title></template><script>alert(1)</script>",
    "{x}%(x)s{0}",
    '<hx-partial hx-target="body">',
    "javascript:alert(1)",
    "\u202e&lt;b&gt;<!--",
)
PLAIN = str.maketrans({"/": "", '"': "%22"})  # as browsers send a name


@pytest.fixture(params=PAYLOADS)
def payload(request) -> str:
    return request.param


@pytest.fixture
def world(app, cast, payload) -> dict[str, object]:
    """One ledger whose every text is the payload."""
    indicator = an_indicator(name=payload, definition=payload, note=payload, unit_of_measure=payload[:64])
    field = indicator.fields[0]
    field.label, field.hint, field.unit = payload, payload, payload[:30]
    target = a_target(cast.budget, indicator, source=cast.revenue)
    desk = Desk(app, cast.source, target).open("2026-10")
    desk.save(
        more={"file-evidence": a_file(f"{payload.translate(PLAIN)}.pdf")}, local="4.5", total="10", status=200
    )
    entry = db.session.query(Entry).one()
    cast.budget.name, cast.budget.short_name = payload, payload[:32]
    for person in cast.everyone().values():
        person.name, person.post = payload, payload
    db.session.commit()
    office, source = Visitor(app, "office"), Visitor(app, "source")
    place = f"/ledger/{target.id}/entries/{entry.id}"
    typed = {"csrf_token": office.token, "question": payload, "reason": payload, "version": "1"}
    assert office.post(f"{place}/queries", typed).status_code == 303
    query = db.session.query(Entry).one().queries[0].id
    assert (
        source.post(f"/ledger/{target.id}/queries/{query}/answer", typed | {"answer": payload}).status_code
        == 303
    )
    figures = {"field-local": "5", "field-total": "10"}
    assert source.post(f"{place}/correct", typed | figures).status_code == 303
    drafted = {"period": "2026-11", "field-local": payload, "reason": payload}
    assert source.post(f"/ledger/{target.id}/draft", typed | drafted).status_code == 200
    return {
        "target_id": target.id,
        "target": target.id,
        "entry_id": entry.id,
        "unit": "02",
        "code": "02",
        "year": 2026,
        "indicator_id": indicator.id,
        "person_id": cast.clerk.id,
        "year_id": 2026,
        "number": 3,
        "file_id": entry.evidence[0].id if entry.evidence else 0,
        "token": "none",
    }


def test_every_page_shows_it_as_text(app, cast, world, payload):
    shown = 0
    for account in ("source", "office", "clerk", "sysadmin", "secadmin", "auditor"):
        visitor = Visitor(app, account)
        for door in doors(app, "GET"):
            answer = visitor.get(Things.filled(door.rule, world))
            if answer.mimetype == "text/html" and answer.status_code == 200:
                is_only_text(answer.text, door, payload)
                shown += payload[:12] in BeautifulSoup(answer.text, "html.parser").text
            assert not list(faults_of(answer)), door
    assert shown > 10, "nobody saw it at all"


def is_only_text(html: str, door, payload: str) -> None:
    page = BeautifulSoup(html, "html.parser")
    assert styled_inline(page) == [], door
    assert not page.select("img[src=x], svg[onload], hx-partial[hx-target=body], [onerror]"), door
    assert not [link for link in page.select("[href]") if link["href"].startswith("javascript")], door
    assert "{{7*7}}" in html or "7*7" not in payload or "49$" not in html
    assert faults_of_markup(html) == [], door


def test_a_choice_and_a_text_of_a_row(app, cast, payload):
    indicator = an_indicator(measure="COUNT(local)", score="weight", bonus="")
    _, other = indicator.fields
    other.type, other.required, other.minimum = FieldType.TEXT, False, None
    db.session.commit()
    target = a_target(cast.budget, indicator, source=cast.revenue)
    desk = Desk(app, cast.source, target).open("2026-10")

    page = desk.save(local="4.5", total=payload)

    assert not page.select("img, svg[onload], hx-partial[hx-target=body]") or payload[0] != "<"
    for address in (f"/ledger/{target.id}?period=2026-10", f"/scores/02/{target.id}"):
        is_only_text(Visitor(app, "source").get(address).text, address, payload)


def test_no_spreadsheet_calculates_the_exported_trail(app, cast, world):
    auditor = Visitor(app, "auditor")
    answer = auditor.post("/audit/export", {"csrf_token": auditor.token})

    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) > 4 and answer.headers["Content-Disposition"].startswith("attachment")
    assert {len(row) for row in rows} == {10}
    assert not [cell for row in rows[1:] for cell in row if cell.lstrip()[:1] in ("=", "+", "-", "@")]
