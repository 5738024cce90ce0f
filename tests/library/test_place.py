"""Is the reader's library looked for beside a bundle that is carried about, and in the user's folder otherwise?"""

import sys
from pathlib import Path

import pytest

from desktop_app.library.place import own_library


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return own_library()


@pytest.mark.parametrize(
    ("program", "beside"),
    [("stick/casebook/casebook", "stick/casebook"), ("stick/Casebook.app/Contents/MacOS/casebook", "stick")],
)
def test_a_folder_beside_the_bundle_is_used(
    at_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, beside: str
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / program))
    assert own_library() == at_home
    (tmp_path / beside / "library").mkdir(parents=True)
    assert own_library() == tmp_path / beside / "library" / "library.casebook"


def test_outside_a_bundle_no_folder_is_mistaken_for_one(
    at_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "library").mkdir()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert own_library() == at_home
