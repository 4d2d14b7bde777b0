"""What a page asks of the database: how many statements, and whether any reads a whole large table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

LARGE = (
    "entry", "entry_version", "entry_query", "evidence", "sign_off", "score", "target", "round", "trace",
    "sign_in", "failed_sign_in", "old_password", "draft", "collaboration", "plan_point",
)  # fmt: skip
Statement = tuple[str, object]


@contextmanager
def statements() -> Iterator[list[Statement]]:
    """Everything that is asked inside, without what only opens and closes transactions."""
    seen: list[Statement] = []

    def see(connection, cursor, statement, parameters, context, many) -> None:
        if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)", statement, re.I):
            seen.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", see)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", see)


def whole_tables_read(connection: Connection, asked: list[Statement]) -> set[str]:
    """The large tables that some of these statements would read from end to end."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    found: set[str] = set()
    for statement, parameters in asked:
        if not re.match(r"\s*(SELECT|WITH)", statement, re.I):
            continue
        explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
        plan = [
            " ".join(map(str, row)) for row in connection.exec_driver_sql(explain + statement, parameters)
        ]
        scans = re.compile(r"\bSCAN (\w+)(?! USING COVERING INDEX)" if sqlite else r"Seq Scan on \"?(\w+)")
        aliases = dict(re.findall(r'\b(?:FROM|JOIN) "?(\w+)"? AS "?(\w+)"?', statement))
        names = {alias: table for table, alias in aliases.items()}
        for line in plan:
            found |= {names.get(table, table) for table in scans.findall(line)} & set(LARGE)
    return found
