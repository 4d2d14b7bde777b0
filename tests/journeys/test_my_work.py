"""Through the door to what waits, and out again."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.journeys.conftest import PASSWORD
from tests.journeys.rooms import Desk, Door

WARNING = "本系统为非涉密系统，严禁录入涉密信息"


def test_a_clerk_signs_in_and_sees_what_waits(visit):
    page = visit()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    assert axe(page) == []
    assert WARNING in page.inner_text("body")

    desk = Door(page).enter("clerk", PASSWORD)

    expect(page.get_by_role("heading", level=1)).to_have_text("工作台")
    assert desk.menu[0].startswith("工作台")
    assert WARNING in page.inner_text("body")
    assert axe(page) == []


def test_after_signing_out_going_back_shows_nothing(visit):
    page = visit("clerk")

    Desk(page).leave()
    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("登录")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (3840, 2160), (390, 844)])
def test_nothing_overflows_on_any_screen(visit, width, height):
    page = visit("clerk", viewport={"width": width, "height": height})
    for address in ("/", "/login", "/account", "/nowhere"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_all_can_be_reached_with_the_keyboard(visit):
    page = visit("clerk")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class("skip")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_id("main")


def test_without_scripts_everything_is_still_there(visit):
    page = visit("head", java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("工作台")
    Desk(page).leave()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")


def test_every_page_of_the_menu_is_clean_for_everybody(visit):
    for account in ("clerk", "office", "principal", "sysadmin", "secadmin", "auditor"):
        page = visit(account)
        for address in [link.get_attribute("href") for link in page.locator("nav.menu a").all()]:
            page.goto(address)
            assert axe(page) == [], f"{account} at {address}"
