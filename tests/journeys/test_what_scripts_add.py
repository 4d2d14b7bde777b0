"""The portal's one script, on a page made for it: it asks again, sends once, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Blueprint, Flask, abort, redirect, render_template_string
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from portal import create_app
from portal.core.sentences import Refused
from portal.web.access import public
from portal.web.db import db
from tests.browser import axe, visitor

rig = Blueprint("rig", __name__)
PAGE = Path(__file__).with_name("rig.html").read_text(encoding="utf-8")
HITS: list[str] = []


@rig.get("/rig")
@public
def page() -> str:
    return render_template_string(PAGE)


@rig.post("/rig/<string:what>")
@public
def act(what: str):
    HITS.append(what)
    if what == "refused":
        raise Refused("The period is closed.")
    if what == "missing":
        abort(404)
    if what == "expired":
        return "", 401, {"HX-Redirect": "/rig?sort=signed-in-again"}
    if what == "gone":
        return "<html><h1>502 Bad Gateway</h1></html>", 502
    if what == "parts":
        return (
            '<p id="done">done</p>'
            '<hx-partial hx-target="#cell" hx-swap="outerHTML"><td id="cell">2.00</td></hx-partial>'
            '<hx-partial hx-target="#typed" hx-swap="outerHTML"><input id="typed" value="fresh"></hx-partial>'
        )
    return redirect("/rig", 303) if what == "plain" else "asked and done"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The portal with one page more, for the scripts alone."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("INSTANCE", str(tmp_path_factory.mktemp("rig")))
        app: Flask = create_app(SECRET_KEY="rig", LOG_LEVEL="CRITICAL", TESTING=True)
    app.register_blueprint(rig)
    with app.app_context():
        db.create_all()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def page_of_rig(browser, stage) -> Iterator[Page]:
    HITS.clear()
    with visitor(browser, stage) as page:
        page.goto("/rig")
        yield page


def test_an_act_that_asks_again_waits_for_the_answer(page_of_rig):
    page_of_rig.get_by_role("button", name="send").click()
    dialog = page_of_rig.get_by_role("dialog")
    expect(dialog).to_contain_text("真的吗？")
    assert axe(page_of_rig) == []

    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_have_count(0)
    assert HITS == []

    page_of_rig.get_by_role("button", name="send").click()
    with page_of_rig.expect_navigation():
        dialog.get_by_role("button", name="确定").click()
    assert HITS == ["plain"]


def test_htmx_waits_for_the_answer_too(page_of_rig):
    page_of_rig.get_by_role("button", name="ask").click()
    assert HITS == []
    page_of_rig.get_by_role("button", name="确定").click()
    expect(page_of_rig.locator("#done")).to_have_text("asked and done")
    assert HITS == ["asked"]


def test_escape_means_no(page_of_rig):
    page_of_rig.get_by_role("button", name="send").click()
    page_of_rig.keyboard.press("Escape")
    expect(page_of_rig.get_by_role("dialog")).to_have_count(0)
    assert HITS == []


def test_one_answer_fills_several_places(page_of_rig):
    page_of_rig.get_by_role("button", name="parts").click()
    expect(page_of_rig.locator("#done")).to_have_text("done")
    expect(page_of_rig.locator("tbody tr > td#cell")).to_have_text("2.00")
    expect(page_of_rig.locator("#typed")).to_have_value("fresh")
    assert page_of_rig.locator("hx-partial").count() == 0


def test_a_second_press_sends_nothing(page_of_rig):
    page_of_rig.evaluate(
        "() => { const form = document.getElementById('parts'); form.requestSubmit(); form.requestSubmit(); }"
    )
    expect(page_of_rig.locator("#done")).to_have_text("done")
    assert HITS == ["parts"]
    page_of_rig.get_by_role("button", name="parts").click()
    expect(page_of_rig.locator("form[aria-busy]")).to_have_count(0)
    assert HITS == ["parts", "parts"]


def test_a_refusal_stands_above_what_was_typed(page_of_rig):
    page_of_rig.locator("#typed").fill("12.5")
    page_of_rig.get_by_role("button", name="refuse").click()
    expect(page_of_rig.locator("#message[role=alert]")).to_contain_text("The period is closed.")
    expect(page_of_rig.locator("#typed")).to_have_value("12.5")
    expect(page_of_rig.locator("#done")).to_have_text("nothing yet")


def test_what_is_gone_is_said_in_place(page_of_rig):
    page_of_rig.get_by_role("button", name="missing").click()
    expect(page_of_rig.locator("#message[role=alert]")).to_contain_text("无权查看")
    expect(page_of_rig.locator("#done")).to_have_text("nothing yet")


def test_a_session_that_ended_leads_to_the_door_not_into_the_page(page_of_rig):
    page_of_rig.get_by_role("button", name="expired").click()
    page_of_rig.wait_for_url("**/rig?sort=signed-in-again")


def test_an_answer_from_somebody_else_is_not_put_into_the_page(browser, stage):
    with browser.new_context(base_url=stage, locale="zh-CN") as context:
        page = context.new_page()
        page.goto("/rig")
        page.locator("#typed").fill("12.5")
        page.get_by_role("button", name="gone").click()
        expect(page.locator("#message[role=alert]")).to_contain_text("您填写的内容仍在本页")
        expect(page.locator("#typed")).to_have_value("12.5")
        expect(page.locator("#done")).to_have_text("nothing yet")


def test_without_a_network_the_page_says_so(browser, stage):
    with browser.new_context(base_url=stage, locale="zh-CN") as context:
        page = context.new_page()
        page.goto("/rig")
        page.locator("#typed").fill("12.5")
        context.set_offline(True)
        page.get_by_role("button", name="parts").click()
        expect(page.locator("#message[role=alert]")).to_contain_text("暂时无法连接")
        expect(page.locator("#typed")).to_have_value("12.5")
        context.set_offline(False)
        page.get_by_role("button", name="parts").click()
        expect(page.locator("#done")).to_have_text("done")


def test_a_row_opens_its_first_link(page_of_rig):
    page_of_rig.locator("#cell").click()
    page_of_rig.wait_for_url("**/rig?sort=followed")


def test_a_list_is_sorted_by_its_address(page_of_rig):
    page_of_rig.get_by_role("link", name="Name").click()
    page_of_rig.wait_for_url("**/rig?sort=name")
    expect(page_of_rig.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "ascending")
    page_of_rig.get_by_role("link", name="Name").click()
    page_of_rig.wait_for_url("**/rig?sort=-name")


def test_a_chart_is_drawn_and_its_figures_are_one_click_away(page_of_rig):
    assert page_of_rig.evaluate("Object.keys(Chart.instances).length") == 1
    page_of_rig.locator("figure summary").click()
    expect(page_of_rig.get_by_role("rowheader", name="1月")).to_be_visible()
    assert axe(page_of_rig) == []
