"""Claims of articles, vendors and our own: registered, tested on a company's records, filed."""

from everyrep.evidence.claims.claimed import STATED, Claimed, stated
from everyrep.evidence.claims.keeping import add_claim, file_verdict, read_ledger
from everyrep.evidence.claims.ledger import Filed, Ledger
from everyrep.evidence.claims.own import of_ones_own
from everyrep.evidence.claims.testing import put_to_test
from everyrep.evidence.claims.verdict import NOT_YET, Judged, Verdict
from everyrep.evidence.claims.way import By, Way
from everyrep.evidence.claims.wording import in_words

__all__ = [
    "NOT_YET",
    "STATED",
    "By",
    "Claimed",
    "Filed",
    "Judged",
    "Ledger",
    "Verdict",
    "Way",
    "add_claim",
    "file_verdict",
    "in_words",
    "of_ones_own",
    "put_to_test",
    "read_ledger",
    "stated",
]
