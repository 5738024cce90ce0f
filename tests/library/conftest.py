from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.library.library import Library


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.casebook"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library.open(path) as library:
        yield library
