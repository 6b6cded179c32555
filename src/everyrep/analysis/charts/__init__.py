"""Signal or noise: is a point of a series out of the ordinary for this series?"""

from everyrep.analysis.charts.entry import Charts, chart
from everyrep.analysis.charts.results import Chart, ChartPoint, Shift
from everyrep.analysis.charts.review import Outlook, Review, Signal, review
from everyrep.analysis.charts.thresholds import (
    FILE_NAME,
    Threshold,
    parse_thresholds,
    read_thresholds,
    write_thresholds,
)

__all__ = [
    "FILE_NAME",
    "Chart",
    "ChartPoint",
    "Charts",
    "Outlook",
    "Review",
    "Shift",
    "Signal",
    "Threshold",
    "chart",
    "parse_thresholds",
    "read_thresholds",
    "review",
    "write_thresholds",
]
