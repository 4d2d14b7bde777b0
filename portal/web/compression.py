"""Pages travel compressed, also where no nginx stands in front."""

from __future__ import annotations

from gzip import GzipFile
from io import BytesIO
from secrets import randbelow, token_hex

from flask import Flask, Response, request

KINDS = frozenset({"text/html", "application/json"})
LEAST = 1024  # bytes: a fragment is sent as it is


def compress_pages(app: Flask) -> None:
    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype not in KINDS or response.direct_passthrough or response.is_streamed:
            return response
        response.vary.add("Accept-Encoding")
        if "Content-Encoding" in response.headers or request.accept_encodings["gzip"] <= 0:
            return response
        page = response.get_data()
        if len(page) >= LEAST:
            response.set_data(packed(page))
            response.headers["Content-Encoding"] = "gzip"
        return response


def packed(page: bytes) -> bytes:
    """A name of random length goes along, so that the length tells nobody what stands beside a secret."""
    packet = BytesIO()
    with GzipFile(token_hex(8 + randbelow(40)), "wb", compresslevel=4, fileobj=packet, mtime=0) as file:
        file.write(page)
    return packet.getvalue()
