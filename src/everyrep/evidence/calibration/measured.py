"""The scoreboard that ships: counted beforehand, since counting it anew takes many minutes.

It is what `everyrep evidence calibrate --json` printed, beside this module.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from everyrep.evidence.calibration.scoreboard import Scoreboard

MEASURED = "measured.json"


@cache
def measured() -> Scoreboard:
    """The scoreboard as it was counted for this version of the package."""
    text = (resources.files(__package__) / MEASURED).read_text(encoding="utf-8")
    return Scoreboard.from_dict(json.loads(text))
