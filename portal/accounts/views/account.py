"""One's own page: who I am here, what I may, where I am signed in, my password."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from portal.accounts import queries, rules, service
from portal.accounts.forms import PasswordForm, PreferencesForm
from portal.accounts.models import SignIn
from portal.accounts.rules import TextSize
from portal.accounts.views.blueprint import Answer, bp, leave
from portal.core.sentences import Refused, Sentence
from portal.web.access import signed_in


@bp.get("/account")
@signed_in
def account() -> Answer:
    return _account(PreferencesForm(data=vars(current_user._get_current_object())))


def _account(form: PreferencesForm) -> str:
    return render_template(
        "accounts/account.html", form=form, sessions=queries.sessions_of(current_user), this=g.sign_in
    )


@bp.post("/account/preferences")
@signed_in
def choose_preferences() -> Answer:
    form = PreferencesForm()
    if not form.validate():
        return _account(form), 422
    service.choose_preferences(form.language.data, TextSize(form.text_size.data), by=current_user)
    session["language"] = form.language.data  # the sign-in page speaks it too, next time
    return redirect(_where_it_was_chosen(), 303)


def _where_it_was_chosen() -> str:
    """The masthead offers the other language everywhere; what only a form leads to has no address."""
    page = service.page_of_request()
    try:
        current_app.url_map.bind("").match(urlsplit(page).path, method="GET")
    except HTTPException:
        return url_for(".account")
    return page


@bp.post("/account/sessions/<int:sign_in_id>/end")
@signed_in
def end_session(sign_in_id: int) -> Answer:
    sign_in: SignIn = queries.session_numbered(sign_in_id)
    if sign_in.person_id != current_user.id:
        abort(404)
    service.end_session(sign_in, by=current_user)
    return redirect(url_for(".account"), 303)


@bp.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> Answer:
    service.end_sessions(current_user, by=current_user, besides=g.sign_in)
    return redirect(url_for(".account"), 303)


@bp.get("/account/password")
@signed_in
def password() -> Answer:
    return _password(PasswordForm())


@bp.post("/account/password")
@signed_in
def change_password() -> Answer:
    form = PasswordForm()
    if not form.validate():
        return _password(form), 422
    proof = {"within": g.sign_in, "address": service.address_of_request()}
    try:
        service.change_password(form.current.data, form.new.data, by=current_user, **proof)
    except service.ShutOut:
        return leave(ended="locked")
    except service.Unfit as unfit:
        return _password(form, unfit.sentences), 422
    except Refused as refusal:
        return _password(form, [refusal.sentence]), 422
    session["token"] = service.open_session(current_user)
    return redirect(rules.landing(request.args.get("next", "/")), 303)


def _password(form: PasswordForm, complaints: list[Sentence] | tuple[Sentence, ...] = ()) -> str:
    forced = queries.must_change_password(current_user)
    return render_template(
        "accounts/password.html", form=form, complaints=complaints, forced=forced,
        first=current_user.must_change_password,
    )  # fmt: skip
