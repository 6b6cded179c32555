"""Options out of range are refused in words that say what to do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from everyrep.sources.simulated.options import Options, Scale, Traps
from everyrep.values.errors import SettingsError


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"people": 5}, "people is 5, below 20"),
        ({"months": 2}, "months is 2, below 6"),
        ({"end": date(2026, 7, 15)}, "Use the first day of a month, such as 2026-07-01"),
        ({"form": "xml"}, "Use 'export' or 'parquet'"),
    ],
)
def test_options_out_of_range_are_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        Options(**options)


def test_a_negative_scale_is_refused() -> None:
    with pytest.raises(SettingsError, match="activities_per_deal is -1"):
        Scale(activities_per_deal=-1)


def test_all_traps_are_on_by_default_and_none_in_none() -> None:
    assert all(vars(Traps()).values())
    assert not any(vars(Traps.none()).values())
