"""How the portal says no: as a page, or as a line above the one already open."""

from __future__ import annotations

from blinker import Namespace
from flask import Flask, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.core.sentences import Refused, Sentence, say
from portal.web.db import Stale, db
from portal.web.htmx import say_in_place, wants_part

refused = Namespace().signal("refused")  # sent with status= and sentence=; the trail listens

SENTENCES = {
    400: say("The request could not be read."),
    403: say("Your role does not allow this."),
    404: say("This page does not exist, or is not yours to see."),
    405: say("This address does not take that kind of request."),
    413: say("What you sent is too large."),
    415: say("This kind of content is not taken here."),
    422: say("Something in what was sent does not fit."),
    429: say("Too many requests. Please wait a moment."),
    500: say("Something went wrong on our side. Nothing was saved."),
}
PAGES = {400, 403, 404, 405, 413, 429, 500}
KEPT_IN_TRAIL = frozenset({400, 403, 404, 409})


def answer_refusals(app: Flask) -> None:
    app.jinja_env.globals["came_from"] = came_from
    app.register_error_handler(Refused, _by_a_rule)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _by_the_web)
    app.register_error_handler(Exception, _by_accident)


def _by_a_rule(refusal: Refused) -> tuple[str, int] | Response:
    template = "errors/stale.html" if isinstance(refusal, Stale) else "errors/refused.html"
    return _answer(refusal.sentence, 409, template)


def _forged(error: CSRFError) -> tuple[str, int] | Response:
    return _answer(
        say("This page was open for too long. Load it again and repeat the step."), 400, "errors/400.html"
    )


def _by_the_web(error: HTTPException) -> tuple[str, int] | Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    known = status if status in SENTENCES else 400 if status < 500 else 500
    return _answer(SENTENCES[known], status, f"errors/{known if known in PAGES else 400}.html")


def _by_accident(error: Exception) -> tuple[str, int] | Response:
    if current_app.testing or current_app.debug:
        raise error
    current_app.logger.exception("unexpected error")
    return _answer(SENTENCES[500], 500, "errors/500.html")


def _answer(sentence: Sentence, status: int, template: str) -> tuple[str, int] | Response:
    if status >= 500:  # the database may be what failed: the page's frame asks it nothing
        g.quiet, g._login_user = True, current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]
    db.session.rollback()
    if status in KEPT_IN_TRAIL and request.endpoint != "static":
        refused.send(None, status=status, sentence=sentence)
    if wants_part():
        return say_in_place(sentence, status)
    return render_template(template, announced=sentence, refused_with=status), status


def came_from() -> str:
    """The page of ours that led here, when it is another one than this."""
    path = (request.referrer or "").removeprefix(request.host_url.rstrip("/"))
    elsewhere = path.startswith("/") and not path.startswith("//") and path != request.full_path.rstrip("?")
    return path if elsewhere else ""
