"""What is told about indicators and outcomes, pair by pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from everyrep.analysis.leading.verdict import Finding, Word
from everyrep.values import Estimate, UserError


@dataclass(frozen=True)
class Lead:
    """One indicator and one outcome.

    Attributes:
        indicator, outcome: Names of the measures.
        finding: What was found.
        gain: Share by which forecasts of the outcome get better, as an Estimate: beyond the deals
            that each holds when a month begins, where that is known.
        beyond: What was found with the deals known that each holds when a month begins; None where
            it does not lead, or where that is not known.
        by_pipeline: Whether those deals tell all that it tells, or nearly.
        mechanical: Why the lead is one of counting; empty where it is not.
        sentence: The verdict in words.
    """

    indicator: str
    outcome: str
    finding: Finding
    gain: Estimate
    beyond: Finding | None
    by_pipeline: bool
    mechanical: str
    sentence: str

    @property
    def word(self) -> Word:
        """The verdict: what goes with the deals held already is no lead."""
        if not self.by_pipeline:
            return self.finding.word
        unknown = self.beyond is not None and self.beyond.word is Word.CANNOT_TELL
        return Word.CANNOT_TELL if unknown else Word.DOES_NOT_LEAD

    @property
    def leads(self) -> bool:
        """Whether it leads, and tells more than what is counted or held already."""
        return self.word is Word.LEADS and not self.mechanical

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe data."""
        found = self.finding
        return {
            "indicator": self.indicator,
            "outcome": self.outcome,
            "verdict": self.word.value,
            "verdict_by_itself": found.word.value,
            "gain_by_itself": None if found.gain is None else found.gain.value,
            "mechanical": self.mechanical,
            "sentence": self.sentence,
            "lag_months": found.lag,
            "direction": found.direction,
            "correlation": found.correlation,
            "together": found.together,
            "lags": [dict(vars(lag)) for lag in found.lags],
            "gain": self.gain.to_dict(),
            "leads": self.leads,
            "by_pipeline": self.by_pipeline,
            "beyond_open_deals": None if self.beyond is None else _short(self.beyond),
            "p": found.p,
            "q": found.q,
            "people": found.people,
            "months": found.months,
            "rows": found.rows,
            "needed": None if found.needed is None else dict(vars(found.needed)),
        }


def _short(found: Finding) -> dict[str, Any]:
    return {
        "verdict": found.word.value,
        "lag_months": found.lag,
        "correlation": found.correlation,
        "gain": None if found.gain is None else found.gain.value,
        "q": found.q,
    }


@dataclass(frozen=True)
class Leads:
    """All indicators against all outcomes.

    Attributes:
        leads: One a pair; those that lead first, the surest first.
        left_out: Measures that could not be looked at, or not against any outcome, and why.
        demoted: Indicators that lead no outcome here, and are known not to.
        placebo: How many pairs seemed to lead once people were exchanged; all of them false.
        pairs: How many pairs were looked at.
        period: The months looked at.
        unit: What was followed over the months: "person" or "team".
        shared_by: Whose common ups and downs were taken out, beside those of everybody.
        notes: Sentences to read with it.
    """

    leads: tuple[Lead, ...]
    left_out: Mapping[str, str]
    demoted: tuple[str, ...]
    placebo: int
    pairs: int
    period: str
    unit: str
    shared_by: str | None
    notes: tuple[str, ...]

    def of(self, indicator: str, outcome: str) -> Lead:
        """One pair.

        Raises:
            UserError: It was not looked at.
        """
        for lead in self.leads:
            if (lead.indicator, lead.outcome) == (indicator, outcome):
                return lead
        why = self.left_out.get(indicator) or self.left_out.get(outcome)
        raise UserError(
            f"{indicator} before {outcome} was not looked at",
            why=why or "one of the two does not vary, or was not asked for",
            remedy="name both in the question",
        )

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe data."""
        return {
            **vars(self),
            "leads": [lead.to_dict() for lead in self.leads],
            "left_out": dict(self.left_out),
            "demoted": list(self.demoted),
            "notes": list(self.notes),
        }
