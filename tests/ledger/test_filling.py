"""Filling a ledger: the score moves while typing, one save makes one row, nothing typed is lost."""

from datetime import UTC, datetime

import pytest

from portal.accounts.models import Draft, SignIn
from portal.audit.models import Trace
from portal.core.periods import Frequency
from portal.indicators.models import LedgerField
from portal.indicators.rules import FieldType, RowKind
from portal.ledger.models import Entry
from portal.ledger.queries import draft_addresses
from portal.scores.models import Score
from portal.targets.rules import SourceMode
from portal.web.db import db
from portal.year.rules import YearState
from tests.ledger.desk import Desk, a_file, complaint, entries, points
from tests.pages import Browser, forget_the_request
from tests.statements import statements
from tests.world import a_target, an_indicator


@pytest.fixture
def target(cast):
    return a_target(cast.budget, source=cast.revenue)


@pytest.fixture
def desk(app, cast, target):
    return Desk(app, cast.source, target).open("2026-10")


def test_the_score_follows_what_is_typed_and_saves_nothing(desk, target):
    assert points(desk.page) == "—"

    typed = desk.score(local="4.5", total="10")

    assert points(typed) == "13.50"
    assert "at 45.5 %, 0.5 % to go" in typed.text
    assert entries(target) == []


def test_what_cannot_be_read_yet_is_said_beside_the_score(desk):
    assert "Enter “全口径收入”." in desk.score(local="4.5").text
    assert "is not a number" in desk.score(local="abc", total="10").text


def test_the_live_score_needs_few_statements(desk):
    with statements() as asked:
        desk.score(local="4.5", total="10")
    assert len(asked) <= 6, [text for text, _ in asked]


def test_the_score_of_typing_equals_the_score_after_saving(desk, target):
    before = points(desk.score(local="4.55", total="10"))
    after = desk.save(local="4.55", total="10")

    assert before == points(after) == "16.00"
    assert db.session.query(Score.points).filter_by(target_id=target.id, month=11).scalar() == 16


def test_one_answer_brings_every_place_that_the_save_moved(desk, cast):
    answer = desk.save(local="4.5", total="10")
    moved = [part["hx-target"] for part in answer.select("hx-partial")]
    assert moved == ["#message", "#periods", "#score", "#unit-total", "#entries", "#todo-count"]
    assert answer.select_one("#sheet")


def test_the_unit_total_is_for_those_who_may_see_the_unit(app, cast, desk, target):
    own = a_target(cast.budget, an_indicator("C008"))
    desk.save(local="4.5", total="10")
    assert "13.50" not in desk.open("2026-10").page.select_one("#unit-total").text

    answer = Desk(app, cast.clerk, own).open("2026-10").save(local="5", total="10")
    assert "31.00" in answer.select_one("#unit-total").text, "13.50 and 16.00, and 1.50 bonus"


def test_a_save_leaves_who_when_and_one_line_in_the_trail(desk, cast, target):
    desk.save(local="１２．５", total="1,234.5")
    [entry] = entries(target)
    assert (entry.values, entry.person_id, entry.month) == (
        {"local": "12.5", "total": "1234.5"},
        cast.source.id,
        10,
    )
    assert db.session.query(Trace).filter_by(event="entry.recorded").count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("text", "“text” is not a number. Write it like 1234.5."),
        ("12345678901234567890", "The number is too long: at most 12 digits before the point."),
        ("1 234,5", "Write the number without spaces and with a point for decimals, for example 1234.5."),
        ("-1", "“地方收入” cannot be negative."),
        ("", "Enter “地方收入”."),
    ],
)
def test_bad_input_has_its_sentence_at_its_field_and_everything_stays(desk, target, typed, sentence):
    answer = desk.save(local=typed, total="10", status=422)
    assert complaint(answer, "field-local") == sentence
    assert answer.select_one("[name=field-total]")["value"] == "10"
    assert answer.select_one("[name=field-local]")["value"] == typed
    assert entries(target) == []


def test_a_double_click_makes_one_row_and_both_get_the_same_answer(desk, target):
    data = desk.type(local="4.5", total="10")
    first = desk.send("/entries", data)
    second = desk.send("/entries", data)

    assert len(entries(target)) == 1
    assert first.select_one("#sheet").text == second.select_one("#sheet").text


def test_without_scripts_the_form_saves_and_comes_back(desk, target):
    desk.save(local="4.5", total="10", htmx=False, status=303)
    assert len(entries(target)) == 1
    assert "Recorded" in desk.open("2026-10").page.select_one("#message").text


def test_without_scripts_the_score_can_be_asked_for(desk):
    page = desk.score(local="4.5", total="10", htmx=False)
    assert points(page) == "13.50"
    assert page.select_one("[name=field-local]")["value"] == "4.5", "what was typed is still there"


def test_a_second_person_finds_the_row_taken_and_loses_nothing(app, cast, desk, target):
    late = Desk(app, cast.source_head, target).open("2026-10")
    data = late.type(local="4.6", total="10")
    desk.save(local="4.5", total="10")

    page = late.send("/entries", data, status=409, htmx=False)

    assert "Source wrote this row" in page.text
    row = page.select_one("tbody tr").text
    assert "4.5" in row and "4.6" in row
    late.browser.press(page.select_one("#entry-form"), reason="Counted again", status=303)
    [entry] = entries(target)
    assert (entry.values["local"], entry.version) == ("4.6", 2)


def test_a_period_not_yet_begun_is_refused_at_the_form(desk, target):
    assert "has not begun" in desk.open("2026-12").page.select_one("#sheet").text
    desk.open("2026-11")
    answer = desk.save(local="4.5", total="10", more={"period": "2026-12"}, status=422)
    assert complaint(answer, "period") == "2026-12 has not begun: it can be entered from 2026-12-01."
    assert answer.select_one("[name=field-local]")["value"] == "4.5"


def test_a_frozen_year_takes_nothing_and_keeps_what_was_typed(desk, target):
    data = desk.type(local="4.5", total="10")
    target.sheet.year.state = YearState.EVALUATING
    db.session.commit()

    answer = desk.send("/entries", data, status=422)

    assert complaint(answer, "period") == "The year 2026 is frozen: its ledgers can no longer be changed."
    assert answer.select_one("[name=field-local]")["value"] == "4.5"
    assert not desk.open("2026-10").page.select("#entry-form")


@pytest.mark.parametrize("period", ["2025-10", "2026-Q3", "nonsense", "2026-10-05"])
def test_a_period_of_another_ledger_is_refused_in_words(desk, period):
    desk.browser.visit(f"{desk.address}?period={period}", status=409)


def test_a_nil_report_says_that_nothing_happened(desk, target):
    answer = desk.browser.press(desk.page.select_one("#nil-form"))
    [entry] = entries(target)
    assert entry.nil and entry.values == {}
    assert "Nil report" in answer.select_one("#sheet").text


def test_typing_is_kept_restored_and_dropped_at_the_save(desk, target, cast):
    assert "Draft kept" in desk.send("/draft", desk.type(local="4.5", total="")).text

    desk.open("2026-10")
    assert desk.form.select_one("[name=field-local]")["value"] == "4.5"
    assert "What you typed here earlier" in desk.page.select_one("#discard-form").text

    desk.save(local="4.5", total="10")
    assert db.session.query(Draft).count() == 0


def test_a_draft_can_be_discarded(desk):
    desk.send("/draft", desk.type(local="4.5", total=""))
    desk.open("2026-10")
    first = desk.form.select("button")[0].text
    assert first == "Save", "what the Enter key presses in a field"
    answer = desk.browser.press(desk.page.select_one("#discard-form"))
    assert answer.select_one("[name=field-local]")["value"] == ""
    assert db.session.query(Draft).count() == 0


def test_a_draft_that_arrives_after_its_save_is_not_kept(desk):
    data = desk.type(local="4.5", total="10")
    desk.send("/entries", data)
    desk.send("/draft", data)
    assert db.session.query(Draft).count() == 0


@pytest.mark.parametrize("htmx", [True, False])
def test_an_expired_session_in_the_middle_of_typing_loses_nothing(app, cast, target, desk, htmx):
    data = desk.type(local="4.5", total="10")
    for sign_in in db.session.query(SignIn):
        sign_in.seen_at = datetime(2020, 1, 1, tzinfo=UTC)
    db.session.commit()
    headers = {"Referer": f"http://localhost{desk.address}?period=2026-10"}
    headers |= {"HX-Request": "true", "HX-Current-URL": headers["Referer"]} if htmx else {}
    answer = desk.browser.client.post(f"{desk.address}/entries", data=data, headers=headers)
    forget_the_request()
    assert answer.status_code == (401 if htmx else 303)

    again = Desk(app, cast.source, target).open("2026-10")
    assert again.form.select_one("[name=field-local]")["value"] == "4.5"
    assert len(draft_addresses(target.id, "2026-10")) == 2


def test_the_assessed_unit_sees_everything_and_edits_nothing(app, cast, desk, target):
    desk.save(local="4.5", total="10", more={"file-evidence": a_file("report.pdf")})
    head = Desk(app, cast.head, target).open("2026-10")
    assert "4.5" in head.page.text and "report.pdf" in head.page.text
    assert not head.page.select("#entry-form, #nil-form, #sign-form")
    browser, [entry] = head.browser, entries(target)
    token = browser.visit(f"{head.address}/entries/{entry.id}").select_one("#ask-form [name=csrf_token]")[
        "value"
    ]
    for address in (
        "/entries",
        "/score",
        f"/entries/{entry.id}/correct",
        f"/entries/{entry.id}/void",
        "/sign-off",
    ):
        answer = browser.client.post(head.address + address, data={"csrf_token": token, "period": "2026-10"})
        assert answer.status_code == 404, address


def test_the_assessed_unit_reads_that_late_data_is_not_its_fault(app, cast, target):
    page = Desk(app, cast.head, target).open("2026-01").page
    assert "Data late, not your fault" in page.select_one("#sheet").text


def test_a_clerk_of_another_unit_finds_nothing(app, cast, desk, target):
    desk.save(local="4.5", total="10", more={"file-evidence": a_file("report.pdf")})
    [entry] = entries(target)
    stranger = Browser(app, cast.neighbour)
    own = Desk(app, cast.neighbour, a_target(cast.treasury, an_indicator("C012"))).open("2026-10")
    for address in (
        "",
        f"/entries/{entry.id}",
        f"/files/{entry.files[0].id}",
        f"/entries/{entry.id}/correct",
    ):
        stranger.visit(desk.address + address, status=404)
    data = own.type(local="1", total="2")
    own.address = desk.address
    for address in ("/score", "/entries", "/draft"):
        assert own.send(address, data, status=404)


def test_an_entry_of_one_ledger_is_not_found_in_another(app, cast, desk, target):
    desk.save(local="4.5", total="10", more={"file-evidence": a_file("report.pdf")})
    other, [entry] = a_target(cast.treasury, an_indicator("C012"), source=cast.revenue), entries(target)
    browser = Browser(app, cast.source)
    browser.visit(f"/ledger/{other.id}/entries/{entry.id}", status=404)
    browser.visit(f"/ledger/{other.id}/files/{entry.files[0].id}", status=404)


def test_a_ledger_page_asks_few_questions_however_many_rows(app, cast, target):
    desk = Desk(app, cast.source, target)
    for month in range(1, 11):
        desk.open(f"2026-{month:02}").save(local="4.5", total="10")
    with statements() as asked:
        desk.open("2026-11")
    assert len(asked) <= 10, "\n".join(text for text, _ in asked)


FIELDS = {
    "title": (FieldType.TEXT, []), "on": (FieldType.DATE, []), "level": (FieldType.CHOICE, ["区级", "市级"]),
    "done": (FieldType.YES_NO, []), "count": (FieldType.INTEGER, []), "share": (FieldType.PERCENT, []),
    "proof": (FieldType.FILE, []),
}  # fmt: skip


def a_record_ledger(cast, frequency: Frequency, *, dated: bool = True):
    fields = [
        LedgerField(key=key, label=key, type=kind, choices=choices, place=place)
        for place, (key, (kind, choices)) in enumerate(FIELDS.items())
        if dated or kind is not FieldType.DATE
    ]
    indicator = an_indicator(
        "C018", frequency=frequency, row_kind=RowKind.RECORD, fields=fields,
        measure="COUNT(title)", score="weight", bonus="",
    )  # fmt: skip
    return a_target(cast.budget, indicator)


RECORD = {"title": "Report", "level": "市级", "done": "true", "count": "3", "share": "99%"}


def test_a_ledger_of_records_takes_many_rows_with_every_kind_of_field(app, cast):
    target = a_record_ledger(cast, Frequency.QUARTER)
    desk = Desk(app, cast.clerk, target).open("2026-Q4")
    for day in ("2026-10-05", "2026/10/6"):
        answer = desk.save(**RECORD, on=day, more={"file-proof": a_file("proof.pdf")})
        desk.page = answer
    assert [entry.values["on"] for entry in entries(target)] == ["2026-10-05", "2026-10-06"]
    assert entries(target)[0].values | {"on": ""} == RECORD | {"share": "99", "on": ""}
    assert "2" in answer.select_one("hx-partial #score .facts dd").text, "COUNT(title)"


@pytest.mark.parametrize(
    ("typed", "name", "sentence"),
    [
        ({"on": "2026-09-30"}, "field-on", "2026-09-30 is outside quarter 4 of 2026."),
        ({"on": "2025-10-05"}, "field-on", "2025-10-05 is not in 2026."),
        ({"on": "2026-11-21"}, "field-on", "2026-11-21 is still to come."),
        ({"level": "国家级"}, "field-level", "“国家级” is not one of the choices."),
        ({"done": "maybe"}, "field-done", "Choose yes or no."),
        ({"count": "1.5"}, "field-count", "“count” is counted in whole numbers."),
        ({}, "file-proof", "Attach “proof”."),
    ],
)
def test_every_kind_of_field_says_what_is_wrong(app, cast, typed, name, sentence):
    desk = Desk(app, cast.clerk, a_record_ledger(cast, Frequency.QUARTER)).open("2026-Q4")
    answer = desk.save(**(RECORD | {"on": "2026-10-05"} | typed), status=422)
    assert complaint(answer, name) == sentence


@pytest.mark.parametrize("dated", [True, False])
def test_an_event_stands_on_its_day(app, cast, dated):
    target = a_record_ledger(cast, Frequency.EVENT, dated=dated)
    desk = Desk(app, cast.clerk, target).open()
    more = {"file-proof": a_file("proof.pdf")} | (
        {"field-on": "2026-03-14"} if dated else {"day": "2026-03-14"}
    )
    desk.save(**RECORD, more=more)
    [entry] = entries(target)
    assert (entry.period, entry.month) == ("2026-03-14", 3)

    answer = desk.open().save(**RECORD, more={"file-proof": a_file("proof.pdf"), "day": ""}, status=422)
    assert complaint(answer, "field-on" if dated else "day")


def test_a_nil_report_and_a_record_contradict_each_other(app, cast):
    desk = Desk(app, cast.clerk, a_record_ledger(cast, Frequency.QUARTER)).open("2026-Q4")
    nil = desk.page.select_one("#nil-form")
    data = desk.type(**RECORD, on="2026-10-05") | {"file-proof": a_file("proof.pdf")}
    desk.browser.press(nil)
    refused = desk.send("/entries", data | {"submission": "another"}, status=409)
    assert "has a nil report" in refused.text


def test_the_portals_own_figures_have_no_ledger(app, cast):
    system = a_target(cast.budget, source_mode=SourceMode.SYSTEM)
    Browser(app, cast.head).visit(f"/ledger/{system.id}", status=404)


def test_nobody_writes_before_the_statement_is_issued(app, cast, target):
    target.sheet.state = "approved"
    db.session.commit()
    assert "has not been issued" in Desk(app, cast.source, target).open("2026-10").page.text
    assert db.session.query(Entry).count() == 0
