"""What the same panel in polars and in pandas has in common: words, and measures made of others."""

from __future__ import annotations

from datetime import date
from typing import Any

KEYS = ["person_id", "month"]
DIALLED = ["Connected", "No Answer", "Left Message"]
CLOSED = ["Closed Won", "Closed Lost"]
KINDS = ("call", "email", "meeting", "demo", "proposal")
FAR = date(9999, 12, 31)


def same(column: Any) -> dict[str, Any]:
    """Columns that are other ones under another name, or sums of two."""
    closed, met = column("won_deals") + column("lost_deals"), "meeting_held_rate"
    held = column(met) + column("no_show_rate")
    return {
        "win_rate": column("won_deals"),
        "win_rate_m": closed,
        "average_deal_size": column("bookings"),
        "average_deal_size_m": column("won_deals"),
        "average_lost_size_m": column("lost_deals"),
        "win_rate_by_amount": column("bookings"),
        "win_rate_by_amount_m": column("bookings") + column("average_lost_size"),
        "won_cycle_m": column("won_deals"),
        "new_business_share_m": column("opportunities_created"),
        f"{met}_m": held,
        "no_show_rate_m": held,
        "deal_activity_share_m": column("activities"),
        "meetings_per_rep_week_m": column("calls_per_rep_week_m"),
        "selling_minutes_per_rep_week_m": column("calls_per_rep_week_m"),
        "time_in_stage_m": column("stage_conversion_m"),
    }
