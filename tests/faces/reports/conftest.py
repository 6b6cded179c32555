"""Reports, each written once."""

from __future__ import annotations

import pytest

from everyrep.faces.reports import Report, make_report, write_report
from everyrep.faces.reports.html import to_html
from everyrep.faces.reports.studio import Studio
from tests.faces.reports.companies import AUDITOR, CLOCK, empty, lively, one_deal
from tests.warehouse.company import Company


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company with a little of everything, and names that mean harm."""
    return lively(tmp_path_factory.mktemp("lively"))


@pytest.fixture(scope="session")
def report(company: Company) -> Report:
    """Its report, as data."""
    with company.open() as warehouse:
        return make_report(warehouse, AUDITOR, clock=CLOCK)


@pytest.fixture(scope="session")
def page(report: Report) -> str:
    """Its report, as HTML."""
    with Studio() as studio:
        return to_html(report, studio)


@pytest.fixture(scope="session")
def empty_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of a workspace in which nothing has landed."""
    return _written(empty(tmp_path_factory.mktemp("empty")))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company with one deal."""
    return one_deal(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny_page(tiny: Company) -> str:
    """Its report, as HTML."""
    return _written(tiny)


def _written(company: Company) -> str:
    with company.open() as warehouse:
        out = write_report(warehouse, AUDITOR, company.folder / "report.html", clock=CLOCK)
    return out.read_text(encoding="utf-8")
