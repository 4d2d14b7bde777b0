"""Whatever stands in an address, the answer is a page or a sentence; never an accident, never an echo."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.attack.doors import CLERK, EVIL, KEYS, ROLES, ROUNDS, Things, Visitor, doors, faults_of
from tests.attack.listening import ASKED, written

pytestmark = pytest.mark.database
FOR_A_READER = {"sign_in", "trace", "trail_head"}  # kept awake, and a refusal or a download in the trail


def encoded(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def is_harmless(answer, address: str) -> None:
    assert not (faults := list(faults_of(answer))), f"{address}: {faults}"


def some(turn: int) -> tuple[str, ...]:
    """Each word gets its share of what is evil, and with ATTACK_ROUNDS=4 all of it."""
    return EVIL if ROUNDS > 3 else EVIL[turn % 4 :: 4]


@pytest.fixture(scope="module")
def things(bureau) -> Things:
    with bureau.app_context():
        return Things()


@pytest.fixture(scope="module")
def visitors(bureau, things) -> dict[str | None, Visitor]:
    return {account: Visitor(bureau, account) for account in ROLES}


def words_read(visitor: Visitor, address: str) -> set[str]:
    """The names that a page looks for in its address, those it asks for only after others included."""
    found: set[str] = set()
    for _ in range(2):
        ASKED.clear()
        visitor.get(address, query_string=dict.fromkeys(found, "1"))
        found |= {name for name in ASKED if name != "csrf_token"}
    return found


def test_every_word_of_every_address(bureau, things, visitors):
    for door in doors(bureau, "GET"):
        visitor, address = visitors[KEYS[door.permission]], things.address(door.rule)
        for turn, name in enumerate(sorted(words_read(visitor, address)), len(address)):
            for text in some(turn):
                asked = f"{address}?{name}={encoded(text)}"
                is_harmless(visitor.get(asked), asked[:200])


def test_every_gap_of_every_address(bureau, things, visitors):
    for door in doors(bureau, "GET"):
        visitor = visitors[KEYS[door.permission]]
        for turn, name in enumerate(door.rule.arguments, len(str(door))):
            for text in some(turn):
                address = things.address(door.rule, **{name: encoded(text)})
                is_harmless(visitor.get(address), address[:200])


@pytest.mark.parametrize("account", ROLES)
def test_every_page_as_anybody(bureau, things, visitors, account):
    for door in doors(bureau, "GET"):
        address = things.address(door.rule)
        with written() as tables:
            answer = visitors[account].get(address)
        is_harmless(answer, address)
        assert answer.status_code in {200, 302, 303, 403, 404, 409, 503}, f"{address}: {answer.status_code}"
        assert tables <= FOR_A_READER, f"{address} wrote {tables}"


NAMES = st.sampled_from(
    (
        "as_of",
        "sort",
        "page",
        "q",
        "period",
        "rows",
        "unit",
        "year",
        "view",
        "light",
        "next",
        "first",
        "last",
        "a[]",
    )
)
QUERY = st.lists(
    st.tuples(NAMES | st.text(max_size=5), st.sampled_from(EVIL[:20]) | st.text(max_size=30)), max_size=5
)
settings_here = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@settings_here
@given(query=QUERY, number=st.integers(0, 40), htmx=st.booleans())
def test_any_words_at_all(bureau, things, visitors, query, number, htmx):
    found = doors(bureau, "GET")
    door = found[number % len(found)]
    words = "&".join(f"{encoded(name)}={encoded(text)}" for name, text in query)
    address = f"{things.address(door.rule)}?{words}"
    headers = {"HX-Request": "true"} if htmx else {}
    is_harmless(visitors[KEYS[door.permission]].get(address, headers=headers), address[:200])


HEADERS = (
    "Referer",
    "HX-Current-URL",
    "User-Agent",
    "Accept-Encoding",
    "Accept-Language",
    "HX-Target",
    "HX-Trigger",
    "If-None-Match",
    "Range",
    "If-Modified-Since",
    "Cookie",
    "X-Forwarded-For",
    "X-Background",
    "Content-Type",
)
STRANGE = (
    "http://[",
    "http://]",
    "//[",
    "http://localhost:99999999/",
    "\\evil",
    "/\\evil.test",
    "javascript:alert(1)",
    "http://localhost//evil.test",
    "http://localhost/\\evil.test",
    "*;q=abc",
    "x" * 3000,
    "bytes=5-1,,-",
    '"><img src=x onerror=1>',
    "%ff%00",
    "multipart/form-data; boundary=",
    'multipart/form-data; boundary=""',
    "application/json; charset=evil",
)


def test_any_header(bureau, things, visitors):
    pages = (
        "/login",
        "/account",
        "/ledger/",
        "/nothing",
        "/scores/none",
        things.address(rule_of(bureau, "ledger.file")),
    )
    for name in HEADERS:
        for text in STRANGE:
            visitor = Visitor(bureau, CLERK) if name == "Cookie" else visitors[CLERK]
            for page in pages:
                is_harmless(visitor.get(page, headers={name: text}), f"{page} with {name}: {text[:60]}")
            for headers in ({}, {"HX-Request": "true"}):
                answer = visitor.post(
                    "/account/preferences",
                    headers={name: text} | headers,
                    data={"csrf_token": visitor.token, "language": "en", "text_size": "normal"},
                )
                is_harmless(answer, f"/account/preferences with {name}: {text[:60]}")
                stranger = visitors[None].post(
                    "/account/preferences",
                    headers={name: text} | headers,
                    data={"csrf_token": visitor.token, "language": "en"},
                )
                is_harmless(stranger, f"stranger at /account/preferences with {name}: {text[:60]}")


def rule_of(app, endpoint: str):
    return next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)


def test_nothing_was_written_but_what_is_said_above(bureau, things):
    from portal.audit.queries import verify

    with bureau.app_context():
        assert verify().holds
