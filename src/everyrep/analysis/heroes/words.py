"""The sentences of the study of reliance."""

from __future__ import annotations

from everyrep.analysis.heroes.result import Reliance
from everyrep.analysis.heroes.study import Stretch
from everyrep.values import Currency, Estimate, Money
from everyrep.values.chances import chance_words

_UNLIKELY = 0.05
_SHORT = 1.0  # month


def verdict_of(study: Reliance) -> str:
    """What the study says, in plain words."""
    top = study.figure("top_share")
    seen = f"The top fifth brings {_share(top.seen)} of what is booked"
    parts = [f"{seen}; among equals, luck alone gives {_share(top.luck)} ({_range(top.luck)})."]
    if top.chance is None:
        parts.append("Whether that is more than luck cannot be said.")
    elif top.chance < _UNLIKELY:
        parts.append(
            f"That is more than luck. With luck taken out it is {_share(top.real)} "
            f"({_range(top.real)})."
        )
    else:
        parts.append(
            "So this cannot be told from luck (luck alone gives as much in "
            f"{chance_words(top.chance)} of cases): who is on top says little about who will be."
        )
    parts.append(_shape(study))
    if study.later is not None:
        best = study.later.groups[0]
        now = best.now.number()
        if now is not None:
            parts.append(
                f"The top fifth of the period before sold {best.then.number():.1f} times what all "
                f"do; those of them who are still there now sell {now:.1f} times as much."
            )
    if study.middle is not None and study.middle.worth.estimable:
        parts.append(
            f"If the middle three fifths sold {_share(study.middle.lift)} more, that would be "
            f"worth {_rough(study.middle.worth)}; whether anything moves them is another question."
        )
    return " ".join(part for part in parts if part)


def _shape(study: Reliance) -> str:
    if study.shapes is None:
        return ""
    found = study.shapes
    body = found.normal_or_lognormal.verdict
    said = (
        "Whether totals are normal or lognormal cannot be told"
        if body == "cannot tell"
        else f"Totals look {body}"
    )
    tail = found.lognormal_or_power_law
    if tail is None:
        return f"{said}."
    if tail.verdict == "power law":
        return f"{said}; the tail looks like a power law."
    if tail.verdict == "cannot tell":
        return f"{said}; whether the tail is a power law cannot be told."
    return f"{said}; the tail is no power law."


def notes_of(found: Stretch, earlier: Stretch, min_group: int = 1) -> tuple[str, ...]:
    """What must be read with the study; of fewer people than a group may be, nothing is told."""
    notes = ["Luck alone: everybody has the same flow of deals, win rate and deal sizes as all."]
    left = len(set(earlier.people) - set(found.people))
    new = len(set(found.people) - set(earlier.people))
    if earlier.people and not any(0 < count < min_group for count in (left, new)):
        notes.append(
            f"People who left since the period before: {left}; who came: {new}. Both count in the "
            "period they were there."
        )
    short = int((found.months < _SHORT).sum())
    if short >= min_group:
        notes.append(f"People there for less than a month, whose pace is hardly known: {short}.")
    if found.elsewhere and min_group > 1:
        notes.append("Bookings of nobody who was employed then are left out.")
    elif found.elsewhere:
        amount = Money(found.elsewhere, Currency.of(found.currency))
        notes.append(f"Bookings of nobody who was employed then are left out: {amount}.")
    if (found.amounts < 0).any():
        notes.append("Somebody is below zero on balance, so that there is no Gini.")
    notes.append("Territories and mix differ; true differences are not all of skill.")
    return tuple(notes)


def _rough(estimate: Estimate) -> str:
    value = estimate.value
    return value.rough() if isinstance(value, Money) else str(value)


def _share(estimate: Estimate) -> str:
    number = estimate.number()
    return "not known" if number is None else f"{number:.0%}"


def _range(estimate: Estimate) -> str:
    low, high = estimate.bounds()
    return "no range" if low is None or high is None else f"{low:.0%} to {high:.0%}"
