"""One window for each library: a second start brings the first to the front, and reads where nobody answers."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app import front
from desktop_app.library.library import Library
from desktop_app.views import foremost
from desktop_app.views.main_window import MainWindow
from desktop_app.views.opening import Waiting

ROOT = Path(__file__).parents[2]
PATIENCE_MS = 20_000


def start(*arguments: object, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "desktop_app", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=-1, stderr=-1, text=True)


@pytest.fixture
def answering(open_window: Callable[[], MainWindow], library_file: Path) -> Iterator[MainWindow]:
    window = open_window()
    foremost.answer(window, library_file)
    yield window
    window.close()
    front.leave(library_file)


def test_a_second_start_brings_the_window_to_the_front_and_ends(
    answering: MainWindow, library_file: Path, qtbot: QtBot
) -> None:
    answering.setWindowState(Qt.WindowState.WindowMinimized)
    second = start("--library", library_file, XDG_ACTIVATION_TOKEN="token-7")
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE_MS)
    assert (second.returncode, *second.communicate()) == (0, "", "")
    assert not answering.isMinimized()
    assert os.environ.pop("XDG_ACTIVATION_TOKEN") == "token-7"
    assert not list(front.meeting_place(library_file).iterdir())


def test_by_whatever_name_the_library_is_asked_for(answering: MainWindow, library_file: Path, qtbot: QtBot) -> None:
    link = library_file.with_name("another name.casebook")
    link.symlink_to(library_file)
    answering.setWindowState(Qt.WindowState.WindowMinimized)
    second = start(link)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE_MS)
    assert second.communicate() == ("", "")
    assert not answering.isMinimized()


READ = """
import sys
from pathlib import Path
from desktop_app import front
from desktop_app.library.library import Library
path = Path(sys.argv[1])
print(front.ask(path, seconds=float(sys.argv[2])))
print(Library.open(path).why_read_only)
"""


def second_program(path: Path, seconds: float, home: Path | None = None) -> list[str]:
    environment = os.environ | ({"HOME": str(home), "LOCALAPPDATA": str(home)} if home else {})
    command = [sys.executable, "-c", READ, str(path), str(seconds)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_where_nobody_answers_the_second_program_reads_and_says_so(library_file: Path) -> None:
    with Library.open(library_file):
        front.prepare(library_file)  # a window that hangs
        asked, why = second_program(library_file, 0.2)
    assert asked == "False"
    assert "open in another program" in why
    assert not list(front.meeting_place(library_file).iterdir())


def test_another_user_is_not_kept_waiting(answering: MainWindow, library_file: Path, tmp_path: Path) -> None:
    answering.setWindowState(Qt.WindowState.WindowMinimized)
    asked, why = second_program(library_file, 3600, tmp_path / "another home")
    assert asked == "False"
    assert "open in another program" in why
    assert answering.isMinimized()


def test_a_place_that_a_killed_program_left_keeps_nobody_waiting(library_file: Path) -> None:
    Library.open(library_file).close()
    front.prepare(library_file)
    library_file.with_name(f"{library_file.name}.lock").touch()
    assert second_program(library_file, 3600) == ["False", ""]


def test_what_another_hand_left_there_is_not_answered(answering: MainWindow, library_file: Path) -> None:
    answering.setWindowState(Qt.WindowState.WindowMinimized)
    place = front.meeting_place(library_file)
    for number, content in enumerate(('{"library": "/elsewhere", "token": ""}', "{", "[]", '{"library": 1}')):
        (place / f"{number}.ask").write_text(content, encoding="utf-8")
    assert list(front.requests(library_file)) == []
    QApplication.processEvents()
    assert answering.isMinimized()
    assert len(list(place.iterdir())) == 4


def test_a_window_that_was_closed_answers_no_more(answering: MainWindow, library_file: Path) -> None:
    answering.close()
    with Library.open(library_file):
        assert second_program(library_file, 0.2)[0] == "False"


@pytest.mark.parametrize("until", ["window", "storyline"])
def test_a_measured_start_leaves_nothing_behind(library_file: Path, until: str) -> None:
    program = start("--library", library_file, "--until", until)
    program.communicate()
    assert program.returncode == 0
    assert os.listdir(library_file.parent) == [library_file.name]
    assert not front.meeting_place(library_file).exists()


# While a library is brought up to date


@pytest.mark.usefixtures("qtbot")
def test_what_takes_long_says_how_far_it_is() -> None:
    waiting = Waiting(patience_seconds=0)
    for share in (0.0, 0.25, 0.5):
        waiting.step(share)
        assert waiting.shown is not None
        assert waiting.shown.isVisible()
        assert waiting.shown.value() == round(100 * share)
    assert "brought up to date" in waiting.shown.labelText()
    waiting.close()
    assert waiting.shown is None


def test_what_is_soon_done_shows_nothing() -> None:
    waiting = Waiting(patience_seconds=3600)
    waiting.step(0.5)
    assert waiting.shown is None
    waiting.close()
