"""What holds for every request: sessions are kept awake, and old passwords changed before all else."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.accounts import queries, service
from portal.core.policy import Permission
from portal.web.htmx import go_to

Answer = str | tuple[str, int] | Response

bp = Blueprint("accounts", __name__)
bp.after_app_request(service.keep_awake)
WITHOUT_DELAY = frozenset(
    {"accounts.password", "accounts.change_password", "accounts.logout", "static", None}
)


def draft_here() -> dict[str, str] | None:
    """What the reader of this page was typing on it when the session ended."""
    return queries.draft_of(current_user, request.path)


def leave(**said: str) -> Response:
    """To the sign-in page with an empty cookie, in the language that was spoken."""
    kept = {"language": session["language"]} if session.get("language") else {}
    session.clear()
    session.update(kept | said)
    return redirect(url_for("accounts.login"), 303)


@bp.before_app_request
def change_password_first() -> Response | None:
    """Until the password is changed, every other page leads to the page that changes it."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.endpoint in WITHOUT_DELAY or getattr(view, "permission", None) is Permission.PUBLIC:
        return None
    if not current_user.is_authenticated or not queries.must_change_password(current_user):
        return None
    if request.method == "POST":
        service.keep_what_was_typed(current_user)
    return go_to(url_for("accounts.password", next=service.page_of_request()))
