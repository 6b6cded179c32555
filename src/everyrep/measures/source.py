"""What measures need of a warehouse: a connection with the canonical tables, and what they hold."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import TYPE_CHECKING, Protocol

from everyrep.values import FiscalCalendar

if TYPE_CHECKING:
    import duckdb


class CompanySettings(Hashable, Protocol):
    """The settings that a figure depends on."""

    @property
    def fiscal(self) -> FiscalCalendar:
        """How the company cuts its years."""
        ...


class FactSource(Protocol):
    """A build of the warehouse, open for reading."""

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """Where every canonical table is a view, empty where nothing has landed."""
        ...

    @property
    def snapshot(self) -> str:
        """Id of the build."""
        ...

    @property
    def state(self) -> Hashable:
        """Equal only where every table holds the same; None where what it holds may change."""
        ...

    @property
    def settings(self) -> CompanySettings:
        """The company's settings."""
        ...

    @property
    def reporting_currency(self) -> str:
        """ISO 4217 code of the currency that amounts are reported in."""
        ...

    @property
    def as_of(self) -> date:
        """The day that counts as today."""
        ...

    @property
    def kept(self) -> frozenset[str]:
        """Names of derived facts, up to the day that counts as today, kept with the build."""
        ...

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        ...

    def filled(self, table: str, column: str) -> float:
        """Share of rows, 0 to 1, in which a physical column holds something."""
        ...
