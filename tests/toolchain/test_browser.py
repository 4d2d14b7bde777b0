"""The browser of the tests sees what a page must not do."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.browser import axe, chromium, live_server, visitor

STATUSES = {"/refused": 422, "/none": 404, "/broken": 500, "/favicon.ico": 404}
POLICY = "img-src 'self'; default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'"
PAGE = '<!doctype html><html lang="zh-CN"><head><title>临江区财政局</title></head><body>{}</body></html>'
BODIES = {
    "/clean": "<main><h1>目标管理</h1></main>",
    "/picture-without-words": '<main><h1>目标管理</h1><img src="data:,"></main>',
    "/inline-script": "<main><h1>目标管理</h1><script>alert(1)</script></main>",
    "/missing-picture": '<main><h1>目标管理</h1><img src="/none" alt="国徽"></main>',
    "/outside": '<main><h1>目标管理</h1><a href="http://127.0.0.1:9/">外网</a></main>',
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        body = BODIES.get(self.path)
        self.send_response(200 if body else STATUSES[self.path])
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(PAGE.format(body or "").encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address():
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}"
        site.shutdown()


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def test_a_clean_page_passes_under_a_strict_policy(browser, address):
    with visitor(browser, address) as page:
        page.goto("/clean")
        assert axe(page) == []
        assert page.evaluate("navigator.language") == "zh-CN"


def test_a_refusal_is_an_answer(browser, address):
    with visitor(browser, address) as page:
        assert page.goto("/refused").status == 422


def test_axe_says_what_is_wrong_and_where(browser, address):
    with pytest.raises(AssertionError, match="img-src"), visitor(browser, address) as page:
        page.goto("/picture-without-words")
        (sentence,) = axe(page)
        assert sentence.startswith("image-alt (critical)") and "<img" in sentence


def test_a_breach_of_the_policy_fails(browser, address):
    forbidden = pytest.raises(AssertionError, match="content security policy: script-src")
    with forbidden, visitor(browser, address) as page:
        page.goto("/inline-script")


def test_a_missing_picture_fails(browser, address):
    with pytest.raises(AssertionError, match=r"404 for .*/none"), visitor(browser, address) as page:
        page.goto("/missing-picture")


def test_an_error_of_the_server_fails(browser, address):
    with pytest.raises(AssertionError, match="500"), visitor(browser, address) as page:
        page.goto("/broken")


def test_a_call_to_another_address_fails(browser, address):
    with pytest.raises(AssertionError, match="called another address"), visitor(browser, address) as page:
        page.goto("/outside")
        page.evaluate("fetch('http://127.0.0.1:9/').catch(() => null)")
        page.get_by_role("link").click()
        page.wait_for_timeout(200)


def test_a_portal_that_does_not_start_says_why(tmp_path):
    silence = pytest.raises(RuntimeError, match=r"did not answer[^$]*invalid literal for int[^$]*many")
    with silence, live_server(tmp_path, {"WORKERS": "many"}):
        pass
