"""The pages of this feature."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("operations", __name__)
