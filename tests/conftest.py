"""No test needs a display or touches the reader's own library, settings and caches."""

import os
import tempfile
from pathlib import Path

import pytest

HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")

# Before Qt is imported anywhere.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# For what runs before the first test and between tests; each test then has a home of its own.
_OUTSIDE_TESTS = tempfile.TemporaryDirectory(prefix="casebook-tests-")
os.environ.update(dict.fromkeys(HOMES, _OUTSIDE_TESTS.name))
for _name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
    os.environ.pop(_name, None)  # then they lie in the home


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder during this test and in the programs that it starts: empty and forgotten afterwards."""
    folder = tmp_path_factory.mktemp("home")
    for name in HOMES:
        monkeypatch.setenv(name, str(folder))
    return folder
