"""The ledger's corner of the address space, and what all its pages are made of."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.core.policy import Permission, may
from portal.core.sentences import Sentence, say
from portal.ledger import queries
from portal.ledger.forms import EntryForm
from portal.ledger.models import Entry
from portal.ledger.queries import Ledger, Trial
from portal.ledger.queries.reporting import stretch_label
from portal.ledger.rules.reporting import short
from portal.ledger.views.words import WORDS
from portal.scores.queries import unit_total
from portal.targets.models import Target
from portal.web.clock import today
from portal.web.htmx import go_to
from portal.web.language import translate

bp = Blueprint("ledger", __name__, url_prefix="/ledger")
bp.add_app_template_global(short, "short_period")
bp.add_app_template_global(stretch_label, "period_label")


bp.add_app_template_global(WORDS, "LEDGER")


@bp.teardown_request
def close_uploads(error: BaseException | None) -> None:
    """What was uploaded lies in temporary files, which are gone when they are closed."""
    request.close()


def address(target: Target, period: str | None = None) -> str:
    return url_for("ledger.show", target_id=target.id, period=period)


def page(
    target: Target, period: str = "", *, form: EntryForm | None = None, trial: Trial | None = None
) -> dict[str, Any]:
    """What the page of a ledger is made of, opened at a period."""
    ledger = queries.open_ledger(target, period, today(), everything=request.args.get("rows") == "all")
    month = queries.month_shown(target, today())
    return {
        "ledger": ledger,
        "target": target,
        "form": form or fresh_form(ledger),
        "trial": trial or queries.standing(target, month, recorded=ledger.facts),
        "total": total_of_unit(target, month),
    }


def fresh_form(ledger: Ledger) -> EntryForm:
    """An empty form for the chosen period, or what was being typed there."""
    draft = None
    if may(current_user, Permission.LEDGER_RECORD, ledger.target):
        draft = queries.draft_for(current_user, ledger.target.id, ledger.chosen.key)
    form = EntryForm(ledger.target, ledger.chosen.period, draft or {}, draft=draft is not None)
    if draft and draft.get("submission"):
        form.submission = draft["submission"]
    return form


def total_of_unit(target: Target, month: int) -> Any:
    """For those who may see the unit's score sheet: what the whole unit now has."""
    if not may(current_user, Permission.SCORE_READ, target.unit):
        return None
    return unit_total(target.unit, target.sheet.year, month)


def tried(form: EntryForm) -> Trial:
    """The score with what is typed; as recorded, with a hint, while that is not complete."""
    target, month = form.target, queries.month_shown(form.target, today())
    if form.entry and not form.entry.valid:
        return queries.standing(target, month, hint=say("The row is voided: it can no longer be corrected."))
    if not form.understand(files=False):
        return queries.standing(target, month, hint=next(iter(form.errors.values())))
    recorded = queries.bureau_day(form.entry.recorded_at) if form.entry else today()
    return queries.trial(
        target, form.filled.period, form.filled.values, month, recorded=recorded,
        figures_of=queries.place_of(target, form.stretch), instead_of=form.entry.id if form.entry else None,
    )  # fmt: skip


def go_on(entry: Entry, words: Sentence) -> Response:
    """To the entry's own page, which now shows what was done."""
    flash(translate(words))
    return go_to(url_for("ledger.entry", target_id=entry.target_id, entry_id=entry.id))
