"""The office writes the law: fields, formulas, presets; what is wrong is said, and nothing typed is lost."""

import json

import pytest

from portal.audit.models import Trace
from portal.audit.rules import Event
from portal.indicators import queries, service
from portal.indicators.models import Indicator
from portal.indicators.rules import FormulaState
from portal.web.db import db
from portal.year.rules import YearState
from tests.pages import HTMX, Browser
from tests.world import a_year, an_indicator

NEW = {
    "code": "C100", "name": "预算执行率", "kind": "specific", "level": "bureau", "direction": "higher",
    "decimals": "1",    "frequency": "month", "row_kind": "figures", "unit_of_measure": "%",
}  # fmt: skip
FIELD = {"fields-0-label": "支出", "fields-0-key": "", "fields-0-type": "money", "fields-0-required": "y"}
FORMULAS = {"measure": "SUM(支出)", "score": "IF(完成值 >= 合格值, 权重, 0)", "bonus": ""}


@pytest.fixture
def office(app, cast) -> Browser:
    return Browser(app, cast.office)


def editor(browser: Browser, indicator: Indicator):
    return browser.visit(f"/indicators/{indicator.id}/edit").select_one("#form-indicator")


def typed_in(page) -> dict[str, str]:
    from tests.pages import answers_already_in

    return answers_already_in(page.select_one("#form-indicator"))


def step(browser: Browser, form, address: str, *, htmx: bool = False, **answers):
    """What a button of the form that saves nothing sends."""
    form = form.__copy__()
    form["action"], form["hx-post"] = address, address
    return browser.press(form, htmx=htmx, **answers)


def test_a_new_indicator_is_written_with_its_form_and_formulas(app, cast, office):
    a_year()
    form = office.visit("/indicators/new").select_one("#form-indicator")

    office.press(form, status=303, **NEW, **FIELD, **FORMULAS)

    written = queries.called("C100", 2026)
    assert [(field.key, field.label) for field in written.fields] == [("f1", "支出")]
    assert written.formulas is FormulaState.SOUND
    [line] = db.session.query(Trace).filter_by(event=Event.INDICATOR_SAVED)
    assert line.subject == "C100 预算执行率"


def test_a_change_leaves_before_and_after_of_what_changed(app, cast, office):
    indicator = an_indicator()

    office.press(editor(office, indicator), status=303, name="地方收入占比", decimals="１")

    assert queries.indicator(indicator.id).name == "地方收入占比"
    [line] = db.session.query(Trace).filter_by(event=Event.INDICATOR_SAVED)
    assert json.loads(line.after) == {"name": "地方收入占比", "decimals": 1}
    assert set(json.loads(line.before)) == {"name", "decimals"}


def test_saving_without_a_change_leaves_no_line(app, cast, office):
    office.press(editor(office, an_indicator()), status=303)
    assert db.session.query(Trace).filter_by(event=Event.INDICATOR_SAVED).count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": ""}, {"code": "x" * 65}, {"code": "OTHER"}, {"name": " "}, {"name": "x" * 300},
        {"kind": "x"},
        {"decimals": "7"}, {"decimals": "1.5"}, {"decimals": "many"}, {"frequency": ""},
        {"parent_code": "NONE"},
        {"parent_code": "C007"}, {"definition": "x" * 5000},
        {"fields-0-label": ""}, {"fields-0-key": "1a"}, {"fields-0-key": "SUM"}, {"fields-0-key": "地方"},
        {"fields-0-type": "x"}, {"fields-0-minimum": "a lot"},
        {"fields-0-minimum": "5", "fields-0-maximum": "4"},
        {"fields-0-type": "choice", "fields-0-minimum": ""}, {"fields-0-type": "text"},
        {"fields-0-label": "全口径收入"}, {"fields-0-key": "total"},
    ],
)  # fmt: skip
def test_bad_input_is_refused_at_its_field_and_everything_typed_is_kept(app, cast, office, wrong):
    an_indicator("OTHER")
    indicator = an_indicator()
    form = editor(office, indicator)

    page = office.press(form, status=422, **wrong)

    assert page.select(".invalid-feedback, .alert-danger")
    kept = typed_in(page)
    selects = {"kind", "frequency", "fields-0-type"}
    assert {name: kept[name] for name in wrong if name not in selects} == {
        name: typed for name, typed in wrong.items() if name not in selects
    }
    assert queries.indicator(indicator.id).version == 1


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("score", "IF(完成直 >= 合格值, 权重, 0)"), ("score", "weight +"), ("score", "(weight"),
        ("score", "weight)"),
        ("score", "IF(actual)"), ("score", "local + 1"), ("score", "'x'"), ("score", "\"绿\""),
        ("score", "0"),
        ("score", "weight ** 2"), ("score", "__import__('os')"), ("score", "actual.real"),
        ("score", "1" * 40),
        ("score", "(" * 60 + "1" + ")" * 60), ("score", "1+" * 1500 + "1"), ("measure", "SUM(SUM(local))"),
        ("measure", "SUM(lokal)"), ("measure", "actual"), ("bonus", "IF(actual >= \"x\", bonus, 0)"),
        ("bonus", "FOO(bonus)"), ("score", "¤"), ("score", "{{ 7*7 }}"), ("score", "<script>"),
    ],
)  # fmt: skip
def test_a_formula_with_an_error_is_never_saved(app, cast, office, formula, text):
    indicator = an_indicator()

    page = office.press(editor(office, indicator), status=422, **{formula: text})

    assert page.select_one(f"#{formula}-note").text.strip()
    assert page.select_one(f"#check-{formula} li") and page.select_one(f"#check-{formula} mark")
    assert typed_in(page)[formula] == text
    assert "<script>" not in str(page.select_one(f"#check-{formula}"))
    assert getattr(queries.indicator(indicator.id), formula) != text


def test_a_warning_is_shown_and_allowed(app, cast, office):
    indicator = an_indicator()
    doubtful = "weight * actual / pass"
    form = editor(office, indicator)
    part = step(office, form, "/indicators/form/check/score", htmx=True, score=doubtful)
    assert part.select_one("#check-score li") and not part.select(".text-danger")

    office.press(form, status=303, score=doubtful)
    assert queries.indicator(indicator.id).formulas is FormulaState.DOUBTFUL


def test_checking_while_typing_marks_the_place_and_suggests(app, cast, office):
    form = editor(office, an_indicator())
    part = step(
        office, form, "/indicators/form/check/bonus", htmx=True, bonus="IF(actual >= chalenge, bonus, 0)"
    )

    assert part.select_one("mark").text == "chalenge"
    assert "challenge" in part.select_one("li").text
    step_page = step(office, form, "/indicators/form/check/bonus", bonus="IF(")
    assert step_page.h1 and step_page.select_one("#check-bonus li")


def test_a_formula_may_use_a_field_that_was_only_just_typed(app, cast, office):
    form = editor(office, an_indicator())
    part = step(
        office, form, "/indicators/form/check/measure", htmx=True, measure="SUM(新字段)",
        **{"fields-0-label": "新字段"},
    )  # fmt: skip
    assert not part.select("li")


def test_fields_are_added_moved_and_removed_without_losing_what_was_typed(app, cast, office):
    indicator = an_indicator()
    form = editor(office, indicator)

    page = step(office, form, "/indicators/form", act="add", name="Typed")
    form = page.select_one("#form-indicator")
    assert typed_in(page)["name"] == "Typed" and page.select_one("#fields-2-label")

    page = step(office, form, "/indicators/form", act="up-1", **{"fields-2-label": "Third"})
    labels = [page.select_one(f"#fields-{n}-label")["value"] for n in range(3)]
    assert labels == ["全口径收入", "地方收入", "Third"]

    page = step(office, page.select_one("#form-indicator"), "/indicators/form", act="remove-2")
    form = page.select_one("#form-indicator")
    office.press(form, status=303)
    assert [field.label for field in queries.indicator(indicator.id).fields] == ["全口径收入", "地方收入"]


@pytest.mark.parametrize(
    "act", ["up-99", "remove--1", "down-x", "nonsense", "", "use-nothing", "remove-" + "9" * 50]
)
def test_a_button_that_was_never_drawn_changes_nothing(app, cast, office, act):
    form = editor(office, an_indicator())
    form["action"] = "/indicators/form"
    page = office.press(form, act=act, status=404 if act == "use-nothing" else 200)
    assert page.h1


def test_a_preset_is_picked_filled_in_and_used(app, cast, office):
    indicator = an_indicator()
    form = editor(office, indicator)
    page = step(office, form, "/indicators/form/preset/score", **{"pick-score": "per_step"})
    form = page.select_one("#form-indicator")
    answers = {"pick-score": "per_step", "preset-score-size": "０.5", "preset-score-points": "2"}

    page = step(office, form, "/indicators/form/preset/score", **answers)
    written = page.select_one("#preset-score code").text
    page = step(office, page.select_one("#form-indicator"), "/indicators/form", act="use-score", **answers)

    form = page.select_one("#form-indicator")
    assert typed_in(page)["score"].strip() == written
    office.press(form, status=303)
    assert "0.5" in queries.indicator(indicator.id).score


def test_a_preset_that_is_not_answered_says_so(app, cast, office):
    form = editor(office, an_indicator())
    answers = {"pick-score": "per_step", "preset-score-size": "much"}
    page = step(office, form, "/indicators/form/preset/score?part=formula", htmx=True, **answers)
    assert page.select_one(".text-danger").text.strip() and not page.select("button")


@pytest.mark.parametrize(
    "preset", ["proportion", "all_or_nothing", "linear", "per_step", "range", "reverse", "growth"]
)
def test_presets_with_their_usual_answers_can_be_saved(app, cast, office, preset):
    indicator = an_indicator()
    answers = {"pick-score": preset}
    page = step(office, editor(office, indicator), "/indicators/form", act="use-score", **answers)
    office.press(page.select_one("#form-indicator"), status=303)
    assert (
        queries.indicator(indicator.id).score
        != "IF(actual >= pass, weight, MAX(0, weight - (pass - actual) / 0.1 * 0.5))"
    )


def test_an_unknown_preset_or_formula_is_nothing(app, cast, office):
    form = editor(office, an_indicator())
    assert not step(office, form, "/indicators/form/preset/score", **{"pick-score": "x"}).select(
        "#preset-score"
    )
    form["action"] = "/indicators/form/check/other"
    assert office.press(form, status=404).h1


def test_the_editor_tries_unsaved_formulas_out(app, cast, office):
    form = editor(office, an_indicator())
    part = step(
        office, form, "/indicators/form/try", htmx=True, score="weight * 2",
        **{"row-1-local": "1", "row-1-total": "2", "number-weight": "5"},
    )  # fmt: skip
    assert part.select("section")[1].h3.strong.text == "10"


def test_the_curve_follows_what_is_typed(app, cast, office):
    form = editor(office, an_indicator())
    before = step(office, form, "/indicators/form/curve", htmx=True).select("polyline")
    after = step(office, form, "/indicators/form/curve", htmx=True, score="IF(actual >= pass, weight, 0)")
    assert before[-1]["points"] != after.select("polyline")[-1]["points"]
    assert not step(office, form, "/indicators/form/curve", htmx=True, score="IF(").select("svg")


def test_the_second_of_two_editors_sees_both_versions_and_loses_nothing(app, cast, office):
    indicator = an_indicator()
    form = editor(office, indicator)
    office.press(form, status=303, name="The first")

    page = office.press(form, status=409, name="The second", note="typed at length")

    table = page.select_one(".alert table").text
    assert "The first" in table and "The second" in table
    assert typed_in(page)["note"].strip() == "typed at length"
    office.press(page.select_one("#form-indicator"), status=303)
    assert queries.indicator(indicator.id).name == "The second"


def test_changing_only_the_form_is_a_change_too(app, cast, office):
    indicator = an_indicator()
    form = editor(office, indicator)
    office.press(form, status=303, **{"fields-0-hint": "in 亿元"})
    assert office.press(form, status=409, name="Other").select_one(".alert")


@pytest.mark.parametrize("state", [YearState.EVALUATING, YearState.PUBLISHED, YearState.ARCHIVED])
def test_the_law_of_a_frozen_year_stays(app, cast, office, state):
    indicator = an_indicator()
    form = editor(office, indicator)
    new = office.visit("/indicators/new").select_one("#form-indicator")
    a_year().state = state
    db.session.commit()

    office.press(form, status=409, name="Too late")
    office.press(new, status=409, **NEW, **FORMULAS)
    assert office.visit(f"/indicators/{indicator.id}/edit", status=409).h1
    assert queries.indicator(indicator.id).name != "Too late"


def test_whoever_computes_by_the_law_is_told_when_it_changes_and_only_then(app, cast, office, monkeypatch):
    told: list[str] = []
    monkeypatch.setitem(app.extensions, "law_listeners", [lambda indicator: told.append(indicator.score)])
    indicator = an_indicator()
    office.press(editor(office, indicator), status=303, name="Another name")
    assert told == []

    office.press(editor(office, indicator), status=303, score="weight")
    assert told == ["weight"]


def test_when_a_listener_fails_nothing_is_saved(app, cast, monkeypatch):
    def fail(indicator):
        raise RuntimeError("no")

    monkeypatch.setitem(app.extensions, "law_listeners", [fail])
    indicator = an_indicator()
    from dataclasses import replace

    draft = replace(service.draft_of(indicator), score="weight")
    with pytest.raises(RuntimeError):
        service.save(indicator, draft, version=1, by=cast.office)
    assert queries.indicator(indicator.id).score != "weight"
    assert db.session.query(Trace).count() == 0


def test_fields_that_entries_were_made_with_stay(app, cast, office, monkeypatch):
    monkeypatch.setitem(app.extensions, "form_users", [lambda indicator: True])
    indicator = an_indicator()
    form = editor(office, indicator)
    page = office.press(form, status=409, **{"fields-0-key": "other", "measure": "SUM(other) / SUM(total)"})
    assert page.select_one(".alert-danger") and typed_in(page)["fields-0-key"] == "other"
    office.press(form, status=409, frequency="year")
    office.press(
        form, status=409, **{"fields-0-type": "text", "fields-0-minimum": "", "measure": "SUM(total)"}
    )
    office.press(form, status=303, **{"fields-0-label": "本级收入", "measure": "SUM(local) / SUM(total)"})
    assert queries.indicator(indicator.id).fields[0].label == "本级收入"


def test_only_the_office_edits(app, cast):
    indicator = an_indicator()
    for name, person in cast.everyone().items():
        if name != "office":
            browser = Browser(app, person)
            for address in ("/indicators/new", f"/indicators/{indicator.id}/edit"):
                assert browser.visit(address, status=403).h1
    Browser(app, cast.office).visit("/indicators/999/edit", status=404)


def test_a_forged_number_of_an_indicator_is_not_there(app, cast, office):
    form = editor(office, an_indicator())
    form["action"] = "/indicators/form"
    assert office.press(form, act="add", indicator="999", status=404).h1
    assert office.press(form, act="add", indicator="x").h1


def test_a_check_while_typing_carries_only_its_own_part(app, cast, office):
    form = editor(office, an_indicator())
    token = form.select_one("[name=csrf_token]")["value"]
    data = (
        typed_in(form) | {"csrf_token": token}
        if form.name != "form"
        else {"csrf_token": token, "score": "weight"}
    )
    answer = office.client.post("/indicators/form/check/score", data=data, headers=HTMX)
    assert answer.text.lstrip().startswith('<div id="check-score"')


def test_before_the_first_year_there_is_no_library_to_write_in(app, cast, office):
    assert office.visit("/indicators/new", status=409).h1


def test_a_form_with_rows_in_a_ledger_is_in_use(app, cast):
    from portal.indicators.sources import has_entries
    from portal.ledger.models import Entry
    from portal.web.clock import now
    from tests.world import a_target, keep

    indicator = an_indicator()
    target = a_target(cast.budget, indicator)
    assert not has_entries(indicator)
    keep(
        Entry(
            target=target, period="2026-01", month=1, values={}, submission="s", person=cast.clerk, at=now()
        )
    )  # fmt: skip
    assert has_entries(indicator)
