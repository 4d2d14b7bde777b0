"""Every sentence can be read in Chinese."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "portal/translations/zh_CN/LC_MESSAGES/messages.po"
KEYWORDS = ("say", "Refused", "_", "gettext", "ngettext:1,2", "lazy_gettext", "pgettext:1c,2")
GAP = re.compile(r"%\(\w+\)[sd]|\{\w*[^}]*\}")


@pytest.fixture(scope="module")
def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_CN")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """What the code says today."""
    pot = tmp_path_factory.mktemp("messages") / "messages.pot"
    keywords = [word for keyword in KEYWORDS for word in ("--keyword", keyword)]
    subprocess.run(
        [
            sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", "--mapping", "babel.cfg",
            "--output-file", pot, "--no-default-keywords", *keywords, ".",
        ],
        cwd=ROOT, check=True,
    )  # fmt: skip
    with pot.open("rb") as file:
        return read_po(file)


def test_the_chinese_catalogue_is_complete(catalogue, template):
    missing = []
    for message in template:
        if message.id:
            found = catalogue.get(message.id, message.context)
            if found is None or not found.string or found.fuzzy:
                missing.append(message.id)
    assert not missing


def test_the_chinese_catalogue_holds_nothing_that_nobody_says(catalogue, template):
    said = {(message.context, str(message.id)) for message in template}
    assert not [message.id for message in catalogue if (message.context, str(message.id)) not in said]


def test_every_gap_of_a_sentence_is_in_its_translation(catalogue):
    for message in catalogue:
        if message.id and isinstance(message.id, str):
            assert set(GAP.findall(message.string)) <= set(GAP.findall(message.id)), message.id
