"""Names and small turns of phrase that the ledger's templates share with its rules."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from types import SimpleNamespace

from flask import url_for

from portal.indicators.rules import NUMERIC, FieldType
from portal.ledger.rules.reporting import for_assessed
from portal.ledger.rules.values import PREFIX, YES_OR_NO
from portal.targets.models import Target
from portal.web.templating import figure


def kept_figure(kept: str) -> str:
    return figure(Decimal(kept))


def rounded(value: Decimal, places: int) -> str:
    return figure(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def way(value: Decimal, places: int) -> str:
    """How far it still is: never rounded down to nothing."""
    return figure(value.quantize(Decimal(1).scaleb(-places), ROUND_UP))


def size(count: int) -> str:
    return f"{count / 1048576:.1f} MB" if count >= 104858 else f"{max(1, round(count / 1024))} KB"


def explanation(target: Target) -> str:
    return url_for("scores.explanation", unit=target.unit.code, target=target.id)


WORDS = SimpleNamespace(
    FieldType=FieldType,
    NUMERIC=NUMERIC,
    PREFIX=PREFIX,
    YES_OR_NO=YES_OR_NO,
    explanation=explanation,
    figure=kept_figure,
    for_assessed=for_assessed,
    rounded=rounded,
    size=size,
    way=way,
)
