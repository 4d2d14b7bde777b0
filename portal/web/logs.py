"""One structured line per request: what was asked, how it went, how long it took. No personal data."""

from __future__ import annotations

import json
import logging
import sys
import time
from secrets import token_hex

from flask import Flask, Response, g, request

log = logging.getLogger("portal.request")
KEPT = ("request_id", "method", "route", "status", "milliseconds")


class Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in KEPT if hasattr(record, name)}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def keep_logs(app: Flask) -> None:
    if not app.testing:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(Json())
        logging.basicConfig(level=app.config["LOG_LEVEL"], handlers=[handler], force=True)
        logging.getLogger("alembic").setLevel(logging.WARNING)

    @app.before_request
    def start() -> None:
        g.started, g.request_id = time.perf_counter(), token_hex(6)

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        if request.endpoint != "static":
            log.info("request", extra=_facts(response))
        return response


def _facts(response: Response) -> dict[str, object]:
    return {
        "request_id": g.request_id,
        "method": request.method,
        "route": request.url_rule.rule
        if request.url_rule
        else None,  # the rule, not the address: no names in logs
        "status": response.status_code,
        "milliseconds": round((time.perf_counter() - g.started) * 1000, 1),
    }
