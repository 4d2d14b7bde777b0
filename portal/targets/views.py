"""Target sheets: where every unit stands, and one unit's sheet. The negotiation itself comes before these."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_login import current_user

from portal.core.policy import Permission, may
from portal.core.sentences import say
from portal.formula.spelling import Language
from portal.indicators.rules.formulas import in_words
from portal.indicators.service import texts_of
from portal.targets import queries
from portal.targets.models import Sheet
from portal.targets.rules import SheetState
from portal.targets.rules.values import NO_CHALLENGE, VALUES, cannot_be_challenged, columns, names_shown
from portal.targets.rules.weights import Weights, shortfalls, weigh
from portal.web import clock
from portal.web.access import requires
from portal.web.htmx import render
from portal.web.language import reader_language
from portal.year.queries import years
from portal.year.rules import current

bp = Blueprint("targets", __name__, url_prefix="/targets")


@bp.get("/")
@requires(Permission.TARGET_READ)
def index() -> str:
    known, asked = years(), request.args.get("year", "")
    year = next((one for one in known if str(one.id) == asked), None) or current(known, clock.today())
    if year is None:
        return render_template("year/none.html", room=say("Target sheets"))
    state = next((one for one in SheetState if one.value == request.args.get("state")), None)
    page = request.args.get("page", 1, type=int)
    found = queries.standings(current_user, year.id, state, max(1, min(page, 9999)))
    return render(
        "targets/index.html", "targets/_standings.html", year=year, years=known, state=state, found=found,
        states=SheetState, wanted=Weights(year.specific_weight, year.common_weight), shortfalls=shortfalls,
    )  # fmt: skip


@bp.get("/<int:year>/<string:unit>")
@requires(Permission.TARGET_READ, queries.sheet)
def show(sheet: Sheet) -> str:
    """A collaborating unit sees of another's sheet only the targets that it helps with."""
    seen = [target for target in sheet.targets if may(current_user, Permission.TARGET_READ, target)]
    whole = may(current_user, Permission.TARGET_READ, sheet.unit)
    weights = weigh((target.indicator.kind, target.weight) for target in seen)
    wanted = Weights(sheet.year.specific_weight, sheet.year.common_weight)
    language = Language.CHINESE if reader_language().startswith("zh") else Language.ENGLISH
    return render_template(
        "targets/show.html", sheet=sheet, targets=seen, whole=whole, weights=weights, wanted=wanted,
        problems=shortfalls(weights, wanted) if whole else [], columns=columns, names=names_shown,
        labels=VALUES, unchallenged=cannot_be_challenged, no_challenge=NO_CHALLENGE,
        words={target.id: in_words(texts_of(target.indicator), language) for target in seen},
    )  # fmt: skip
