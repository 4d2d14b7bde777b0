"""Filling a ledger: trying, drafting, recording, signing off."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.accounts.service import drop_draft, keep_draft
from portal.core.policy import Permission
from portal.core.sentences import Sentence, say
from portal.ledger import queries, service
from portal.ledger.forms import EntryForm
from portal.ledger.models import Entry
from portal.ledger.rules.values import PREFIX
from portal.ledger.rules.writing import ReasonMissing, chosen_stretch
from portal.ledger.service import Taken
from portal.ledger.views.room import address, bp, page, tried
from portal.targets.models import Target
from portal.web.access import requires
from portal.web.db import only_reads
from portal.web.htmx import render, saved, wants_part
from portal.web.language import translate

Answer = str | tuple[str, int] | Response


@bp.post("/<int:target_id>/score")
@requires(Permission.LEDGER_RECORD, queries.ledger, reading=True)
def score(target: Target) -> Answer:
    """What the row that is being typed would earn. Asked while typing; saves nothing."""
    form = EntryForm.sent(target)
    trial = tried(form)
    if wants_part():
        return render_template("ledger/_score.html", target=target, form=form, trial=trial)
    form.errors.clear()
    return render_template("ledger/show.html", **page(target, form.stretch.key, form=form, trial=trial))


@bp.post("/<int:target_id>/entries")
@requires(Permission.LEDGER_RECORD, queries.ledger)
def record(target: Target) -> Answer:
    form = EntryForm.sent(target)
    if not form.understand():
        return refused(form)
    try:
        entry = service.record(target, form.filled, submission=form.submission, by=current_user)
    except Taken as taken:
        return conflict(form, taken.entry)
    except ReasonMissing as refusal:
        form.errors["reason"] = refusal.sentence
        return refused(form)
    return done(target, form.stretch.key, said(entry))


def refused(form: EntryForm) -> tuple[str, int]:
    """The same form with a sentence at each field, everything typed still in it."""
    whole = page(form.target, form.stretch.key, form=form)
    return render("ledger/show.html", "ledger/_sheet.html", **whole), 422


def conflict(form: EntryForm, theirs: Entry) -> tuple[str, int]:
    """Somebody was faster: both versions side by side, and both ways on."""
    form.entry, form.version = theirs, theirs.version
    return render(
        "ledger/conflict.html", "ledger/_conflict.html", form=form, theirs=theirs, target=form.target
    ), 409


def done(target: Target, period: str, words: Sentence) -> Answer:
    """Everything on the page that the act has moved, in one answer; without htmx, the page again."""
    if wants_part():
        only_reads()  # it is saved: nobody else who writes should wait until the answer is made
        return render_template("ledger/saved.html", announced=words, **page(target, period))
    flash(translate(words))
    return redirect(address(target, period), 303)


def said(entry: Entry) -> Sentence:
    return say("Nil report recorded.") if entry.nil else say("Recorded. The score has been updated.")


@bp.post("/<int:target_id>/draft")
@requires(Permission.LEDGER_RECORD, queries.ledger)
def draft(target: Target) -> Answer:
    """Kept while typing, in case the form never arrives."""
    form = EntryForm.sent(target)
    where = queries.draft_addresses(target.id, form.stretch.key)[0]
    if any(text.strip() for name, text in form.typed.items() if name.startswith(PREFIX)):
        if not queries.was_recorded(form.submission):
            keep_draft(address=where, typed=form.worth_keeping, by=current_user)
    else:
        drop_draft(where, by=current_user)
    return render_template("ledger/_draft.html", target=target, form=form, kept=True)


@bp.post("/<int:target_id>/draft/discard")
@requires(Permission.LEDGER_RECORD, queries.ledger)
def discard(target: Target) -> Answer:
    stretch = chosen_stretch(request.form.get("period", ""), queries.book(target))
    drop_draft(*queries.draft_addresses(target.id, stretch.key), by=current_user)
    return saved("ledger/_sheet.html", otherwise=address(target, stretch.key), **page(target, stretch.key))


@bp.post("/<int:target_id>/sign-off")
@requires(Permission.LEDGER_SIGN, queries.ledger)
def sign_off(target: Target) -> Answer:
    stretch = chosen_stretch(request.form.get("period", ""), queries.book(target))
    service.sign_off(target, stretch, by=current_user)
    return done(target, stretch.key, say("Signed off."))
