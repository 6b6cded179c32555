"""What was found, how it was found, and what may be said of it."""

from everyrep.evidence.findings.checked import Checked, Weight
from everyrep.evidence.findings.claim import Claim
from everyrep.evidence.findings.considered import Considered, Fit
from everyrep.evidence.findings.design import DESIGNS, Design
from everyrep.evidence.findings.effect import Curve, Effect, units_text
from everyrep.evidence.findings.finding import Finding, Member
from everyrep.evidence.findings.sizes import size_in

__all__ = [
    "DESIGNS",
    "Checked",
    "Claim",
    "Considered",
    "Curve",
    "Design",
    "Effect",
    "Finding",
    "Fit",
    "Member",
    "Weight",
    "size_in",
    "units_text",
]
