"""One answer for two kinds of browser: with htmx, and without."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse


def wants_part() -> bool:
    """htmx asked for a piece of the page, rather than for a page."""
    asked = request.htmx  # type: ignore[attr-defined]
    return bool(asked) and not asked.boosted and not asked.history_restore_request


def render(page: str, part: str, **context: object) -> str:
    return render_template(part if wants_part() else page, **context)


def saved(part: str, *, otherwise: str, **context: object) -> AnyResponse:
    """After a save: the fresh part for htmx, post-redirect-get for everyone else."""
    if wants_part():
        return make_response(render_template(part, **context))
    return redirect(otherwise, 303)


def go_to(address: str) -> AnyResponse:
    """Leave the page, also when htmx asked for only a part of it."""
    if wants_part():
        return Response(status=204, headers={"HX-Redirect": address})
    return redirect(address, 303)


def say_in_place(sentence: object, status: int) -> AnyResponse:
    """A line above the page that is already open."""
    answer = make_response(
        render_template("layout/_message.html", announced=sentence, refused_with=status), status
    )
    answer.headers["HX-Retarget"] = "#message"
    answer.headers["HX-Reswap"] = "outerHTML"
    return answer
