"""Paying: when what is earned is due, what is paid ahead of it, recovered and taken back."""

from everyrep.pay.paying.due import share_taken_back
from everyrep.pay.paying.keeping import deals_left, open_period, owed, post_calculation
from everyrep.pay.paying.out import EARNED, Opening, PaidOut, pay_out
from everyrep.pay.paying.releasing import release_days
from everyrep.pay.paying.settling import earned_of, opening_of, settle
from everyrep.pay.paying.stints import stints_of

__all__ = [
    "EARNED",
    "Opening",
    "PaidOut",
    "deals_left",
    "earned_of",
    "open_period",
    "opening_of",
    "owed",
    "pay_out",
    "post_calculation",
    "release_days",
    "settle",
    "share_taken_back",
    "stints_of",
]
