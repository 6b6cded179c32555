"""What-if: the same lines and people under one plan after the other, as people behaved then."""

from everyrep.pay.whatif.attainment import STEPS, By, by_attainment
from everyrep.pay.whatif.comparing import Comparison, compare
from everyrep.pay.whatif.replay import Replay
from everyrep.pay.whatif.sheet import BEHAVIOUR, Sheet

__all__ = [
    "BEHAVIOUR",
    "STEPS",
    "By",
    "Comparison",
    "Replay",
    "Sheet",
    "by_attainment",
    "compare",
]
