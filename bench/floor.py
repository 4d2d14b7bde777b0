"""The floor: the least that the same stack can do: a bare view, one indexed read or insert, one template."""

from __future__ import annotations

import os

from flask import Flask, render_template, request
from sqlalchemy import create_engine, event, text

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000")
READ = text("SELECT id, title, points FROM thing WHERE id = :id")
WRITE = text("INSERT INTO thing (title, points) VALUES (:title, :points)")

app = Flask(__name__)
PART = app.jinja_env.from_string(
    "<output id='thing-{{ thing.id }}'>{{ thing.title }}: {{ thing.points }}</output>"
)
engine = create_engine(f"sqlite:///{os.environ['FLOOR']}")


@event.listens_for(engine, "connect")
def prepare(connection, record) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(engine, "begin")
def begin(connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if request.method == "POST" else "BEGIN")


@app.get("/healthz")
def healthz() -> str:
    return "ok"


@app.get("/read")
def read() -> str:
    with engine.connect() as connection:
        thing = connection.execute(READ, {"id": request.args.get("id", 1, int)}).one()
    return render_template(PART, thing=thing)


@app.post("/write")
def write() -> str:
    with engine.begin() as connection:
        connection.execute(WRITE, {"title": request.form["title"], "points": 1})
    return render_template(PART, thing={"id": 0, "title": request.form["title"], "points": 1})
