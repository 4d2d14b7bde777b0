"""Coming in and going out."""

from __future__ import annotations

from flask import g, redirect, render_template, request, session, url_for
from flask_login import current_user

from portal.accounts import queries, rules, service
from portal.accounts.forms import FirstPasswordForm, SignInForm
from portal.accounts.views.blueprint import Answer, bp, leave
from portal.core.sentences import Refused, Sentence
from portal.web.access import public, signed_in
from portal.web.language import LANGUAGES


@bp.get("/login")
@public
def login() -> Answer:
    if request.args.get("language") in LANGUAGES:
        session["language"] = request.args["language"]
        return redirect(url_for(".login", next=request.args.get("next")), 303)
    if current_user.is_authenticated:
        return redirect(rules.landing(request.args.get("next", "/")), 303)
    return _door(SignInForm())


@bp.post("/login")
@public
def sign_in() -> Answer:
    form = SignInForm()
    if not form.validate():
        return _door(form), 422
    try:
        person, token = service.sign_in(form.username.data, form.password.data)
    except Refused as refusal:
        return _door(form, refusal.sentence), 422
    _rotate(person.id, token)
    return redirect(rules.landing(request.args.get("next", "/")), 303)


def _rotate(person_id: int, token: str) -> None:
    """A new cookie. Whoever comes back after a pause keeps the forms that other tabs still show."""
    expired = queries.expired_sign_in()
    same = expired is not None and expired.person_id == person_id
    forms = session.get("csrf_token") if same else None
    language = session.get("language")
    session.clear()
    session.update({"token": token} | ({"csrf_token": forms} if forms else {}))
    if language:
        session["language"] = language


def _door(form: SignInForm, refusal: Sentence | None = None) -> str:
    wanted = request.args.get("next", "/")
    return render_template(
        "accounts/login.html", form=form, refusal=refusal, ended=session.get("ended"),
        wanted=wanted if rules.is_local(wanted) else "/", chosen=session.pop("password_chosen", False),
    )  # fmt: skip


@bp.post("/logout")
@signed_in
def logout() -> Answer:
    service.end_session(g.sign_in, by=current_user)
    return leave()


@bp.get("/welcome/<string:token>")
@public
def first_password(token: str) -> Answer:
    link = queries.link_of(token)
    return _first(link, FirstPasswordForm()), 200 if link else 404


@bp.post("/welcome/<string:token>")
@public
def choose_first_password(token: str) -> Answer:
    form, link = FirstPasswordForm(), queries.link_of(token)
    if link is None or not form.validate():
        return _first(link, form), 422 if link else 404
    try:
        service.use_link(link, form.new.data)
    except service.Unfit as unfit:
        return _first(queries.link_of(token), form, unfit.sentences), 422
    session.clear()
    session["password_chosen"] = True
    return redirect(url_for(".login"), 303)


def _first(link: object, form: FirstPasswordForm, complaints: object = ()) -> str:
    return render_template("accounts/first_password.html", link=link, form=form, complaints=complaints)
