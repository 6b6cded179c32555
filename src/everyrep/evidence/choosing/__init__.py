"""Which design the records allow, and the way there, step by step."""

from everyrep.evidence.choosing.situation import Situation, situation
from everyrep.evidence.choosing.tree import choose

__all__ = ["Situation", "choose", "situation"]
