"""Draws charts on the side, while pages still ask: the renderer works outside the interpreter."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from everyrep.faces.reports.drawing import drawn, warm_up
from everyrep.faces.reports.model import Chart, Figures, Page
from everyrep.faces.reports.placing import placed

WIDE, NARROW, HALF, SMALL = 850, 350, 400, 230


class Studio:
    """Drawings by chart and width, each made once.

    Charts are ordered as soon as their page is there, and fetched when the page is set. One worker
    is enough: the renderer takes one chart at a time.
    """

    def __init__(self, *, paper: bool = False) -> None:
        """Start the renderer.

        Args:
            paper: Whether it draws for sheets alone, which are never as narrow as a phone.
        """
        self._widths = (WIDE,) if paper else (WIDE, NARROW)
        self._workers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="studio")
        self._ordered: dict[tuple[int, int], tuple[Chart, Future[str]]] = {}
        self._workers.submit(warm_up)

    def __enter__(self) -> Studio:
        """The studio itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop; what was ordered and not begun is dropped."""
        self._workers.shutdown(wait=True, cancel_futures=True)

    def order(self, page: Page) -> Page:
        """Begin to draw every chart of a page; gives the page back."""
        for block, half in placed(page.blocks):
            if isinstance(block, Chart):
                for width in (HALF,) if half else self._widths:
                    self._order(block, width)
            elif isinstance(block, Figures):
                for figure in block.figures:
                    if figure.trend is not None:
                        self._order(figure.trend, SMALL)
        return page

    def drawing(self, chart: Chart, width: int) -> str:
        """The chart as inline SVG, waiting until it is drawn."""
        return self._order(chart, width).result()

    def _order(self, chart: Chart, width: int) -> Future[str]:
        # The chart is kept beside its drawing, so that its identity stays its own.
        key = (id(chart), width)
        if key not in self._ordered:
            made = self._workers.submit(drawn, chart.draw(width), chart.says)
            self._ordered[key] = (chart, made)
        return self._ordered[key][1]
