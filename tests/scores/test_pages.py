"""The board, the sheets and the explanations as each role meets them."""

from decimal import Decimal

import pytest

from portal.scores.rules import Deduction
from portal.scores.service import rescore
from portal.targets.models import Collaboration
from portal.web.db import db, transactional
from tests.pages import Browser
from tests.statements import statements, whole_tables_read
from tests.world import a_target, an_indicator, keep


@pytest.fixture
def target(cast, notebook):
    """16 points at 45.5 for Budget, filled by Revenue: 13.50 in March, 16 with bonus from June."""
    target = a_target(cast.budget, source=cast.revenue)
    notebook.write(target, 3, local=45, total=100)
    notebook.write(target, 6, local=48, total=100)
    return target


@pytest.fixture
def theirs(cast, notebook):
    other = a_target(cast.treasury, an_indicator("C013"))
    notebook.write(other, 1, local=50, total=100)
    return other


def cells(page, row):
    return [cell.text.strip() for cell in page.select(f"tbody tr:nth-of-type({row}) > *")]


def units_on_board(app, person):
    return [link.text for link in Browser(app, person).visit("/scores/").select("tbody th a")]


def test_the_board_shows_each_person_the_units_that_are_theirs_to_see(app, cast, target, theirs):
    assert units_on_board(app, cast.office) == ["Budget", "Treasury"]
    assert units_on_board(app, cast.principal) == ["Budget", "Treasury"]
    assert units_on_board(app, cast.leader) == ["Budget"]
    assert units_on_board(app, cast.other_leader) == ["Treasury"]
    assert units_on_board(app, cast.head) == ["Budget"]
    assert units_on_board(app, cast.neighbour) == ["Treasury"]


def test_an_outside_source_sees_only_the_explanations_of_what_it_feeds(app, cast, target, theirs):
    browser = Browser(app, cast.source)
    page = browser.visit("/scores/")

    assert [link.text for link in page.select("tbody th a")] == [target.indicator.name]
    browser.visit(page.select_one("tbody th a")["href"])
    browser.visit("/scores/02", status=404)


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor"])
@pytest.mark.parametrize("address", ["/scores/", "/scores/02", "/scores/broken"])
def test_who_sees_no_scores_is_refused(app, cast, target, role, address):
    Browser(app, getattr(cast, role)).visit(address, status=403)


def test_the_supervisor_reads_every_score_and_repairs_no_formula(app, cast, target):
    browser = Browser(app, cast.supervisor)

    assert browser.visit("/scores/02").h1
    browser.visit("/scores/broken", status=403)


def test_another_units_sheet_and_explanation_do_not_exist(app, cast, target):
    for stranger in (cast.neighbour, cast.other_leader):
        Browser(app, stranger).visit("/scores/02", status=404)
        Browser(app, stranger).visit(f"/scores/02/{target.id}", status=404)


def test_a_target_under_another_units_name_does_not_exist(app, cast, target, theirs):
    Browser(app, cast.office).visit(f"/scores/03/{target.id}", status=404)
    Browser(app, cast.office).visit("/scores/99", status=404)
    Browser(app, cast.office).visit("/scores/02/99999", status=404)


def test_a_collaborating_unit_sees_the_explanation_but_not_the_sheet(app, cast, target):
    keep(Collaboration(target_id=target.id, unit=cast.treasury))
    browser = Browser(app, cast.neighbour)

    page = browser.visit(browser.visit("/scores/").select_one("tbody th a")["href"])

    assert "13.50" in page.select_one("#trend").text
    browser.visit("/scores/02", status=404)


@pytest.mark.parametrize("role", ["clerk", "head", "leader", "office", "principal"])
def test_the_sheet_adds_up(app, cast, target, notebook, role):
    second = a_target(cast.budget, an_indicator("C002"), weight=Decimal("0.10"), bonus=Decimal(20))
    notebook.write(second, 2, local=60, total=100)
    notebook.off = {cast.budget.id: [Deduction("A late answer", Decimal("0.50"))]}
    page = Browser(app, getattr(cast, role)).visit("/scores/02")

    rows = [[cell.text.strip() for cell in row.select("td.num")][-3:] for row in page.select("tbody tr")]
    footer = [cell.text.strip() for cell in page.select("tfoot tr:first-child td")]
    for column in range(3):
        assert sum(Decimal(row[column]) for row in rows) == Decimal(footer[column])
    assert page.select("tfoot tr")[-1].td.text == "16.10 + 10.00 − 0.50 = 25.60"


def test_an_earlier_month_stays_what_it_was(app, cast, target, notebook):
    browser = Browser(app, cast.clerk)
    pages = ("/scores/?as_of=2026-04", "/scores/02?as_of=2026-04", f"/scores/02/{target.id}?as_of=2026-04")
    before = [browser.visit(page).select_one("main").text for page in pages]
    assert all("13.50" in text for text in before)

    notebook.write(target, 7, local=0, total=900)

    assert [browser.visit(page).select_one("main").text for page in pages] == before


@pytest.mark.parametrize("typed", ["2026-13", "soon", "2026-12", "1999-01", "2026-Q1", "９９", "2026-06'--"])
def test_a_month_that_cannot_be_shown_is_answered_with_the_latest_and_a_sentence(app, cast, target, typed):
    page = Browser(app, cast.clerk).visit(f"/scores/?as_of={typed}&sort=nonsense&page=x")

    assert page.select_one("#as-of option[selected]")["value"] == "2026-11"
    assert page.select_one("#message").text.strip()


def test_the_board_sorts_by_what_is_pressed(app, cast, target, theirs):
    heads = Browser(app, cast.office).visit("/scores/?sort=-total").select("tbody th")
    assert [head.text for head in heads] == ["Budget", "Treasury"]
    assert units_sorted(app, cast, "total") == ["Budget", "Treasury"]
    assert units_sorted(app, cast, "-place") == ["Treasury", "Budget"]


def units_sorted(app, cast, sort):
    page = Browser(app, cast.office).visit(f"/scores/?sort={sort}")
    return [link.text for link in page.select("tbody th a")]


def test_the_explanation_shows_formula_numbers_rows_people_and_result(app, cast, target):
    page = Browser(app, cast.clerk).visit(f"/scores/02/{target.id}?as_of=2026-04")

    measure = page.select_one("#stage-measure")
    formula, numbers = (part.text for part in measure.select(".formula"))
    assert (formula, numbers) == ("SUM(local) / SUM(total) * 100", "45 / 100 * 100")
    assert [cell.text for cell in measure.select("tbody tr")[0].select("th, td")][:3] == [
        "2026-03", "45", "Clara",
    ]  # fmt: skip
    assert measure.select_one("tbody a")["href"] == "/ledger/1"
    assert "13.5" in page.select_one("#stage-score .sheet__head").text


def test_the_explanation_of_a_pending_score_says_whose_data_is_late(app, cast, notebook):
    waiting = a_target(cast.budget, source=cast.revenue)
    transactional(rescore)([waiting])
    notebook.late = {waiting.id: 2}

    page = Browser(app, cast.clerk).visit(f"/scores/02/{waiting.id}")
    sheet = Browser(app, cast.clerk).visit("/scores/02")

    assert "Revenue" in page.select_one("#why").text
    assert len(sheet.select("tbody tr .mark--warn")) == 1


def test_a_broken_formula_is_explained_and_listed_for_the_office(app, cast, target, notebook):
    notebook.write(target, 7, local=1, total=-200)

    page = Browser(app, cast.clerk).visit(f"/scores/02/{target.id}?as_of=2026-07")
    listed = Browser(app, cast.office).visit("/scores/broken").select("tbody tr")

    assert page.select("#stage-measure .mark--bad")
    assert len(listed) == 1
    Browser(app, cast.clerk).visit("/scores/broken", status=403)


def test_peers_of_another_unit_are_compared_without_their_names(app, cast, notebook):
    indicator = an_indicator(score="weight / RANK(actual)", bonus="")
    ours, other = a_target(cast.budget, indicator), a_target(cast.treasury, indicator)
    for one, local in ((ours, 40), (other, 50)):
        notebook.write(one, 1, local=local, total=100)
    address = f"/scores/02/{ours.id}"

    assert "Treasury" not in Browser(app, cast.clerk).visit(address).select_one("#stage-score").text
    assert "Treasury" in Browser(app, cast.office).visit(address).select_one("#stage-score").text


def test_pages_ask_few_questions_however_many_targets_there_are(app, cast, target, notebook):
    targets = [a_target(cast.budget, an_indicator(f"D{n:02}")) for n in range(8)]
    transactional(rescore)(targets)
    browser = Browser(app, cast.office)
    for address in ("/scores/", "/scores/02", f"/scores/02/{target.id}", "/scores/broken"):
        with statements() as asked:
            browser.visit(address)
        assert len(asked) <= 10, f"{address}: {len(asked)}"
        with db.engine.connect() as connection:
            assert not whole_tables_read(connection, asked), address


def test_without_any_target_the_sheet_says_so(app, cast, target):
    assert Browser(app, cast.neighbour).visit("/scores/03").select_one(".empty")


def test_the_desk_shows_the_units_total_and_what_the_office_has_to_repair(app, cast, target, notebook):
    from portal.scores.queries import panels, to_dos
    from tests.conftest import TODAY

    with app.test_request_context():
        total, *_ = panels(cast.clerk, TODAY)
        assert total.value == "17.50" and "17.50" not in str(total.detail)
        mean, waiting, hindmost = panels(cast.office, TODAY)
        assert (mean.value, waiting.value) == ("17.50", "0")
        assert [line.title for line in hindmost.lines] == [cast.budget.name]
        assert to_dos(cast.office, TODAY) == []
        notebook.write(target, 7, local=1, total=-200)
        assert len(to_dos(cast.office, TODAY)) == 1
        assert to_dos(cast.clerk, TODAY) == []


def test_before_the_first_year_the_board_says_what_is_missing(app, cast):
    page = Browser(app, cast.office).visit("/scores/")
    assert "No assessment year has been opened yet" in page.text
    assert page.select_one(".empty a")["href"] == "/settings/years"
    assert not Browser(app, cast.clerk).visit("/scores/").select(".empty a")
