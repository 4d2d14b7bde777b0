"""A notebook in place of the ledger."""

import pytest

from tests.scores.facts import Notebook, only_source


@pytest.fixture
def notebook(app):
    with only_source(app, Notebook()) as notebook:
        yield notebook
