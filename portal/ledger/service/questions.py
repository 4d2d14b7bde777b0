"""Querying a figure, and answering."""

from __future__ import annotations

from portal.accounts.models import Person
from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.core.sentences import Refused, Sentence, say
from portal.ledger.models import Entry, EntryQuery
from portal.ledger.queries import book
from portal.ledger.rules.values import LONGEST
from portal.ledger.rules.writing import check_open
from portal.ledger.service.recording import hold
from portal.web.clock import now
from portal.web.db import db, transactional


@transactional
def ask(entry: Entry, *, question: str, by: Person) -> EntryQuery:
    """Asked about the entry as it now stands. The same open question is not asked twice."""
    hold(entry.target)
    check_open(book(entry.target))
    text = _said(question, say("Write down what you ask about the figure."))
    for waiting in entry.open_queries:
        if waiting.question == text and waiting.asked_by_id == by.id:
            return waiting
    asked = EntryQuery(
        entry=entry, target_id=entry.target_id, number=entry.version,
        question=text, asked_by=by, asked_at=now(),
    )  # fmt: skip
    db.session.add(asked)
    leave_trace(Event.QUERY_ASKED, asked, by=by, title=f"{entry.target} {entry.period}", after=text)
    return asked


@transactional
def answer(query: EntryQuery, *, answer: str, by: Person) -> EntryQuery:
    """The filling unit explains, after correcting the entry or instead."""
    hold(query.target)
    db.session.refresh(query, ["answered_at", "answer"])
    text = _said(answer, say("Write down your answer."))
    if query.answered_at is not None:
        if query.answer == text:
            return query
        raise Refused("The query was answered already, at {moment}.", moment=f"{query.answered_at:%Y-%m-%d}")
    query.answer, query.answered_by, query.answered_at = text, by, now()
    leave_trace(
        Event.QUERY_ANSWERED, query, by=by,
        title=f"{query.target} {query.entry.period}", before=query.question, after=text,
    )  # fmt: skip
    return query


def _said(text: str, otherwise: Sentence) -> str:
    text = text.strip()
    if not text:
        raise Refused(otherwise)
    if len(text) > LONGEST:
        raise Refused("Too long: {length} characters, at most {most}.", length=len(text), most=LONGEST)
    return text
