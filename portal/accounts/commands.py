"""The start of an installation, and one-time links from the server's console."""

from __future__ import annotations

import os
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy import inspect

from portal.accounts.models import Person
from portal.accounts.queries import person_named
from portal.accounts.service import appoint_administrators, issue_link
from portal.core.sentences import Refused
from portal.web.db import db
from portal.web.settings import make_secret_key

accounts = AppGroup("accounts", help="Accounts, from the server's console.")
address = click.option(
    "--address",
    default=lambda: f"http://{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}",
    help="Where people open the portal, such as https://jxkh.example.gov.cn; links begin with it.",
)


@click.command("init")
@click.option("--all-three", is_flag=True, help="Print the links of all three administrators.")
@address
@with_appcontext
def init(all_three: bool, address: str) -> None:
    """Make the secret key, the tables and the three administrators; print a one-time link.

    Nobody has a password before using a link. Called again, it gives new links to those who have none yet.
    """
    if make_secret_key(Path(current_app.instance_path)):
        click.echo(f"Made the secret key in {current_app.instance_path}.")
    if needs_tables():
        upgrade()
    try:
        founders = appoint_administrators()
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    waiting = [person for person in founders if not person.password_hash]
    for person in waiting if all_three else waiting[:1]:
        tell(person, address)
    if not waiting:
        click.echo("Nothing to do: every administrator has a password.")
    elif not all_three and len(waiting) > 1:
        click.echo("The others get their links from this administrator, or from: init --all-three")


def needs_tables() -> bool:
    """Not where tables stand that no migration made, as in a test."""
    known = inspect(db.engine)
    return known.has_table("alembic_version") or not known.has_table("person")


@accounts.command("link")
@click.argument("account")
@address
def link(account: str, address: str) -> None:
    """Print a one-time link with which ACCOUNT chooses a new password."""
    person = person_named(account)
    if person is None or not person.active:
        raise click.ClickException(f"There is no active account {account}.")
    tell(person, address)


def tell(person: Person, address: str) -> None:
    token = issue_link(person, by=None)
    click.echo(f"{person.account} chooses a password here, once, within 72 hours:")
    click.echo(f"  {address.rstrip('/')}/welcome/{token}")
