"""Reports: pages as data, and one self-contained HTML file of them."""

from everyrep.faces.reports.model import Report
from everyrep.faces.reports.write import make_report, write_report

__all__ = ["Report", "make_report", "write_report"]
