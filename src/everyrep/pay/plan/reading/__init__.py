"""Reads plan files: what is missing, misspelt or unclear is told with its line, all at once."""

from everyrep.pay.plan.reading.file import read_plan
from everyrep.pay.plan.reading.problems import PlanError

__all__ = ["PlanError", "read_plan"]
