"""Signing in, and one's own account."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from portal.accounts import service
from portal.accounts.forms import SignInForm
from portal.core.sentences import Refused
from portal.web.access import public, signed_in

bp = Blueprint("accounts", __name__)


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> str | tuple[str, int] | Response:
    form = SignInForm()
    if request.method == "GET":
        return render_template("accounts/login.html", form=form, refusal=None)
    if not form.validate():
        return render_template("accounts/login.html", form=form, refusal=None), 422
    try:
        token = service.sign_in(form.username.data, form.password.data)
    except Refused as refusal:
        return render_template("accounts/login.html", form=form, refusal=refusal.sentence), 422
    session.clear()
    session["token"] = token
    return redirect(request.args.get("next", "/"), 303)


@bp.post("/logout")
@signed_in
def logout() -> Response:
    session.clear()
    return redirect(url_for(".login"), 303)
