"""The main job: figures are typed, the score moves, the other side reads, asks and is answered."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from portal.accounts.models import SignIn
from portal.web.db import db
from tests.browser import axe
from tests.conftest import stop_the_clock
from tests.demonstration import demonstration
from tests.journeys.conftest import PASSWORD
from tests.journeys.rooms import Door

INDICATOR = "地方财政收入占全口径财政收入比重"


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demonstration bureau on disk; its portal here only looks into the database."""
    instance = tmp_path_factory.mktemp("ledger")
    (instance / "secret_key").write_text("journey")
    stop_the_clock(instance)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("INSTANCE", str(instance))
        with demonstration(f"sqlite:///{instance / 'portal.sqlite'}", instance) as app:
            app.config["PLACE"] = instance
            yield app


@pytest.fixture(scope="module")
def instance(bureau: Flask) -> Path:
    return bureau.config["PLACE"]


class Ledger:
    """One ledger in a real browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.score = page.locator("#score")
        self.sheet = page.locator("#sheet")
        self.entries = page.locator("#entries")
        self.figures = page.locator("#entry-form input.num")

    def find(self, words: str = INDICATOR, query: str = "light=all") -> "Ledger":
        self.page.goto(f"/ledger/?{query}&text={words}")
        self.page.locator("main table a", has_text=words).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)
        return self

    def open_period(self) -> "Ledger":
        self.page.locator(
            "#periods a.light--green, #periods a.light--yellow, #periods a.light--red"
        ).first.click()
        expect(self.figures.first).to_be_visible()
        return self

    def type(self, *figures: str) -> None:
        for place, figure in enumerate(figures):
            self.figures.nth(place).fill("")
            self.figures.nth(place).press_sequentially(figure)

    def save(self) -> None:
        self.page.get_by_role("button", name="保存", exact=True).click()


def points(ledger: Ledger) -> str:
    return ledger.score.locator(".score__points strong").first.inner_text()


def test_from_the_figure_to_the_explanation(visit):
    source = Ledger(visit("clerk.X20")).find().open_period()
    before = points(source)
    assert axe(source.page) == []

    source.type("20", "40")
    expect(source.score).to_contain_text("试算得分")
    expect(source.score).to_contain_text("已达到")
    trial = points(source)
    assert trial != before, "the score moves before anything is saved"

    source.save()
    expect(source.page.locator("#message")).to_contain_text("已保存")
    expect(source.sheet).to_contain_text("20")
    expect(source.score).to_contain_text("当前得分")
    assert points(source) == trial
    expect(source.entries.locator("tbody tr").first).to_contain_text("40")
    expect(source.page.locator("#periods [aria-current]")).to_have_class(re.compile("light--blue"))
    period = source.page.locator("#sheet-title").inner_text()

    head = Ledger(visit("head.02")).find(query="view=ours&light=all")
    head.page.locator("#entries tbody a", has_text=period).first.click()
    expect(head.page.locator("#entry-form, a:has-text('更正')")).to_have_count(0)
    head.page.locator("#question").fill("全口径收入是否含出口退税？")
    head.page.get_by_role("button", name="提交质询").click()
    expect(head.page.locator("#queries")).to_contain_text("待区税务局答复")

    source.page.goto("/")
    source.page.locator(".todo", has_text="质询").get_by_role("link").last.click()
    entry_address = source.page.url
    source.page.get_by_role("link", name="更正").click()
    source.type("20", "41")
    source.page.locator("#reason").fill("补计出口退税")
    source.page.get_by_role("button", name="保存更正").click()
    expect(source.page.locator("#history tbody tr")).to_have_count(2)
    source.page.locator("[name=answer]").fill("已补计并更正")
    source.page.get_by_role("button", name="提交答复").click()
    expect(source.page.locator("#queries")).to_contain_text("已补计并更正")
    assert axe(source.page) == []

    head.page.goto(entry_address)
    expect(head.page.locator("#history")).to_contain_text("补计出口退税")
    for figure in ("40", "41"):
        expect(head.page.locator("#history")).to_contain_text(figure)
    expect(head.page.locator("#queries")).to_contain_text("已补计并更正")

    head.page.get_by_role("link", name=INDICATOR).click()
    head.page.get_by_role("link", name="查看计分凭证").click()
    explanation = head.page.locator("main")
    for words in ("地方财政收入", "全口径财政收入", "41", "毛", "20"):
        expect(explanation).to_contain_text(words)


def test_a_draft_survives_leaving_the_page(visit):
    page = visit("clerk.X20")
    ledger = Ledger(page).find("一般公共预算收入完成额").open_period()
    ledger.type("3.21")
    expect(page.locator("#draft")).to_have_text("草稿已保存", timeout=5000)
    expect(ledger.figures.first).to_have_value("3.21")

    page.goto("/")
    ledger.find("一般公共预算收入完成额").open_period()

    expect(ledger.figures.first).to_have_value("3.21")
    expect(ledger.sheet).to_contain_text("已恢复到表单中")
    ledger.sheet.get_by_role("button", name="放弃草稿").click()
    expect(ledger.figures.first).to_have_value("")


def test_an_expired_session_in_the_middle_of_typing_loses_nothing(visit, bureau):
    page = visit("clerk.X20")
    ledger = Ledger(page).find("减税降费政策直达率").open_period()
    address = page.url
    with bureau.app_context():
        db.session.query(SignIn).update({"seen_at": datetime(2020, 1, 1, tzinfo=UTC)})
        db.session.commit()

    ledger.figures.first.fill("1234.5")
    page.wait_for_url(re.compile("/login"))
    page.locator("[name=username]").fill("clerk.X20")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form:has([name=password]) button").first.click()
    page.wait_for_url(address)

    expect(ledger.figures.first).to_have_value("1234.5")


def test_files_that_will_not_do_are_refused_and_the_figures_stay(visit, tmp_path):
    page = visit("clerk.X20")
    ledger = Ledger(page).find("一般公共预算收入完成额").open_period()
    ledger.type("3.5")
    large, program = tmp_path / "扫描件.pdf", tmp_path / "报表.pdf"
    large.write_bytes(b"%PDF-1.7\n" + b"0" * 30 * 1024 * 1024)
    program.write_bytes(b"MZ\x90\x00 a program")

    for file, sentence in ((large, "单个文件不得超过 20 MB"), (program, "类型不符")):
        page.locator("#entry-form input[type=file]").first.set_input_files(file)
        ledger.save()
        expect(ledger.sheet.get_by_role("alert")).to_contain_text(sentence)
        expect(ledger.figures.first).to_have_value("3.5")


def test_a_nil_report_is_asked_back_and_then_stands(visit):
    page = visit("clerk.X20")
    ledger = Ledger(page).find("减税降费政策直达率").open_period()
    page.get_by_role("button", name="提交零报告").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.locator("#message")).to_contain_text("零报告已提交")
    expect(ledger.sheet).to_contain_text("零报告")


def test_without_scripts_the_score_is_asked_for_and_the_form_saves(visit):
    page = visit("clerk.X20", java_script_enabled=False)
    ledger = Ledger(page).find("引资项目税收实现率(实缴/协议约定)").open_period()
    for place in range(ledger.figures.count()):
        ledger.figures.nth(place).fill("100")
    page.get_by_role("button", name="试算得分").click()
    expect(ledger.score).to_contain_text("试算得分")
    expect(ledger.figures.first).to_have_value("100")
    ledger.save()
    expect(page.locator("#message")).to_contain_text("已保存")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_ledger_fits_its_screen(visit, width, height):
    page = visit("clerk.X20", viewport={"width": width, "height": height})
    addresses = ["/ledger/", "/ledger/?view=year", "/ledger/?view=ours"]
    Ledger(page).find()
    addresses.append(page.url)
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert axe(page) == [], address


def test_the_door_of_the_ledger_is_the_sign_in_page(visit):
    page = visit()
    page.goto("/ledger/")
    expect(page).to_have_url(re.compile("/login"))
    Door(page).enter("head.02", PASSWORD)
    page.goto("/ledger/")
    expect(page.get_by_role("heading", level=1)).to_have_text("填报日历")
