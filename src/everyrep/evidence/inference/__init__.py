"""Errors, ranges and chances: few clusters, many questions, equivalence, looking again and again.

Numbers in, numbers out. What cannot be answered comes back as a reason.
"""

from everyrep.evidence.inference.answerable import (
    FEW_CLUSTERS,
    FEWEST_CLUSTERS,
    FEWEST_EACH,
    comparable,
    enough_clusters,
    sides,
    varying,
)
from everyrep.evidence.inference.assignment_unit import AssignmentUnit, Grouping, assignment_unit
from everyrep.evidence.inference.equivalence import (
    Equivalence,
    Judgement,
    Worth,
    equivalence,
    equivalent_changes,
    equivalent_means,
    equivalent_proportions,
    judge,
    judge_range,
)
from everyrep.evidence.inference.least_squares import Fit, fit, indicators
from everyrep.evidence.inference.lottery import Draws, Lottery, draws, outcomes
from everyrep.evidence.inference.many import (
    TwoLevels,
    benjamini_hochberg,
    benjamini_yekutieli,
    by_e_values,
    share_of_nulls,
    simes,
    storey,
    two_levels,
)
from everyrep.evidence.inference.randomisation import (
    Luck,
    difference,
    randomisation_test,
    randomised_difference,
    staggered_difference,
)
from everyrep.evidence.inference.result import Inferred, inferred
from everyrep.evidence.inference.sequences import Look, look
from everyrep.evidence.inference.sparse import Sparse, sparse
from everyrep.evidence.inference.variance import Influence, Kind, estimate, influence
from everyrep.evidence.inference.wild_bootstrap import Bootstrapped, Weights, wild_bootstrap
from everyrep.evidence.inference.winners_curse import (
    Drawn,
    Replication,
    Together,
    among,
    replicates,
    replication,
    selected,
)

__all__ = [
    "FEWEST_CLUSTERS",
    "FEWEST_EACH",
    "FEW_CLUSTERS",
    "AssignmentUnit",
    "Bootstrapped",
    "Drawn",
    "Draws",
    "Equivalence",
    "Fit",
    "Grouping",
    "Inferred",
    "Influence",
    "Judgement",
    "Kind",
    "Look",
    "Lottery",
    "Luck",
    "Replication",
    "Sparse",
    "Together",
    "TwoLevels",
    "Weights",
    "Worth",
    "among",
    "assignment_unit",
    "benjamini_hochberg",
    "benjamini_yekutieli",
    "by_e_values",
    "comparable",
    "difference",
    "draws",
    "enough_clusters",
    "equivalence",
    "equivalent_changes",
    "equivalent_means",
    "equivalent_proportions",
    "estimate",
    "fit",
    "indicators",
    "inferred",
    "influence",
    "judge",
    "judge_range",
    "look",
    "outcomes",
    "randomisation_test",
    "randomised_difference",
    "replicates",
    "replication",
    "selected",
    "share_of_nulls",
    "sides",
    "simes",
    "sparse",
    "staggered_difference",
    "storey",
    "two_levels",
    "varying",
    "wild_bootstrap",
]
