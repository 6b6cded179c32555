"""Questions: a treatment, an outcome, people, a time, and the smallest effect worth having."""

from everyrep.evidence.asking.question import Question
from everyrep.evidence.asking.treatment import ALIASES, KINDS, Treatment, treatment

__all__ = ["ALIASES", "KINDS", "Question", "Treatment", "treatment"]
