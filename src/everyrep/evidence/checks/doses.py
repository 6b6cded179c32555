"""What doses still to come tell: nothing works backwards, but people are chosen by how they do."""

from __future__ import annotations

from everyrep.evidence.checks.before import Found
from everyrep.evidence.checks.check import Tried

_RARE = 0.05


def ahead(tried: Tried) -> Found:
    """Whether doses still to come go with the outcome."""
    found = tried.aside.get("ahead")
    if found is None:
        return None, "What comes after is not known.", {}
    figures = {"ahead": found.value, "p": found.p, "could_see": 2.8 * found.error}
    if found.p >= _RARE:
        return (
            True,
            (
                "Doses still to come go with nothing that is seen; "
                f"{tried.size(2.8 * found.error)} a dose would have been seen four times in five."
            ),
            figures,
        )
    word = "badly" if found.value * tried.history.sign < 0 else "well"
    return (
        False,
        (
            f"Those who are about to have it do {word} ({tried.signed(found.value)} a dose still "
            "to come): it is given for how people do, and what is out of the ordinary goes back by "
            "itself."
        ),
        figures,
    )
