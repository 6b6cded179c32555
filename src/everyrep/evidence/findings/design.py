"""Designs: how an effect can be told from what would have happened anyway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Design:
    """One way to compare.

    Attributes:
        name: Short and stable.
        title: As a heading.
        sentence: How it compares, in words.
        drawn: Whether a lot decides who is treated.
        follows: Whether it follows people from before the treatment, so that what went before can
            be checked.
        ceiling: The strongest claim that it can carry.
    """

    name: str
    title: str
    sentence: str
    drawn: bool = False
    follows: bool = True
    ceiling: str = "causal"


_LISTED = (
    Design("trial", "Randomised trial",
           "A lot decided who was treated; the two groups are compared after the start.",
           drawn=True),
    Design("rollout", "Randomised staggered rollout",
           "A lot decided who starts when; those who have started are compared with those who "
           "have not yet.", drawn=True),
    Design("staggered", "Staggered rollout",
           "Teams started at different times, and a lot did not decide when; each is compared "
           "with what those not yet started tell of the same months."),
    Design("uptake", "Voluntary uptake",
           "People came to it one by one; each is compared with what those who had not yet come "
           "tell of the same months, and with how fast those who came were changing before."),
    Design("encouraged", "Encouragement",
           "A lot decided who was asked to; the difference that asking made is divided by how "
           "many more did it.", drawn=True),
    Design("dose", "Dose and response",
           "The same people in months with more and with less of it."),
    Design("synthetic", "Synthetic control",
           "One team is compared with the blend of other teams that moved like it before."),
    Design("interrupted", "Interrupted series",
           "It started on one day; what came after is compared with where the series was heading, "
           "or its gap to those without it where there are any.", ceiling="suggestive"),
    Design("landmark", "Time at risk",
           "Whoever had it by a day is compared, from that day on, with whoever was there and had "
           "it not; it counts from the day that it happened.", follows=False,
           ceiling="association"),
)  # fmt: skip
DESIGNS: Mapping[str, Design] = {design.name: design for design in _LISTED}
