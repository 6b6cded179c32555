"""Checks: each tries to break an effect, and says which designs it serves."""

from everyrep.evidence.checks.check import Check, Tried, run
from everyrep.evidence.checks.listed import CHECKS

__all__ = ["CHECKS", "Check", "Tried", "run"]
