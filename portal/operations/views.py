"""Two addresses for the operator's probes: is the process alive, and can it work."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from portal.operations.queries import hindrance
from portal.web.access import public

bp = Blueprint("operations", __name__)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """The process answers; it asks nobody else."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def readyz() -> tuple[Response, int] | Response:
    """The database answers and has the tables of this version."""
    if reason := hindrance():
        return jsonify(status="not ready", reason=reason), 503
    return jsonify(status="ready")
