"""Prints the values that test_difference.py holds; needs tea-tasting 1.14.0."""

# ruff: noqa: T201
from __future__ import annotations

import numpy as np
import pandas as pd
import tea_tasting

random = np.random.default_rng(11)
treated = np.arange(400) % 2
before = random.gamma(4, 2, 400)
y = 0.7 * before + random.gamma(3, 1, 400) + 0.4 * treated
deals = random.poisson(8, 400) + 1
won = random.binomial(deals, 0.25 + 0.05 * treated)
table = pd.DataFrame(
    {
        "user": np.arange(400),
        "variant": treated,
        "y": y,
        "before": before,
        "deals": deals,
        "won": won,
    }
)
trial = tea_tasting.Experiment(
    mean=tea_tasting.Mean("y"),
    past=tea_tasting.Mean("y", "before"),
    ratio=tea_tasting.RatioOfMeans("won", "deals"),
)
for name, value in trial.analyze(table).items():
    print(name, value)
