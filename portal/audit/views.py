"""The auditor's room: the trail, one line of it, its export, and whether its chain holds."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask_login import current_user

from portal.audit import queries, service
from portal.audit.forms import FilterForm
from portal.audit.models import Trace
from portal.audit.queries import Filter
from portal.audit.rules import FIELDS, seal
from portal.core.cells import harmless
from portal.core.policy import Permission, Role
from portal.core.sentences import say
from portal.web.access import requires
from portal.web.clock import today
from portal.web.db import only_reads
from portal.web.htmx import render
from portal.web.language import translate
from portal.web.templating import moment

bp = Blueprint("audit", __name__, url_prefix="/audit")
COLUMNS = (
    say("Line number"), say("Time"), say("Account"), say("Roles"), say("Network address"), say("Event"),
    say("Object"), say("Before"), say("After"), say("Result"),
)  # fmt: skip


@bp.get("/")
@requires(Permission.AUDIT_READ)
def index() -> str | tuple[str, int]:
    form = FilterForm(request.args)
    if not form.validate():
        return render_template("audit/index.html", form=form, asked=Filter(), page=None), 422
    asked, before = form.asked(), request.args.get("before", type=int)
    page = queries.page_of(asked, before if before and 0 < before < 2**31 else None)
    return render_template("audit/index.html", form=form, asked=asked, page=page)


@bp.get("/<int:number>")
@requires(Permission.AUDIT_READ)
def line(number: int) -> str:
    found = queries.line_numbered(number)
    return render_template(
        "audit/line.html", line=found, before=facts_in(found.before), after=facts_in(found.after),
        intact=found.sealed == seal(found.facts(), found.previous), fields=FIELDS,
        roles=[Role(role) if role in set(Role) else role for role in found.roles.split()],
    )  # fmt: skip


def facts_in(kept: str | None) -> dict[str, object]:
    """What a line keeps, as pairs; plain text stands alone."""
    try:
        facts = json.loads(kept or "{}")
    except ValueError:
        facts = kept
    return facts if isinstance(facts, dict) else {"": facts}


@bp.post("/verify")
@requires(Permission.AUDIT_READ, reading=True)
def verify() -> str:
    return render("audit/verify.html", "audit/_finding.html", finding=queries.verify())


@bp.post("/export")
@requires(Permission.AUDIT_READ)
def export() -> Response | tuple[str, int]:
    form = FilterForm(request.form)
    if not form.validate():
        return render_template("audit/index.html", form=form, asked=Filter(), page=None), 422
    asked = form.asked()
    service.note_export(asked.words, by=current_user)
    only_reads()  # nobody waits for a lock while the file goes over a slow line
    name = f"attachment; filename=audit-{today().isoformat()}.csv"
    return Response(
        stream_with_context(as_csv(asked)), mimetype="text/csv", headers={"Content-Disposition": name}
    )


def as_csv(asked: Filter) -> Iterator[bytes]:
    """With a mark that tells spreadsheets of UTF-8, and no cell that they would calculate."""
    yield b"\xef\xbb\xbf" + _row([translate(column) for column in COLUMNS])
    for line in queries.everything(asked):
        yield _row(cells(line))


def cells(line: Trace) -> list[str]:
    told = (
        line.account, line.roles, line.address, translate(line.event), line.subject, line.before or "",
        line.after or "", translate(line.result),
    )  # fmt: skip
    return [str(line.id), f"{moment(line.at)}:{line.at:%S}", *map(harmless, told)]


def _row(row: list[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(row)
    return buffer.getvalue().encode()
