"""Drivers: what foretells an outcome out of sample, beside the adjusted effect of it."""

from everyrep.evidence.drivers.drivers import (
    LABEL,
    WARNING,
    Driver,
    Drivers,
    beside,
    drivers,
    foretold,
)
from everyrep.evidence.drivers.features import (
    Feature,
    as_rows,
    course_feature,
    own_past,
    read_features,
)
from everyrep.evidence.drivers.foretelling import Dependence, Foretold, Rows, dependence, foretell
from everyrep.evidence.drivers.penalised import Penalised, penalised
from everyrep.evidence.drivers.trees import Trees, boosted

__all__ = [
    "LABEL",
    "WARNING",
    "Dependence",
    "Driver",
    "Drivers",
    "Feature",
    "Foretold",
    "Penalised",
    "Rows",
    "Trees",
    "as_rows",
    "beside",
    "boosted",
    "course_feature",
    "dependence",
    "drivers",
    "foretell",
    "foretold",
    "own_past",
    "penalised",
    "read_features",
]
