"""Everyrep: who sold what, who learned what, and what can honestly be said about both.

In a notebook: `company = everyrep.open("workspace")`, and then
`frame, chart = company.measure("win_rate", by="team", period="2026Q3")`.
"""

from everyrep.front import load_name

__version__ = "0.1.0"
__getattr__ = load_name
