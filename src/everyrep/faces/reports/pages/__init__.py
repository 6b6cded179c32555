"""The pages of a report: each asks, and gives blocks."""

from everyrep.faces.reports.pages.attainment import attainment_page
from everyrep.faces.reports.pages.comparison import comparison_page
from everyrep.faces.reports.pages.computable import computable_page
from everyrep.faces.reports.pages.conversion import conversion_page
from everyrep.faces.reports.pages.cover import cover_page
from everyrep.faces.reports.pages.evidence import evidence_page
from everyrep.faces.reports.pages.heroes import heroes_page
from everyrep.faces.reports.pages.leading import leading_page
from everyrep.faces.reports.pages.learning import learning_page
from everyrep.faces.reports.pages.pipeline import pipeline_page
from everyrep.faces.reports.pages.quality import checks_page, quality_page
from everyrep.faces.reports.pages.trend import trend_page

__all__ = [
    "attainment_page",
    "checks_page",
    "comparison_page",
    "computable_page",
    "conversion_page",
    "cover_page",
    "evidence_page",
    "heroes_page",
    "leading_page",
    "learning_page",
    "pipeline_page",
    "quality_page",
    "trend_page",
]
