"""Trials: how people are drawn, how small an effect would be seen, and what was found.

Numbers in, numbers out. What cannot be answered comes back as a reason.
"""

from everyrep.evidence.trials.adjusted import adjusted_difference, cuped
from everyrep.evidence.trials.assignment import (
    HEADER,
    Assignment,
    Roster,
    alike,
    assign,
    assign_balanced,
    assign_pairs,
)
from everyrep.evidence.trials.attrition import Attrition, Bounds, attrition, lee_bounds
from everyrep.evidence.trials.balance import Balance, Covariate, balance, noticed
from everyrep.evidence.trials.blocked import blocked_difference
from everyrep.evidence.trials.difference import (
    difference_of_means,
    difference_of_proportions,
    difference_of_ratios,
)
from everyrep.evidence.trials.effect import Effect
from everyrep.evidence.trials.encouragement import Encouraged, encouraged, of_the_moved
from everyrep.evidence.trials.plan import Plan, planned_error, rate_deviation, ratio_deviation
from everyrep.evidence.trials.power import (
    Detectable,
    detectable,
    people_needed,
    power_of,
    power_of_proportions,
    proportion_detectable,
    smallest_detectable,
)
from everyrep.evidence.trials.sample_ratio import SampleRatio, sample_ratio, sample_ratio_so_far
from everyrep.evidence.trials.skewed import Scale, skewed_difference
from everyrep.evidence.trials.staggered_start import (
    Staggered,
    staggered_detectable,
    staggered_error,
)
from everyrep.evidence.trials.ways import Reach, Way, reach

__all__ = [
    "HEADER",
    "Assignment",
    "Attrition",
    "Balance",
    "Bounds",
    "Covariate",
    "Detectable",
    "Effect",
    "Encouraged",
    "Plan",
    "Reach",
    "Roster",
    "SampleRatio",
    "Scale",
    "Staggered",
    "Way",
    "adjusted_difference",
    "alike",
    "assign",
    "assign_balanced",
    "assign_pairs",
    "attrition",
    "balance",
    "blocked_difference",
    "cuped",
    "detectable",
    "difference_of_means",
    "difference_of_proportions",
    "difference_of_ratios",
    "encouraged",
    "lee_bounds",
    "noticed",
    "of_the_moved",
    "people_needed",
    "planned_error",
    "power_of",
    "power_of_proportions",
    "proportion_detectable",
    "rate_deviation",
    "ratio_deviation",
    "reach",
    "sample_ratio",
    "sample_ratio_so_far",
    "skewed_difference",
    "smallest_detectable",
    "staggered_detectable",
    "staggered_error",
]
