"""Outcomes that a treatment cannot move: an effect on one of them tells of who came to it.

Known as negative controls. Each is asked the same question by the same design; where the effect
that is believed leaves out zero there too, all of them counted together, the comparison does not
hold for the outcome that was asked about either.

References:
    Lipsitch, Tchetgen Tchetgen and Cohen (2010), Negative controls: a tool for detecting
        confounding and bias in observational studies. Epidemiology 21.
"""

from __future__ import annotations

from collections.abc import Callable

from everyrep.evidence.answering.estimated import Estimated
from everyrep.evidence.asking import Question
from everyrep.evidence.choosing import Situation
from everyrep.evidence.findings import Checked, Design, Weight, size_in
from everyrep.evidence.history import TENTH, History
from everyrep.evidence.inference.result import below, quantile
from everyrep.values import Reason

_RARE = 0.05
_TITLE = "What it cannot move"
Way = Callable[[History, Question, Design, Situation, float], Estimated | Reason]


def unmoved_outcomes(
    asked: tuple[tuple[Question, History], ...], way: Way, design: Design, found: Situation
) -> tuple[Checked, ...]:
    """A check for each outcome that cannot be moved.

    Args:
        asked: The question of each of them, with its people by months.
        way: How the design estimates.
        design: The one that is used for the outcome asked about.
        found: What the records hold of the treatment.
    """
    rare = _RARE / max(len(asked), 1)
    return tuple(
        _checked(history, way(history, question, design, found, history.worth(TENTH)), rare)
        for question, history in asked
    )


def _sized(history: History, value: float) -> str:
    return f"{'-' if value < 0 else '+'}{size_in(history.unit)(abs(value))}"


def _checked(history: History, made: Estimated | Reason, rare: float) -> Checked:
    if isinstance(made, Reason):
        why = f"{history.title} cannot be held against it: {made.sentence}"
        return Checked("unmoved", _TITLE, None, why, Weight.LOWERS)
    effect = made.effect
    p = float(2 * below(-abs(effect.value) / effect.se, effect.df))
    seen = (quantile(1 - rare / 2, effect.df) + quantile(0.8, effect.df)) * effect.se
    figures = {"effect": effect.value, "p": p, "could_see": seen}
    if p < rare:
        why = (
            f"{history.title} moved with it by {_sized(history, effect.value)}, and cannot have "
            "been moved by it: those who came differ in a way that this comparison does not take "
            "off."
        )
        return Checked("unmoved", _TITLE, False, why, Weight.LOWERS, figures)
    why = (
        f"{history.title}, which it cannot move, did not move with it as far as can be seen; "
        f"{size_in(history.unit)(seen)} would have been seen four times in five."
    )
    return Checked("unmoved", _TITLE, True, why, Weight.LOWERS, figures)
