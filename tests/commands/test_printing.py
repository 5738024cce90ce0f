import subprocess
import sys

import pytest

from desktop_app.commands import main


@pytest.mark.parametrize("size", ["99999x99999", "0x0", "1400", "x", "-1400x900", "1400x900x2"])
def test_a_size_that_is_none_is_refused_and_the_file_stays(tmp_path, capsys, size):
    there = tmp_path / "there.png"
    there.write_bytes(b"as it was")
    with pytest.raises(SystemExit) as end:
        main(["picture", "--case", "14", "--output", str(there), f"--size={size}"])
    assert end.value.code == 2
    assert size in capsys.readouterr().err
    assert there.read_bytes() == b"as it was"


def test_home_is_drawn_without_pages(tmp_path, capsys):
    assert main(["picture", "--case", "home", "--page", "table", "--output", str(tmp_path / "x.png")]) == 1
    assert "Home has no pages" in capsys.readouterr().err
    assert not any(tmp_path.iterdir())


def test_a_picture_is_drawn_without_a_word(tmp_path):
    output = tmp_path / "home.png"
    command = [sys.executable, "-m", "desktop_app", "picture", "--case", "home", "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert output.read_bytes().startswith(b"\x89PNG")


def test_what_else_qt_says_is_still_said():
    program = (
        "from desktop_app.commands.drawing import off_screen; off_screen();"
        "from PySide6.QtCore import qWarning; qWarning('something is wrong')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == "something is wrong\n"
