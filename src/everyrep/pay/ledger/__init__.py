"""The ledger of pay: append-only, in two entries, exact, and never changed once locked."""

from everyrep.pay.ledger.adjusting import Adjustment, adjust, lock, parked
from everyrep.pay.ledger.asking import as_known, as_paid, balances, entries, moves, standing
from everyrep.pay.ledger.book import Book, Head, MemoryBook, Posting, Stamp, Stream, locked
from everyrep.pay.ledger.checking import check
from everyrep.pay.ledger.folder import FolderBook
from everyrep.pay.ledger.moves import Account, Reason
from everyrep.pay.ledger.periods import PayPeriod, pay_periods
from everyrep.pay.ledger.posting import AMOUNTS, Run, post, post_moves

__all__ = [
    "AMOUNTS",
    "Account",
    "Adjustment",
    "Book",
    "FolderBook",
    "Head",
    "MemoryBook",
    "PayPeriod",
    "Posting",
    "Reason",
    "Run",
    "Stamp",
    "Stream",
    "adjust",
    "as_known",
    "as_paid",
    "balances",
    "check",
    "entries",
    "lock",
    "locked",
    "moves",
    "parked",
    "pay_periods",
    "post",
    "post_moves",
    "standing",
]
