"""Of a simulated company: estimates beside what is known."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from everyrep.analysis.known_truth import beside_truth
from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.api.operations import operation
from everyrep.faces.web.api.shapes import Estimated, built, measured
from everyrep.faces.web.pages.truth_file import known_truth

router = Router(tags=["The known truth"])


class BesideTruth(Schema):
    """An estimate beside the truth."""

    measure: str
    stage: str = Field(description="Where it is of one; else empty.")
    estimate: Estimated
    truth: float
    inside: bool | None = Field(description="Whether the range holds the truth.")


class Truth(Schema):
    """All of which the truth is known."""

    items: list[BesideTruth]


@operation(router, "GET", "/truth", area="truth", answers=Truth, problems=(404, 409))
def truth(request: HttpRequest) -> Truth:
    """Estimates beside the truth, where the company is simulated."""
    warehouse = built(request)
    acting: Acting = request.acting  # type: ignore[attr-defined]
    known = known_truth() if warehouse.settings.simulated else None
    if known is None:
        raise Http404
    return Truth(
        items=[
            BesideTruth(
                measure=one.measure,
                stage=one.group,
                estimate=measured(one.estimate, warehouse.snapshot),
                truth=one.truth,
                inside=one.inside,
            )
            for one in beside_truth(warehouse, known, acting.scope)
        ]
    )
