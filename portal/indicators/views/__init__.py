"""The library's pages: the list, one indicator, and the office's editor."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("indicators", __name__, url_prefix="/indicators")

from portal.indicators.views import editor, library, workshop  # noqa: E402, F401
