"""Asking about a figure, and answering."""

from __future__ import annotations

from flask import render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.core.policy import Permission
from portal.core.sentences import Refused, say
from portal.ledger import queries, service
from portal.ledger.models import Entry, EntryQuery
from portal.ledger.views.room import bp, go_on
from portal.web.access import requires


@bp.post("/<int:target_id>/entries/<int:entry_id>/queries")
@requires(Permission.LEDGER_QUERY, queries.entry)
def ask(entry: Entry) -> tuple[str, int] | Response:
    question = request.form.get("question", "")
    try:
        service.ask(entry, question=question, by=current_user)
    except Refused as refusal:
        return again(entry, question=question, question_refusal=refusal.sentence)
    return go_on(entry, say("Your query was sent to the filling unit."))


@bp.post("/<int:target_id>/queries/<int:query_id>/answer")
@requires(Permission.LEDGER_RECORD, queries.query)
def answer(query: EntryQuery) -> tuple[str, int] | Response:
    text = request.form.get("answer", "")
    try:
        service.answer(query, answer=text, by=current_user)
    except Refused as refusal:
        entry = queries.entry(query.target_id, query.entry_id)
        return again(entry, answered=query.id, answer=text, answer_refusal=refusal.sentence)
    return go_on(query.entry, say("Your answer was kept."))


def again(entry: Entry, **typed: object) -> tuple[str, int]:
    return render_template("ledger/entry.html", **queries.history(entry), **typed), 422
