"""Effects by cohort and period where people are treated at different times.

`group_times` compares cohorts with who is not treated (yet), `imputation` fits untreated cells and
takes the fit from the others; both end in an `EventStudy` with what each unit contributes.
"""

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.staggered.aggregates import by_cohort, by_event_time, by_period, simple
from everyrep.evidence.staggered.bands import Bootstrap, multiplier_bootstrap, simultaneous_values
from everyrep.evidence.staggered.effects import Aggregate, Effect, Effects, EventStudy
from everyrep.evidence.staggered.group_time import Comparison, GroupTimes, group_times
from everyrep.evidence.staggered.imputation import Imputation, imputation
from everyrep.evidence.staggered.imputed import cohort_effects, event_study, overall_effect
from everyrep.evidence.staggered.leads import pre_trends
from everyrep.evidence.staggered.pretest import PreTest, pre_test, pre_test_by_event_time
from everyrep.evidence.staggered.refusals import CannotEstimate
from everyrep.evidence.staggered.spread import Units, covariance, standard_errors, totals

__all__ = [
    "NEVER",
    "Aggregate",
    "Bootstrap",
    "CannotEstimate",
    "Comparison",
    "Effect",
    "Effects",
    "EventStudy",
    "GroupTimes",
    "Imputation",
    "PreTest",
    "Units",
    "by_cohort",
    "by_event_time",
    "by_period",
    "cohort_effects",
    "covariance",
    "event_study",
    "group_times",
    "imputation",
    "multiplier_bootstrap",
    "overall_effect",
    "pre_test",
    "pre_test_by_event_time",
    "pre_trends",
    "simple",
    "simultaneous_values",
    "standard_errors",
    "totals",
]
