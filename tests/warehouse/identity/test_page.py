"""The page of the package: its example runs and gives what it promises."""

from __future__ import annotations

import re
from pathlib import Path

from everyrep.warehouse import identity


def test_the_example_of_the_page_runs() -> None:
    page = Path(identity.__file__).with_name("docs.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, object] = {}

    exec(code, names)

    resolution = names["resolution"]
    assert isinstance(resolution, identity.Resolution)
    assert set(resolution.person_links["person_id"].to_pylist()) == {"person:hr:9"}
    for table, columns in (
        (resolution.person_links, "ref, person_id, how, score, margin"),
        (resolution.identity_queue, "left_ref, right_ref, score, margin, why, kind"),
    ):
        assert ", ".join(table.column_names) == columns
        assert columns in page
