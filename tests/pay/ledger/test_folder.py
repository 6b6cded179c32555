"""A book in a folder is whole after whatever happens to the process that writes it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest

from everyrep.pay.ledger import FolderBook, as_known, as_paid, check, lock, post
from everyrep.values.errors import Busy, DataError
from tests.pay.ledger.books import FEBRUARY, JANUARY, RUN, amount, amounts

WRITER = """
import sys
from itertools import count
from pathlib import Path
from everyrep.pay.ledger import FolderBook, post
from tests.pay.ledger.books import JANUARY, RUN, amount, amounts

book = FolderBook(Path(sys.argv[1]))
print("ready", flush=True)
for step in count(book.head()[0] + 1):
    rows = [amount("ana", str(line), step) for line in range(40)]
    post(book, amounts(rows), RUN, JANUARY, 20485)
"""


def test_what_was_posted_is_there_when_the_folder_is_opened_again(tmp_path: Path) -> None:
    book = FolderBook(tmp_path / "book")
    post(book, amounts([amount("ana", "1", 100), amount("zoë", "2", -7)]), RUN, JANUARY, 20485)
    lock(book, JANUARY, 20486)
    again = FolderBook(tmp_path / "book")
    assert again.head() == book.head()
    assert as_paid(again, "January 2026").equals(as_paid(book, "January 2026"))
    assert post(again, amounts([amount("ana", "1", 100), amount("zoë", "2", -7)]),
                RUN, FEBRUARY, 20513).empty  # fmt: skip
    assert check(again) == 2


def test_the_same_postings_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        book = FolderBook(tmp_path / name)
        post(book, amounts([amount("ana", "1", 100)]), RUN, JANUARY, 20485)
        post(book, amounts([amount("ana", "1", 90)]), RUN, JANUARY, 20485)
    one, two = (
        {str(file.relative_to(tmp_path / name)): file.read_bytes()
         for file in (tmp_path / name).rglob("*.*")}
        for name in ("one", "two")
    )  # fmt: skip
    assert one == two
    assert len(one) == 4


def test_who_opened_it_before_sees_what_others_posted_and_is_not_let_in_between(
    tmp_path: Path,
) -> None:
    one, two = FolderBook(tmp_path), FolderBook(tmp_path)
    stale = two.head()[1]
    post(one, amounts([amount("ana", "1", 100)]), RUN, JANUARY, 20485)
    with pytest.raises(Busy):
        post(two, amounts([amount("ana", "1", 100)]), RUN, JANUARY, 20485, stale)
    assert post(two, amounts([amount("ana", "1", 100)]), RUN, JANUARY, 20485).empty


def test_of_many_that_post_at_once_each_amount_is_paid_once(tmp_path: Path) -> None:
    FolderBook(tmp_path)
    refused = []

    def work(payee: str) -> None:
        book = FolderBook(tmp_path)
        for step in range(1, 6):
            try:
                post(book, amounts([amount("ana", "1", step)]), RUN, JANUARY, 20485)
            except Busy:
                refused.append(payee)

    threads = [Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    book = FolderBook(tmp_path)
    check(book)
    assert len(as_known(book, "January 2026")) == 1
    assert 1 <= as_known(book, "January 2026")["minor"].iloc[0] <= 5


def test_an_edited_posting_is_refused(tmp_path: Path) -> None:
    book = FolderBook(tmp_path)
    post(book, amounts([amount("ana", "1", 100)]), RUN, JANUARY, 20485)
    stamp = tmp_path / "00000001" / "posting.json"
    said = json.loads(stamp.read_text(encoding="utf-8"))
    said["stamp"]["posted_in"] = "February 2026"
    stamp.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(DataError, match="does not say what was posted"):
        FolderBook(tmp_path)
    stamp.write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read"):
        FolderBook(tmp_path)


def test_an_amount_that_was_edited_in_its_file_is_refused(tmp_path: Path) -> None:
    book = FolderBook(tmp_path)
    post(book, amounts([amount("ana", "1", 100)]), RUN, JANUARY, 20485)
    file = tmp_path / "00000001" / "moves.parquet"
    pd.read_parquet(file).assign(minor=900).to_parquet(file)
    with pytest.raises(DataError, match="does not say what was posted"):
        FolderBook(tmp_path)
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(DataError, match="cannot be read"):
        FolderBook(tmp_path)


@pytest.mark.slow
def test_a_process_that_is_killed_leaves_the_state_before_or_after(tmp_path: Path) -> None:
    reached = 0
    for attempt in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(0.05 + 0.013 * attempt)
            writer.kill()
        book = FolderBook(tmp_path)
        number = book.head()[0]
        assert check(book) == number
        assert as_known(book, "January 2026")["minor"].tolist() == [number] * (40 if number else 0)
        assert number >= reached
        reached = number
    assert reached > 12
