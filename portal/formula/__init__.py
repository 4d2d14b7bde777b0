"""The scoring language: read, check, evaluate and explain what the office writes."""

from portal.formula.checking import check
from portal.formula.curve import Circumstances, curve, needed
from portal.formula.errors import EvaluationError, FormulaError
from portal.formula.explanation import Step, Used, Written
from portal.formula.findings import Finding, Severity
from portal.formula.formula import Formula, compile_formula
from portal.formula.names import Field, Name, Names, Purpose
from portal.formula.values import BLANK, Blank, Calendar, Kind, Peers, Row, Situation, Value, plain

__all__ = [
    "BLANK",
    "Blank",
    "Calendar",
    "Circumstances",
    "EvaluationError",
    "Field",
    "Finding",
    "Formula",
    "FormulaError",
    "Kind",
    "Name",
    "Names",
    "Peers",
    "Purpose",
    "Row",
    "Severity",
    "Situation",
    "Step",
    "Used",
    "Value",
    "Written",
    "check",
    "compile_formula",
    "curve",
    "needed",
    "plain",
]
