"""The system administrator's room for people and their accounts."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from portal.accounts import queries, service
from portal.accounts.forms import PersonForm
from portal.accounts.models import Person
from portal.accounts.views.blueprint import Answer, bp, draft_here
from portal.core.policy import Permission
from portal.core.sentences import Refused, Sentence
from portal.web.access import requires
from portal.web.db import Stale

MANY = 100_000


@bp.get("/settings/people")
@requires(Permission.PERSON_MANAGE)
def people() -> Answer:
    return render_template("accounts/people.html", **one_page())


def one_page() -> dict[str, object]:
    """What the words of the address ask for: some people, and where among all they are."""
    search = request.args.get("q", "").strip()[:100]
    page = min(max(request.args.get("page", 1, type=int), 1), MANY)
    found, total = queries.people(search, page)
    return {
        "people": found,
        "search": search,
        "page": page,
        "total": total,
        "pages": -(-total // queries.PAGE),
    }


@bp.get("/settings/people/new")
@requires(Permission.PERSON_MANAGE)
def new_person() -> Answer:
    return _person(None, PersonForm(units=queries.units(), draft=draft_here()))


@bp.post("/settings/people/new")
@requires(Permission.PERSON_MANAGE)
def add_person() -> Answer:
    form = PersonForm(units=queries.units())
    if not form.validate():
        return _person(None, form), 422
    try:
        person = service.save_person(Person(), form.values(), version=None, by=current_user)
    except Refused as refusal:
        return _person(None, form, refusal.sentence), 409
    service.drop_draft(request.path, by=current_user)
    return redirect(url_for(".person", person_id=person.id), 303)


@bp.get("/settings/people/<int:person_id>")
@requires(Permission.PERSON_MANAGE)
def person(person_id: int) -> Answer:
    found = queries.person_numbered(person_id)
    return _person(found, PersonForm(units=queries.units(), person=found, draft=draft_here()))


@bp.post("/settings/people/<int:person_id>")
@requires(Permission.PERSON_MANAGE)
def save_person(person_id: int) -> Answer:
    found = queries.person_numbered(person_id)
    form = PersonForm(units=queries.units(), person=found)
    if not form.validate():
        return _person(found, form), 422
    try:
        service.save_person(found, form.values(), version=form.seen_version(), by=current_user)
    except Refused as refusal:
        found = queries.person_numbered(person_id)
        return _person(found, form, refusal.sentence, isinstance(refusal, Stale)), 409
    service.drop_draft(request.path, by=current_user)
    return redirect(url_for(".people", q=found.account), 303)


@bp.post("/settings/people/<int:person_id>/link")
@requires(Permission.PERSON_MANAGE)
def issue_link(person_id: int) -> Answer:
    """The answer is the only place where the link is ever shown."""
    found = queries.person_numbered(person_id)
    token = service.issue_link(found, by=current_user)
    address = url_for(".first_password", token=token, _external=True)
    return render_template("accounts/link.html", who=found, link=address)


def _person(
    person: Person | None, form: PersonForm, refusal: Sentence | None = None, conflict: bool = False
) -> str:
    if person is not None and (conflict or not (form.is_submitted() or form.resumed)):
        form.about(person.version)
    return render_template("accounts/person.html", who=person, form=form, refusal=refusal, conflict=conflict)
