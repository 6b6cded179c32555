"""Real tables, loaded through the example mappings as a user would load them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.known_answers.loaded import Loaded, load

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "examples" / "mappings"


@pytest.fixture(scope="module")
def loading(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], Loaded]:
    """Loads a folder of real tables through the mappings of an example."""

    def by_example(example: str, folder: str) -> Loaded:
        return load(tmp_path_factory.mktemp(example), EXAMPLES / example, shared_data / folder)

    return by_example
