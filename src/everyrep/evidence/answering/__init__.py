"""From a question to its answer: design, effect, checks, verdict, words."""

from everyrep.evidence.answering.answer import answer, ask
from everyrep.evidence.answering.planned import Planned

__all__ = ["Planned", "answer", "ask"]
