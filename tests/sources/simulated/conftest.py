"""One small company in clean files, one with the usual errors, one lived without files."""

from __future__ import annotations

import pytest

from everyrep.sources.simulated import SimulatedCompany, simulate
from tests.sources.simulated.lived import Lived, live_with_deals


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> SimulatedCompany:
    """Forty people, eighteen months, no errors in the files."""
    return simulate(tmp_path_factory.mktemp("clean"), people=40, months=18, mess=False)


@pytest.fixture(scope="session")
def messy(tmp_path_factory: pytest.TempPathFactory) -> SimulatedCompany:
    """Sixty people, eighteen months, all errors in the files."""
    return simulate(tmp_path_factory.mktemp("messy"), people=60, months=18)


@pytest.fixture(scope="session")
def company() -> Lived:
    """A thousand people and two years of deals, unwritten."""
    return live_with_deals(1000, 24)
