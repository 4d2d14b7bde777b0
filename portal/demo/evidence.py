"""Small files to stand behind entries: each a true picture, document or text that says it is a sample."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from flask import current_app

from portal.demo.tables import pool, words

WIDTH, HEIGHT = 320, 200
PAPER, INK = b"\xf6\xf6\xf6", b"\x2f\x4f\x7f"
MARGIN, BARS = 12, 9


@dataclass(frozen=True, slots=True)
class Attached:
    field: str
    name: str
    kind: str
    size: int
    sha256: str
    stored_as: str


def picture(caption: str) -> bytes:
    """A framed sheet with a few bars, as a PNG."""
    dice = Random(caption)
    heights = [dice.randrange(30, HEIGHT - 3 * MARGIN) for _ in range(BARS)]
    border = b"\0" + INK * WIDTH
    lines = [border, border]
    for level in range(HEIGHT - 2, 2, -1):
        bars = b"".join((INK if MARGIN < level < height else PAPER) * 20 + PAPER * 10 for height in heights)
        lines.append(
            b"\0" + INK * 2 + PAPER * MARGIN + bars + PAPER * (WIDTH - 30 * BARS - MARGIN - 4) + INK * 2
        )
    lines += [border, border]
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(lines), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def document(caption: str) -> bytes:
    """One page with two lines, as a PDF."""
    plain = caption.encode("ascii", "ignore").decode()
    text = f"BT /F1 16 Tf 72 760 Td (Demonstration document) Tj 0 -28 Td /F1 11 Tf ({plain}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(made))
    )


def note(caption: str) -> bytes:
    return f"{caption}\n{words()['sample']}\n".encode()


MADE: dict[str, Callable[[str], bytes]] = {"png": picture, "pdf": document, "txt": note}


def attach(field: str, caption: str, dice: Random) -> Attached:
    """Make a file and put it on the shelf, under a name that says nothing."""
    kind = dice.choice(("pdf", "pdf", "png", "txt"))
    content = MADE[kind](caption)
    name = f"{dice.getrandbits(160):040x}"
    stored_as = f"{name[:2]}/{name}"
    path = shelf() / stored_as
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o600)
    digest = hashlib.sha256(content).hexdigest()
    return Attached(field, dice.choice(pool(f"file_{kind}")), kind, len(content), digest, stored_as)


def shelf() -> Path:
    return Path(current_app.config["MEDIA"]) / "evidence"
