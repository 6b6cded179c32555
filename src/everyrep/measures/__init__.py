"""Measures: the catalogue, and the one door to facts."""

from everyrep.measures.answer import Answer, Row
from everyrep.measures.catalogue import Catalogue, Measure, load_catalogue
from everyrep.measures.computable import Computability, Verdict, computable
from everyrep.measures.explain import Explanation, explain
from everyrep.measures.panel import Panel, panel
from everyrep.measures.query import query
from everyrep.measures.rows import FactRows, rows
from everyrep.measures.source import FactSource
from everyrep.measures.spelling import misspelt

__all__ = [
    "Answer",
    "Catalogue",
    "Computability",
    "Explanation",
    "FactRows",
    "FactSource",
    "Measure",
    "Panel",
    "Row",
    "Verdict",
    "computable",
    "explain",
    "load_catalogue",
    "misspelt",
    "panel",
    "query",
    "rows",
]
