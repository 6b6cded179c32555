"""What everybody speaks: money, periods, ids, scope, clock, estimates and errors.

Names are looked up when they are first asked for, so that a command which only prints its help
does not pay for calendars and currencies.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from everyrep.values.clock import Clock, FixedClock, SystemClock
    from everyrep.values.currency import Currency
    from everyrep.values.errors import (
        Busy,
        DataError,
        EveryrepError,
        InternalError,
        MissingExtra,
        SettingsError,
        TerminalError,
        TransientError,
        UnknownName,
        UserError,
        near_names,
    )
    from everyrep.values.estimate import (
        Estimate,
        Grade,
        NotEstimable,
        Provenance,
        Reason,
        Value,
        as_number,
        check_unit,
        money_from_minor,
        unit_currency,
    )
    from everyrep.values.fiscal import FiscalCalendar, YearEnd
    from everyrep.values.ids import (
        AccountId,
        BuildId,
        LoadId,
        OpportunityId,
        PersonId,
        SnapshotId,
        TeamId,
        account_id,
        build_id,
        load_id,
        opportunity_id,
        person_id,
        ref,
        snapshot_id,
        split_ref,
        team_id,
    )
    from everyrep.values.money import CurrencyMismatch, Money, Rate, money_major
    from everyrep.values.period import Grain, Period, add_months, week_start
    from everyrep.values.rounding import Rounding, exact_fraction, round_exact
    from everyrep.values.scope import ABILITIES, Scope

__all__ = [
    "ABILITIES",
    "AccountId",
    "BuildId",
    "Busy",
    "Clock",
    "Currency",
    "CurrencyMismatch",
    "DataError",
    "Estimate",
    "EveryrepError",
    "FiscalCalendar",
    "FixedClock",
    "Grade",
    "Grain",
    "InternalError",
    "LoadId",
    "MissingExtra",
    "Money",
    "NotEstimable",
    "OpportunityId",
    "Period",
    "PersonId",
    "Provenance",
    "Rate",
    "Reason",
    "Rounding",
    "Scope",
    "SettingsError",
    "SnapshotId",
    "SystemClock",
    "TeamId",
    "TerminalError",
    "TransientError",
    "UnknownName",
    "UserError",
    "Value",
    "YearEnd",
    "account_id",
    "add_months",
    "as_number",
    "build_id",
    "check_unit",
    "exact_fraction",
    "load_id",
    "money_from_minor",
    "money_major",
    "near_names",
    "opportunity_id",
    "person_id",
    "ref",
    "round_exact",
    "snapshot_id",
    "split_ref",
    "team_id",
    "unit_currency",
    "week_start",
]

_HOME = {
    "clock": "Clock FixedClock SystemClock",
    "currency": "Currency",
    "errors": (
        "Busy DataError EveryrepError InternalError MissingExtra SettingsError TerminalError "
        "TransientError UnknownName UserError near_names"
    ),
    "estimate": (
        "Estimate Grade NotEstimable Provenance Reason Value as_number check_unit "
        "money_from_minor unit_currency"
    ),
    "fiscal": "FiscalCalendar YearEnd",
    "ids": (
        "AccountId BuildId LoadId OpportunityId PersonId SnapshotId TeamId account_id "
        "build_id load_id opportunity_id person_id ref snapshot_id split_ref team_id"
    ),
    "money": "CurrencyMismatch Money Rate money_major",
    "period": "Grain Period add_months week_start",
    "rounding": "Rounding exact_fraction round_exact",
    "scope": "ABILITIES Scope",
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """Import the module a public name lives in, and keep the name."""
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
