"""Which module each public name lives in; `__init__.pyi` says the same to the type checker."""

from __future__ import annotations

from everyrep.values.lookup import Doors

_HOME = {
    "plan.reading": "PlanError read_plan",
    "plan": "Plan",
    "plan.linting": "Complexity Doubt Weight complexity lint",
    "plan.wording": "difference written",
    "facts": "Facts Gathered Left",
    "facts.gathering": "gather gathered",
    "calculation.calculate": "Calculation calculate",
    "calculation.amounts": "amounts",
    "examples": "Difference Outcome run_examples",
    "explanation": "Step explain keys_about",
    "ledger": "Adjustment Book FolderBook MemoryBook PayPeriod Run adjust as_known as_paid balances"
    " check entries lock locked parked pay_periods post",
    "paying": "PaidOut deals_left earned_of open_period opening_of owed pay_out post_calculation"
    " release_days settle stints_of",
    "templates": "template template_names",
    "whatif": "Comparison Replay compare",
    "facts.given": "Given",
    "alignment": "Alignment align read_gaps read_strategy",
    "gaming": "Finding probe",
    "changes": "Attribution Inputs why",
    "accounts": "amortise journal payroll reconcile",
}
_DOORS = Doors("everyrep.pay", _HOME)
load_name, public_names = _DOORS.load_name, _DOORS.public_names
