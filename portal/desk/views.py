"""The pages of this feature."""

from __future__ import annotations

from flask import Blueprint, render_template

from portal.web.access import signed_in

bp = Blueprint("desk", __name__)


@bp.get("/")
@signed_in
def index() -> str:
    return render_template("desk/index.html")
