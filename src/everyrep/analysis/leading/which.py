"""Which indicators lead in this company: the question to the facts, and the answer in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from everyrep.analysis.leading.held import held_at_starts
from everyrep.analysis.leading.leads import Lead, Leads
from everyrep.analysis.leading.mechanical import mechanical
from everyrep.analysis.leading.relative import Floats, Grid, grid_of
from everyrep.analysis.leading.search import Bounds, Findings, search, shuffled
from everyrep.analysis.leading.spread import Spread, spread
from everyrep.analysis.leading.verdict import Finding, Word
from everyrep.analysis.leading.wording import sentence
from everyrep.measures import Catalogue, FactSource, Measure, load_catalogue, panel
from everyrep.measures.asking import refusal
from everyrep.values import (
    Estimate,
    Grade,
    NotEstimable,
    Period,
    Reason,
    Scope,
    UnknownName,
    UserError,
)

# Of what stands open now there is no history by month: its months are those of the expected close.
_STANDING = ("deals:open_now", "money:pipeline", "money:weighted_pipeline", "hygiene:")
_AT_ONCE = 6
_NO_CAUSE = (
    "To lead is to tell earlier; it does not say that more of the one would bring more of "
    "the other."
)
_RANKED = {Word.LEADS: 0, Word.CANNOT_TELL: 1, Word.DOES_NOT_LEAD: 2}


@dataclass(frozen=True)
class Followed:
    """Who is followed over the months.

    Attributes:
        unit: "person" or "team".
        shared_by: Whose common ups and downs are taken out: people are compared within their
            "team", "region" ...; None compares all with all.
    """

    unit: str = "person"
    shared_by: str | None = "team"

    def __post_init__(self) -> None:
        if self.unit not in ("person", "team"):
            raise UnknownName("unit to follow", self.unit, ("person", "team"))
        if self.unit == self.shared_by:
            object.__setattr__(self, "shared_by", None)


def _quick(bounds: Bounds | None) -> Bounds:
    """The same with fewer turns of sign: enough for a placebo."""
    return replace(bounds or Bounds(), flips=999)


def which_lead(
    source: FactSource,
    scope: Scope,
    *,
    indicators: Iterable[str] | None = None,
    outcomes: Iterable[str] = ("won_deals", "bookings"),
    period: str | Period | None = None,
    where: str | None = None,
    followed: Followed | None = None,
    bounds: Bounds | None = None,
) -> Leads:
    """Which indicators lead which outcomes, over people (or teams) and months.

    Args:
        source: An open build.
        scope: Who asks. Of the people (or teams) read, what is told is how all of them vary
            together; fewer than the scope's least group are refused.
        indicators: Names; all leading and competency measures that have a history by default.
        outcomes: Names.
        period: Months looked at; by default the last 36 whole ones.
        where: Which facts count.
        followed: Who is followed and with whom each is compared.
        bounds: How far the search goes, and what counts as found.

    Raises:
        UnknownName: A measure does not exist; near names are offered.
        UserError: The scope may not see it, or nothing is left to look at.
    """
    known, who = load_catalogue(), followed or Followed()
    unit, shared_by = who.unit, who.shared_by
    days = _months(source, scope, period)
    ahead, left_out = _usable(source, scope, known, indicators, outcomes, unit)
    after = [known[name] for name in outcomes]
    table = _read(source, scope, [*ahead, *after], who, where=where, period=days)
    _hold_enough(scope, len(table.units))
    values, there = table.values, table.there
    grid = grid_of(there, table.groups)
    xs = {m.name: values[m.name] for m in ahead if m.name in values}
    ys = {m.name: values[m.name] for m in after if m.name in values}
    found = search(ys, xs, grid, bounds)
    placebo = search(ys, shuffled(xs, there), grid, _quick(bounds))
    ahead_of = {names for names, one in found.items() if one.word is Word.LEADS}
    beyond: Findings = {}
    if unit == "person" and ahead_of:
        held = _held(source, scope, table, where)
        if held is not None:
            beyond = search(ys, xs, grid, bounds, beside=held, only=ahead_of)
    left_out |= _unpaired([m.name for m in ahead], xs, ys, found)
    told = [
        lead_of((known[x], known[y]), one, beyond.get((x, y)), known, (bounds or Bounds()).matters)
        for (x, y), one in found.items()
    ]
    return _told(told, left_out, days, (unit, shared_by), _false(placebo), _notes(grid, shared_by))


def _unpaired(
    ahead: Sequence[str], xs: Mapping[str, Floats], ys: Mapping[str, Floats], found: Findings
) -> dict[str, str]:
    """Why indicators that could be looked at are in no pair."""
    paired = {x for x, _ in found}

    def why(name: str) -> str:
        if name not in xs:
            return "It cannot be cut by who is followed and by whom they are compared with."
        if set(ys) <= {name}:
            return "It is the outcome itself, and nothing leads itself."
        return "It, or the outcome, does not differ between people of one month."

    return {name: why(name) for name in ahead if name not in paired}


def _hold_enough(scope: Scope, units: int) -> None:
    if scope.suppresses(units):
        raise UserError(
            f"{units} people or teams are too few for {scope.who} to see how they vary together",
            why=f"figures about fewer than {scope.min_group} could tell of one of them",
            remedy="ask about a wider part of the company",
        )


def _read(
    source: FactSource,
    scope: Scope,
    measures: Iterable[Measure],
    who: Followed,
    *,
    where: str | None,
    period: Period,
) -> Spread:
    """The measures by unit and month, as far as they can be cut so."""
    by = tuple(dict.fromkeys(name for name in (who.unit, "month", who.shared_by) if name))
    fit = (one for one in measures if not one.parts and all(map(one.accepts, by)))
    # A few measures at a time: one statement of fifty takes longer to write than to run.
    ordered = sorted(fit, key=lambda one: one.expression)
    asked = list(dict.fromkeys(one.name for one in ordered))
    parts = [asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE)]
    tables = [
        panel(source, x, by=by, where=where, period=period, scope=scope, kept_inside=True)
        for x in parts
    ]
    return spread(tables, who.unit, who.shared_by)


def _held(source: FactSource, scope: Scope, table: Spread, where: str | None) -> Floats | None:
    months = [date.fromisoformat(f"{month}-01") for month in table.months]
    return held_at_starts(source, scope, table.units, months, where)


def _months(source: FactSource, scope: Scope, period: str | Period | None) -> Period:
    as_of = min(source.as_of, scope.as_of or source.as_of)
    if isinstance(period, Period):
        return period
    return Period.parse(period or "last 36 months", calendar=source.settings.fiscal, as_of=as_of)


def _usable(
    source: FactSource,
    scope: Scope,
    known: Catalogue,
    indicators: Iterable[str] | None,
    outcomes: Iterable[str],
    unit: str,
) -> tuple[list[Measure], dict[str, str]]:
    """Indicators that can be looked at, and why others cannot."""
    named = list(outcomes)
    asked = (
        [m for m in known.values() if m.kind in ("leading", "competency")]
        if indicators is None
        else [known[name] for name in indicators]
    )
    usable, left_out = [], {}
    for measure in [*asked, *(known[name] for name in named)]:
        why = _cannot(source, scope, measure, unit)
        if why:
            left_out[measure.name] = why
        elif measure in asked:
            usable.append(measure)
    if any(known[name].name in left_out for name in named):
        wrong = next(name for name in named if known[name].name in left_out)
        raise UserError(
            f"{known[wrong].title} cannot be an outcome here",
            why=left_out[known[wrong].name],
            remedy="name another outcome",
        )
    if not usable:
        raise UserError(
            "No indicator can be looked at",
            why="; ".join(f"{name}: {why}" for name, why in left_out.items()) or None,
            remedy="name indicators that have a history by month",
        )
    return usable, left_out


def _cannot(source: FactSource, scope: Scope, measure: Measure, unit: str) -> str:
    if measure.parts:
        return "It is made of other measures; its parts can be looked at."
    stands = measure.expression.startswith(_STANDING) or "open" in _outcomes(measure)
    if stands:
        return "It says how things stand now, and has no history by month."
    if not measure.accepts("month"):
        return "It cannot be cut by month."
    if not measure.accepts(unit):
        return f"It cannot be cut by {unit}."
    if measure.always_by:
        return f"It is always cut by {', '.join(measure.always_by)}."
    reason = refusal(source, measure, scope)
    return reason.sentence if reason is not None else ""


def _outcomes(measure: Measure) -> tuple[str, ...]:
    found = measure.parameters.get("outcomes", ())
    return (found,) if isinstance(found, str) else tuple(found)


def _false(placebo: Findings) -> int:
    return sum(one.word is Word.LEADS for one in placebo.values())


def _told(
    leads: list[Lead],
    left_out: Mapping[str, str],
    days: Period,
    about: tuple[str, str | None],
    placebo: int,
    notes: tuple[str, ...],
) -> Leads:
    ranked = sorted(leads, key=lambda lead: (not lead.leads, _RANKED[lead.word], lead.finding.q))
    words: dict[str, set[Word]] = {}
    for lead in leads:
        words.setdefault(lead.indicator, set()).add(lead.word)
    demoted = tuple(name for name, said in words.items() if said == {Word.DOES_NOT_LEAD})
    return Leads(tuple(ranked), left_out, demoted, placebo, len(leads), str(days), *about, notes)


def lead_of(
    pair: tuple[Measure, Measure],
    found: Finding,
    beyond: Finding | None,
    known: Catalogue,
    matters: float,
) -> Lead:
    """One pair as it is told.

    Args:
        pair: Indicator and outcome.
        found: What was found of it by itself.
        beyond: What was found with the deals known that each holds when a month begins.
        known: The catalogue.
        matters: Partial correlation worth having.
    """
    indicator, outcome = pair
    why = mechanical(indicator, outcome, known)
    held = beyond is not None and not (
        beyond.word is Word.LEADS and abs(beyond.correlation) >= matters
    )
    words = sentence((indicator.title, outcome.title), found, why, beyond, held=held)
    gain = _gain(found if beyond is None else beyond)
    return Lead(indicator.name, outcome.name, found, gain, beyond, held, why, words)


def _gain(found: Finding) -> Estimate:
    if found.gain is None:
        reason = Reason("too_few_months", "There are too few months to try forecasts on.", "")
        return NotEstimable(reason, unit="share")
    gain = found.gain
    return Estimate(gain.value, gain.low, gain.high, found.people, "share", Grade.OBSERVED)


def _notes(grid: Grid, shared_by: str | None) -> tuple[str, ...]:
    peers = f"of the same {shared_by} and month" if shared_by else "of the same month"
    return (
        f"Everybody is compared with peers {peers}, so seasons and what all share do not count.",
        _NO_CAUSE,
        f"{grid.people:,} followed over {grid.months:,} months.",
    )
