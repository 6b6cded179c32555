"""Who gains most: groups picked by one half of the people, and held against the other half."""

from everyrep.evidence.gains.gains import Gains, Group, gained, gains, taking_part
from everyrep.evidence.gains.parting import Figure, Parted, by_group, part
from everyrep.evidence.gains.stacking import Changes, Traits, changes, traits

__all__ = [
    "Changes",
    "Figure",
    "Gains",
    "Group",
    "Parted",
    "Traits",
    "by_group",
    "changes",
    "gained",
    "gains",
    "part",
    "taking_part",
    "traits",
]
