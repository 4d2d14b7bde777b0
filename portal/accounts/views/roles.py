"""The security administrator's room: who holds which role, locks, sessions; and the access matrix."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask_login import current_user

from portal.accounts import queries, rules, service
from portal.accounts.forms import GrantForm
from portal.accounts.models import Person
from portal.accounts.rules import Locked
from portal.accounts.views.blueprint import Answer, bp
from portal.accounts.views.people import one_page
from portal.core.policy import MATRIX, Permission, Role
from portal.core.sentences import Refused, Sentence
from portal.web.access import requires


@bp.get("/settings/roles")
@requires(Permission.GRANT_MANAGE)
def grants() -> Answer:
    locks = queries.locks()
    known = queries.accounts_among([lock.name for lock in locks])
    half = {lock.id for lock in locks if lock.kind is Locked.ACCOUNT and lock.name not in known}
    shown = {lock.id: rules.half_hidden(lock.name) if lock.id in half else lock.name for lock in locks}
    return render_template("accounts/roles.html", locks=locks, shown=shown, **one_page())


@bp.get("/settings/roles/<int:person_id>")
@requires(Permission.GRANT_MANAGE)
def roles_of(person_id: int) -> Answer:
    return _roles(queries.person_numbered(person_id), GrantForm(units=queries.units()))


@bp.post("/settings/roles/<int:person_id>")
@requires(Permission.GRANT_MANAGE)
def grant(person_id: int) -> Answer:
    person, form = queries.person_numbered(person_id), GrantForm(units=queries.units())
    if not form.validate():
        return _roles(person, form), 422
    try:
        service.grant(person, form.role.data, form.unit, by=current_user)
    except Refused as refusal:
        return _roles(queries.person_numbered(person_id), form, refusal.sentence), 409
    return redirect(url_for(".roles_of", person_id=person_id), 303)


@bp.post("/settings/roles/<int:person_id>/grants/<int:grant_id>/revoke")
@requires(Permission.GRANT_MANAGE)
def revoke(person_id: int, grant_id: int) -> Answer:
    person = queries.person_numbered(person_id)
    held = next((one for one in person.grants if one.id == grant_id), None) or abort(404)
    try:
        service.revoke(held, by=current_user)
    except Refused as refusal:
        form = GrantForm(units=queries.units())
        return _roles(queries.person_numbered(person_id), form, refusal.sentence), 409
    return redirect(url_for(".roles_of", person_id=person_id), 303)


@bp.post("/settings/roles/<int:person_id>/sessions/end")
@requires(Permission.GRANT_MANAGE)
def end_sessions_of(person_id: int) -> Answer:
    service.end_sessions(queries.person_numbered(person_id), by=current_user)
    return redirect(url_for(".roles_of", person_id=person_id), 303)


@bp.post("/settings/roles/locks/<int:lock_id>/open")
@requires(Permission.GRANT_MANAGE)
def unlock(lock_id: int) -> Answer:
    service.unlock(queries.lock_numbered(lock_id), by=current_user)
    return redirect(url_for(".grants"), 303)


@bp.get("/settings/access")
@requires(Permission.ACCESS_READ)
def access() -> Answer:
    """The access matrix, read from the very table that every guard asks."""
    rows = [(rules.duty(one), [rules.reach_in_words(scope) for scope in row]) for one, row in MATRIX.items()]
    return render_template("accounts/access.html", roles=list(Role), rows=rows)


def _roles(person: Person, form: GrantForm, refusal: Sentence | None = None) -> str:
    return render_template(
        "accounts/roles_of.html", who=person, form=form, refusal=refusal,
        sessions=queries.sessions_of(person), own=person.id == current_user.id,
    )  # fmt: skip
