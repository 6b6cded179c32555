"""Prints the values that test_wild_bootstrap.py holds; needs wildboottest 0.3.2 and statsmodels."""

# ruff: noqa: T201
from __future__ import annotations

import numpy as np
import pandas as pd
from statsmodels.formula.api import ols
from wildboottest.wildboottest import wildboottest

for groups, seed in ((8, 3), (8, 4), (13, 5), (16, 3)):
    random = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(groups), random.integers(4, 15, groups))
    treated = (cluster % 2).astype(float)
    other = random.normal(size=cluster.size)
    own = random.normal(size=groups)[cluster] + random.normal(size=cluster.size)
    frame = pd.DataFrame({"y": 0.5 * treated + own, "t": treated, "z": other, "g": cluster})
    told = wildboottest(
        ols("y ~ t + z", frame),
        param="t",
        cluster=frame["g"],
        B=99_999,
        weights_type="rademacher",
        show=False,
    )
    print(groups, seed, float(told["p-value"].iloc[0]))
