"""How formulas and their values are written for whoever reads the page."""

from __future__ import annotations

from portal.core.sentences import say
from portal.formula import Value, plain
from portal.formula.spelling import Language
from portal.web.language import reader_language, translate


def author_language() -> Language:
    return Language.CHINESE if reader_language().startswith("zh") else Language.ENGLISH


def plainly(value: Value) -> str:
    """A value as people read it; yes and no in words."""
    if isinstance(value, bool):
        return translate(say("Yes") if value else say("No"))
    return plain(value)
