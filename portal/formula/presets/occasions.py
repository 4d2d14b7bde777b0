"""Presets that count or name: events, milestones, lights, yes or no, ballots, one of several conditions."""

from __future__ import annotations

from decimal import Decimal

from portal.core.sentences import say
from portal.formula.presets.attainment import NO_LEAST, in_proportion
from portal.formula.presets.parameters import Answers, Asked, Option, Parameter, Preset, figure, quoted
from portal.formula.presets.questions import (
    ABOVE,
    AMOUNTS,
    CAP,
    FLOOR,
    REST,
    ROUNDING,
    amount,
    capped,
    finished,
    floored,
)
from portal.formula.values import Kind


def _times(events: str, points: Decimal) -> str:
    one_call = events.endswith(")") and events.count("(") == 1 and events.partition("(")[0].isidentifier()
    counted = events if events.isidentifier() or one_call else f"({events})"
    return counted if points == 1 else f"{counted} * {figure(points)}"


def _events(a: Answers) -> str:
    return f"MAX(0, ({a['events']}) - {figure(a['free'])})" if a["free"] else a["events"]


def _per_event_off(a: Answers) -> str:
    lost = _times(_events(a), a["points"])
    if a["at_most"]:
        lost = f"MIN({figure(a['at_most'])}, {lost})"
    return finished(a, floored(a, f"weight - {lost}"))


def _per_event_on(a: Answers) -> str:
    return finished(a, capped(a, _times(_events(a), a["points"])))


def _milestones(a: Answers) -> str:
    return " + ".join(f"IF(COUNT({field}) > 0, {amount(a, points)}, 0)" for field, points in a["rows"])


def _by_name(a: Answers) -> str:
    pairs = ", ".join(f"{quoted(name)}, {amount(a, points)}" for name, points in a["rows"])
    return f"SWITCH(actual, {pairs}, {amount(a, a['rest'])})"


def _yes_no(a: Answers) -> str:
    condition = {"yes": "actual", "no": "NOT actual"}[a["wanted"]]
    return f"IF({condition}, weight, 0)"


def _done(a: Answers) -> str:
    condition = {"yes": "actual >= 1", "no": "actual = 0"}[a["wanted"]]
    return f"IF({condition}, weight, 0)"


def _ballots(a: Answers) -> str:
    share = "actual"
    if a["rows"]:
        good = " + ".join(f"SUM({field}) * {figure(percent)}%" for field, percent in a["rows"] if percent)
        cast = " + ".join(f"SUM({field})" for field, _ in a["rows"])
        share = f"({good or 0}) / ({cast}) * 100"
    if a["round"] == "actual":
        share = f"ROUND({share}, {figure(a['places'])})"
    return finished(a, f"IF({share} >= pass, weight, {in_proportion(a, share, f'weight * {share} / pass')})")


def _either_or(a: Answers) -> str:
    if a["take"] == "first":
        pairs = ", ".join(f"{condition}, {amount(a, points)}" for condition, points in a["rows"])
        return f"IFS({pairs}, 0)"
    each = [f"IF({condition}, {amount(a, points)}, 0)" for condition, points in a["rows"]]
    return f"MAX({', '.join(each)})" if len(each) > 1 else each[0]


EVENTS = Parameter("events", say("Number of events"), Asked.FORMULA, "actual")
FREE = Parameter("free", say("Events that do not count yet"), Asked.WHOLE, Decimal(0))
EACH = Parameter("points", say("Points for each event"), Asked.POSITIVE, Decimal(1))
WANTED = Parameter(
    "wanted",
    say("The weight is earned by"),
    Asked.CHOICE,
    "yes",
    (Option("yes", say("Yes")), Option("no", say("No"))),
)
TAKE = Parameter(
    "take",
    say("When several hold"),
    Asked.CHOICE,
    "best",
    (Option("best", say("The one with most points counts")), Option("first", say("The first one counts"))),
)
POINTS = Parameter("points", say("Points"), Asked.NUMBER)


def _rows(first: Parameter, second: Parameter = POINTS, *, optional: bool = False) -> Parameter:
    return Parameter(
        "rows", say("Table"), Asked.TABLE, () if optional else None, (), (first, second), optional
    )


OCCASIONS: tuple[Preset, ...] = (
    Preset(
        "per_event_off",
        say("Points off for each event"),
        say("The weight, less some points each time."),
        (
            EVENTS,
            EACH,
            FREE,
            Parameter("at_most", say("At most so many points off"), Asked.POSITIVE, optional=True),
            FLOOR,
            *ROUNDING,
        ),
        _per_event_off,
    ),
    Preset(
        "per_event_on",
        say("Points for each event"),
        say("Some points each time, up to a limit."),
        (EVENTS, EACH, FREE, CAP, ABOVE, *ROUNDING),
        _per_event_on,
    ),
    Preset(
        "milestones",
        say("Milestones"),
        say("Points for each milestone that an entry reports as done."),
        (_rows(Parameter("field", say("Yes-or-no field"), Asked.FIELD)), AMOUNTS),
        _milestones,
    ),
    Preset(
        "by_name",
        say("Points by name"),
        say("Points by what the actual value is called, as the colour of a light."),
        (_rows(Parameter("name", say("Value"), Asked.TEXT)), REST, AMOUNTS),
        _by_name,
        actual=Kind.TEXT,
    ),
    Preset(
        "yes_no",
        say("Yes or no"),
        say("The weight if the answer is the wanted one, else nothing."),
        (WANTED,),
        _yes_no,
        actual=Kind.TRUTH,
    ),
    Preset(
        "done",
        say("Done or not done"),
        say("The weight if the number is 1, or 0 where nothing may happen."),
        (WANTED,),
        _done,
    ),
    Preset(
        "ballots",
        say("Share of ballots"),
        say("Full marks when the ballots reach the pass value, else in proportion."),
        (
            _rows(
                Parameter("field", say("Field with the number of ballots"), Asked.FIELD),
                Parameter("percent", say("Counts as percent"), Asked.NUMBER),
                optional=True,
            ),
            NO_LEAST,
            *ROUNDING,
        ),
        _ballots,
    ),
    Preset(
        "either_or",
        say("One of several conditions"),
        say("Points for the condition that holds; when several hold, for the best or the first."),
        (_rows(Parameter("condition", say("Condition"), Asked.FORMULA)), TAKE, AMOUNTS),
        _either_or,
    ),
)
