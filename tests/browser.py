"""The portal in a real browser: a served instance, Chromium, and what a page must never do in it.

    with live_server(instance) as address, chromium() as browser, visitor(browser, address) as page:
        page.goto("/")
        assert axe(page) == []

`visitor` fails when a page logged an error, broke its content security policy or called another address.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Page, Request, Response, sync_playwright

ROOT = Path(__file__).parents[1]
(AXE,) = (ROOT / "tests/vendor").glob("axe-*.min.js")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def executable() -> str:
    """The path of the system's Chromium; the tests bring no browser of their own."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("Chromium was not found: install chromium (make test does).")


@contextmanager
def visitor(browser: Browser, address: str, **options) -> Iterator[Page]:
    """A page of a visitor of their own, at a usual office screen, watched for what it must not do.

    `options` are those of Playwright's `new_context`, to change the screen, the language or the script.
    """
    context = browser.new_context(
        **{"base_url": address, "locale": "zh-CN", "viewport": {"width": 1366, "height": 768}} | options
    )
    page = context.new_page()
    try:
        with watched(page, address):
            yield page
    finally:
        context.close()


@contextmanager
def watched(page: Page, address: str) -> Iterator[list[str]]:
    """Fails at its end with a sentence for each fault; a test that expects some empties the list."""
    faults: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(
            "Failed to load resource: the server resp"
        ):
            faults.append(f"{page.url} logged: {message.text}")

    def see(request: Request) -> None:
        there = urlsplit(request.url)
        if there.scheme not in ("data", "blob", "about") and there.netloc != urlsplit(address).netloc:
            faults.append(f"{page.url} called another address: {request.url}")

    def weigh(response: Response) -> None:
        # A refusal (4xx) is an answer to a person; a missing script, style or picture is a fault.
        asked_by_person = response.request.resource_type in ("document", "fetch", "xhr")
        if response.status >= 500 or (response.status >= 400 and not asked_by_person):
            faults.append(f"{page.url} was answered {response.status} for {response.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: faults.append(f"{page.url} raised: {error}"))
    page.context.on("request", see)
    page.context.on("response", weigh)
    # A breach of the policy reaches the console too, but not when it is only reported.
    page.add_init_script(
        "addEventListener('securitypolicyviolation', violation =>"
        " console.error(`content security policy: ${violation.effectiveDirective}`"
        " + ` forbids ${violation.blockedURI}`))"
    )
    yield faults
    assert not faults, "\n".join(faults)


def axe(page: Page, *, within: str = "body", rules_off: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds wrong on the page, one sentence for each element; an empty list is a clean page.

    It goes in through the debugger, so that a strict content security policy need not be loosened.
    """
    debugger = page.context.new_cdp_session(page)
    try:
        options = {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in rules_off}}
        _evaluate(debugger, AXE.read_text(encoding="utf-8"))
        violations = _evaluate(
            debugger,
            f"axe.run({json.dumps(within)}, {json.dumps(options)}).then(found => found.violations)",
        )
    finally:
        debugger.detach()
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: "
        f"{' '.join(map(str, node['target']))} {node['html'][:120]}"
        for violation in violations
        for node in violation["nodes"]
    ]


@contextmanager
def live_server(instance: Path | str, environment: Mapping[str, str] = {}) -> Iterator[str]:
    """The portal as it is run, gunicorn on a free port over this instance directory; its address.

    What it logs is in `server.log` there.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with (Path(instance) / "server.log").open("w+") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"],
            cwd=ROOT,
            env=os.environ
            | {"INSTANCE": str(instance), "HOST": "127.0.0.1", "PORT": str(port), "WORKERS": "1"}
            | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_healthy(server, address, log)
            yield address
        finally:
            _stop(server)


def _evaluate(debugger: CDPSession, expression: str):
    answer = debugger.send(
        "Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True}
    )
    if failure := answer.get("exceptionDetails"):
        raise RuntimeError(failure.get("exception", {}).get("description", failure["text"]))
    return answer["result"].get("value")


def free_port() -> int:
    """A port nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_healthy(server: subprocess.Popen, address: str, log, seconds: float = 30) -> None:
    opener = build_opener(ProxyHandler({}))
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with opener.open(f"{address}/healthz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"The portal did not answer at {address}/healthz:\n{log.read()[-4000:]}")


def _stop(server: subprocess.Popen) -> None:
    """Ask the master to end; whoever is left of its group after ten seconds is killed."""
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
