"""My work: what a person sees first."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from portal.core.policy import ADMINISTRATORS
from portal.desk.queries import house, large_text, reader
from portal.desk.sources import standing, to_dos, todo_count
from portal.web.access import signed_in
from portal.web.menu import every_room, menu, own_entries, rooms_of_menu

bp = Blueprint("desk", __name__)

for helper in (house, large_text, reader, todo_count, menu, own_entries, rooms_of_menu):
    bp.add_app_template_global(helper)


@bp.get("/")
@signed_in
def index() -> str:
    panels, outlooks = standing()
    return render_template(
        "desk/index.html",
        to_dos=to_dos(),
        panels=panels,
        outlooks=outlooks,
        administers=ADMINISTRATORS & current_user.roles.keys(),
        rooms=every_room(),
    )
