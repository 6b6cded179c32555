"""All that pay keeps in the app's database, for Django to find."""

from __future__ import annotations

from everyrep.faces.web.pay.models_book import BookMove, BookPosting
from everyrep.faces.web.pay.models_plans import Acceptance, Approval, Member, PlanVersion
from everyrep.faces.web.pay.models_runs import (
    Dispute,
    DraftPosting,
    ManualAdjustment,
    Payslip,
    Run,
    RunInput,
    RunPart,
)

__all__ = [
    "Acceptance",
    "Approval",
    "BookMove",
    "BookPosting",
    "Dispute",
    "DraftPosting",
    "ManualAdjustment",
    "Member",
    "Payslip",
    "PlanVersion",
    "Run",
    "RunInput",
    "RunPart",
]
