"""``flask audit verify``"""

from sqlalchemy import delete

from portal.audit.models import Trace
from portal.web.db import db
from tests.audit.test_trail import something_happens


def run(app, *words):
    return app.test_cli_runner().invoke(args=["audit", "verify", *words])


def test_a_trail_that_holds(app, cast):
    something_happens("one", by=cast.clerk)

    outcome = run(app)
    assert (outcome.exit_code, outcome.output.splitlines()[0]) == (0, "The chain holds: 1 lines.")


def test_a_broken_trail_ends_with_one_and_says_where(app, cast):
    for _ in range(3):
        something_happens("thing", by=cast.clerk)
    db.session.execute(delete(Trace).where(Trace.id == 2))
    db.session.commit()

    outcome = run(app)
    assert outcome.exit_code == 1
    assert "breaks at number 2" in outcome.output


def test_a_noted_seal_proves_that_the_trail_was_not_written_anew(app, cast):
    something_happens("one", by=cast.clerk)
    noted = run(app).output.splitlines()[1]
    something_happens("two", by=cast.clerk)

    assert run(app, "--noted", noted).exit_code == 0
    assert run(app, "--noted", "1:" + "0" * 64).exit_code == 1
    assert run(app, "--noted", "nonsense").exit_code == 1
