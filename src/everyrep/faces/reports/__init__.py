"""Reports: pages as data, set as one self-contained HTML file or as PDF."""

from everyrep.faces.reports.model import Report
from everyrep.faces.reports.write import Kind, kind_of_file, make_report, write_report

__all__ = ["Kind", "Report", "kind_of_file", "make_report", "write_report"]
