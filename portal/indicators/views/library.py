"""Finding an indicator, reading it, and trying it out."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask_login import current_user

from portal.accounts.queries import units
from portal.core.periods import Frequency
from portal.core.policy import Permission, may
from portal.core.sentences import say
from portal.indicators import queries, service
from portal.indicators.models import Indicator
from portal.indicators.rules import Direction, FormulaState, IndicatorClass, Level, Texts, trying
from portal.indicators.rules.filters import SORTS, Filters, filters_in
from portal.indicators.rules.formulas import in_words
from portal.indicators.rules.sketch import SAMPLE, sketch
from portal.indicators.sources import Holding, holders
from portal.indicators.views.room import bp
from portal.indicators.views.words import author_language, plainly
from portal.web import clock
from portal.web.access import requires
from portal.web.htmx import render
from portal.year.queries import work_calendar, years
from portal.year.rules import LIBRARY_OPEN, current

CHOICES = {
    "kind": IndicatorClass, "level": Level, "frequency": Frequency, "direction": Direction,
    "formulas": FormulaState,
}  # fmt: skip


@bp.get("/")
@requires(Permission.INDICATOR_READ)
def index() -> str:
    filters, known = filters_in(request.args), years()
    year = next((one for one in known if one.id == filters.year), None) or current(known, clock.today())
    if year is None:
        return render_template("year/none.html", room=say("Indicator library"))
    found = queries.library(filters, year.id, _conditions(filters, year.id))
    editor = may(current_user, Permission.INDICATOR_EDIT)
    return render(
        "indicators/index.html", "indicators/_library.html", filters=filters, found=found, sorts=SORTS,
        years=known, year=year, choices=CHOICES,
        counts=holders().counts([one.id for one in found.indicators]),
        broken=queries.broken(year.id) if editor else 0, units=units(), modes=holders().modes,
        may_edit=editor and year.state in LIBRARY_OPEN,
    )  # fmt: skip


def _conditions(filters: Filters, year: int) -> list:
    by_unit = [holders().held_by(filters.unit, year)] if filters.unit else []
    return by_unit + ([holders().fed_by(filters.source, year)] if filters.source else [])


@bp.get("/<int:indicator_id>")
@requires(Permission.INDICATOR_READ)
def show(indicator_id: int) -> str:
    indicator = queries.indicator(indicator_id)
    held = holders().holdings(indicator, current_user)
    return render_template("indicators/show.html", **_shown(indicator, held), **_trial(indicator, held))


@bp.post("/<int:indicator_id>/try")
@requires(Permission.INDICATOR_READ, reading=True)
def try_out(indicator_id: int) -> tuple[str, int] | str:
    """What the typed figures would earn; nothing of it is kept."""
    indicator = queries.indicator(indicator_id)
    held = holders().holdings(indicator, current_user)
    trial = _trial(indicator, held)
    page = render("indicators/show.html", "indicators/_trial.html", **_shown(indicator, held), **trial)
    return page, 422 if trial["trial"].errors else 200


def _shown(indicator: Indicator, held: list[Holding]) -> dict[str, object]:
    texts = service.texts_of(indicator)
    return {
        "indicator": indicator, "held": held, "plain": plainly,
        "holders": holders().counts([indicator.id]).get(indicator.id, 0),
        "words": in_words(texts, author_language()),
        "findings": {purpose: texts.findings(purpose) for purpose in texts.texts},
        "sketch": sketch(texts, numbers_of(held)), "sampled": not held,
        "may_edit": may(current_user, Permission.INDICATOR_EDIT) and indicator.year.state in LIBRARY_OPEN,
    }  # fmt: skip


def numbers_of(held: list[Holding]) -> dict[str, object]:
    """The numbers to draw and to try with: those of the first unit seen, else invented ones."""
    if not held:
        return dict(SAMPLE)
    known = {name: value for name, value in held[0].values.items() if value is not None}
    return {"month": SAMPLE["month"], "elapsed": SAMPLE["elapsed"]} | known


def _trial(indicator: Indicator, held: list[Holding]) -> dict[str, object]:
    address = url_for(".try_out", indicator_id=indicator.id)
    return trial_of(service.texts_of(indicator), numbers_of(held)) | {"try_at": address}


def trial_of(texts: Texts, numbers: dict[str, object]) -> dict[str, object]:
    """What the try-out part shows: its inputs, and after it was sent, the results."""
    asked = trying.asked(texts)
    sent = request.method == "POST"
    typed = request.form.to_dict() if sent else trying.typed_of(numbers)
    trial = trying.read(texts.fields, asked, typed)
    spelt = texts.spelt(author_language())
    results = trying.outcomes(spelt, trial, work_calendar()) if sent and not trial.errors else []
    return {"trial": trial, "asked": asked, "results": results, "texts": texts}
