"""A plan's own examples run as tests: what its author expects, against what the plan pays."""

from everyrep.pay.examples.outcome import Difference, Outcome
from everyrep.pay.examples.running import run_examples

__all__ = ["Difference", "Outcome", "run_examples"]
