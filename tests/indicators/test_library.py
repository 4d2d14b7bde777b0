"""The library: finding an indicator, reading it, trying it out."""

from decimal import Decimal

import pytest

from portal.core.periods import Frequency
from portal.indicators import service
from portal.indicators.rules import FormulaState
from portal.indicators.rules.filters import filters_in
from portal.web.db import db
from portal.year.rules import YearState
from tests.pages import HTMX, Browser
from tests.statements import statements
from tests.world import YEAR, a_target, a_year, an_indicator

READERS = {"supervisor", "clerk", "head", "neighbour", "office", "leader", "other_leader", "principal"}


def codes(page) -> list[str]:
    return [row.td.text for row in page.select("#library tbody tr")]


def test_what_stands_in_the_address_is_understood_or_left_open():
    understood = filters_in({"kind": "common", "q": " 税收 ", "sort": "-name", "page": "3"})
    assert (understood.kind.value, understood.q, understood.descending, understood.page) == (
        "common",
        "税收",
        True,
        3,
    )

    nonsense = filters_in({"kind": "x", "sort": "; DROP", "page": "-1", "year": "9" * 30, "level": "\0"})
    assert not nonsense.narrowed
    assert (nonsense.sort, nonsense.page, nonsense.year) == ("code", 1, None)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["C007", "C008", "D001"]),
        ("q=c00", ["C007", "C008"]),
        ("q=亩均", ["C008"]),
        ("q=100%25", []),
        ("q=_", []),
        ("q=全口径", ["C007", "C008", "D001"]),
        ("frequency=year", ["D001"]),
        ("unit=02", ["C007"]),
        ("unit=03", []),
        ("source=self", ["C007"]),
        ("source=third-party", []),
        ("formulas=broken", ["C008"]),
        ("sort=-code", ["D001", "C008", "C007"]),
        ("page=99", ["C007", "C008", "D001"]),
        ("kind=nonsense&sort=nonsense&page=x&year=x", ["C007", "C008", "D001"]),
    ],
)
def test_search_and_filters_narrow_the_list(app, cast, query, found):
    a_target(cast.budget, an_indicator("C007"))
    an_indicator("C008", name="亩均税收", score="weight *")
    an_indicator("D001", frequency=Frequency.YEAR)
    service.assess(YEAR)

    assert codes(Browser(app, cast.office).visit(f"/indicators/?{query}")) == found


def test_filters_stay_in_the_form_and_htmx_gets_only_the_list(app, cast):
    an_indicator()
    browser = Browser(app, cast.office)
    page = browser.visit("/indicators/?q=share&kind=specific")
    assert page.select_one("#filter-q")["value"] == "share"
    assert page.select_one("#filter-kind option[selected]")["value"] == "specific"

    part = browser.ask("/indicators/", q="share")
    assert part.select_one("#library tbody tr") and not part.select("header")


def test_an_empty_library_and_a_search_without_result_say_so(app, cast):
    assert Browser(app, cast.office).visit("/indicators/").select_one(".empty")
    a_year()
    assert Browser(app, cast.office).visit("/indicators/").select_one(".empty a")
    assert not Browser(app, cast.clerk).visit("/indicators/").select(".empty a")
    an_indicator()
    assert Browser(app, cast.clerk).visit("/indicators/?q=nowhere").select_one(".empty")


def test_people_of_the_bureau_read_the_library_and_others_do_not(app, cast):
    indicator = an_indicator()
    for name, person in cast.everyone().items():
        status = 200 if name in READERS else 403
        for address in ("/indicators/", f"/indicators/{indicator.id}"):
            assert Browser(app, person).visit(address, status=status).h1


def test_the_office_alone_sees_broken_formulas_and_the_way_to_the_editor(app, cast):
    indicator = an_indicator(score="weight / ")
    service.assess(YEAR)
    office, clerk = Browser(app, cast.office), Browser(app, cast.clerk)

    assert office.visit("/indicators/").select_one(".alert a")
    assert not clerk.visit("/indicators/").select(".alert")
    assert office.visit(f"/indicators/{indicator.id}").select_one("a[href$='/edit']")
    assert not clerk.visit(f"/indicators/{indicator.id}").select("a[href$='/edit']")


def test_formulas_are_shown_in_the_readers_words(app, cast):
    indicator = an_indicator()
    page = Browser(app, cast.clerk).visit(f"/indicators/{indicator.id}")
    assert "IF(actual >= pass" in page.select_one("#formulas").text

    cast.clerk.language = "zh_CN"
    db.session.commit()
    page = Browser(app, cast.clerk).visit(f"/indicators/{indicator.id}")
    assert "SUM(地方收入) / SUM(全口径收入) * 100" in page.select_one("#formulas").text


def test_units_that_hold_it_are_shown_as_far_as_the_reader_may_see_them(app, cast):
    indicator = an_indicator()
    a_target(cast.budget, indicator)
    a_target(cast.treasury, indicator)

    def seen(person) -> list[str]:
        page = Browser(app, person).visit(f"/indicators/{indicator.id}")
        return [cell.text for cell in page.select("#holders tbody th")]

    assert seen(cast.office) == ["Budget", "Treasury"]
    assert seen(cast.clerk) == ["Budget"]
    assert seen(cast.other_leader) == ["Treasury"]


def test_the_curve_has_its_table(app, cast):
    indicator = an_indicator()
    a_target(cast.budget, indicator)
    curve = Browser(app, cast.clerk).visit(f"/indicators/{indicator.id}").select_one("#curve")
    assert curve.select_one("svg[role=img] polyline")
    rows = {row.td.text: row.select("td")[1].text for row in curve.select("tbody tr")}
    assert rows["45.5"] == "16.00"


def test_a_measure_that_gives_a_word_has_no_curve(app, cast):
    indicator = an_indicator(measure="IF(SUM(local) > 0, 是, 否)", score="IF(actual, weight, 0)", bonus="")
    page = Browser(app, cast.clerk).visit(f"/indicators/{indicator.id}")
    assert page.select_one("#curve") and not page.select("#curve svg")


def trial_form(browser, indicator):
    return browser.visit(f"/indicators/{indicator.id}").select_one("#try-out form")


FIGURES = {"row-1-local": "４５", "row-1-total": "1,00", "row-1-month": "3"}


def test_trying_out_shows_the_result_with_its_steps_and_keeps_nothing(app, cast):
    indicator = an_indicator()
    a_target(cast.budget, indicator)
    browser = Browser(app, cast.clerk)
    form = trial_form(browser, indicator)

    page = browser.press(form, htmx=False, **(FIGURES | {"row-1-total": "100"}))

    results = page.select("#trial section")
    assert [section.h3.strong.text for section in results] == ["45", "13.5", "0"]
    assert "45 >= 45.5" in results[1].text


def test_a_row_can_be_added_without_losing_what_was_typed(app, cast):
    browser = Browser(app, cast.clerk)
    form = trial_form(browser, an_indicator())
    page = browser.press(form, act="add-row", **(FIGURES | {"row-1-total": "100"}))
    assert page.select_one("#row-1-local")["value"] == "４５"
    assert page.select_one("#row-2-local")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("row-1-local", "many"), ("row-1-local", "1 234,5"), ("row-1-total", "1" * 20), ("number-pass", "x"),
        ("number-month", "13"), ("number-month", "0"), ("row-1-month", "1.5"), ("row-1-month", "99"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_in_a_trial_is_said_at_its_input(app, cast, name, typed):
    browser = Browser(app, cast.clerk)
    form = trial_form(browser, an_indicator())

    page = browser.press(form, status=422, **(FIGURES | {"row-1-total": "100", name: typed}))

    field = page.select_one(f"#{name}")
    assert field["value"] == typed and "is-invalid" in field["class"]
    assert page.select_one(f"#{name}-note").text.strip()


def test_a_division_by_zero_is_a_sentence_and_a_missing_figure_is_pending(app, cast):
    browser = Browser(app, cast.clerk)
    form = trial_form(browser, an_indicator())
    page = browser.press(form, **{"row-1-local": "1", "row-1-total": "0"})
    assert page.select_one("#trial section [role=alert]").text.strip()

    page = browser.press(form)
    assert page.select("#trial section")[1].h3.strong.text == "—"


def test_hundreds_of_rows_cannot_be_asked_for(app, cast):
    browser = Browser(app, cast.clerk)
    form = trial_form(browser, an_indicator())
    page = browser.press(form, rows="999")
    assert len(page.select("#trial fieldset")) == 24
    assert browser.press(form, rows="x" * 50).select("#trial fieldset")


def test_try_out_asks_for_dates_choices_and_answers_of_yes_or_no(app, cast):
    from portal.indicators.models import LedgerField
    from portal.indicators.rules import FieldType as T

    fields = [
        LedgerField(key="d", label="办结日", type=T.DATE, place=1),
        LedgerField(key="light", label="亮灯", type=T.CHOICE, choices=["绿", "红"], place=2),
        LedgerField(key="ok", label="合格", type=T.YES_NO, place=3),
        LedgerField(key="scan", label="扫描件", type=T.FILE, place=4),
    ]
    indicator = an_indicator(fields=fields, measure='COUNT(ok = 是, light = "绿")', score="actual", bonus="")
    browser = Browser(app, cast.clerk)
    form = trial_form(browser, indicator)
    typed = {"row-1-d": "2026-03-01", "row-1-light": "绿", "row-1-ok": "yes"}

    page = browser.press(form, **typed)
    assert page.select("#trial section")[0].h3.strong.text == "1"
    assert not page.select("#row-1-scan")

    page = browser.press(form, status=422, **(typed | {"row-1-light": "蓝", "row-1-d": "soon"}))
    assert len(page.select("#trial [role=alert]")) == 2


def test_the_state_of_the_formulas_is_kept_for_the_list(app, cast):
    indicators = [
        an_indicator("A1"), an_indicator("A2", score="weight +"), an_indicator("A3", score=""),
        an_indicator("A4", score="weight * actual / pass"),
    ]  # fmt: skip
    assert service.assess(YEAR) == 1
    assert [one.formulas for one in indicators] == [
        FormulaState.SOUND, FormulaState.BROKEN, FormulaState.MISSING, FormulaState.DOUBTFUL,
    ]  # fmt: skip


def test_a_frozen_year_can_still_be_read(app, cast):
    a_year(2025, YearState.PUBLISHED)
    indicator = an_indicator(year=2025)
    page = Browser(app, cast.office).visit(f"/indicators/{indicator.id}")
    assert not page.select("a[href$='/edit']")
    assert codes(Browser(app, cast.office).visit("/indicators/?year=2025")) == ["C007"]


def test_pages_need_few_statements_however_many_indicators_there_are(app, cast):
    shared = an_indicator("S001")
    for number in range(60):
        an_indicator(f"N{number:03}")
    for unit in (cast.budget, cast.treasury):
        a_target(unit, shared, weight=Decimal(5))
    browser = Browser(app, cast.office)
    for address in ("/indicators/", f"/indicators/{shared.id}"):
        with statements() as asked:
            browser.visit(address)
        kept_by_the_process = "FROM setting"
        assert len([one for one, _ in asked if kept_by_the_process not in one]) <= 10


def test_the_fragment_carries_no_frame(app, cast):
    indicator = an_indicator()
    browser = Browser(app, cast.clerk)
    form = trial_form(browser, indicator)
    token = form.select_one("[name=csrf_token]")["value"]
    answer = browser.client.post(f"/indicators/{indicator.id}/try", data={"csrf_token": token}, headers=HTMX)
    assert answer.text.lstrip().startswith('<div id="trial"')
