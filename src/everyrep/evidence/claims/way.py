"""How a claim is tested: one of a few kinds, with its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from everyrep.values import SettingsError, UnknownName


class By(StrEnum):
    """By what a claim is tested."""

    QUESTION = "question"  # an effect, by the design that the records allow
    MEASURE = "measure"  # a figure of the catalogue
    RELIANCE = "reliance"  # the spread between people, luck taken out
    LASTS = "lasts"  # the top of one period in the next
    LEADS = "leads"  # whether one measure comes before another, out of sample
    COVERAGE = "coverage"  # coverage needed for the chance of a target
    REVIEW = "review"  # all learning objects at once
    NONE = "none"  # no test


@dataclass(frozen=True)
class Way:
    """A test.

    Attributes:
        by: Which kind.
        treatment: What was done; empty where whoever tests must name it.
        outcome: A measure.
        where: Which of its facts count.
        period: Days looked at.
        figure: Of the spread between people: "top_share", "top_multiple" ...
        indicator: A measure that is said to come before the outcome.
        least, most: The claimed size: from the one on, up to the other.
        relative: Whether a size of an effect is a share of what is usual.
        horizon: Months after it that an effect is looked at.
        why: Why there is no test.
    """

    by: By
    treatment: str = ""
    outcome: str = ""
    where: str | None = None
    period: str | None = None
    figure: str = ""
    indicator: str = ""
    least: float | None = None
    most: float | None = None
    relative: bool = False
    horizon: int = 12
    why: str = ""

    def to_dict(self) -> dict[str, Any]:
        """What is set, as JSON-safe data."""
        plain = Way(self.by)
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: value
            for name, value in given.items()
            if name == "by" or value != getattr(plain, name)
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], where: str = "") -> Way:
        """What `to_dict` wrote.

        Raises:
            UnknownName: There is no such kind or key.
            SettingsError: What the kind needs is missing.
        """
        known = {one.name for one in fields(cls)}
        for key in data:
            if key not in known:
                raise UnknownName("key of a test", key, sorted(known), where=where or None)
        try:
            by = By(str(data.get("by", "")))
        except ValueError:
            kinds = [one.value for one in By]
            raise UnknownName("kind of test", str(data.get("by")), kinds) from None
        found = cls(**{**data, "by": by})
        for name in _NEEDED[by]:
            if not getattr(found, name):
                raise SettingsError(
                    f"A test by {by.value} names no {name}", where=where or None,
                    remedy=f"give its {name}",
                )  # fmt: skip
        return found


_NEEDED: Mapping[By, tuple[str, ...]] = {
    By.QUESTION: ("outcome",),
    By.MEASURE: ("outcome",),
    By.RELIANCE: ("figure",),
    By.LASTS: (),
    By.LEADS: ("indicator", "outcome"),
    By.COVERAGE: (),
    By.REVIEW: ("outcome",),
    By.NONE: ("why",),
}
