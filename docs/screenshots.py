"""The pictures of the user's guide: whose eyes, which page. `make screenshots` takes them anew.

`bin/screenshots board ledger` takes only those named.
"""

import os
import sys
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser import chromium, live_server, visitor

PICTURES = Path(__file__).parent / "images"
PASSWORD = "demo-Bureau-2026"
YEAR = date.today().year

# picture: (account, address)
PAGES = {
    "sign-in": (None, "/login"),
    "my-work": ("clerk.02", "/"),
    "targets": ("office", "/targets/"),
    "target-sheet": ("head.02", f"/targets/{YEAR}/02"),
    "indicators": ("office", "/indicators/"),
    "ledger": ("clerk.02", "/ledger/"),
    "scores": ("office", "/scores/"),
    "score-sheet": ("head.02", "/scores/02"),
    "board": ("supervisor", "/supervision/"),
    "notices": ("supervisor", "/supervision/notices/"),
    "briefing": ("principal", "/briefing/"),
    "year-end": ("office", f"/yearend/{YEAR - 1}"),
    "settings": ("sysadmin", "/settings/years"),
    "audit": ("auditor", "/audit/"),
}


def take(browser: Browser, address: str, name: str) -> str | None:
    """Keep one picture; the reason when there is none."""
    account, path = PAGES[name]
    with visitor(browser, address, reduced_motion="reduce") as page:
        if account:
            page.goto("/login")
            page.fill("[name=username]", account)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_load_state("networkidle")
        answer = page.goto(path)
        if answer is None or not answer.ok:
            return f"{name}: {path} answered {answer.status if answer else 'nothing'} to {account}"
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True, animations="disabled")
    return None


def main(names: list[str]) -> int:
    PICTURES.mkdir(exist_ok=True)
    with live_server(os.environ["INSTANCE"]) as address, chromium() as browser:
        missing = [reason for name in names or PAGES if (reason := take(browser, address, name))]
    for reason in missing:
        print(reason, file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
