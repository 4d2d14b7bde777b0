"""Headers that every answer carries, and who may frame, cache or sniff it: nobody."""

from __future__ import annotations

from flask import Flask, Response, abort, request

from portal.web.db import only_reads

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
HIGHEST = 2**31 - 1  # the largest number that a row can have on every database


def keep_safe(app: Flask) -> None:
    @app.before_request
    def read_or_write() -> None:
        view = app.view_functions.get(request.endpoint or "")
        only_reads(request.method in SAFE or getattr(view, "reading", False))

    @app.before_request
    def stay_readable() -> None:
        """PostgreSQL keeps no zero byte and finds no number beyond an integer: neither is anybody's."""
        if any(isinstance(number, int) and number > HIGHEST for number in (request.view_args or {}).values()):
            abort(404)
        texts = (request.path, *(text for pair in request.values.items(multi=True) for text in pair))
        if any("\0" in text for text in texts):
            abort(400)

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers.extend(
            {name: text for name, text in HEADERS.items() if name not in response.headers}
        )
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
            response.vary.add("HX-Request")
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response
