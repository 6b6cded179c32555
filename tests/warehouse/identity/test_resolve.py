from __future__ import annotations

import duckdb
import pytest

from everyrep.warehouse.identity import resolve
from tests.warehouse.identity.mess import PROFILES, judge, make_mess


@pytest.mark.parametrize("seed", [1, 2])
def test_the_simulated_mess_of_a_thousand_is_resolved(seed: int) -> None:
    mess = make_mess(1000, PROFILES["mild"], seed)
    connection = duckdb.connect()
    connection.register("records", mess.records)

    verdict = judge(resolve(connection, "records").person_links, mess.truth)

    assert verdict.precision >= 0.998, verdict.wrong
    assert verdict.recall >= 0.9
