"""Trials of a company: what one would tell, who is drawn, and how it goes.

`trials` and `inference` hold the numbers; here they meet people, months and files.
"""

from everyrep.evidence.conducting.concluding import (
    Concluded,
    conclude,
    conclusions,
    early_days,
    ended,
    keep_conclusion,
)
from everyrep.evidence.conducting.draft import Calendar, Draft, calendar
from everyrep.evidence.conducting.drawing_lots import Drawn, draw_lots
from everyrep.evidence.conducting.files import (
    ASSIGNMENTS,
    MAPPING,
    PLAN,
    folder,
    keep,
    names_people,
    recall,
    trials,
)
from everyrep.evidence.conducting.freezing import freeze
from everyrep.evidence.conducting.frozen import Frozen, thaw
from everyrep.evidence.conducting.proposal import Proposal, propose
from everyrep.evidence.conducting.roster import STRATA, UNITS, Eligible, eligible
from everyrep.evidence.conducting.spread import Spread, Tried, likeness, own_part, spread, tried
from everyrep.evidence.conducting.watching import (
    Seen,
    Watched,
    hold_untouched,
    untouched,
    watch,
    watched,
)

__all__ = [
    "ASSIGNMENTS",
    "MAPPING",
    "PLAN",
    "STRATA",
    "UNITS",
    "Calendar",
    "Concluded",
    "Draft",
    "Drawn",
    "Eligible",
    "Frozen",
    "Proposal",
    "Seen",
    "Spread",
    "Tried",
    "Watched",
    "calendar",
    "conclude",
    "conclusions",
    "draw_lots",
    "early_days",
    "eligible",
    "ended",
    "folder",
    "freeze",
    "hold_untouched",
    "keep",
    "keep_conclusion",
    "likeness",
    "names_people",
    "own_part",
    "propose",
    "recall",
    "spread",
    "thaw",
    "trials",
    "tried",
    "untouched",
    "watch",
    "watched",
]
