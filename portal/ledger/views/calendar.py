"""The reporting calendar: what is to be filled, by due day and light."""

from __future__ import annotations

from flask import render_template, request
from flask_login import current_user

from portal.core.policy import Permission
from portal.ledger import queries
from portal.ledger.queries.overview import Show
from portal.ledger.views.room import bp
from portal.web.access import requires
from portal.web.clock import today
from portal.year.queries import current_year


@bp.get("/")
@requires(Permission.LEDGER_READ)
def index() -> str:
    year = current_year(today())
    found = year and queries.overview(current_user, year.id, today(), wanted())
    return render_template("ledger/index.html", year=year, found=found, wanted=wanted(), Show=Show)


def wanted() -> queries.Wanted:
    said = {name: request.args.get(name, "")[:64] for name in ("view", "light", "period", "unit", "filler")}
    page = request.args.get("page", "")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    return queries.Wanted(**said, text=request.args.get("text", "")[:64], page=number)
