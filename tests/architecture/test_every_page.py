"""Every page of the demonstration bureau, as every role, followed link by link."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.web.db import db
from tests.conftest import TODAY
from tests.databases import a_database
from tests.demonstration import demonstration
from tests.pages import Browser, keeps_house_style
from tests.statements import statements, whole_tables_read

ROLES = (
    "clerk.02", "head.02", "clerk.X20", "head.X20", "clerk.01", "office", "supervisor", "leader.1",
    "principal", "sysadmin", "secadmin", "auditor",
)  # fmt: skip
SAMPLES = 2  # pages looked at behind each address pattern, for each role
MOST_STATEMENTS = 10

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def bureau(tmp_path_factory, worker_id):
    home = tmp_path_factory.mktemp("bureau")
    with a_database(f"bureau_{worker_id}", home) as url, demonstration(url, home, TODAY=TODAY) as app:
        yield app


@pytest.fixture(scope="module", params=ROLES)
def tour(bureau: Flask, request):
    """The pages one role can reach from the front door, with what each asked of the database."""
    with bureau.app_context():
        person = db.session.scalars(select(Person).where(Person.account == request.param)).one()
        client = Browser(bureau, person).client
        db.session.remove()
    return walk(bureau, client)


def walk(app: Flask, client) -> list[Page]:
    waiting, seen, samples, pages = ["/"], {"/"}, Counter(), []
    while waiting:
        address = waiting.pop(0)
        with statements() as asked:
            answer = client.get(address, follow_redirects=True)
        page = Page(address, answer, list(asked))
        pages.append(page)
        for link in page.links:
            endpoint, _ = app.url_map.bind("localhost").match(urlsplit(link).path or "/")
            if link not in seen and samples[endpoint] < SAMPLES and endpoint != "static":
                seen.add(link)
                samples[endpoint] += 1
                waiting.append(link)
    return pages


class Page:
    def __init__(self, address, answer, asked) -> None:
        self.address, self.answer, self.asked = address, answer, asked
        self.is_html = answer.mimetype == "text/html"
        self.soup = BeautifulSoup(answer.text if self.is_html else "", "html.parser")
        answer.close()  # a file lets go of its handle

    @property
    def links(self) -> list[str]:
        hrefs = [urldefrag(urljoin(self.address, link["href"])).url for link in self.soup.select("a[href]")]
        return [href for href in hrefs if not urlsplit(href).netloc]


def test_every_link_leads_to_a_page_that_keeps_the_house_style(tour):
    assert len(tour) >= 3, "a tour ends before it began"
    for page in tour:
        assert page.answer.status_code == 200, f"{page.address}: {page.answer.status_code}"
        if page.is_html:
            keeps_house_style(page.soup)


def test_every_page_is_valid_html(tour):
    for page in tour:
        if page.is_html:
            parser = html5lib.HTMLParser(strict=False)
            parser.parse(page.answer.text)
            assert not parser.errors, f"{page.address}: {parser.errors[:3]}"


def test_no_page_names_an_address_outside(tour):
    for page in tour:
        if page.is_html:
            outside = re.findall(r'(?:href|src|action|hx-\w+)="(?:https?:)?//[^"]+', page.answer.text)
            assert not outside, f"{page.address}: {outside}"


def test_every_page_asks_few_questions(tour):
    for page in tour:
        assert len(page.asked) <= MOST_STATEMENTS, f"{page.address}: {len(page.asked)} statements"


def test_no_page_reads_a_whole_large_table(bureau, tour):
    with bureau.app_context(), db.engine.connect() as connection:
        for page in tour:
            read = whole_tables_read(connection, page.asked)
            assert not read, f"{page.address} reads all of {sorted(read)}"
