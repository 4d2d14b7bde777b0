"""Changing a row that stands: trying the change, drafting it, correcting, voiding."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.accounts.service import drop_draft, keep_draft
from portal.core.policy import Permission
from portal.core.sentences import say
from portal.ledger import queries, service
from portal.ledger.forms import EntryForm
from portal.ledger.models import Entry
from portal.ledger.queries import Trial
from portal.ledger.rules.writing import ReasonMissing
from portal.ledger.service import Taken
from portal.ledger.views.room import bp, go_on, tried
from portal.ledger.views.writing import Answer, conflict
from portal.web.access import requires
from portal.web.clock import today
from portal.web.htmx import wants_part


@bp.get("/<int:target_id>/entries/<int:entry_id>/correct")
@requires(Permission.LEDGER_RECORD, queries.entry)
def correction(entry: Entry) -> Answer:
    kept = queries.draft_of_correction(current_user, entry.target_id, entry.id)
    return page(EntryForm.of(entry, entry.target, kept))


def page(form: EntryForm, trial: Trial | None = None) -> str:
    """The row's history, the form, and the score beside it."""
    whole: dict[str, Any] = queries.history(form.entry)
    trial = trial or queries.standing(form.target, queries.month_shown(form.target, today()))
    return render_template("ledger/correct.html", **whole, form=form, trial=trial)


@bp.post("/<int:target_id>/entries/<int:entry_id>/score")
@requires(Permission.LEDGER_RECORD, queries.entry, reading=True)
def score_of_correction(entry: Entry) -> Answer:
    """What would be earned with the row replaced by what is being typed. Saves nothing."""
    form = EntryForm.sent(entry.target, entry)
    trial = tried(form)
    if wants_part():
        return render_template("ledger/_score.html", target=form.target, form=form, trial=trial)
    form.errors.clear()
    return page(form, trial)


@bp.post("/<int:target_id>/entries/<int:entry_id>/correct")
@requires(Permission.LEDGER_RECORD, queries.entry)
def correct(entry: Entry) -> Answer:
    form = EntryForm.sent(entry.target, entry)
    if not form.understand():
        return page(form), 422
    try:
        service.correct(entry, form.filled, version=form.version, by=current_user)
    except Taken as taken:
        return conflict(form, taken.entry)
    except ReasonMissing as refusal:
        form.errors["reason"] = refusal.sentence
        return page(form), 422
    return go_on(entry, say("Corrected. The score has been updated."))


@bp.post("/<int:target_id>/entries/<int:entry_id>/draft")
@requires(Permission.LEDGER_RECORD, queries.entry)
def draft_correction(entry: Entry) -> Answer:
    """Kept while typing; not where it is what stands, or arrives after its own save."""
    form = EntryForm.sent(entry.target, entry)
    where = queries.correction_address(entry.target_id, entry.id)
    saved = entry.version != form.version and entry.person_id == current_user.id
    if form.differs and not saved:
        keep_draft(address=where, typed=form.worth_keeping, by=current_user)
    else:
        drop_draft(where, by=current_user)
    return render_template("ledger/_draft.html", target=form.target, form=form, kept=True)


@bp.post("/<int:target_id>/entries/<int:entry_id>/draft/discard")
@requires(Permission.LEDGER_RECORD, queries.entry)
def discard_correction(entry: Entry) -> Response:
    drop_draft(queries.correction_address(entry.target_id, entry.id), by=current_user)
    return redirect(url_for("ledger.correction", target_id=entry.target_id, entry_id=entry.id), 303)


@bp.post("/<int:target_id>/entries/<int:entry_id>/void")
@requires(Permission.LEDGER_RECORD, queries.entry)
def void(entry: Entry) -> Answer:
    form = EntryForm.sent(entry.target, entry)
    try:
        service.void(entry, reason=form.reason, version=form.version, by=current_user)
    except ReasonMissing as refusal:
        return render_template(
            "ledger/entry.html", **queries.history(entry), void_refusal=refusal.sentence
        ), 422
    return go_on(entry, say("Voided. The score has been updated."))
