"""What stands around an effect: who left, who else was touched, who carries it, what is hidden."""

from __future__ import annotations

import math

import numpy as np

from everyrep.evidence.arrays import NEVER, Bools, Floats, Ints
from everyrep.evidence.checks.before import Found
from everyrep.evidence.checks.check import Tried
from everyrep.evidence.checks.known import in_known_terms
from everyrep.evidence.findings import units_text
from everyrep.evidence.inference.result import below, quantile
from everyrep.evidence.sensitivity import Coefficient, robustness_value
from everyrep.evidence.uptake import Windows, stacks
from everyrep.values import Reason

_RARE = 0.05
_RARE_LEAVING = 0.01
_SEEN = 2.8
"""Standard errors of what a test sees four times in five at 5%."""
_LEAST_TEAMS = 6


def leaving(tried: Tried) -> Found:
    """Whether as many of the treated as of the others are still there, counted from one day on.

    The treated are counted from their start, the others from the same months, so that nobody is
    counted as staying who had to stay to be treated.
    """
    gone, there = _hazards(tried)
    if min(there) < 50:
        return None, "Too few are followed to say who left.", {}
    share = [g / t for g, t in zip(gone, there, strict=True)]
    pooled = sum(gone) / sum(there)
    spread = math.sqrt(max(pooled * (1 - pooled) * (1 / there[0] + 1 / there[1]), 1e-300))
    p = float(2 * below(-abs(share[0] - share[1]) / spread))
    seen = _noticed_leaving(tried, share[1], there)
    figures = {"treated": share[0], "others": share[1], "p": p, "could_see": seen}
    words = f"{share[0]:.1%} a month of those who had it, {share[1]:.1%} of the others"
    if p < _RARE_LEAVING:
        return False, f"They do not leave alike: {words}; who is left may differ.", figures
    return (
        True,
        (
            f"No difference is told in who leaves: {words}; {100 * seen:.1f} points a month would "
            "have been seen four times in five."
        ),
        figures,
    )


def _noticed_leaving(tried: Tried, usual: float, there: tuple[float, float]) -> float:
    """By how much a month more of the treated would have to leave to be told four times in five.

    Whoever leaves sooner is also seen for fewer months, which makes it harder to tell.
    """
    spans = (len(tried.history.months) - tried.history.first[tried.history.treated]).astype(float)
    low, high = 0.0, 1.0 - usual
    for _ in range(40):
        more = (low + high) / 2
        rate = usual + more
        months = there[0] * _stay(rate, spans) / _stay(usual, spans)
        pooled = (rate * months + usual * there[1]) / (months + there[1])
        bar = math.sqrt(pooled * (1 - pooled) * (1 / months + 1 / there[1]))
        own = math.sqrt(rate * (1 - rate) / months + usual * (1 - usual) / there[1])
        enough = more >= quantile(1 - _RARE_LEAVING / 2) * bar + quantile(0.8) * own
        low, high = (low, more) if enough else (more, high)
    return high


def _stay(rate: float, spans: Floats) -> float:
    """Months that people are there at a rate of leaving, of so many months at most."""
    return float(spans.sum() if rate <= 0 else ((1 - (1 - rate) ** spans) / rate).sum())


def _hazards(tried: Tried) -> tuple[tuple[float, float], tuple[float, float]]:
    """People who left, and months at risk, of the treated after the start and of the others."""
    present = tried.history.present
    last = present.shape[1] - 1 - np.argmax(present[:, ::-1], axis=1)
    at = np.arange(present.shape[1])[None, :]
    left = (at == last[:, None]) & (last < present.shape[1] - 1)[:, None]
    after = np.asarray(tried.history.since >= 0)
    others = present & ~after & (at >= _earliest(tried))
    treated = present & after
    return (
        (float((left & treated).sum()), float((left & others).sum())),
        (float(treated.sum()), float(others.sum())),
    )


def _earliest(tried: Tried) -> int:
    first = tried.history.first
    return int(first[first != NEVER].min())


def spill_over(tried: Tried) -> Found:
    """Whether those beside the treated moved when they started: shared leads, or learning."""
    history = tried.history
    teams = history.groups.get("team")
    if teams is None:
        return None, "Teams are not known.", {}
    beside = _beside(history.first, teams)
    if int((beside != NEVER).sum()) < 10:
        return None, "Too few untreated people have treated colleagues.", {}
    others = ~history.treated
    found = stacks(
        history.y[others], history.weights[others], beside[others],
        Windows(tried.windows.before, 0, tried.windows.start, tried.windows.stop),
    )  # fmt: skip
    if isinstance(found, Reason):
        return None, f"It cannot be tried: {found.sentence}", {}
    alone = np.unique(teams[others & (beside == NEVER)]).size
    if min(alone, np.unique(teams[others & (beside != NEVER)]).size) < _LEAST_TEAMS:
        return None, "Too few teams are wholly without it to compare with.", {}
    clusters = np.unique(teams[others], return_inverse=True)[1]
    se, value = found.plain.se(clusters), found.plain.value
    p = float(2 * below(-abs(value) / se, found.plain.df(clusters))) if se > 0 else 1.0
    figures = {"effect": value, "p": p, "could_see": _SEEN * se}
    if p < _RARE:
        word = "lost" if value * history.sign < 0 else "gained"
        return (
            False,
            (
                f"Colleagues who did not have it {word} when others of their team started "
                f"({tried.signed(value)}): what a team shares moves between its people, so compare "
                "teams."
            ),
            figures,
        )
    return (
        True,
        (
            "Colleagues without it are not seen to move when others of their team started; "
            f"{tried.size(_SEEN * se)} would have been seen four times in five."
        ),
        figures,
    )


def _beside(first: Ints, teams: Ints) -> Ints:
    """For each person the first start in the team."""
    found = np.full(first.size, NEVER)
    for team in np.unique(teams[teams >= 0]):
        inside = teams == team
        found[inside] = first[inside].min()
    return found


def one_group(tried: Tried) -> Found:
    """Whether the effect hangs on one team."""
    own = tried.stacks
    teams = tried.history.groups.get("team")
    if own is None or teams is None or np.unique(teams[teams >= 0]).size < 6:
        return None, "There are too few teams to leave one out.", {}
    influence = (own.beyond if tried.told.get("own_line") else own.plain).influence
    shifts = [float(influence[teams == team].sum()) for team in np.unique(teams[teams >= 0])]
    # A group's influence is what the estimate loses, but for a small factor, when it is left out.
    left = tried.value - np.array(shifts)
    worst = float(left[np.argmin(left * np.sign(tried.value))])
    figures = {"least": worst, "most": float(left[np.argmax(left * np.sign(tried.value))])}
    if worst * tried.value <= 0:
        return False, "Without one of the teams nothing of the effect is left.", figures
    return (
        True,
        (
            f"Whichever team is left out, at least {tried.size(worst)} of "
            f"{tried.size(tried.value)} is left."
        ),
        figures,
    )


def hidden_cause(tried: Tried) -> Found:
    """How strong a cause that nobody recorded would have to be to undo it."""
    if not (tried.se > 0 and math.isfinite(tried.df) and tried.df > 2):
        return None, "There is no spread to measure it by.", {}
    found = Coefficient(tried.value, tried.se, tried.df)
    strength = robustness_value(found)
    sure = robustness_value(found, level=0.95)
    figures = {"to_zero": strength, "to_range": sure}
    if sure <= 0:
        return None, "The range holds zero as it is.", figures
    told = (
        "To bring the range to zero, a hidden cause would have to explain "
        f"{sure:.1%} of what is left of both who had it and how they did."
    )
    known = in_known_terms(tried, found)
    if not known.known:
        return True, told, figures
    nearest = known.known[0]
    figures |= {"times": nearest.unsure} if math.isfinite(nearest.unsure) else {}
    return True, f"{told} {known.sentence}", figures


def one_start(tried: Tried) -> Found:
    """Whether effects rest on months that nobody else tells of."""
    treated: Bools = tried.history.treated
    never = int((~treated).sum())
    figures = {"never": float(never)}
    if never < 5:
        return (
            False,
            (
                f"Only {never} never had it, so that late months have hardly anybody to "
                "compare with."
            ),
            figures,
        )
    return (
        True,
        f"{never} who never had it tell of every month, beside those who had not had it yet.",
        figures,
    )


def few_clusters(tried: Tried) -> Found:
    """Whether enough units were assigned for ranges to hold."""
    from everyrep.evidence.inference import FEW_CLUSTERS

    known = int(np.unique(tried.clusters).size)
    count = tried.behind or known
    figures = {"clusters": float(count), "critical": quantile(0.975, max(tried.df, 1.0))}
    if tried.assigned != "person" and count < FEW_CLUSTERS:
        return (
            False,
            (
                f"Only {units_text(count, tried.assigned)} stand behind it; with fewer than "
                f"{FEW_CLUSTERS} ranges are rough."
            ),
            figures,
        )
    return True, f"{units_text(count, tried.assigned)} stand behind it{_of(tried, known)}.", figures


def _of(tried: Tried, known: int) -> str:
    """What the others are that are on record, and who counts as a unit alone."""
    codes = tried.history.groups.get(tried.assigned)
    lone = 0 if codes is None or tried.assigned == "person" else int((codes < 0).sum())
    parts = []
    if tried.behind and known > tried.behind:
        parts.append(f"{known:,} are on record, and of the others too little is known")
    if lone:
        parts.append(f"{lone} people in no known {tried.assigned} count each as one")
    return f"; {'; '.join(parts)}" if parts else ""
