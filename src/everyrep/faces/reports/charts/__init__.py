"""Charts as functions that give Vega-Lite specifications: one definition for every face."""

from everyrep.faces.reports.charts.bars import bars, histogram
from everyrep.faces.reports.charts.control import control, sparkline
from everyrep.faces.reports.charts.lines import ribbon, spread
from everyrep.faces.reports.charts.ranges import ranges

__all__ = ["bars", "control", "histogram", "ranges", "ribbon", "sparkline", "spread"]
