"""File > Back up a copy…, as a reader uses it: the menu, the dialog, the copy."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind
from desktop_app.library.library import Library
from desktop_app.views.main_window import MainWindow

PATIENCE_MS = 20_000
POTSDAM = "sino-soviet-border-1945"


def answer(path: Path) -> QTimer:
    """Give the name in the file dialog that is about to open."""
    waiting = QTimer(interval=20)

    def give() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            waiting.stop()
            name = dialog.findChild(QLineEdit)
            assert isinstance(name, QLineEdit)
            name.setText(str(path))
            dialog.accept()

    waiting.timeout.connect(give)
    waiting.start()
    return waiting


def test_the_library_is_copied_under_the_name_given(
    open_window: Callable[[], MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    with window.library.change("Write") as change:
        change.add_note(Target(POTSDAM, Kind.CASE, POTSDAM), "mine")
    copy = tmp_path / "copies" / "a copy.casebook"
    copy.parent.mkdir()
    waiting = answer(copy)
    window.actions_by_name["back-up"].trigger()
    assert not waiting.isActive()
    qtbot.waitUntil(copy.exists, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: str(copy) in window.status.said.text(), timeout=PATIENCE_MS)
    with Library.open(copy) as library:
        assert [note.text for note in library.annotations()] == ["mine"]
