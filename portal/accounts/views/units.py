"""The system administrator's room for units."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from portal.accounts import queries, rules, service
from portal.accounts.forms import UnitForm
from portal.accounts.models import Unit
from portal.accounts.views.blueprint import Answer, bp, draft_here
from portal.core.policy import Permission, Role
from portal.core.sentences import Refused, Sentence
from portal.web.access import requires
from portal.web.db import Stale


@bp.get("/settings/units")
@requires(Permission.UNIT_MANAGE)
def units() -> Answer:
    tree = list(rules.as_tree(queries.all_units()))
    search = request.args.get("q", "").strip()
    if search:
        tree = [(0, unit) for _, unit in tree if _named(unit, search)]
    return render_template("accounts/units.html", tree=tree, search=search)


def _named(unit: Unit, search: str) -> bool:
    return any(search.casefold() in text.casefold() for text in (unit.code, unit.name, unit.short_name))


@bp.get("/settings/units/new")
@requires(Permission.UNIT_MANAGE)
def new_unit() -> Answer:
    return _unit(None, UnitForm(units=queries.all_units(), draft=draft_here()))


@bp.post("/settings/units/new")
@requires(Permission.UNIT_MANAGE)
def add_unit() -> Answer:
    form = UnitForm(units=queries.all_units())
    if not form.validate():
        return _unit(None, form), 422
    return _save(Unit(), form)


@bp.get("/settings/units/<string:code>")
@requires(Permission.UNIT_MANAGE)
def unit(code: str) -> Answer:
    found = queries.unit_coded(code)
    return _unit(found, UnitForm(units=queries.all_units(), unit=found, draft=draft_here()))


@bp.post("/settings/units/<string:code>")
@requires(Permission.UNIT_MANAGE)
def save_unit(code: str) -> Answer:
    found = queries.unit_coded(code)
    form = UnitForm(units=queries.all_units(), unit=found)
    if not form.validate():
        return _unit(found, form), 422
    return _save(found, form)


def _save(unit: Unit, form: UnitForm) -> Answer:
    code = form.code.data if unit.id else None
    try:
        service.save_unit(unit, form.values(), version=form.seen_version(), by=current_user)
    except Refused as refusal:
        fresh = queries.unit_coded(code) if code else None
        return _unit(fresh, form, refusal.sentence, isinstance(refusal, Stale)), 409
    service.drop_draft(request.path, by=current_user)
    return redirect(url_for(".units"), 303)


def _unit(unit: Unit | None, form: UnitForm, refusal: Sentence | None = None, conflict: bool = False) -> str:
    if unit is not None and (conflict or not (form.is_submitted() or form.resumed)):
        form.about(unit.version)
    return render_template(
        "accounts/unit.html", unit=unit, form=form, refusal=refusal, conflict=conflict,
        heads=queries.people_of(unit) if unit else [],
        leaders=queries.people_with({Role.LEADER, Role.PRINCIPAL}),
    )  # fmt: skip
