"""Reliance on heroes: how uneven sales are between people, beside what luck alone would give."""

from everyrep.analysis.heroes.reliance import Lift, reliance
from everyrep.analysis.heroes.result import (
    BesideLuck,
    MovingTheMiddle,
    OnePeriodLater,
    Reliance,
    SamePeople,
)

__all__ = [
    "BesideLuck",
    "Lift",
    "MovingTheMiddle",
    "OnePeriodLater",
    "Reliance",
    "SamePeople",
    "reliance",
]
