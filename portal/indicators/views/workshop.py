"""The steps of editing that save nothing: reshape the form, check a formula, pick a preset, try it out."""

from __future__ import annotations

from flask import abort, render_template, request

from portal.core.policy import Permission
from portal.formula import Purpose
from portal.indicators import queries
from portal.indicators.forms import IndicatorForm, reshaped
from portal.indicators.rules.sketch import sketch
from portal.indicators.views.bench import (
    bench,
    check_of,
    numbers_typed,
    picker,
    trial_typed,
    tried,
    written,
)  # fmt: skip
from portal.indicators.views.editor import check_open, year_to_edit
from portal.indicators.views.room import bp
from portal.web.access import requires
from portal.web.htmx import wants_part


def form_at_hand(act: str = "") -> IndicatorForm:
    """The form as it was just sent, of a saved indicator or of a new one."""
    number = request.form.get("indicator", "")
    indicator = queries.indicator(int(number)) if number.isdecimal() and len(number) < 10 else None
    if indicator is not None:
        check_open(indicator.year)
    year = indicator.year_id if indicator else year_to_edit().id
    return IndicatorForm(reshaped(request.form, act), year=year, indicator=indicator)


def purpose_called(word: str) -> Purpose:
    found = next((purpose for purpose in Purpose if purpose.value == word), None)
    return found or abort(404)


@bp.post("/form")
@requires(Permission.INDICATOR_EDIT, reading=True)
def reshape() -> str:
    """Add, move or take away a field of the form, or take over the formula of a preset."""
    act = request.form.get("act", "")
    form = form_at_hand(act)
    word, _dash, target = act.partition("-")
    if word == "use":
        purpose = purpose_called(target)
        text, _refusal = written(form, purpose)
        form[purpose.value].data = text or form[purpose.value].data
    return bench(form, part="indicators/_form.html")


@bp.post("/form/check/<string:purpose>")
@requires(Permission.INDICATOR_EDIT, reading=True)
def check(purpose: str) -> str:
    """Asked while typing, so it works out nothing but its own part."""
    form, asked = form_at_hand(), purpose_called(purpose)
    if not wants_part():
        return bench(form)
    return render_template("indicators/_check.html", purpose=asked, check=check_of(form, asked))


@bp.post("/form/curve")
@requires(Permission.INDICATOR_EDIT, reading=True)
def curve() -> str:
    form = form_at_hand()
    if not wants_part():
        return bench(form)
    drawn = sketch(form.texts(), numbers_typed(trial_typed(form)))
    return render_template("indicators/_curve.html", sketch=drawn, live=True)


@bp.post("/form/preset/<string:purpose>")
@requires(Permission.INDICATOR_EDIT, reading=True)
def preset(purpose: str) -> str:
    form, asked = form_at_hand(), purpose_called(purpose)
    if not wants_part():
        return bench(form)
    part = "indicators/_preset.html" if request.args.get("part") == "formula" else "indicators/_picker.html"
    return render_template(part, picker=picker(form, asked), form=form)


@bp.post("/form/try")
@requires(Permission.INDICATOR_EDIT, reading=True)
def rehearse() -> str:
    """Try the formulas as they are typed, saved or not."""
    form = form_at_hand()
    return bench(form, part="indicators/_trial.html", **tried(form))
