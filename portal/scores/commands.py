"""``flask rescore``: recompute every score and say what was not as it should be."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from portal.scores import service
from portal.web.db import db
from portal.web.language import translate
from portal.year.queries import years


@click.command("rescore")
@click.option("--year", type=int, help="Only this assessment year.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where something differs.")
@with_appcontext
def rescore(year: int | None, check: bool) -> None:
    """Recompute all scores from their entries and report differences."""
    found = 0
    for number in sorted(one.id for one in years() if year in (None, one.id)):
        report = service.Report(number)
        while not report.done:
            service.recompute_portion(report, writing=not check)
            db.session.expunge_all()  # a district does not fit into memory at once
        service.tell(report, writing=not check)
        click.echo(f"{number}: {report.targets} targets recomputed, {report.differences} scores differed")
        for sentence in report.told:
            click.echo(f"  {translate(sentence)}")
        found += report.differences
    if check and found:
        raise SystemExit(1)
