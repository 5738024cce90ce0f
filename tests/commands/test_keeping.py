import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.commands import main
from desktop_app.library.library import Library
from desktop_app.library.place import own_library, with_folder


@pytest.fixture
def own(home: Path) -> Path:  # the library of the user that these tests are
    path = with_folder(own_library())
    assert path.is_relative_to(home)
    Library.open(path).close()
    return path


@pytest.mark.usefixtures("own")
def test_the_own_library_is_copied_and_the_copy_is_sound(tmp_path: Path, capsys, monkeypatch) -> None:
    copy = tmp_path / "a copy.casebook"
    assert main(["back-up", "--output", str(copy)]) == 0
    assert capsys.readouterr().out == f"{copy} written\n"
    monkeypatch.chdir(tmp_path)
    assert main(["back-up", "--library", copy.name, "--output", "of a copy.casebook"]) == 0
    assert capsys.readouterr().out == "of a copy.casebook written\n"
    assert main(["check-library", "--library", str(copy)]) == 0
    assert capsys.readouterr().out == f"{copy} is sound.\n"


def test_what_is_wrong_goes_to_standard_error(own: Path, tmp_path: Path, capsys) -> None:
    content = own.read_bytes()
    own.write_bytes(content[: len(content) // 2])
    assert main(["check-library"]) == 1
    assert "is damaged" in capsys.readouterr().err
    assert main(["back-up", "--output", str(tmp_path / "copy.casebook")]) == 1
    assert "--rescue" in capsys.readouterr().err
    assert not (tmp_path / "copy.casebook").exists()
    rescued = tmp_path / "rescued.casebook"
    assert main(["check-library", "--rescue", str(rescued)]) == 0
    assert main(["check-library", "--library", str(rescued)]) == 0


def test_there_is_no_library_and_none_is_made(tmp_path: Path, capsys) -> None:
    for command in (["check-library"], ["back-up", "--output", str(tmp_path / "x.casebook")]):
        assert main(command) == 1
        assert "There is no library" in capsys.readouterr().err
    assert not own_library().parent.exists()
    assert not (tmp_path / "x.casebook").exists()


def test_a_library_is_only_made_in_a_folder_that_is_there(tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "x.casebook"
    command = [sys.executable, "-m", "desktop_app", "notes", "--library", str(missing)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"coincidence-casebook: There is no folder {missing.parent}.")
    assert not missing.parent.exists()
