"""``flask ledger sweep``: the shelf of evidence files without what nobody owns."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from portal.core.sentences import Refused
from portal.ledger.service.sweeping import strays
from portal.web.db import intent

ledger = AppGroup("ledger", help="The ledgers' evidence files.")


@ledger.command("sweep")
@click.option("--check", is_flag=True, help="Remove nothing; exit with 1 where there is something to remove.")
def sweep(check: bool) -> None:
    """Remove uploaded files that no ledger entry owns and that are more than a day old."""
    try:
        with intent(reading=True):
            found = strays()
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    size = 0
    for path in found:
        kilobytes = -(-path.stat().st_size // 1024)
        if not check:
            path.unlink(missing_ok=True)
        click.echo(f"  {path} ({kilobytes} KB)")
        size += kilobytes
    done = "To be removed" if check else "Removed"
    click.echo(f"{done}: {len(found)}, {size} KB in all." if found else "Nothing to remove.")
    if check and found:
        raise SystemExit(1)
