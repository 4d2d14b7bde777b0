"""``flask calendar seed``: the published holidays into the working-day calendar."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from portal.year import service

calendar = AppGroup("calendar", help="The working-day calendar.")


@calendar.command("seed")
def seed() -> None:
    """Enter all published holidays; days that the office has overruled stay as they are."""
    years = service.seed_calendar()
    click.echo(f"Holidays of {years[0]} to {years[-1]} entered.")
