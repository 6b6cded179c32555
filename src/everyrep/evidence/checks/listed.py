"""All checks, with the designs that each serves."""

from __future__ import annotations

from everyrep.evidence.checks import around, before, doses, future, likeness, parallel, single
from everyrep.evidence.checks.check import Check
from everyrep.evidence.findings import Weight

_CHOSEN = frozenset({"uptake", "staggered"})
_FOLLOWED = _CHOSEN | {"rollout"}

CHECKS: tuple[Check, ...] = (
    Check("accounts", "Two accounts", _CHOSEN, Weight.REFUSES, before.accounts),
    Check("pre_trend", "Trend before", _CHOSEN, Weight.NOTES, before.pre_trend),
    Check("dip", "Dip just before", _CHOSEN, Weight.NOTES, before.dip),
    Check("placebo_date", "Too early", _CHOSEN, Weight.LOWERS, before.placebo_date),
    Check("overlap", "Others like them", _CHOSEN, Weight.NOTES, likeness.overlap),
    Check("parallel", "Breaks from before", _CHOSEN, Weight.NOTES, parallel.parallel),
    Check("leaving", "Who left", _FOLLOWED | {"trial", "dose"}, Weight.NOTES, around.leaving),
    Check("spill_over", "Colleagues without it", frozenset({"uptake", "trial"}), Weight.NOTES,
          around.spill_over),
    Check("one_group", "One team left out", _CHOSEN, Weight.LOWERS,
          around.one_group),
    Check("hidden_cause", "A hidden cause", _CHOSEN | {"dose", "landmark"}, Weight.NOTES,
          around.hidden_cause),
    Check("never", "Who is left to compare with", _FOLLOWED, Weight.NOTES, around.one_start),
    Check("few_clusters", "How many were assigned", _FOLLOWED | {"trial", "dose", "landmark"},
          Weight.NOTES, around.few_clusters),
    Check("immortal", "Finished by a month", frozenset({"landmark"}), Weight.NOTES,
          future.immortal),
    Check("other_dates", "Other dates", frozenset({"interrupted"}), Weight.LOWERS,
          single.other_dates),
    Check("season", "The season", frozenset({"interrupted"}), Weight.LOWERS, single.season),
    Check("other_units", "Those who did not have it", frozenset({"synthetic"}), Weight.LOWERS,
          single.other_units),
    Check("fit_before", "Like it before", frozenset({"synthetic"}), Weight.NOTES,
          single.fit_before),
    Check("ahead", "Doses still to come", frozenset({"dose"}), Weight.NOTES, doses.ahead),
)  # fmt: skip
