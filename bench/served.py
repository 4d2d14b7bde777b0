"""Programs served by gunicorn for a measurement, and a client that keeps its connection."""

from __future__ import annotations

import gzip
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[1]
PAGE = os.sysconf("SC_PAGE_SIZE") / 2**20  # megabytes


class Client:
    """One person's browser: one connection, its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.weight = 0  # bytes of the last answer, as they came over the wire

    def ask(
        self, method: str, address: str, data: Mapping[str, str] | None = None, **headers: str
    ) -> tuple[int, str]:
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, address, urlencode(data) if data is not None else None, headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        body = answer.read()
        self.weight = len(body)
        return answer.status, unpacked(body, answer.headers.get("Content-Encoding")).decode()


def unpacked(body: bytes, encoding: str | None) -> bytes:
    return gzip.decompress(body) if encoding == "gzip" else body


@dataclass(frozen=True, slots=True)
class Served:
    """A program that answers: where, how long it took to start, and its workers' memory."""

    port: int
    process: int
    start: float  # seconds until the first answer

    def memory(self) -> float:
        """Megabytes of the largest worker."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        return max(int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in children) * PAGE


@contextmanager
def served(program: str, environment: Mapping[str, str], door: str = "/healthz") -> Iterator[Served]:
    """The program behind the portal's own server configuration, one lasting worker, once ``door`` opens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    begun = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "--max-requests", "0", program],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | {"HOST": "127.0.0.1", "PORT": str(port), "WORKERS": "1"} | environment,
    )  # fmt: skip
    try:
        wait_for(port, door)
        yield Served(port, server.pid, time.perf_counter() - begun)
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int, door: str) -> None:
    for _ in range(500):
        try:
            status, _ = Client(port).ask("GET", door)
        except OSError:
            time.sleep(0.02)
        else:
            assert status == 200, f"{door} answers {status}"
            return
    raise TimeoutError(f"nothing answers at port {port}")


def in_a_row(seconds: float, clients: Sequence[Client], act: Callable[[Client], object]) -> float:
    """How many answers a second, when each of the clients asks again as soon as it is answered."""
    end = time.perf_counter() + seconds

    def ask(client: Client) -> int:
        count = 0
        while time.perf_counter() < end:
            act(client)
            count += 1
        return count

    with ThreadPoolExecutor(len(clients)) as threads:
        return sum(threads.map(ask, clients)) / seconds


def in_turn(rounds: int, *acts: Callable[[], object]) -> list[float]:
    """The median milliseconds of each act, all done in turn so that a drifting machine strikes all alike."""
    times: list[list[float]] = [[] for _ in acts]
    for act in acts:
        act()
    for _ in range(rounds):
        for act, seconds in zip(acts, times, strict=True):
            start = time.perf_counter()
            act()
            seconds.append(time.perf_counter() - start)
    return [statistics.median(seconds) * 1000 for seconds in times]
