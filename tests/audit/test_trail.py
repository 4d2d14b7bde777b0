"""The trail shows when a line was altered, removed or added behind its back."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from portal.accounts.rules import TextSize
from portal.accounts.service import choose_preferences
from portal.audit.models import Trace, TrailHead
from portal.audit.queries import Filter, everything, page_of, verify
from portal.audit.queries import chain as chain_queries
from portal.audit.queries import lines as line_queries
from portal.audit.rules import Event, Result
from portal.audit.service import leave_trace
from portal.web.clock import now, today
from portal.web.db import db, transactional


@pytest.fixture
def trail(cast):
    for number in range(5):
        something_happens(f"thing {number}", by=cast.clerk)


@transactional
def something_happens(what, *, by, event=Event.ENTRY_RECORDED, result=Result.DONE, **facts):
    leave_trace(event, by=by, title=what, result=result, **facts)


def tamper(statement) -> None:
    db.session.execute(statement)
    db.session.commit()


def test_an_untouched_trail_holds(trail):
    finding = verify()

    assert (finding.holds, finding.lines) == (True, 5)


def test_an_empty_trail_holds(app):
    assert verify().holds


@pytest.mark.parametrize(
    "column", ["account", "roles", "address", "subject", "before", "after", "subject_kind"]
)
def test_an_altered_line_shows(trail, column):
    tamper(update(Trace).where(Trace.id == 3).values({column: "forged"}))

    finding = verify()
    assert (finding.holds, finding.number) == (False, 3)
    assert "altered" in str(finding.reason)


def test_a_moved_moment_shows(trail):
    tamper(update(Trace).where(Trace.id == 2).values(at=now() - timedelta(days=1)))

    assert verify().number == 2


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_removed_line_shows_also_the_newest(trail, number):
    tamper(delete(Trace).where(Trace.id == number))

    finding = verify()
    assert (finding.holds, finding.number) == (False, number)
    assert "removed" in str(finding.reason)


def test_a_line_that_was_resealed_shows_in_the_next(trail):
    line = db.session.get(Trace, 3)
    line.subject = "forged"
    from portal.audit.rules import seal

    line.sealed = seal(line.facts(), line.previous)
    db.session.commit()

    assert verify().number == 4


def test_a_resealed_last_line_does_not_match_the_head(trail):
    from portal.audit.rules import seal

    line = db.session.get(Trace, 5)
    line.subject = "forged"
    line.sealed = seal(line.facts(), line.previous)
    db.session.commit()

    assert verify().number == 5


def test_a_removed_head_shows(trail):
    tamper(delete(TrailHead))

    assert "head" in str(verify().reason)


def test_a_line_added_behind_the_head_shows(trail):
    last = db.session.get(Trace, 5)
    tamper(
        Trace.__table__.insert().values(
            {c.name: getattr(last, c.name) for c in Trace.__table__.columns} | {"id": 6}
        )
    )

    assert verify().number == 6


def test_the_portal_goes_on_without_a_head_but_the_break_stays(cast, trail):
    tamper(delete(TrailHead))

    something_happens("later", by=cast.clerk)

    assert db.session.get(Trace, 6).subject == "later"
    assert not verify().holds


def test_it_is_followed_in_stretches(trail, monkeypatch):
    monkeypatch.setattr(chain_queries, "BATCH", 2)
    assert verify().holds

    tamper(delete(Trace).where(Trace.id == 5))
    assert verify().number == 5


def test_a_refused_act_leaves_no_line(cast):
    with pytest.raises(ValueError):
        fails(by=cast.clerk)

    assert db.session.query(Trace).count() == 0


@transactional
def fails(*, by):
    leave_trace(Event.ENTRY_RECORDED, by=by)
    raise ValueError


def test_a_line_says_who_what_before_and_after(cast):
    choose_preferences("zh_CN", TextSize.LARGE, by=cast.clerk)

    line = db.session.query(Trace).one()
    assert (line.account, line.roles, line.subject_kind, line.subject_id) == (
        "clerk",
        "clerk",
        "person",
        cast.clerk.id,
    )
    assert '"language": "en"' in line.before
    assert '"language": "zh_CN"' in line.after


def test_lines_are_found_by_every_word(cast, trail):
    something_happens("lock", by=cast.secadmin, event=Event.UNLOCKED)
    something_happens("export", by=cast.auditor, event=Event.EXPORTED, result=Result.REFUSED)

    def found(**words):
        return [line.id for line in page_of(Filter(**words)).lines]

    assert found() == [7, 6, 5, 4, 3, 2, 1]
    assert found(event=Event.UNLOCKED) == [6]
    assert found(account="auditor") == [7]
    assert found(result=Result.REFUSED) == [7]
    assert found(subject="THING 3") == [4]
    assert found(subject="%") == []
    assert found(account="clerk", event=Event.UNLOCKED) == []
    assert len(found(first=today_there(), last=today_there())) == 7
    assert found(first=today_there() + timedelta(days=1)) == []
    assert found(last=today_there() - timedelta(days=1)) == []


def today_there():
    from portal.web.clock import zone

    return now().astimezone(zone()).date()


def test_pages_go_by_numbers(cast, trail, monkeypatch):
    monkeypatch.setattr(line_queries, "PAGE", 2)
    first = page_of(Filter())
    second = page_of(Filter(), first.older)
    third = page_of(Filter(), second.older)

    assert [[line.id for line in page.lines] for page in (first, second, third)] == [[5, 4], [3, 2], [1]]
    assert third.older is None


def test_a_question_without_an_index_looks_through_a_stretch_at_a_time(cast, trail, monkeypatch):
    monkeypatch.setattr(line_queries, "STRETCH", 2)
    page = page_of(Filter(subject="thing 0"))

    assert (page.lines, page.searched) == ([], 4)
    assert [line.id for line in page_of(Filter(subject="thing 0"), 2).lines] == [1]


def test_everything_comes_in_batches(cast, trail, monkeypatch):
    monkeypatch.setattr(line_queries, "BATCH", 2)

    assert [line.id for line in everything(Filter())] == [5, 4, 3, 2, 1]
    assert today() is not None
