"""Settings: assessment years and the working-day calendar."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.core.policy import Permission
from portal.core.sentences import Refused
from portal.web import clock
from portal.web.access import requires
from portal.web.db import Stale
from portal.web.language import translate
from portal.year import queries, rules, service
from portal.year.forms import DayForm, OpenYearForm, YearForm

bp = Blueprint("year", __name__, url_prefix="/settings")
Answer = str | tuple[str, int] | Response


@bp.get("/years")
@requires(Permission.YEAR_MANAGE)
def index() -> Answer:
    return render_template("year/index.html", years=queries.years(), form=OpenYearForm())


@bp.post("/years")
@requires(Permission.YEAR_MANAGE)
def open_year() -> Answer:
    form = OpenYearForm()
    if form.validate():
        try:
            year = service.open_year(int(form.year.data), by=current_user)
            return redirect(url_for(".show", year_id=year.id), 303)
        except Refused as refusal:
            form.year.errors = [translate(refusal.sentence)]
    return render_template("year/index.html", years=queries.years(), form=form), 422


@bp.get("/years/<int:year_id>")
@requires(Permission.YEAR_MANAGE)
def show(year_id: int) -> Answer:
    year = queries.year(year_id)
    return render_template("year/show.html", year=year, form=YearForm(obj=year), conflict=None)


@bp.post("/years/<int:year_id>")
@requires(Permission.YEAR_MANAGE)
def set_rules(year_id: int) -> Answer:
    year, form = queries.year(year_id), YearForm()
    if not form.validate():
        return render_template("year/show.html", year=year, form=form, conflict=None), 422
    values = {name: form[name].data for name in service.PARAMETERS}
    try:
        service.set_rules(year, values, version=form.seen_version(), by=current_user)
    except Stale as stale:
        year = queries.year(year_id)
        form.version.data = year.version
        return render_template("year/show.html", year=year, form=form, conflict=stale.sentence), 409
    return redirect(url_for(".index"), 303)


@bp.get("/calendar")
@requires(Permission.YEAR_MANAGE)
def calendar() -> Response:
    return redirect(url_for(".calendar_of", number=clock.today().year))


@bp.get("/calendar/<int:number>")
@requires(Permission.YEAR_MANAGE)
def calendar_of(number: int) -> Answer:
    return _calendar(number, DayForm())


def _calendar(number: int, form: DayForm) -> str:
    if not rules.FIRST_YEAR <= number <= rules.LAST_YEAR:
        abort(404)
    days = queries.named_days(number)
    named = {day.day: (day.name, day.overruled) for day in days}
    return render_template(
        "year/calendar.html", number=number, form=form, days=days, festival=rules.festival,
        months=rules.months_shown(number, queries.work_calendar(), named),
        known=queries.work_calendar().knows(number), published=number in service.KNOWN_YEARS,
        bounds=(rules.FIRST_YEAR, rules.LAST_YEAR),
    )  # fmt: skip


@bp.post("/calendar/<int:number>/days")
@requires(Permission.YEAR_MANAGE)
def overrule(number: int) -> Answer:
    form = DayForm()
    if not form.validate_within(number):
        return _calendar(number, form), 422
    service.overrule(form.day.data, form.worked.data == "yes", form.reason.data, by=current_user)
    return redirect(url_for(".calendar_of", number=number), 303)


@bp.post("/calendar/<int:number>/days/<string:day>/restored")
@requires(Permission.YEAR_MANAGE)
def restore(number: int, day: str) -> Answer:
    try:
        service.restore(date.fromisoformat(day), by=current_user)
    except ValueError:
        abort(404)
    return redirect(url_for(".calendar_of", number=number), 303)


@bp.post("/calendar/<int:number>/published")
@requires(Permission.YEAR_MANAGE)
def publish(number: int) -> Answer:
    """Take over the published holidays where they are known; else the office's own word counts."""
    if number in service.KNOWN_YEARS:
        service.seed_calendar([number], by=current_user)
    else:
        service.confirm_calendar(number, by=current_user)
    return redirect(url_for(".calendar_of", number=number), 303)
