"""The office's editor: an indicator's words, form and formulas in one page, saved as one act."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.core.policy import Permission
from portal.core.sentences import Refused
from portal.indicators import queries, service
from portal.indicators.forms import IndicatorForm
from portal.indicators.models import Indicator
from portal.indicators.rules.changes import differences
from portal.indicators.views.bench import bench
from portal.indicators.views.room import bp
from portal.web import clock
from portal.web.access import requires
from portal.web.db import Stale
from portal.web.language import translate
from portal.year.models import Year
from portal.year.queries import current_year, year
from portal.year.rules import LIBRARY_OPEN

Answer = str | tuple[str, int] | Response


def year_to_edit() -> Year:
    """The year named in the address, else the one that is meant; a frozen one refuses."""
    asked = request.values.get("year", "")
    found = year(int(asked)) if asked.isdecimal() and len(asked) < 5 else current_year(clock.today())
    if found is None:
        raise Refused("Open an assessment year first.")
    check_open(found)
    return found


def check_open(found: Year) -> None:
    if found.state not in LIBRARY_OPEN:
        raise Refused(
            "The library of {year} is frozen: the year is {state}.", year=found.id, state=found.state.label
        )


@bp.get("/new")
@requires(Permission.INDICATOR_EDIT)
def new() -> Answer:
    return bench(IndicatorForm(year=year_to_edit().id, decimals=2))


@bp.post("/new")
@requires(Permission.INDICATOR_EDIT)
def create() -> Answer:
    found = year_to_edit()
    form = IndicatorForm(year=found.id)
    if not form.validate():
        return bench(form), 422
    indicator = service.create(found, form.draft(), by=current_user)
    return redirect(url_for(".show", indicator_id=indicator.id), 303)


@bp.get("/<int:indicator_id>/edit")
@requires(Permission.INDICATOR_EDIT)
def edit(indicator_id: int) -> Answer:
    indicator = queries.indicator(indicator_id)
    check_open(indicator.year)
    return bench(IndicatorForm.of(indicator))


@bp.post("/<int:indicator_id>/edit")
@requires(Permission.INDICATOR_EDIT)
def save(indicator_id: int) -> Answer:
    indicator = queries.indicator(indicator_id)
    check_open(indicator.year)
    form = IndicatorForm(year=indicator.year_id, indicator=indicator)
    if not form.validate():
        return bench(form), 422
    try:
        service.save(indicator, form.draft(), version=form.seen_version(), by=current_user)
    except Stale:
        return conflict(indicator_id, form)
    except Refused as refusal:
        form.form_errors = [translate(refusal.sentence)]
        return bench(form), 409
    return redirect(url_for(".show", indicator_id=indicator_id), 303)


def conflict(indicator_id: int, form: IndicatorForm) -> Answer:
    """Both versions side by side; what was typed stays in the form, ready to be saved over the other."""
    fresh: Indicator = queries.indicator(indicator_id)
    form.version.data = str(fresh.version)
    return bench(form, conflict=differences(service.draft_of(fresh), form.draft())), 409
