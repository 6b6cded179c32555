"""What was asked before looking, what was found when, and what has changed since."""

from everyrep.evidence.register.answered import Answered
from everyrep.evidence.register.keeping import keep_answer, read_register, register_question
from everyrep.evidence.register.matrix import Cell, Matrix, matrix
from everyrep.evidence.register.register import Register, Standing
from everyrep.evidence.register.registered import Registered

__all__ = [
    "Answered",
    "Cell",
    "Matrix",
    "Register",
    "Registered",
    "Standing",
    "keep_answer",
    "matrix",
    "read_register",
    "register_question",
]
