"""Explains an amount as sentences with the numbers in place, worked out anew by the same rules."""

from everyrep.pay.explanation.explain import explain
from everyrep.pay.explanation.naming import keys_about
from everyrep.pay.explanation.step import Step

__all__ = ["Step", "explain", "keys_about"]
