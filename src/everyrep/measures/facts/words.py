"""Words as sources write them, brought to one form: "No answer" and "no_answer" are one word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

CONNECTED = ("connected", "answered", "conversation", "spoke", "talked", "reached")
NOT_CONNECTED = (
    "no_answer",
    "voicemail",
    "left_voicemail",
    "left_message",
    "left_live_message",
    "wrong_number",
    "bad_number",
    "busy",
    "no_connect",
    "not_connected",
    "not_reached",
    "missed",
)
HELD = ("held", "completed", "took_place", "attended", "done")
NO_SHOW = ("no_show", "noshow", "not_attended", "missed")
NOT_HELD = (*NO_SHOW, "rescheduled", "postponed", "cancelled", "canceled", "declined")


def plain_word(column: ir.StringValue) -> ir.StringValue:
    """A word in lower case, its parts joined by underscores."""
    return column.lower().replace(" ", "_").replace("-", "_")
