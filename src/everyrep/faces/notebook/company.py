"""An open workspace, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from everyrep.faces.notebook.measured import Measured, measured
from everyrep.measures import Explanation, explain, load_catalogue, panel, query
from everyrep.values import Period, Scope
from everyrep.warehouse.reader import Warehouse

if TYPE_CHECKING:
    import pandas as pd


class Company:
    """The newest build of a workspace, open for reading.

    It reads one build all along; open the workspace again to see a newer one.
    """

    def __init__(self, warehouse: Warehouse, scope: Scope) -> None:
        self._warehouse = warehouse
        self._scope = scope

    def measure(
        self,
        measures: str | Iterable[str],
        *,
        by: str | Iterable[str] = (),
        where: str | None = None,
        period: str | Period | None = None,
        level: float = 0.95,
        pool: bool = False,
    ) -> Measured:
        """Figures of one or several measures, as a data frame and a chart.

        Args:
            measures: Names or synonyms; `company.catalogue` lists them.
            by: Dimensions ("team") and grains of time ("month").
            where: Which facts count, such as `segment = 'Enterprise'`.
            period: Days within which a fact counts, such as "2026Q3" or "last 4 quarters".
            level: Confidence of ranges.
            pool: Draw small groups towards their like; the raw value stays beside.

        Raises:
            UnknownName: A measure, dimension or field does not exist; near names are offered.
            UserError: A text cannot be read, or the scope does not allow a dimension.
        """
        answer = query(
            self._warehouse,
            measures,
            by=by,
            where=where,
            period=period,
            scope=self._scope,
            level=level,
            pool=pool,
        )
        return measured(answer)

    def panel(
        self,
        measures: str | Iterable[str],
        *,
        by: str | Iterable[str] = ("person", "month"),
        where: str | None = None,
        period: str | Period | None = None,
    ) -> pd.DataFrame:
        """What figures are made of, for statistics of your own.

        Returns:
            One row a group; for each measure the columns `x` (what was added up, in minor units
            where it is of money), `m` (what it is divided by) and `n`, under the measure's name.
        """
        import pandas as pd

        found = panel(
            self._warehouse, measures, by=by, where=where, period=period, scope=self._scope
        )
        columns = {
            (name, part): getattr(found, part)[name] for name in found.measures for part in "xmn"
        }
        index = pd.MultiIndex.from_tuples(found.keys, names=found.by)
        return pd.DataFrame(columns, index=index)

    def explain(self, measure: str) -> Explanation:
        """What a measure means, and whether it can be computed here."""
        return explain(measure, self._warehouse)

    @property
    def catalogue(self) -> pd.DataFrame:
        """Every measure: its title, sentence, formula, unit and class, by name."""
        import pandas as pd

        rows = {
            name: {
                "title": measure.title,
                "class": measure.kind,
                "unit": measure.unit,
                "sentence": measure.sentence,
                "formula": measure.formula,
            }
            for name, measure in load_catalogue().items()
        }
        return pd.DataFrame.from_dict(rows, orient="index")

    @property
    def warehouse(self) -> Warehouse:
        """The build that is read, for the functions of `everyrep.analysis`."""
        return self._warehouse

    @property
    def scope(self) -> Scope:
        """Who asks."""
        return self._scope

    def close(self) -> None:
        """Close it."""
        self._warehouse.close()

    def __enter__(self) -> Self:
        """The company itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        """The company and the day it is known to."""
        name = self._warehouse.settings.company or "A company"
        return f"<{name}, known to {self._warehouse.as_of}, snapshot {self._warehouse.snapshot}>"


def open_company(workspace: str | Path, *, scope: Scope | None = None) -> Company:
    """Open a workspace for reading.

    Args:
        workspace: Its folder.
        scope: Who asks, and what they may see; by default whoever has the files, who sees all.

    Raises:
        UserError: There is no build to read; the message says what to run.
    """
    asker = scope or Scope.everything("the notebook")
    return Company(Warehouse.open(Path(workspace)), asker)
