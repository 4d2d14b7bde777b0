"""What a password must be, who changes it, and what that ends."""

from datetime import timedelta

import pytest

from portal.accounts.models import FailedSignIn, OldPassword, OneTimeLink, SignIn
from portal.accounts.rules import complaints, must_change
from portal.accounts.service import Unfit, change_password, hasher, issue_link, set_password, use_link
from portal.audit.models import Trace
from portal.audit.rules import Event
from portal.core.sentences import Refused
from portal.web.clock import now
from portal.web.db import db
from tests.pages import Browser, a_session

GOOD = "Long-enough-2026"


@pytest.mark.parametrize(("password", "wrong_with"), [
    ("Abcdefgh1-",      None),            # ten, four kinds
    ("abcdefgh12",      "Mix"),           # two kinds
    ("Abcdefgh12",      None),            # three kinds
    ("Abc-1",           "at least 10"),
    ("财政局绩效考核督办 Aa", None),         # other signs
    ("财政局绩效考核督办系统", "Mix"),
    ("X" * 129 + "a1-", "at most 128"),
    ("my-CLERK.02-pass", "account name"),
])  # fmt: skip
def test_what_a_password_must_be(password, wrong_with):
    found = [str(sentence) for sentence in complaints(password, account="clerk.02")]

    assert (wrong_with is None) == (not found)
    assert wrong_with is None or any(wrong_with in sentence for sentence in found)


def test_everything_wrong_is_said_at_once():
    assert len(complaints("clerk", account="clerk")) == 3


@pytest.mark.parametrize(
    ("told", "days", "answer"), [(False, 89, False), (False, 91, True), (True, 0, True), (False, None, False)]
)
def test_when_it_must_be_changed(told, days, answer):
    moment = now()
    changed = None if days is None else moment - timedelta(days=days)

    assert must_change(told_to=told, changed_at=changed, moment=moment) is answer


@pytest.fixture
def clerk(cast):
    set_password(cast.clerk, GOOD, by=cast.clerk)
    return cast.clerk


def change(clerk, current: str, new: str = "Another-one-2026") -> None:
    within = db.session.query(SignIn).filter_by(person_id=clerk.id).order_by(SignIn.id).first()
    change_password(current, new, by=clerk, within=within, address="10.0.0.7")


def test_changing_it_asks_for_the_current_one(clerk):
    a_session(of=clerk)
    with pytest.raises(Refused, match="current password"):
        change(clerk, "wrong")


def test_guessing_it_locks_the_account_and_ends_the_session(app, clerk):
    here, there = Browser(app, clerk), Browser(app, clerk)
    form = here.visit("/account/password").select_one("main form")
    wrong = {"current": "wrong", "new": "Another-one-2026", "again": "Another-one-2026"}
    for _ in range(4):
        assert "current password is wrong" in here.press(form, **wrong, status=422).text
    here.press(form, **wrong, status=303)

    here.visit("/account", status=303)
    page = here.visit("/login")
    assert "locked for half an hour" in page.select_one("[role=alert]").text
    door = page.select_one("main form")
    assert "Locked until" in here.press(door, username="clerk", password=GOOD, status=422).text
    there.visit("/account")
    form = there.visit("/account/password").select_one("main form")
    page = there.press(form, **(wrong | {"current": GOOD}), status=422)
    assert "Locked until" in page.select_one("main").text, "no session is a way round the lock"
    assert [len(trail(event)) for event in (Event.SIGN_IN_FAILED, Event.LOCKED, Event.SIGNED_OUT)] == [
        5,
        1,
        1,
    ]
    assert hasher.verify(db.session.merge(clerk).password_hash, GOOD)


def test_failures_at_the_door_and_on_the_page_are_counted_together(app, clerk):
    browser, door = Browser(app, clerk), Browser(app)
    for _ in range(3):
        form = door.visit("/login").select_one("main form")
        door.press(form, username="clerk", password="wrong", status=422)
    form = browser.visit("/account/password").select_one("main form")
    wrong = {"current": "wrong", "new": "Another-one-2026", "again": "Another-one-2026"}
    browser.press(form, **wrong, status=422)
    browser.press(form, **wrong, status=303)
    browser.visit("/account", status=303)


def test_the_right_password_forgets_the_failures_even_where_the_new_one_is_unfit(clerk):
    a_session(of=clerk)
    for _ in range(4):
        with pytest.raises(Refused, match="current password"):
            change(clerk, "wrong")
    for _ in range(6):
        with pytest.raises(Unfit):
            change(clerk, GOOD, "short")
    assert db.session.query(FailedSignIn).count() == 0


def test_none_of_the_last_five_comes_back(clerk):
    for number in range(4):
        set_password(clerk, f"Another-one-{number}", by=clerk)
    with pytest.raises(Unfit, match="last 5"):
        set_password(clerk, GOOD, by=clerk)

    set_password(clerk, "Another-one-4", by=clerk)
    set_password(clerk, GOOD, by=clerk)
    assert db.session.query(OldPassword).filter_by(person_id=clerk.id).count() == 5


def test_all_sessions_end_with_it(clerk):
    a_session(of=clerk)
    a_session(of=clerk)

    change(clerk, GOOD)

    assert db.session.query(SignIn).filter(SignIn.ended_at.is_(None)).count() == 0


def test_on_the_page_this_browser_stays_signed_in_and_the_others_do_not(app, clerk):
    here, there = Browser(app, clerk), Browser(app, clerk)
    form = here.visit("/account/password").select_one("main form")

    here.press(form, current=GOOD, new="Another-one-2026", again="Another-one-2026", status=303)

    here.visit("/account")
    there.visit("/account", status=303)


@pytest.mark.parametrize(
    ("current", "new", "again", "says"),
    [
        ("wrong", "Another-one-2026", "Another-one-2026", "current password is wrong"),
        (GOOD, "short", "short", "at least 10"),
        (GOOD, "Another-one-2026", "Another-one-2027", "not the same"),
        (GOOD, "", "", "Enter the new password"),
        (GOOD, GOOD, GOOD, "last 5"),
    ],
)
def test_a_password_that_cannot_be_is_refused_in_words(app, clerk, current, new, again, says):
    browser = Browser(app, clerk)
    form = browser.visit("/account/password").select_one("main form")

    page = browser.press(form, current=current, new=new, again=again, status=422)

    assert says in page.select_one("main").text
    assert hasher.verify(clerk.password_hash, GOOD)


def test_until_the_first_password_is_changed_every_page_leads_there(app, clerk):
    clerk.must_change_password = True
    db.session.commit()
    browser = Browser(app, clerk)

    answer = browser.client.get("/account?x=1")
    assert answer.location == "/account/password?next=/account?x%3D1"
    form = browser.visit(answer.location).select_one("main form")
    browser.press(form, current=GOOD, new="Another-one-2026", again="Another-one-2026", status=303)
    browser.visit("/account")


def test_a_one_time_link_works_once(app, cast):
    token = issue_link(cast.head, by=cast.sysadmin)
    browser = Browser(app)
    form = browser.visit(f"/welcome/{token}").select_one("main form")
    late = Browser(app)
    late_form = late.visit(f"/welcome/{token}").select_one("main form")

    browser.press(form, new="short", again="short", status=422)
    browser.press(form, new=GOOD, again=GOOD, status=303)

    assert hasher.verify(db.session.merge(cast.head).password_hash, GOOD)
    browser.visit(f"/welcome/{token}", status=404)
    late.press(late_form, new=GOOD + "x", again=GOOD + "x", status=404)
    assert [line.account for line in trail(Event.LINK_ISSUED)] == ["sysadmin"]
    assert len(trail(Event.PASSWORD_CHANGED)) == 1


def trail(event):
    return db.session.query(Trace).filter_by(event=event).all()


def test_two_uses_of_a_link_at_once_are_one(app, cast):
    token = issue_link(cast.head, by=cast.sysadmin)
    link = db.session.query(OneTimeLink).one()
    use_link(link, GOOD)

    with pytest.raises(Refused, match="already"):
        use_link(link, GOOD + "x")
    assert token


def test_a_link_ends_after_three_days_and_with_a_newer_one(app, cast):
    first, second = issue_link(cast.head, by=cast.sysadmin), issue_link(cast.head, by=cast.sysadmin)
    browser = Browser(app)
    browser.visit(f"/welcome/{first}", status=404)
    browser.visit(f"/welcome/{second}")

    db.session.query(OneTimeLink).update({"ends_at": now() - timedelta(seconds=1)})
    db.session.commit()
    browser.visit(f"/welcome/{second}", status=404)


def test_the_system_administrator_cannot_become_another_administrator(cast):
    set_password(cast.secadmin, GOOD, by=cast.secadmin)

    with pytest.raises(Refused, match="at the server"):
        issue_link(cast.secadmin, by=cast.sysadmin)
    with pytest.raises(Refused, match="own password"):
        issue_link(cast.sysadmin, by=cast.sysadmin)
