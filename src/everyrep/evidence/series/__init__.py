"""One series of months alone: drawn on from before, or held against a blend of others."""

from everyrep.evidence.series.interrupted import Interrupted, interrupted, placebo_dates
from everyrep.evidence.series.mixture import Mixture, mixture

__all__ = ["Interrupted", "Mixture", "interrupted", "mixture", "placebo_dates"]
