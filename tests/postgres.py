"""A throw-away PostgreSQL cluster, for tests that must pass on both databases.

    with throwaway_cluster() as cluster:
        cluster.create("portal_gw0", template="portal_template")
        engine = create_engine(cluster.url("portal_gw0"))

It listens on a socket in its own temporary directory only, forgets durability for speed, and is stopped
and removed when the block ends or this process dies, however it dies.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

# Where a test session tells its workers of the cluster that it started for all of them.
SHARED = "PORTAL_TEST_CLUSTER"

# Runs as the cluster's owner. Its standard input is a pipe that only the tests' process holds open:
# when it closes, whether by the end of the block or by kill -9, the cluster goes.
CARETAKER = """
trap 'rm -rf "$1"' EXIT
cd "$1" || exit 1
"$2/initdb" -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >log 2>&1 &&
"$2/pg_ctl" -D data -w -t 60 -l server.log -o "-k '$1' -c listen_addresses= -c fsync=off \
-c synchronous_commit=off -c full_page_writes=off -c max_connections=200" start >>log 2>&1 || {
    cat log server.log 2>/dev/null
    exit 1
}
echo ready
cat >/dev/null
"$2/pg_ctl" -D data -m immediate stop >/dev/null 2>&1
"""


@dataclass(frozen=True)
class Cluster:
    socket: str

    def url(self, dbname: str) -> str:
        """The address of one database, as SQLAlchemy writes it."""
        return f"postgresql+psycopg://postgres@/{dbname}?host={self.socket}"

    def create(self, dbname: str, template: str = "template1") -> str:
        """Make a database afresh, as a copy of `template`, which nobody may be connected to; its address."""
        self.drop(dbname)
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(dbname), sql.Identifier(template))
        )
        return self.url(dbname)

    def drop(self, dbname: str) -> None:
        """Remove a database, if it is there, with whoever is connected to it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(dbname)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=self.socket, user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


@contextmanager
def throwaway_cluster() -> Iterator[Cluster]:
    """A cluster of one's own for the length of the block."""
    directory = Path(tempfile.mkdtemp(prefix="portal-pg-", dir="/tmp"))  # a socket's path must stay short
    owner = []
    if os.geteuid() == 0:  # initdb refuses root
        shutil.chown(directory, "postgres", "postgres")
        owner = ["runuser", "-u", "postgres", "--"]
    caretaker = subprocess.Popen(
        [*owner, "sh", "-c", CARETAKER, "caretaker", str(directory), str(binaries())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl+C is for the tests; the caretaker waits for their end
    )
    assert caretaker.stdin and caretaker.stdout
    try:
        first = caretaker.stdout.readline()
        if first != "ready\n":
            raise RuntimeError(f"PostgreSQL did not start:\n{first}{caretaker.stdout.read()}")
        yield Cluster(str(directory))
    finally:
        caretaker.stdin.close()
        caretaker.wait(timeout=60)
        caretaker.stdout.close()


@contextmanager
def shared_cluster() -> Iterator[Cluster]:
    """The cluster of the whole test session: started by the first that asks, joined by xdist's workers.

    Open it in the controller's `pytest_configure`, before the workers are born; they inherit its address.
    """
    if socket := os.environ.get(SHARED):
        yield Cluster(socket)
        return
    with throwaway_cluster() as cluster:
        os.environ[SHARED] = cluster.socket
        try:
            yield cluster
        finally:
            del os.environ[SHARED]


def binaries() -> Path:
    """The directory of initdb and pg_ctl: the newest of Debian's, else the one on PATH."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True
    )
    if found:
        return found[0].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    raise RuntimeError("PostgreSQL's initdb was not found: install postgresql (make test does).")
