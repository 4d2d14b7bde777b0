"""The PostgreSQL cluster of the test session works and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.postgres import Cluster, throwaway_cluster


@pytest.fixture(scope="module")
def cluster():
    with throwaway_cluster() as cluster:
        yield cluster


def ask(cluster: Cluster, dbname: str, question: str):
    engine = create_engine(cluster.url(dbname))
    try:
        with engine.begin() as connection:
            result = connection.execute(text(question))
            return result.scalar() if result.returns_rows else None
    finally:
        engine.dispose()


def test_a_database_is_a_copy_of_its_template(cluster):
    cluster.create("pattern")
    ask(cluster, "pattern", "CREATE TABLE unit AS SELECT '国库科' AS name")

    cluster.create("copy", template="pattern")

    assert ask(cluster, "copy", "SELECT name FROM unit") == "国库科"


def test_a_copy_is_made_afresh_each_time(cluster):
    cluster.create("worker")
    ask(cluster, "worker", "CREATE TABLE left_over (id int)")

    cluster.create("worker")

    assert ask(cluster, "worker", "SELECT to_regclass('left_over')") is None


def test_it_speaks_utf8_and_sorts_by_code_point(cluster):
    assert ask(cluster, "postgres", "SHOW server_encoding") == "UTF8"
    assert ask(cluster, "postgres", "SELECT 'B' < 'a'") is True


def test_it_is_gone_after_a_failure():
    with pytest.raises(ZeroDivisionError), throwaway_cluster() as cluster:
        raise ZeroDivisionError

    assert not Path(cluster.socket).exists()


def test_it_is_gone_after_its_user_was_killed():
    script = (
        "import time; from tests.postgres import throwaway_cluster\n"
        "with throwaway_cluster() as cluster: print(cluster.socket, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as user:
        directory = Path(user.stdout.readline().strip())
        assert directory.is_dir()
        os.kill(user.pid, signal.SIGKILL)

    deadline = time.monotonic() + 20
    while directory.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not directory.exists()
