"""How a claim is tested, in a sentence."""

from __future__ import annotations

from everyrep.evidence.asking import treatment
from everyrep.evidence.claims.way import By, Way
from everyrep.measures import load_catalogue

_FIGURES = {
    "top_share": "the share that the top fifth sells",
    "top_multiple": "how many times the usual the top sells",
}


def in_words(way: Way) -> str:
    """The test of a claim, with what is claimed; why there is none, where there is none."""
    match way.by:
        case By.NONE:
            return way.why
        case By.QUESTION:
            what = treatment(way.treatment).title if way.treatment else "a treatment that you name"
            told = f"By the effect of {what} on {_outcome(way)}, with the design the records allow"
        case By.MEASURE:
            told = f"By the figure: {_outcome(way)}"
        case By.RELIANCE:
            figure = _FIGURES.get(way.figure, way.figure.replace("_", " "))
            told = f"By the spread between people, luck taken out: {figure}"
        case By.LASTS:
            told = "By what the top of one period sells in the next, as a multiple of the usual"
        case By.LEADS:
            told = (
                f"By whether {_title(way.indicator)} makes forecasts of {_outcome(way)} closer, on "
                "months that they have not learned from"
            )
        case By.COVERAGE:
            told = "By the coverage that gives four chances in five of hitting the target"
        case By.REVIEW:
            told = f"By all learning objects at once, against {_outcome(way)}"
    return f"{told}.{_claimed(way)}"


def _title(measure: str) -> str:
    title = load_catalogue()[measure].title
    return f"{title[:1].lower()}{title[1:]}"


def _outcome(way: Way) -> str:
    return _title(way.outcome) + (f" where {way.where}" if way.where else "")


def _claimed(way: Way) -> str:
    ends = [
        f"{word} {_size(way, end)}"
        for word, end in (("at least", way.least), ("at most", way.most))
        if end is not None
    ]
    return f" Claimed is {' and '.join(ends)}." if ends else ""


def _size(way: Way, end: float) -> str:
    if way.by is By.QUESTION and way.relative:
        return f"{100 * end:g}% of what is usual"
    share = way.outcome and load_catalogue()[way.outcome].unit == "share"
    if share or way.figure == "top_share":
        return f"{100 * end:g} {'points' if way.by is By.QUESTION else '%'}"
    return f"{end:g}"
