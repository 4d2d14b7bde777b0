"""The pictures of the guides: whose eyes, which page, what is pressed first. `make screenshots` takes them.

`bin/screenshots ledger explanation` takes only those named.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

from tests.browser import chromium, live_server, visitor

PICTURES = Path(__file__).parent / "screenshots"
PASSWORD = "demo-Bureau-2026"
SHARE = "地方财政收入占全口径财政收入比重"  # an indicator of 预算科 that 区税务局 fills

REVENUE = (("地方财政收入", "14.62"), ("全口径财政收入", "30.15"))


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    account: str | None
    address: str
    through: tuple[str, ...] = ()  # the words of the links that lead on from there
    down_to: str = ""  # the heading that stands at the top of the picture
    typed: tuple[tuple[str, str], ...] = ()  # the fields' labels and what is typed into them, not saved


PAGES = (
    Picture("sign-in", None, "/login"),
    Picture("my-work", "clerk.17", "/"),
    Picture("ledger", "clerk.X20", "/ledger/", (SHARE,), typed=REVENUE),
    Picture("explanation", "head.02", "/scores/02", (SHARE,)),
    Picture("indicator-editor", "office", f"/indicators/?q={SHARE}", (SHARE, "编辑"), down_to="公式"),
)


def take(browser: Browser, address: str, picture: Picture) -> str | None:
    """Keep one picture, as it stands on an office screen; the reason when there is none."""
    with visitor(browser, address, reduced_motion="reduce") as page:
        try:
            where = reach(page, picture)
        except Error as error:
            return f"{picture.name}: {str(error).splitlines()[0]}"
        if where is not None:
            return f"{picture.name}: {where}"
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / f"{picture.name}.png", animations="disabled")
    return None


def reach(page: Page, picture: Picture) -> str | None:
    page.set_default_timeout(10_000)
    if picture.account:
        page.goto("/login")
        page.fill("[name=username]", picture.account)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda there: "/login" not in there)
    answer = page.goto(picture.address)
    if answer is None or not answer.ok:
        return f"{picture.address} answered {answer.status if answer else 'nothing'} to {picture.account}"
    for words in picture.through:
        page.locator("main").get_by_role("link", name=words).first.click()
        page.wait_for_load_state("load")
    for label, figure in picture.typed:
        page.get_by_label(label).first.press_sequentially(figure)
    if picture.typed:
        page.locator(".score--trial").wait_for()
    if picture.down_to:
        page.get_by_role("heading", name=picture.down_to).first.evaluate(
            "heading => heading.scrollIntoView()"
        )
    return None


def main(names: Sequence[str]) -> int:
    PICTURES.mkdir(exist_ok=True)
    wanted = [picture for picture in PAGES if not names or picture.name in names]
    with live_server(os.environ["INSTANCE"]) as address, chromium() as browser:
        missing = [reason for picture in wanted if (reason := take(browser, address, picture))]
    for reason in missing:
        print(reason, file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
