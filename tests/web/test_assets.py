"""What travels: assets under names that carry their content, kept for good; pages compressed."""

from gzip import decompress
from pathlib import Path

import pytest

from portal.web.assets import asset, originals
from tests.pages import Browser

KILOBYTE = 1024
PACKED = {"Accept-Encoding": "gzip"}


def assets_of(page) -> list[str]:
    return [tag.get("src") or tag["href"] for tag in page.select("script[src], link[href], img[src]")]


def fetched(app, address: str):
    return app.test_client().get(address, headers=PACKED, buffered=True)


def test_an_asset_never_changes_under_its_name(app, cast):
    for address in assets_of(Browser(app).visit("/login")):
        answer = fetched(app, address)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["Cache-Control"], address
        assert answer.headers["Content-Encoding"] == "gzip", address
        assert answer.headers["X-Content-Type-Options"] == "nosniff", address
        assert "Access-Control-Allow-Origin" not in answer.headers, address


def test_all_that_lies_in_static_is_laid_out(app):
    with app.test_request_context("/"):
        for name, original in originals(Path(app.static_folder)):
            answer = app.test_client().get(asset(name), buffered=True)
            assert answer.data == original.read_bytes(), name


def test_the_first_visit_is_light_and_the_next_ones_lighter(app, cast):
    client = Browser(app, cast.clerk).client
    page = client.get("/", headers=PACKED)
    weight = len(page.data)
    assert weight < 30 * KILOBYTE

    for address in set(assets_of(Browser(app, cast.clerk).visit("/"))):
        weight += len(fetched(app, address).data)

    assert weight < 250 * KILOBYTE


@pytest.mark.parametrize("encoding", ["gzip", "identity", "gzip;q=0", ""])
def test_a_page_is_compressed_only_for_who_can_read_it(app, cast, encoding):
    answer = app.test_client().get("/login", headers={"Accept-Encoding": encoding})

    compressed = answer.headers.get("Content-Encoding") == "gzip"
    assert compressed == (encoding == "gzip")
    text = decompress(answer.data) if compressed else answer.data
    assert text.decode().endswith("</html>")
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_length_of_a_page_tells_nothing(app, cast):
    lengths = {len(app.test_client().get("/login", headers=PACKED).data) for _ in range(12)}
    assert len(lengths) > 1
