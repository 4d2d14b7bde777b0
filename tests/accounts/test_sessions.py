"""How long a session lasts, where it is seen, and what survives its end."""

from datetime import timedelta

import pytest

from portal.accounts.models import SignIn
from portal.accounts.queries import draft_of
from portal.accounts.service import hasher
from portal.web.clock import now
from portal.web.db import db
from tests.pages import Browser

PASSWORD = "demo-Bureau-2026"


def age(*, idle: float = 0, since: float = 0) -> None:
    """Let minutes pass for every session."""
    db.session.query(SignIn).update(
        {"seen_at": now() - timedelta(minutes=idle), "started_at": now() - timedelta(minutes=since or idle)}
    )
    db.session.commit()


@pytest.mark.parametrize(
    ("who", "idle", "status"),
    [
        ("clerk", 29, 200),
        ("clerk", 31, 303),
        ("sysadmin", 9, 200),
        ("sysadmin", 11, 303),
        ("auditor", 11, 303),
    ],
)
def test_a_session_ends_when_nobody_is_there(app, cast, who, idle, status):
    browser = Browser(app, getattr(cast, who))
    age(idle=idle)

    browser.visit("/account", status=status)


def test_a_session_ends_after_twelve_hours_in_any_case(app, cast):
    browser = Browser(app, cast.clerk)
    age(idle=1, since=12 * 60 + 1)

    browser.visit("/account", status=303)


def seen() -> float:
    db.session.expire_all()
    return (now() - db.session.query(SignIn).one().seen_at).total_seconds()


def test_a_page_keeps_it_awake_and_its_own_refreshing_does_not(app, cast):
    browser = Browser(app, cast.clerk)
    age(idle=5)
    browser.client.get("/account", headers={"X-Background": "1"})
    assert seen() > 290

    browser.visit("/account")
    assert seen() < 60


def test_it_is_written_at_most_once_a_minute(app, cast):
    browser = Browser(app, cast.clerk)
    age(idle=0.9)

    browser.visit("/account")

    assert seen() > 50


def test_a_refused_form_saves_nothing_while_it_keeps_awake(app, cast):
    browser = Browser(app, cast.sysadmin)
    form = browser.visit(f"/settings/people/{cast.clerk.id}").select_one("main form")
    age(idle=5)

    browser.press(form, name="", status=422)

    assert db.session.merge(cast.clerk).name == "Clerk"
    assert seen() < 60


def test_an_ended_session_is_over_at_once(app, cast):
    here, there = Browser(app, cast.clerk), Browser(app, cast.clerk)
    page = here.visit("/account")
    [form] = page.select("form[action$='/end']")

    here.press(form, status=303)

    there.visit("/account", status=303)
    assert len(here.visit("/account").select("tbody tr")) == 1


def test_all_others_are_ended_together(app, cast):
    here, others = Browser(app, cast.clerk), [Browser(app, cast.clerk) for _ in range(3)]

    here.press(here.visit("/account").select_one("form[action$='/end-others']"), status=303)

    here.visit("/account")
    for other in others:
        other.visit("/account", status=303)


def test_somebody_elses_session_cannot_be_ended(app, cast):
    Browser(app, cast.head)
    theirs = db.session.query(SignIn).filter_by(person_id=cast.head.id).one().id
    browser = Browser(app, cast.clerk)
    token = browser.visit("/account").select_one("input[name=csrf_token]")["value"]

    answer = browser.client.post(f"/account/sessions/{theirs}/end", data={"csrf_token": token})
    assert answer.status_code == 404


@pytest.mark.parametrize("number", [0, 2**31, 10**30])
def test_a_number_beyond_all_numbers_is_not_there(app, cast, number):
    browser = Browser(app, cast.clerk)
    token = browser.visit("/account").select_one("input[name=csrf_token]")["value"]

    answer = browser.client.post(f"/account/sessions/{number}/end", data={"csrf_token": token})
    assert answer.status_code == 404


TYPED = {"language": "en", "text_size": "large", "local": "12.5", "new_password": "secret"}


def post_after(browser: Browser, minutes: int, **headers: str):
    """Somebody typed into the form on /account?tab=1, and went to lunch."""
    token = browser.visit("/account").select_one("main input[name=csrf_token]")["value"]
    age(idle=minutes)
    return browser.client.post(
        "/account/preferences", data=TYPED | {"csrf_token": token},
        headers={"Referer": "http://localhost/account?tab=1"} | headers,
    )  # fmt: skip


def test_what_was_typed_when_the_session_expired_is_kept(app, cast):
    browser = Browser(app, cast.clerk)

    answer = post_after(browser, 31)

    assert (answer.status_code, answer.location) == (303, "/login?next=/account?tab%3D1")
    assert draft_of(cast.clerk, "/account") == {"language": "en", "text_size": "large", "local": "12.5"}
    assert "What you typed was kept" in browser.visit(answer.location).select_one("main").text


def test_htmx_is_sent_to_the_sign_in_page_whole(app, cast):
    answer = post_after(
        Browser(app, cast.clerk), 31,
        **{"HX-Request": "true", "HX-Current-URL": "http://localhost/account?tab=2"},
    )  # fmt: skip

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/login?next=/account?tab%3D2")
    assert draft_of(cast.clerk, "/account")["local"] == "12.5"


def test_after_signing_in_again_the_other_tabs_forms_still_work(app, cast):
    cast.clerk.password_hash = hasher.hash(PASSWORD)
    db.session.commit()
    browser = Browser(app, cast.clerk)
    old = browser.visit("/account").select_one("main input[name=csrf_token]")["value"]
    answer = post_after(browser, 31)
    form = browser.visit(answer.location).select_one("main form")

    browser.press(form, username="clerk", password=PASSWORD, status=303)

    again = browser.client.post("/account/preferences", data=TYPED | {"csrf_token": old})
    assert again.location == "/account"


def test_a_page_elsewhere_is_not_believed(app, cast):
    browser = Browser(app, cast.clerk)
    answer = post_after(browser, 31, Referer="http://evil.test/page")

    assert answer.location == "/login?next=/account/preferences"


def test_after_signing_out_nothing_is_kept(app, cast):
    browser = Browser(app, cast.clerk)
    token = browser.visit("/account").select_one("main input[name=csrf_token]")["value"]
    db.session.query(SignIn).update({"ended_at": now()})
    db.session.commit()

    answer = browser.client.post("/account/preferences", data=TYPED | {"csrf_token": token})

    assert answer.status_code == 303
    assert draft_of(cast.clerk, "/account/preferences") is None


def test_language_and_text_size_take_effect_at_once(app, cast):
    browser = Browser(app, cast.clerk)
    form = browser.visit("/account").select_one("main form[action$='/preferences']")

    browser.press(form, language="zh_CN", text_size="large", status=303)

    page = browser.visit("/account")
    assert (page.html["lang"], page.html["class"]) == ("zh-CN", ["text-large"])


@pytest.mark.parametrize("answers", [{"language": "xx"}, {"text_size": "huge"}, {"language": ""}])
def test_a_preference_that_is_none_is_refused(app, cast, answers):
    browser = Browser(app, cast.clerk)
    form = browser.visit("/account").select_one("main form[action$='/preferences']")

    browser.press(form, status=422, **({"language": "en", "text_size": "normal"} | answers))
    assert db.session.merge(cast.clerk).language == "en"
