"""The language in which formulas are written for whoever reads the page."""

from __future__ import annotations

from portal.formula.spelling import Language
from portal.web.language import reader_language


def author_language() -> Language:
    return Language.CHINESE if reader_language().startswith("zh") else Language.ENGLISH
