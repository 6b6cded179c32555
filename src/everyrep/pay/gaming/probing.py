"""Searches for what a plan pays most for at least effort, on the lines that there were.

Everything is tried on real lines, those near a bound first, and calculated anew by the engine that
pays. Where a contest or a pool pays, what one person gains hangs on all others: each try is
calculated with everybody, and what counts is the pay of those alone who do it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from everyrep.pay.exact import Places
from everyrep.pay.facts import Facts
from everyrep.pay.gaming.finding import Finding
from everyrep.pay.gaming.made_up import made_up
from everyrep.pay.gaming.owners import hand_overs, partners_of, rebookings
from everyrep.pay.gaming.remedies import Rule, rules_of
from everyrep.pay.gaming.scene import Scene
from everyrep.pay.gaming.sizes import merges, shifts, splits
from everyrep.pay.gaming.timing import delays, pulls, refunds, sandbags
from everyrep.pay.gaming.tries import Try, Way
from everyrep.pay.gaming.weighing import Gain, rows_of, weigh
from everyrep.pay.plan import Bonus, Commission, Contest, Plan, Pool

Tries = Callable[[Scene, int], Iterator[Try]]
MOST_LINES = 200
"""Lines that are tried for each way."""
_MOST_SHARED = 20
_MOST_PARTNERS = 6
"""Lines and colleagues that are tried where everybody is calculated for each try."""
_MOST_ROWS = 600_000
"""Credits that are calculated for each way, so that a probe comes to its end."""


@dataclass(frozen=True, eq=False)
class _Tried:
    """One try that pays, with what it gains."""

    one: Try
    gain: Gain
    component: str


def probe(plan: Plan, facts: Facts | None = None, *, most: int = MOST_LINES) -> tuple[Finding, ...]:
    """Ways in which a plan can be played, those that bring most for a deal first.

    Args:
        plan: The plan.
        facts: What it paid by; None for deals that are made up about its bounds.
        most: How many lines are tried for each way, those near a bound first.

    Returns:
        One finding for each way and component that pays for it. Where nothing is gained beyond
        what rounding may come to, there is none.

    Raises:
        UserError: The plan cannot pay by the facts.
    """
    known = made_up(plan).facts(plan) if facts is None else facts
    found: list[Finding] = []
    if any(isinstance(part, Commission | Bonus) for part in plan.pay):
        scene = Scene(plan, known)
        for way, tries in _ways(scene).items():
            found += _of_way(scene, way, tries, most, made_up=facts is None)
    shared = {part.id for part in plan.pay if isinstance(part, Contest | Pool)}
    if shared:
        scene = Scene(plan, known, shared=True)
        for way, tries in _shared_ways(scene).items():
            ways = _of_way(scene, way, tries, min(most, _MOST_SHARED), made_up=facts is None)
            found += [one for one in ways if one.component in shared]
    return tuple(sorted(found, key=lambda one: (-one.per_deal, one.way, one.component)))


def _ways(scene: Scene) -> dict[Way, Tries]:
    partners = partners_of(scene)
    return {
        Way.SPLIT: splits,
        Way.MERGE: merges,
        Way.DELAY: delays,
        Way.PULL: pulls,
        Way.REFUNDS: refunds,
        Way.SANDBAG: sandbags,
        Way.HAND_OVER: partial(hand_overs, partners=partners),
        Way.REBOOK: rebookings,
        Way.SHIFT: shifts,
    }


def _shared_ways(scene: Scene) -> dict[Way, Tries]:
    """Ways that may move a rank or a share, each tried among everybody."""
    hand_over = partial(hand_overs, partners=partners_of(scene), most=_MOST_PARTNERS)
    ways: dict[Way, Tries] = {
        Way.SPLIT: splits, Way.MERGE: merges, Way.DELAY: delays, Way.PULL: pulls,
        Way.SANDBAG: sandbags, Way.HAND_OVER: hand_over,
    }  # fmt: skip
    return {way: partial(_among_all, tries) for way, tries in ways.items()}


def _among_all(tries: Tries, scene: Scene, row: int) -> Iterator[Try]:
    everybody = range(len(scene.facts.people))
    for one in tries(scene, row):
        yield replace(one, beside=tuple(who for who in everybody if who not in one.people))


def _of_way(scene: Scene, way: Way, tries: Tries, most: int, *, made_up: bool) -> list[Finding]:
    lines = _lines_of(scene, way)
    listed, tried_lines = _listed(scene, lines, tries, most)
    gains = weigh(scene.plan, scene.facts, listed)
    paying = [
        _Tried(one, gain, max(gain.by_component, key=lambda name: gain.by_component[name]))
        for one, gain in zip(listed, gains, strict=True)
        if gain is not None and gain.real
    ]
    found = []
    for component in dict.fromkeys(tried.component for tried in paying):
        mine = [tried for tried in paying if tried.component == component]
        best = max(mine, key=lambda tried: tried.gain.minor / tried.one.effort)
        rule, left = _cause(scene, best)
        found.append(
            Finding(
                way, component, best.one.said, best.gain.minor, best.one.effort,
                len({tried.one.row for tried in mine}), tried_lines, lines.size, rule.said,
                rule.remedy, left, made_up, scene.plan, scene.facts, best.one,
            )
        )  # fmt: skip
    return found


def _listed(scene: Scene, lines: Places, tries: Tries, most: int) -> tuple[list[Try], int]:
    """Tries on the first lines that allow for any, and how many lines those are."""
    found: list[Try] = []
    tried, rows = 0, 0
    for row in lines.tolist():
        if tried >= most or rows >= _MOST_ROWS:
            break
        own = list(tries(scene, row))
        found += own
        tried += bool(own)
        rows += sum(rows_of(scene.facts, one.everybody) for one in own)
    return found, tried


def _lines_of(scene: Scene, way: Way) -> Places:
    """Lines to try a way on, those near a bound first."""
    back = scene.facts.credited.reverses >= 0
    return scene.order[(back if way is Way.REFUNDS else scene.plain)[scene.order]]


def _cause(scene: Scene, tried: _Tried) -> tuple[Rule, int | None]:
    """The rule without which least is left of the gain, and what is left then."""
    part = next(one for one in scene.parts if one.id == tried.component)
    best: tuple[Rule, int] | None = None
    for rule in rules_of(scene.plan, part):
        gain = weigh(rule.without, scene.facts, [tried.one])[0]
        if gain is None:
            continue
        left = gain.minor if gain.real else 0
        if best is None or left < best[1]:
            best = rule, left
        if left <= 0:
            break
    if best is not None and best[1] < tried.gain.minor:
        return best
    said = f"{part.title!r} pays another rate for the one than for the other"
    return Rule(said, "Look at what its rate and conditions read", scene.plan), None
