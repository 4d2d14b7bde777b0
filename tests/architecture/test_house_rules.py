"""Rules of the house that no reviewer should have to remember."""

import ast
import re
import statistics
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from portal.core.policy import Permission

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "portal").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PARTIALS = [path for path in TEMPLATES if path.name.startswith("_")]
HAN = re.compile(r"[\u3400-\u9fff]")
CHINESE_BELONGS = ("portal/demo/", "portal/translations/")
CHINESE_TABLES = {"portal/formula/measures.py", "portal/formula/words.py", "portal/web/language.py"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def routes(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_door_has_a_key(portal):
    for rule in routes(portal):
        view = portal.view_functions[rule.endpoint]
        assert isinstance(getattr(view, "permission", None), Permission), f"{rule} has no @requires"


def test_only_these_doors_are_open_to_everybody(portal):
    public = {
        rule.rule
        for rule in routes(portal)
        if portal.view_functions[rule.endpoint].permission is Permission.PUBLIC
    }
    assert public == {"/login", "/healthz", "/readyz", "/welcome/<string:token>"}


def test_every_address_is_lower_case_with_typed_arguments(portal):
    for rule in routes(portal):
        assert re.fullmatch(r"(/([a-z0-9-]+|<\w+:\w+>))+/?|/", rule.rule), rule


def test_a_change_is_always_a_post(portal):
    for rule in routes(portal):
        assert rule.methods <= {"GET", "HEAD", "OPTIONS", "POST"}, rule


@pytest.mark.parametrize("path", PARTIALS, ids=name)
def test_every_partial_is_one_element_named_after_its_file(path):
    noun = path.stem.removeprefix("_")
    elements = re.sub(r"{%-?.*?-?%}|{#.*?#}", "", path.read_text(), flags=re.S).strip()
    assert re.match(rf'<\w+ id="{noun}["-]', elements), (
        f'{path.name} must open with id="{noun}" or "{noun}-…"'
    )


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_fits_on_a_few_screens_and_says_what_it_is_for(path):
    tree = ast.parse(path.read_text())
    assert len(path.read_text().splitlines()) <= 300
    assert ast.get_docstring(tree), "a module opens with one sentence"
    limit = 15 if "views" in path.parts or path.name == "views.py" else 40
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            length = node.end_lineno - node.body[0].lineno + 1
            assert length <= limit, f"{node.name} has {length} lines"


def test_half_of_all_modules_are_short():
    assert statistics.median(len(path.read_text().splitlines()) for path in MODULES) < 90


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_template_is_short(path):
    assert len(path.read_text().splitlines()) <= 150


@pytest.mark.parametrize("path", MODULES + TEMPLATES, ids=name)
def test_chinese_lives_in_the_catalogue(path):
    if name(path).startswith(CHINESE_BELONGS) or name(path) in CHINESE_TABLES:
        return
    text = path.read_text()
    found = sorted(
        {
            HAN.search(literal).group()
            for literal in (literals(text) if path.suffix == ".py" else [text])
            if HAN.search(literal)
        }
    )
    assert not found, f"Chinese outside the catalogues: {found}"


def literals(source: str) -> list[str]:
    """The text constants of a module; docstrings and comments may name the bureau's own words."""
    tree = ast.parse(source)
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    ]


def test_imports_point_one_way(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0, "run lint-imports to see the broken contract"


def test_only_the_database_module_commits():
    for path in MODULES:
        if name(path) not in {"portal/web/db.py"}:
            assert ".commit()" not in path.read_text(), f"{path.name} commits"


def test_no_module_reads_the_clock_but_the_clock():
    clocks = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(|utcnow\(")
    for path in MODULES:
        if name(path) != "portal/web/clock.py":
            assert not clocks.search(path.read_text()), f"{path.name} has a clock of its own"
