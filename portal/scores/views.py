"""The pages of the scores: the board of units, a unit's sheet, and how one score came about."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from math import ceil

from flask import Blueprint, abort, current_app, render_template, request
from flask_login import current_user

from portal.accounts.models import Unit
from portal.accounts.queries import unit_coded
from portal.core.policy import Permission as P
from portal.core.sentences import say
from portal.formula import BLANK
from portal.scores import queries
from portal.scores.queries.faults import PAGE
from portal.scores.rules.curves import curve
from portal.scores.rules.outcomes import WIDE
from portal.scores.rules.totals import DEFINITIONS
from portal.targets.models import Target
from portal.web import clock
from portal.web.access import requires
from portal.web.language import translate
from portal.web.templating import MISSING, day, figure

bp = Blueprint("scores", __name__, url_prefix="/scores")

YES, NO = say("Yes"), say("No")


@bp.app_template_filter("formula_value")
def formula_value(value: object) -> str:
    """A value of a formula as the reader writes it."""
    if value is BLANK or value is None:
        return MISSING
    if isinstance(value, bool):
        return translate(YES if value else NO)
    if isinstance(value, Decimal):
        return brief(value, 6)
    return day(value) if isinstance(value, date) else f"“{value}”"


@bp.app_template_filter("brief")
def brief(value: Decimal | None, places: int) -> str:
    """A figure with at most so many decimals."""
    return figure(None if value is None else value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WIDE))


@bp.app_template_filter("way_to_go")
def way_to_go(value: Decimal, places: int) -> str:
    """Rounded up: who goes that far has arrived."""
    return figure(value.quantize(Decimal(1).scaleb(-max(places, 2)), ROUND_UP, WIDE))


def moment(only: int | None = None) -> queries.AsOf:
    """The month of ``?as_of=2026-06``; before the first year is opened there is nothing to see."""
    return queries.as_of(request.args.get("as_of", ""), clock.today(), only=only) or abort(404)


def page_asked() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), 10_000)


@bp.get("/")
@requires(P.SCORE_READ)
def index() -> str:
    at = queries.as_of(request.args.get("as_of", ""), clock.today())
    if at is None:
        return render_template("year/none.html", room=say("Scores"))
    board = queries.board(current_user, at, sort=request.args.get("sort", ""), page=page_asked())
    return render_template(
        "scores/index.html",
        at=at,
        announced=at.note,
        board=board,
        contributed=queries.contributed(current_user, at),
        definitions=DEFINITIONS,
    )


@bp.get("/broken")
@requires(P.FORMULA_REPAIR)
def broken() -> str:
    at, page = moment(), page_asked()
    count = queries.fault_count(at.year.id, at.month)
    return render_template(
        "scores/broken.html",
        at=at,
        announced=at.note,
        has_pages=current_app.view_functions,
        faults=queries.faults(at, page),
        count=count,
        page=page,
        pages=max(1, ceil(count / PAGE)),
    )


def unit_of_sheet(unit: str) -> Unit:
    return unit_coded(unit)


@bp.get("/<string:unit>")
@requires(P.SCORE_READ, unit_of_sheet)
def sheet(unit: Unit) -> str:
    at = moment()
    sheet = queries.score_sheet(unit, at)
    return render_template(
        "scores/sheet.html", at=at, announced=at.note, sheet=sheet, definitions=DEFINITIONS
    )


@bp.get("/<string:unit>/<int:target>")
@requires(P.SCORE_READ, queries.receipt_target)
def explanation(target: Target) -> str:
    at = moment(target.year_id)
    receipt = queries.receipt(target, at.month, reader=current_user)
    return render_template(
        "scores/explanation.html",
        at=at,
        announced=at.note,
        receipt=receipt,
        target=target,
        curve=curve(receipt.trend, target.weight + target.bonus),
        has_pages=current_app.view_functions,
    )
