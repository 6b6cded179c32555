"""Types of arrays that evidence is worked out on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Column = NDArray[np.object_]

NEVER = int(np.iinfo(np.int64).max)
"""The period that stands for never."""
