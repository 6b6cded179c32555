"""Charts as functions that give Vega-Lite specifications: one definition for every face."""

from everyrep.faces.reports.charts.ages import ages
from everyrep.faces.reports.charts.bars import bars, histogram
from everyrep.faces.reports.charts.beside import beside
from everyrep.faces.reports.charts.chances import chances
from everyrep.faces.reports.charts.control import control, sparkline
from everyrep.faces.reports.charts.curves import curves, ends
from everyrep.faces.reports.charts.effects import effects
from everyrep.faces.reports.charts.lines import ribbon, spread
from everyrep.faces.reports.charts.needed import beside_needed
from everyrep.faces.reports.charts.ranges import ranges
from everyrep.faces.reports.charts.steps import steps

__all__ = [
    "ages",
    "bars",
    "beside",
    "beside_needed",
    "chances",
    "control",
    "curves",
    "effects",
    "ends",
    "histogram",
    "ranges",
    "ribbon",
    "sparkline",
    "spread",
    "steps",
]
