"""What every page must be as a document: valid HTML that calls nobody outside."""

from __future__ import annotations

from bs4 import BeautifulSoup
from html5lib import HTMLParser
from html5lib.constants import E as MEANING

OUTSIDE = ("http:", "https:", "//")


def faults_of_markup(html: str) -> list[str]:
    """What a strict parser complains of, one sentence for each place."""
    parser = HTMLParser()
    parser.parse(html)
    return [
        f"line {line}: {MEANING[code] % facts}: {html.splitlines()[line - 1].strip()[:120]}"
        for (line, _), code, facts in parser.errors
    ]


def outside_addresses(page: BeautifulSoup) -> list[str]:
    called = [
        element.get(name, "").strip()
        for name in ("src", "href", "action", "hx-get", "hx-post", "formaction", "poster", "data")
        for element in page.select(f"[{name}]")
    ]
    return [address for address in called if address.lower().startswith(OUTSIDE)]


def styled_inline(page: BeautifulSoup) -> list[str]:
    """Anything the content security policy would refuse: inline styles, scripts and handlers."""
    return [
        str(element)[:120]
        for element in page.find_all(True)
        if element.name == "style"
        or (element.name == "script" and not element.get("src") and element.get("type") != "application/json")
        or any(name == "style" or name.startswith(("on", "hx-on")) for name in element.attrs)
    ]
