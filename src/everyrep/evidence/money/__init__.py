"""What an effect is worth, what it costs, and whether it pays, with ranges all the way."""

from everyrep.evidence.money.amounts import Range
from everyrep.evidence.money.behind import Behind
from everyrep.evidence.money.case import Benefit, BenefitKind, Case, Cost, CostKind, Factor
from everyrep.evidence.money.casefile import CaseFile, parse_case, template
from everyrep.evidence.money.cases import (
    Kept,
    case_names,
    checked_case,
    keep_case,
    kept_cases,
    name_of,
    recall_case,
)
from everyrep.evidence.money.result import FORMULA, OTHER_FORMULA, Return, Swing
from everyrep.evidence.money.returns import break_even, returns
from everyrep.evidence.money.weighing import Business, Pays, business
from everyrep.evidence.money.worth import Worth, worth_from, worth_of

__all__ = [
    "FORMULA",
    "OTHER_FORMULA",
    "Behind",
    "Benefit",
    "BenefitKind",
    "Business",
    "Case",
    "CaseFile",
    "Cost",
    "CostKind",
    "Factor",
    "Kept",
    "Pays",
    "Range",
    "Return",
    "Swing",
    "Worth",
    "break_even",
    "business",
    "case_names",
    "checked_case",
    "keep_case",
    "kept_cases",
    "name_of",
    "parse_case",
    "recall_case",
    "returns",
    "template",
    "worth_from",
    "worth_of",
]
