"""The frame of every page: words, menu, headers, the language and the size of the text."""

import pytest

from portal.accounts.models import Setting
from portal.accounts.rules import TextSize
from portal.core.lights import Light, Signal
from portal.core.sentences import say
from portal.core.todo import ToDo
from portal.web.db import db
from tests.pages import Browser
from tests.world import a_target, keep

WARNING = "This system is not classified: entering state secrets is strictly forbidden"


def menu_of(page):
    return [link.contents[0].strip() for link in page.select("nav.menu a")]


def test_every_page_forbids_state_secrets(app, cast):
    assert WARNING in Browser(app).visit("/login").text
    assert WARNING in Browser(app, cast.clerk).visit("/").text
    assert WARNING in Browser(app, cast.clerk).visit("/nowhere", status=404).text


def test_a_demonstration_says_so_on_every_page(app, cast):
    assert not Browser(app).visit("/login").select(".demonstration")

    keep(Setting(name="demonstration", value="yes"))

    assert Browser(app).visit("/login").select(".demonstration")
    assert Browser(app, cast.clerk).visit("/").select(".demonstration")


def test_the_bureau_is_named(app, cast):
    keep(Setting(name="bureau", value="临江区财政局"))
    assert Browser(app, cast.clerk).visit("/").select_one(".brand__bureau").text == "临江区财政局"


def test_people_read_chinese_unless_they_choose_otherwise(app, cast):
    cast.clerk.language = "zh_CN"
    db.session.commit()

    page = Browser(app, cast.clerk).visit("/")

    assert page.html["lang"] == "zh-CN"
    assert page.select_one("h1").text == "工作台"
    assert "本系统为非涉密系统，严禁录入涉密信息" in page.text
    assert Browser(app, cast.head).visit("/").html["lang"] == "en"


def test_larger_text_is_a_choice_of_the_account(app, cast):
    assert not Browser(app, cast.clerk).visit("/").select("html.text-large")

    cast.clerk.text_size = TextSize.LARGE
    db.session.commit()

    assert Browser(app, cast.clerk).visit("/").select("html.text-large")


def test_everybody_sees_only_what_is_theirs_to_use(app, cast):
    menus = {name: menu_of(Browser(app, person).visit("/")) for name, person in cast.everyone().items()}

    assert {words[0] for words in menus.values()} == {"My work"}
    assert "Audit trail" not in menus["clerk"]
    for name in ("sysadmin", "secadmin", "auditor"):
        assert not {"Target management", "Ledger", "Scores"} & set(menus[name]), name


def test_every_entry_of_the_menu_opens(app, cast):
    a_target(cast.budget, source=cast.revenue)
    for person in cast.everyone().values():
        browser = Browser(app, person)
        for link in browser.visit("/").select("nav.menu a"):
            browser.visit(link["href"])


def test_one_entry_is_marked_as_the_present_one(app, cast):
    page = Browser(app, cast.clerk).visit("/")
    [current] = page.select("nav.menu [aria-current]")
    assert (current["href"], current["aria-current"]) == ("/", "page")
    assert not Browser(app, cast.clerk).visit("/nowhere", status=404).select("nav.menu [aria-current]")


def test_the_menu_counts_what_waits(app, cast, monkeypatch):
    one = ToDo("Revenue", Signal(Light.RED, say("Red")), say("Fill in"), "/ledger/1")
    monkeypatch.setitem(app.extensions, "todo_sources", [lambda person, today: [one, one]])

    [count] = Browser(app, cast.clerk).visit("/").select("#todo-count")

    assert count.text.split()[-1] == "2"
    assert not count.has_attr("hidden")


def test_nobody_outside_sees_a_menu_or_a_name(app, cast):
    page = Browser(app).visit("/login")
    assert not page.select("nav.menu, .person, #todo-count")


@pytest.mark.parametrize("address", ["/login", "/", "/nowhere"])
def test_answers_carry_their_armour(app, cast, address):
    answer = Browser(app, cast.clerk).client.get(address)

    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in answer.headers["Vary"]
    assert answer.headers["X-Request-Id"]


def test_htmx_is_kept_on_a_short_lead(app, cast):
    config = Browser(app).visit("/login").select_one("meta[name=htmx-config]")["content"]
    assert '"allowEval": false' in config
    assert '"selfRequestsOnly": true' in config
    assert '"historyCacheSize": 0' in config


def test_every_change_by_htmx_carries_the_token(app, cast):
    body = Browser(app, cast.clerk).visit("/").body
    assert "X-CSRFToken" in body["hx-headers"]


def test_what_was_said_is_shown_once_after_a_save(app, cast):
    browser = Browser(app, cast.clerk)
    with browser.client.session_transaction() as cookie:
        cookie["_flashes"] = [("message", "Saved.")]

    assert browser.visit("/").select_one("#message").text == "Saved."
    assert browser.visit("/").select_one("#message").text == ""


def test_the_language_changes_with_one_press(app, cast):
    browser = Browser(app, cast.clerk)
    [form] = browser.visit("/").select(".person__menu form:has([name=language])")

    browser.press(form, status=303)

    assert browser.visit("/").select_one("h1").text == "工作台"
