"""All learning objects at once: which work, which can go, which deserve a trial."""

from everyrep.evidence.curriculum.exposures import Windows
from everyrep.evidence.curriculum.joint import Joint, joint
from everyrep.evidence.curriculum.review import OUTCOMES, Reviewed, review
from everyrep.evidence.curriculum.verdicts import Against, Line, verdicts

__all__ = [
    "OUTCOMES",
    "Against",
    "Joint",
    "Line",
    "Reviewed",
    "Windows",
    "joint",
    "review",
    "verdicts",
]
