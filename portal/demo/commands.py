"""``flask demo load`` and ``flask demo accounts``."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from portal.core.sentences import Refused
from portal.demo import service
from portal.demo.bureau import PASSWORD, SHOWN
from portal.demo.queries import shown_accounts
from portal.web.settings import make_secret_key

demo = AppGroup("demo", help="The demonstration bureau: invented people, invented figures.")


@demo.command("load")
@click.option("--reset", is_flag=True, help="Remove the demonstration that is here, and load it anew.")
def load(reset: bool) -> None:
    """Fill an empty database with the demonstration bureau."""
    if not current_app.secret_key:
        make_secret_key(Path(current_app.instance_path))
    try:
        if reset:
            service.clear()
        loaded = service.load()
    except Refused as refused:
        raise click.ClickException(str(refused)) from None
    if loaded is None:
        click.echo("The demonstration bureau is here already; nothing was changed.")
    else:
        click.echo(
            f"The demonstration bureau is loaded: {loaded.people} people, {loaded.targets} targets, "
            f"{loaded.entries} ledger entries, {loaded.scores} scores."
        )


@demo.command("accounts")
def accounts() -> None:
    """One account for each role."""
    click.echo(f"  Password of every account: {PASSWORD}")
    for account, name, role in shown_accounts(SHOWN):
        click.echo(f"  {account:<10}  {role:<24}  {name}")
