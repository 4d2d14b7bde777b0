"""One ledger and one entry, to look at; and the files behind them."""

from __future__ import annotations

from flask import Response, render_template, request, send_file
from flask_login import current_user

from portal.core.policy import Permission
from portal.ledger import queries, service
from portal.ledger.models import Entry, Evidence
from portal.ledger.views.room import bp, page
from portal.targets.models import Target
from portal.web.access import requires


@bp.get("/<int:target_id>")
@requires(Permission.LEDGER_READ, queries.ledger)
def show(target: Target) -> str:
    return render_template("ledger/show.html", **page(target, request.args.get("period", "")))


@bp.get("/<int:target_id>/entries/<int:entry_id>")
@requires(Permission.LEDGER_READ, queries.entry)
def entry(entry: Entry) -> str:
    return render_template("ledger/entry.html", **queries.history(entry))


@bp.get("/<int:target_id>/files/<int:file_id>")
@requires(Permission.LEDGER_READ, queries.evidence)
def file(file: Evidence) -> Response:
    path = service.fetch(file, by=current_user)
    answer = send_file(
        path, mimetype="application/octet-stream", as_attachment=True, download_name=file.name, max_age=0
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
