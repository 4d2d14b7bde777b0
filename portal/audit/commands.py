"""The trail at the console: whether its chain holds."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from portal.audit.models import Trace
from portal.audit.queries import verify
from portal.web.db import db, intent

audit = AppGroup("audit", help="The audit trail.")


@audit.command("verify")
@click.option("--noted", help="A number and seal noted down earlier, as 120:3fa9….")
def verify_chain(noted: str | None) -> None:
    """Follow the chain; exit with 1 and say where it breaks.

    The last line printed, noted down elsewhere, later proves with --noted that no line up to there was
    replaced together with all that follow it.
    """
    with intent(reading=True):
        finding = verify()
        replaced = noted is not None and not keeps(noted)
    if not finding.holds:
        raise click.ClickException(f"The chain breaks at number {finding.number}: {finding.reason}")
    if replaced:
        raise click.ClickException(f"The chain holds in itself, but is not the one noted as {noted}.")
    click.echo(f"The chain holds: {finding.lines} lines.")
    click.echo(f"{finding.lines}:{finding.sealed}")


def keeps(noted: str) -> bool:
    """Whether the line of that number still carries that seal."""
    number, _, sealed = noted.partition(":")
    line = db.session.get(Trace, int(number)) if number.isdecimal() and len(number) < 10 else None
    return line is not None and line.sealed == sealed
