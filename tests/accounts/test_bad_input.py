"""Whatever is sent to the doors of accounts and trail is answered with a page, never with an accident."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pages import Browser

NASTY = [
    "", " ", "\u200b", "0", "-1", "1e9", "9" * 40, "²", "١٢", "a" * 5000, "<script>", "' or 1=1 --",
    "=1+1", "../../etc/passwd", "\ud800", "\x1f", "😀", "no", "true", "[]", "{}", "%00", "2026-13-45",
    "clerk",
]  # fmt: skip
DOORS = {
    "/login": None,
    "/welcome/nothing": None,
    "/account/preferences": "clerk",
    "/account/password": "clerk",
    "/settings/units/new": "sysadmin",
    "/settings/units/02": "sysadmin",
    "/settings/people/new": "sysadmin",
    "/settings/people/{clerk}": "sysadmin",
    "/settings/roles/{clerk}": "secadmin",
    "/audit/export": "auditor",
}
FIELDS = (
    "username", "password", "language", "text_size", "current", "new", "again", "code", "name",
    "short_name", "kind", "parent_id", "head", "leader", "place", "active", "version", "account", "post",
    "home_unit_id", "role", "unit_id", "first", "last", "event", "result", "subject", "number",
)  # fmt: skip
WORDS = st.sampled_from(NASTY) | st.text(max_size=40)
QUERY = st.sampled_from((*FIELDS, "q", "page", "before", "next"))


@pytest.mark.parametrize("door", DOORS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.dictionaries(st.sampled_from(FIELDS), WORDS, min_size=3))
def test_a_form_is_answered_with_a_page(app, cast, door, answers):
    who = DOORS[door]
    browser = Browser(app, getattr(cast, who) if who else None)
    token = browser.visit("/login" if who is None else "/account").select_one("input[name=csrf_token]")[
        "value"
    ]
    sent = {name: text.encode("utf-8", "surrogatepass") for name, text in answers.items()}

    answer = browser.client.post(door.format(clerk=cast.clerk.id), data=sent | {"csrf_token": token})

    assert answer.status_code in {200, 303, 400, 404, 409, 422}


@pytest.mark.parametrize("room", ["/settings/people", "/settings/units", "/audit/", "/login"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(st.sampled_from((*FIELDS, "q", "page", "before", "next")), st.sampled_from(NASTY))
)
def test_an_address_is_answered_with_a_page(app, cast, room, query):
    who = cast.auditor if room == "/audit/" else cast.sysadmin if "settings" in room else None
    sent = {name: text.encode("utf-8", "surrogatepass") for name, text in query.items()}

    answer = Browser(app, who).client.get(room, query_string=sent)

    assert answer.status_code in {200, 303, 400, 422}
