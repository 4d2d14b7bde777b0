"""Files that are not what they say, names that would be paths: refused, or kept where they do no harm."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from stat import S_IMODE
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from portal.ledger.models import Entry, Evidence
from portal.web.db import db
from tests.attack.doors import Visitor, faults_of
from tests.world import a_target

pytestmark = pytest.mark.database

PDF = b"%PDF-1.7 scanned"
EXE = b"MZ\x90\x00" + b"\0" * 200
MACHO, ELF, SHELL = b"\xcf\xfa\xed\xfe", b"\x7fELF\x02\x01\x01", b"#!/bin/sh\nrm -rf /\n"
HTML = b"<html><script>alert(1)</script>"


def archive(members: dict[str, bytes], *, packed: bool = True) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED if packed else 0) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file.getvalue()


DOCX = {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}
BOMB = archive(DOCX | {"word/media/bomb.bin": b"\0" * 30_000_000})
CROWD = archive(DOCX | {f"word/{number}": b"" for number in range(3000)})
MACRO = archive(DOCX | {"word/vbaProject.bin": b"x"})
CUT = archive(DOCX)[:-30]

REFUSED = {
    "exe as pdf": ("report.pdf", EXE),
    "exe": ("tool.exe", EXE),
    "elf as png": ("a.png", ELF),
    "script as jpg": ("a.jpg", SHELL),
    "html as docx": ("a.docx", HTML),
    "html": ("a.html", HTML),
    "svg": ("a.svg", b"<svg onload=alert(1)>"),
    "bomb": ("bomb.docx", BOMB),
    "crowd": ("crowd.docx", CROWD),
    "macro": ("macro.docx", MACRO),
    "macro by name": ("a.docm", archive(DOCX)),
    "cut": ("cut.docx", CUT),
    "xlsx as docx": ("a.docx", archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""})),
    "empty": ("empty.pdf", b""),
    "too large": ("large.pdf", PDF + b"0" * 30_000_000),
    "no ending": ("report", PDF),
    "two endings": ("report.pdf.exe", PDF),
    "bidi": ("report\u202efdp.exe", PDF),
    "dots": ("report.pdf.", PDF),
    "binary text": ("a.txt", b"abc\0def"),
    "stream": ("a.pdf::$DATA", PDF),
    "old office": ("a.doc", EXE),
}


@pytest.fixture
def target(cast):
    return a_target(cast.budget, source=cast.revenue)


@pytest.fixture
def source(app, cast, target) -> Visitor:
    return Visitor(app, "source")


def send(visitor: Visitor, target, *files: tuple[str, bytes]):
    """As browsers do: quotes and line ends of a name travel as percent signs."""
    told = [
        (f'filename="{name}"'.replace('"', "%22").replace("%22", '"', 1)[:-3] + '"', content)
        for name, content in files
    ]
    return send_raw(visitor, target, *((said.encode(), content) for said, content in told))


def send_raw(visitor: Visitor, target, *files: tuple[bytes, bytes]):
    typed = {"csrf_token": visitor.token, "period": "2026-10", "field-local": "4.5", "field-total": "10"}
    part = b'--cut\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    body = b"".join(part % (name.encode(), b"", text.encode()) for name, text in typed.items())
    body += (
        b"".join(part % (b"file-evidence", b"; " + said, content) for said, content in files) + b"--cut--\r\n"
    )
    return visitor.post(
        f"/ledger/{target.id}/entries", body, content_type="multipart/form-data; boundary=cut"
    )


def on_the_shelf(app) -> list[Path]:
    return [path for path in (Path(app.config["MEDIA"]) / "evidence").rglob("*") if path.is_file()]


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_what_it_says_is_refused_and_leaves_nothing(app, source, target, what):
    before = len(on_the_shelf(app))

    answer = send(source, target, REFUSED[what])

    assert answer.status_code == 422, what
    assert "invalid-feedback" in answer.text and 'value="4.5"' in answer.text
    assert not list(faults_of(answer))
    assert db.session.query(Entry).count() == 0
    assert len(on_the_shelf(app)) == before


def test_more_files_than_an_entry_holds(app, source, target):
    before = len(on_the_shelf(app))
    assert send(source, target, *[(f"{n}.pdf", PDF) for n in range(11)]).status_code == 422
    assert send(source, target, *[(f"{n}.pdf", PDF) for n in range(500)]).status_code in (413, 422)
    assert len(on_the_shelf(app)) == before


def test_more_than_the_server_takes_at_all(app, source, target):
    app.config["MAX_CONTENT_LENGTH"], kept = 100_000, app.config["MAX_CONTENT_LENGTH"]
    try:
        answer = send(source, target, ("a.pdf", PDF + b"0" * 200_000))
    finally:
        app.config["MAX_CONTENT_LENGTH"] = kept
    assert answer.status_code == 413
    assert "too large" in answer.text


NAMES = (
    "../../../etc/passwd.pdf",
    "..\\..\\windows\\system32\\a.pdf",
    "/etc/cron.d/a.pdf",
    "C:\\a.pdf",
    "a" * 300 + ".pdf",
    "预算执行情况（2026年10月）.pdf",
    "a\u202egpj.pdf",
    "a\u200b\u2066b.pdf",
    '"><script>alert(1)</script>.pdf',
    'a";filename=evil.exe;x=".pdf',
    "=cmd|'/c'!A1.pdf",
    "{{7*7}}.pdf",
    "%0d%0aSet-Cookie: evil=1.pdf",
    "😀.pdf",
    ".pdf.pdf",
    "con.pdf",
    "a;b,c d'e.pdf",
    "~$a.pdf",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_strange_name_is_only_a_name(app, source, target, name):
    assert send(source, target, (name, PDF)).status_code == 303
    evidence = db.session.query(Evidence).one()
    kept = Path(app.config["MEDIA"]) / "evidence" / evidence.stored_as

    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{40}", evidence.stored_as)
    assert kept.read_bytes() == PDF and S_IMODE(kept.stat().st_mode) == 0o600
    assert not kept.resolve().is_relative_to(Path(app.static_folder).resolve())
    assert "/" not in evidence.name and "\\" not in evidence.name and len(evidence.name) <= 200
    assert not re.search(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", evidence.name)
    safely_fetched(source, target, evidence)


def safely_fetched(visitor: Visitor, target, evidence: Evidence) -> None:
    name = evidence.name
    answer = visitor.get(f"/ledger/{target.id}/files/{evidence.id}")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/octet-stream")
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment;") and "\n" not in said
    if not name.isascii():
        assert f"filename*=UTF-8''{quote(name, safe='!#$&+-.^_`|~')}" in said
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    for page in (f"/ledger/{target.id}?period=2026-10", f"/ledger/{target.id}/entries/{evidence.entry_id}"):
        assert not list(faults_of(visitor.get(page)))


@pytest.mark.parametrize(
    "name", [b"a\x00b.pdf", b"a\r\nb.pdf", b"a\x0bb\x1f.pdf", b"\xff\xfe.pdf", b"\xed\xa0\x80.pdf"]
)
@pytest.mark.parametrize("form", [b'filename="%s"', b"filename*=UTF-8''%s"])
def test_a_name_of_raw_bytes(app, source, target, name, form):
    called = form % (quote(name).encode() if b"*" in form else name)
    answer = send_raw(source, target, (called, PDF))

    assert answer.status_code in (303, 400, 422)
    for evidence in db.session.query(Evidence):
        safely_fetched(source, target, evidence)


def test_files_of_one_name_stay_apart(app, source, target):
    send(source, target, ("a.pdf", PDF), ("a.pdf", PDF + b"2"))
    first, second = db.session.query(Evidence).order_by(Evidence.id)
    assert first.stored_as != second.stored_as and first.sha256 != second.sha256


def test_a_picture_that_is_also_a_page_comes_only_as_an_attachment(app, source, target):
    assert send(source, target, ("a.jpg", b"\xff\xd8\xff" + HTML), ("a.pdf", HTML + PDF)).status_code == 303
    for evidence in db.session.query(Evidence):
        answer = source.get(f"/ledger/{target.id}/files/{evidence.id}")
        assert answer.mimetype == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
