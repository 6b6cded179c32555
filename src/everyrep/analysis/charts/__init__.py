"""Signal or noise: is a point of a series out of the ordinary for this series?"""

from everyrep.analysis.charts.moving_ranges import ControlLimits, control_limits

__all__ = ["ControlLimits", "control_limits"]
