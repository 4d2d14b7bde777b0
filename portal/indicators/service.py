"""Writing the law: saving an indicator with its form and formulas, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.models import Person
from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.core.sentences import Refused
from portal.formula import Purpose
from portal.indicators import queries
from portal.indicators.models import Indicator, LedgerField
from portal.indicators.rules import Texts
from portal.indicators.rules.changes import OF_THE_FORM, OF_THE_LAW, Draft, changed, check_kept
from portal.indicators.rules.fields import FieldDraft, check_field, check_form
from portal.indicators.rules.formulas import check_formulas
from portal.indicators.sources import has_entries, own_figures, tell_listeners
from portal.web.db import Stale, db, transactional
from portal.year.models import Year
from portal.year.rules import LIBRARY_OPEN

PLAIN = (
    "code", "name", "definition", "kind", "level", "perspective", "unit_of_measure", "direction", "decimals",
    "frequency", "row_kind", "accumulates", "veto", "note", "measure", "score", "bonus",
)  # fmt: skip
OF_A_FIELD = ("key", "label", "type", "unit", "required", "minimum", "maximum", "choices", "hint")


def draft_of(indicator: Indicator) -> Draft:
    """The indicator as it is saved, in the shape of what can be typed."""
    fields = tuple(
        FieldDraft(**{name: getattr(field, name) for name in OF_A_FIELD}) for field in indicator.fields
    )
    parent = indicator.parent.code if indicator.parent else ""
    return Draft(**{name: getattr(indicator, name) for name in PLAIN}, parent_code=parent, fields=fields)


def texts_of(indicator: Indicator) -> Texts:
    """The indicator's formulas over its form."""
    texts = {purpose: getattr(indicator, purpose.value) for purpose in Purpose}
    return Texts(list(indicator.fields), texts, own_figures())


@transactional
def create(year: Year, draft: Draft, *, by: Person) -> Indicator:
    """Put a new indicator into the library of a year that is still open."""
    _check(year, draft, None)
    indicator = Indicator(year=year, place=queries.next_place(year.id))
    _write(indicator, draft)
    db.session.add(indicator)
    db.session.flush()
    leave_trace(Event.INDICATOR_SAVED, indicator, by=by, title=_title(indicator), after=draft.name)
    return indicator


@transactional
def save(indicator: Indicator, draft: Draft, *, version: int, by: Person) -> Indicator:
    """Change an indicator; where its law changes, every score by it is computed again at once."""
    locked = select(Indicator.version).where(Indicator.id == indicator.id).with_for_update()
    if db.session.scalar(locked) != version:
        raise Stale("Somebody else has changed this indicator in the meantime.")
    db.session.refresh(indicator)
    _check(indicator.year, draft, indicator)
    before = draft_of(indicator)
    if before == draft:
        return indicator
    was, now = changed(before, draft)
    if OF_THE_FORM & was.keys() and has_entries(indicator):
        check_kept(before, draft)
    _write(indicator, draft)
    db.session.flush()
    leave_trace(Event.INDICATOR_SAVED, indicator, by=by, title=_title(indicator), before=was, after=now)
    if OF_THE_LAW & was.keys():
        tell_listeners(indicator)
    return indicator


def _title(indicator: Indicator) -> str:
    return f"{indicator.code} {indicator.name}"


def _check(year: Year, draft: Draft, indicator: Indicator | None) -> None:
    if year.state not in LIBRARY_OPEN:
        raise Refused(
            "The library of {year} is frozen: the year is {state}.", year=year.id, state=year.state.label
        )
    known = queries.called(draft.code, year.id)
    if known is not None and known is not indicator:
        raise Refused("The code {code} is that of “{name}”.", code=known.code, name=known.name)
    for field in draft.fields:
        check_field(field)
    check_form(draft.fields)
    check_formulas(Texts(draft.fields, draft.texts, own_figures()))


def _write(indicator: Indicator, draft: Draft) -> None:
    for name in PLAIN:
        setattr(indicator, name, getattr(draft, name))
    parent = queries.called(draft.parent_code, indicator.year.id) if draft.parent_code else None
    indicator.parent = parent
    _write_fields(indicator, draft.fields)
    indicator.formulas = Texts(draft.fields, draft.texts, own_figures()).state
    flag_modified(indicator, "formulas")  # a change of the form alone is a change of the indicator too


def _write_fields(indicator: Indicator, drafts: Iterable[FieldDraft]) -> None:
    """Fields are known by their key, so that one that only moved stays the same row."""
    known = {field.key: field for field in indicator.fields}
    kept = []
    for place, draft in enumerate(drafts, 1):
        field = known.get(draft.key) or LedgerField()
        for name in OF_A_FIELD:
            setattr(field, name, getattr(draft, name))
        field.place = place
        kept.append(field)
    indicator.fields[:] = kept


@transactional
def assess(year: int) -> int:
    """Check all formulas of a year again, as after loading a library; how many are broken."""
    indicators = queries.of_year(year)
    for indicator in indicators:
        indicator.formulas = texts_of(indicator).state
    db.session.flush()
    return queries.broken(year)
