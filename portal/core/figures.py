"""Figures as people write them, and the one way in which points are rounded."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from portal.core.sentences import Refused

CENT = Decimal("0.01")
WHOLE_DIGITS, PLACES = 12, 6  # what a Fixed(6) column holds, with room for a sum
PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)


def round_points(points: Decimal) -> Decimal:
    """Half-up to two places, once per target; totals add the rounded values (2-domain, Scores)."""
    return points.quantize(CENT, ROUND_HALF_UP)


def parse_figure(typed: str) -> Decimal:
    """A number as typed: full-width digits and correct thousands commas are accepted.

    >>> parse_figure("１２．５"), parse_figure("1,234.5")
    (Decimal('12.5'), Decimal('1234.5'))
    """
    text = unicodedata.normalize("NFKC", typed).strip().replace("−", "-").replace("。", ".")
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if re.search(r"\d[\s,']+\d", text):
        raise Refused("Write the number without spaces and with a point for decimals, for example 1234.5.")
    if not PLAIN.fullmatch(text):
        raise Refused("“{typed}” is not a number. Write it like 1234.5.", typed=typed[:40])
    whole, _, decimals = text.lstrip("+-").partition(".")
    if len(whole.lstrip("0")) > WHOLE_DIGITS:
        raise Refused(
            "The number is too long: at most {digits} digits before the point.", digits=WHOLE_DIGITS
        )
    if len(decimals.rstrip("0")) > PLACES:
        raise Refused("The number has too many decimals: at most {places}.", places=PLACES)
    return Decimal(text)


def whole_number(typed: str | None, *, otherwise: int = -1) -> int:
    """A number that a form of ours carries unseen, as a row's version; a forged one is nobody's."""
    text = typed or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise
