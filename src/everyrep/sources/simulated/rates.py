"""Exchange rates by month."""

from __future__ import annotations

import numpy as np

from everyrep.sources.simulated.calendar import Calendar
from everyrep.sources.simulated.chance import Floats, stream
from everyrep.sources.simulated.options import Options
from everyrep.sources.simulated.vocabulary import CURRENCIES, FX_START


def exchange_rates(options: Options, when: Calendar) -> Floats:
    """Euros for one unit, by month and currency, to six places; the euro is 1."""
    rng = stream(options.seed, "rates")
    steps = 0.012 * rng.normal(size=(when.n, len(CURRENCIES)))
    rates = np.array(FX_START) * np.exp(np.cumsum(steps, axis=0) * 0.8)
    rates[:, 0] = 1.0
    return np.round(rates, 6)
