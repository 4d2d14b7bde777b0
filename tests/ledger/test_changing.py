"""After the first save: corrections with their history, voiding, sign-off, queries and answers, files."""

import hashlib
from pathlib import Path

import pytest

from portal.audit.models import Trace
from portal.core.sentences import Refused
from portal.ledger.models import Entry, EntryQuery, SignOff
from portal.ledger.service.files import path_of
from portal.scores.models import Score
from portal.web.db import db
from tests.ledger.desk import Desk, a_file, complaint, entries
from tests.pages import Browser
from tests.statements import statements


def correct(desk: Desk, entry: Entry, status: int = 303, **typed: object):
    desk.page = desk.browser.visit(f"{desk.address}/entries/{entry.id}/correct")
    data = desk.type() | {name if name in ("reason", "drop", "file-evidence") else f"field-{name}": text
                          for name, text in typed.items()}  # fmt: skip
    return desk.send(f"/entries/{entry.id}/correct", data, status, htmx=False)


def sign(app, cast, target, period: str = "2026-10"):
    page = Desk(app, cast.source_head, target).open(period)
    return page.browser.press(page.page.select_one("#sign-form"))


def score(target) -> str:
    return str(db.session.query(Score.points).filter_by(target_id=target.id, month=11).scalar())


def test_a_correction_moves_the_score_and_keeps_both_versions(desk, entry, target):
    correct(desk, entry, local="4.6", reason="A late transfer was counted")

    [entry] = entries(target)
    assert [(one.number, one.values["local"]) for one in entry.versions] == [(1, "4.5"), (2, "4.6")]
    assert (entry.version, score(target)) == (2, "16.00")
    page = desk.browser.visit(f"{desk.address}/entries/{entry.id}")
    history = page.select_one("#history").text
    assert "4.5" in history and "4.6" in history and "A late transfer was counted" in history
    assert "corrected, version 2" in desk.open("2026-10").page.select_one("#entries").text
    assert db.session.query(Trace).filter_by(event="entry.corrected").one().before


def test_a_stale_version_shows_theirs_and_mine_and_loses_nothing(app, cast, desk, entry, target):
    late = Desk(app, cast.source_head, target)
    late.page = late.browser.visit(f"{desk.address}/entries/{entry.id}/correct")
    data = late.type(local="4.7", total="10") | {"reason": "My own count"}
    correct(desk, entry, local="4.6")

    page = late.send(f"/entries/{entry.id}/correct", data, status=409, htmx=False)

    differing = page.select_one("tbody tr").text
    assert "4.6" in differing and "4.7" in differing and "differs" in differing
    assert page.select_one("[name=reason]").text == "My own count"
    late.browser.press(page.select_one("#entry-form"), status=303)
    assert entries(target)[0].values["local"] == "4.7"
    assert entries(target)[0].version == 3


def test_the_same_correction_sent_twice_is_one_correction(desk, entry, target):
    desk.page = desk.browser.visit(f"{desk.address}/entries/{entry.id}/correct")
    data = desk.type(local="4.6", total="10")
    for _ in range(2):
        desk.send(f"/entries/{entry.id}/correct", data, 303, htmx=False)
    assert entries(target)[0].version == 2


@pytest.mark.parametrize("page", ["", "/correct"])
def test_the_page_of_an_entry_asks_few_questions(desk, entry, page):
    address = f"{desk.address}/entries/{entry.id}{page}"
    with statements() as all_asked:
        desk.browser.visit(address)
    asked = [one for one in all_asked if "FROM setting" not in one[0]]  # a process keeps those
    assert len(asked) <= 10, "\n".join(text[:300] for text, _ in asked)


def test_what_is_wrong_in_a_correction_is_said_at_its_field(desk, entry):
    page = correct(desk, entry, status=422, local="many", total="11")
    assert "is not a number" in complaint(page, "field-local")
    assert page.select_one("[name=field-total]")["value"] == "11"


def test_once_signed_off_a_correction_needs_a_reason(app, cast, desk, entry, target):
    assert "signed off" in sign(app, cast, target).text

    page = correct(desk, entry, status=422, local="4.6")

    assert complaint(page, "reason") == "The period is signed off: say why it is changed."
    assert page.select_one("[name=field-local]")["value"] == "4.6"
    correct(desk, entry, local="4.6", reason="Audited")
    assert entries(target)[0].version == 2


def test_only_the_head_of_the_filling_unit_signs_and_only_what_is_there(app, cast, desk, target):
    assert not desk.open("2026-10").page.select("#sign-form")
    assert not Desk(app, cast.head, target).open("2026-10").page.select("#sign-form")
    assert not Desk(app, cast.source_head, target).open("2026-09").page.select("#sign-form")
    sign(app, cast, target)
    [signed] = db.session.query(SignOff)
    assert (signed.period, signed.month, signed.person_id) == ("2026-10", 10, cast.source_head.id)
    data = {"period": "2026-10"} | {"csrf_token": desk.form_token()}
    assert Desk(app, cast.source_head, target).open("2026-10").page.select("#sign-form") == []
    assert desk.browser.client.post(f"{desk.address}/sign-off", data=data).status_code == 403


def test_a_voided_row_counts_no_longer_and_stays_readable(desk, entry, target):
    page = desk.browser.visit(f"{desk.address}/entries/{entry.id}")
    form = page.select_one("form[action$='/void']")
    assert "Say why the row is voided." in desk.browser.press(form, status=422).text

    desk.browser.press(form, reason="Filled for the wrong month", status=303)

    assert score(target) == "None"
    row = desk.open("2026-10").page.select_one("#entries tbody tr")
    assert row.select(".struck") and "Filled for the wrong month" in row.text
    assert desk.form, "the period is open again"
    desk.save(local="4.6", total="10")
    assert [one.valid for one in entries(target)] == [False, True]


def test_a_query_reaches_the_filling_unit_and_its_answer_comes_back(app, cast, desk, entry, target):
    head = Browser(app, cast.head)
    form = head.visit(f"{desk.address}/entries/{entry.id}").select_one("#ask-form")
    assert "Write down what you ask" in head.press(form, status=422, question="  ").text
    head.press(form, question="Is the transfer of 30 October in it?", status=303)

    assert "Is the transfer" in desk.open("2026-10").page.select_one("#marks").text, "beside the score"
    page = desk.browser.visit(f"{desk.address}/entries/{entry.id}")
    answer = page.select_one("#queries form")
    assert "Write down your answer." in desk.browser.press(answer, status=422).text
    desk.browser.press(answer, answer="Now it is", status=303)

    page = head.visit(f"{desk.address}/entries/{entry.id}")
    assert "Now it is" in page.select_one("#queries").text
    assert not head.visit(f"{desk.address}?period=2026-10").select_one("#marks .query-line")
    assert db.session.query(EntryQuery).one().number == 1


def test_an_answer_is_given_once(app, cast, desk, entry):
    head = Browser(app, cast.head)
    head.press(
        head.visit(f"{desk.address}/entries/{entry.id}").select_one("#ask-form"), question="Why?", status=303
    )
    form = desk.browser.visit(f"{desk.address}/entries/{entry.id}").select_one("#queries form")
    desk.browser.press(form, answer="Because", status=303)
    desk.browser.press(form, answer="Because", status=303)
    assert "answered already" in desk.browser.press(form, answer="No, otherwise", status=422).text


def test_a_neighbour_cannot_ask_and_the_filler_does_not_query_itself(app, cast, desk, entry):
    Browser(app, cast.neighbour).visit(f"{desk.address}/entries/{entry.id}", status=404)
    assert not desk.browser.visit(f"{desk.address}/entries/{entry.id}").select("#ask-form")


def test_evidence_is_kept_under_a_random_name_and_comes_back_as_it_was(app, cast, desk, entry, target):
    content = b"%PDF-1.7 the monthly report"
    correct(desk, entry, **{"file-evidence": [a_file("收入月报.pdf", content), a_file("two.pdf")]})
    file = entries(target)[0].evidence[0]
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert "pdf" not in file.stored_as and Path(app.config["MEDIA"]) in path_of(file.stored_as).parents

    answer = Browser(app, cast.head).client.get(f"{desk.address}/files/{file.id}")

    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.content_type == "application/octet-stream"
    answer.close()
    db.session.expire_all()
    assert db.session.query(Trace).filter_by(event="file.fetched").one().person_id == cast.head.id


def test_a_file_taken_away_stays_in_the_history(desk, entry, target):
    correct(desk, entry, **{"file-evidence": a_file("one.pdf")})
    file = entries(target)[0].evidence[0]
    correct(desk, entries(target)[0], drop=str(file.id))
    assert entries(target)[0].evidence == []
    with desk.browser.client.get(f"{desk.address}/files/{file.id}") as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("report.pdf", b"MZ\x90 program", "“report.pdf” is not really a pdf file"),
        ("program.exe", b"MZ\x90", "“program.exe” cannot be attached"),
        ("scan.pdf", b"%PDF-" + b"0" * 300 * 1024, "“scan.pdf” is 1 MB: a file may have at most 0 MB."),
    ],
)
def test_a_file_that_will_not_do_is_refused_at_its_field(
    app, desk, target, monkeypatch, name, content, sentence
):
    monkeypatch.setitem(app.config, "FILE_LIMIT", 200 * 1024)
    desk.open("2026-09")
    answer = desk.save(local="4.5", total="10", more={"file-evidence": a_file(name, content)}, status=422)
    assert sentence in complaint(answer, "file-evidence")
    assert answer.select_one("[name=field-local]")["value"] == "4.5"
    assert len(entries(target)) == 1


def test_more_than_the_server_takes_is_refused_in_words(desk, app, monkeypatch):
    desk.open("2026-09")
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1024)
    answer = desk.save(more={"file-evidence": a_file("a.pdf", b"0" * 4096)}, status=413)
    assert "What you sent is too large." in answer.text


def shelf(app) -> set[Path]:
    return {path for path in Path(app.config["MEDIA"]).rglob("*") if path.is_file()}


def test_a_save_that_fails_leaves_no_file_behind(app, desk, target, monkeypatch):
    def broken(*targets, since):
        raise Refused("The score cannot be computed.")

    before = shelf(app)
    data = desk.open("2026-09").type(local="4.5", total="10")
    with monkeypatch.context() as patch:
        patch.setattr("portal.ledger.service.recording.rescore", broken)
        desk.send("/entries", data | {"file-evidence": a_file("a.pdf")}, status=409)
    assert shelf(app) == before

    desk.send("/entries", data | {"file-evidence": a_file("a.pdf")})
    kept = shelf(app)
    desk.send("/entries", data | {"file-evidence": a_file("a.pdf")})
    assert shelf(app) == kept and len(kept) == len(before) + 1, "the resent form left no second copy"
