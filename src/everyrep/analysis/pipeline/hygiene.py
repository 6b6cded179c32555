"""What is wrong with open deals, by plain rules: each says what it found and what it takes.

A rule that the records cannot answer is not passed silently: where no deal of the company has a
next step, the rule on next steps is *not known*, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
FAR = np.iinfo(np.int64).max

RULES: dict[str, str] = {
    "aged": "Older in its stage than nearly all the company's deals that went on to win from it.",
    "overdue": "Expected to have closed by now.",
    "no_close": "No day on which it is expected to close.",
    "no_amount": "No amount.",
    "no_owner": "Nobody holds it.",
    "no_activity": "Nothing has been done on it for long.",
    "no_next_step": "No next step.",
    "step_overdue": "The next step was due before today.",
    "single_threaded": "Only one person at the customer has been spoken to.",
}
"""Names of what can be wrong, worst first."""


@dataclass(frozen=True)
class Limits:
    """Where a rule begins; the ones that ship, for a workspace to change.

    Attributes:
        quiet_days: Days without any activity.
        aged: Share of the company's winners that had left the stage at the age of the deal, the
            range of that share taken at its low end.
        fewest_contacts: Fewer people at the customer are too few.
        threads_from: Days after opening from which a single contact counts.
    """

    quiet_days: int = 30
    aged: float = 0.9
    fewest_contacts: int = 2
    threads_from: int = 30


@dataclass(frozen=True)
class Facts:
    """Open deals as the rules see them; every array of shape (deals,). Days are numbers.

    Attributes:
        today: The day that counts as today.
        created, close, next_on, last_activity: Days; `FAR` where not known.
        priced, owned, next_step: Whether there is an amount, an owner, a next step.
        contacts: How many people at the customer were spoken to.
        share: Least share of winners that had left the stage at this age, the low end of its range;
            NaN where not known.
        steps_known, days_of_steps_known: Whether next steps, and their days, are kept at all.
        activities_known, contacts_known: Whether activities on deals, and with whom, are kept.
    """

    today: int
    created: Ints
    close: Ints
    next_on: Ints
    last_activity: Ints
    priced: Bools
    owned: Bools
    next_step: Bools
    contacts: Ints
    share: Floats
    steps_known: bool = True
    days_of_steps_known: bool = True
    activities_known: bool = True
    contacts_known: bool = True


def judged(facts: Facts, limits: Limits) -> dict[str, Bools | None]:
    """For each rule, which deals break it; None where the records cannot tell.

    Args:
        facts: Open deals.
        limits: Where rules begin.
    """
    today = facts.today
    quiet_since = np.where(facts.last_activity < FAR, facts.last_activity, facts.created)
    quiet = (quiet_since < FAR) & (today - quiet_since >= limits.quiet_days)
    old_enough = (facts.created < FAR) & (today - facts.created >= limits.threads_from)
    known = ~np.isnan(facts.share)
    return {
        "aged": (facts.share >= limits.aged) & known if known.any() else None,
        "overdue": facts.close < today,
        "no_close": facts.close >= FAR,
        "no_amount": ~facts.priced,
        "no_owner": ~facts.owned,
        "no_activity": quiet if facts.activities_known else None,
        "no_next_step": ~facts.next_step if facts.steps_known else None,
        "step_overdue": facts.next_on < today if facts.days_of_steps_known else None,
        "single_threaded": (
            old_enough & (facts.contacts < limits.fewest_contacts) & (facts.contacts > 0)
            if facts.contacts_known
            else None
        ),
    }
