"""Signing in."""

from portal.accounts.service import hasher
from portal.web.db import db
from tests.pages import Browser


def test_the_right_password_opens_the_portal(app, cast):
    cast.clerk.password_hash = hasher.hash("demo-Bureau-2026")
    db.session.commit()
    browser = Browser(app)
    form = browser.visit("/login").select_one("form")

    browser.press(form, username="clerk", password="demo-Bureau-2026", status=303)

    assert browser.visit("/").select_one("h1")


def test_a_stranger_is_sent_to_the_sign_in_page(app, cast):
    Browser(app).visit("/", status=303)
