"""The rooms of the portal as a journey finds them: what one can do there, in its own words."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class Door:
    page: Page

    def enter(self, account: str, password: str) -> Desk:
        self.page.goto("/login")
        self.page.locator("[name=username]").fill(account)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("main form:has([name=password]) button").first.click()
        self.page.wait_for_url(lambda address: "/login" not in address)
        return Desk(self.page)


@dataclass
class Desk:
    page: Page

    @property
    def to_dos(self) -> Locator:
        return self.page.locator("#todos .todo")

    @property
    def menu(self) -> list[str]:
        return [word.strip() for word in self.page.locator("nav.menu a").all_inner_texts()]

    def leave(self) -> None:
        self.page.locator("details.person summary").click()
        self.page.locator("form[action='/logout'] button").click()
        self.page.wait_for_url("**/login*")
