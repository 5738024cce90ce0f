"""What is typed is never lost, whatever the disk does."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind
from desktop_app.library.library import Library
from desktop_app.views import keeping, leaving
from desktop_app.views.main_window import MainWindow
from desktop_app.views.notes import NoteEditor

PATIENCE_MS = 20_000
POTSDAM = "sino-soviet-border-1945"


def begin_note(qtbot: QtBot, window: MainWindow, text: str) -> NoteEditor:
    qtbot.keyClick(window.page.story, Qt.Key.Key_N)
    editor = window.side.notes.editor
    assert editor is not None
    qtbot.keyClicks(editor.text, text)
    return editor


def message(qtbot: QtBot) -> QMessageBox:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox), timeout=PATIENCE_MS)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    return box


def press(qtbot: QtBot, box: QMessageBox, words: str) -> None:
    (wanted,) = (button for button in box.buttons() if button.text() == words)
    qtbot.mouseClick(wanted, Qt.MouseButton.LeftButton)


def fill(window: MainWindow) -> None:
    """Make the disk full from inside: no public way leads there."""
    (pages,) = window.library._connection.execute("PRAGMA page_count").fetchone()
    window.library._connection.execute(f"PRAGMA max_page_count = {pages}")


def make_room(window: MainWindow) -> None:
    window.library._connection.execute("PRAGMA max_page_count = 1000000")


LONG = "long " * 20_000


def test_a_full_disk_is_told_once_and_what_is_typed_is_kept_as_soon_as_there_is_room(
    window: MainWindow, qtbot: QtBot, monkeypatch
) -> None:
    monkeypatch.setattr(keeping, "AGAIN_MS", 50)
    fill(window)
    told: list[object] = []
    window.side.notes.failed.connect(told.append)
    editor = begin_note(qtbot, window, "")
    editor.text.setPlainText(LONG)
    message(qtbot).close()
    assert window.status.saved.text() == "Not saved"
    assert editor.keeping.isVisible()
    qtbot.keyClicks(editor.text, "and more")
    qtbot.waitUntil(lambda: not editor.keeping.is_due or editor.keeping.trouble is not None)
    assert not editor.flush()
    assert len(told) == 1
    make_room(window)
    with qtbot.waitSignal(editor.kept, timeout=PATIENCE_MS):
        pass
    assert not editor.keeping.isVisible()
    assert window.status.saved.text().startswith("Saved ")
    (note,) = window.library.annotations()
    assert note.text == editor.text.toPlainText()
    assert note.text.startswith("and more") or note.text.endswith("and more")


def test_a_note_that_could_not_be_kept_stays_and_says_what_it_is_on(window: MainWindow, qtbot: QtBot) -> None:
    fill(window)
    editor = begin_note(qtbot, window, "")
    editor.text.setPlainText(LONG)
    message(qtbot).close()
    window.pick(Target(POTSDAM, Kind.ACTOR, "soong"))
    assert window.side.notes.editor is editor
    assert editor._elsewhere.text() == "On Potsdam Conference"
    make_room(window)
    qtbot.keyClick(editor.text, Qt.Key.Key_Escape)
    assert window.side.notes.editor is None
    (note,) = window.library.annotations()
    assert note.target == Target(POTSDAM, Kind.EVENT, "potsdam-conference")


def test_who_closes_the_window_may_stay_or_go_without_what_cannot_be_kept(
    open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    fill(window)
    editor = begin_note(qtbot, window, "")
    editor.text.setPlainText(LONG)
    message(qtbot).close()
    window.close()
    assert window.isVisible()
    box = message(qtbot)
    assert "full" in box.text()
    press(qtbot, box, "Stay")
    assert window.isVisible()
    assert editor.text.toPlainText() == LONG
    window.close()
    press(qtbot, message(qtbot), "Discard it")
    assert not window.isVisible()
    again = open_window()
    assert not again.library.read_only
    assert not again.library.annotations()


def test_what_cannot_be_kept_may_be_written_elsewhere(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    fill(window)
    editor = begin_note(qtbot, window, "")
    editor.text.setPlainText(LONG + "end")
    editor.tags.setText("#border")
    message(qtbot).close()
    window.close()
    message(qtbot).close()
    leaving.write_and_close(window, tmp_path / "no folder" / "note.md")
    assert "no folder" in message(qtbot).text()
    assert window.isVisible()
    message(qtbot).close()
    leaving.write_and_close(window, tmp_path / "note.md")
    assert (tmp_path / "note.md").read_text() == f"{LONG}end\n\n#border\n"
    assert not window.isVisible()


def test_a_library_that_was_moved_away_is_told_and_taken_up_again(
    window: MainWindow, qtbot: QtBot, library_file: Path
) -> None:
    aside = library_file.with_name("aside")
    library_file.rename(aside)
    editor = begin_note(qtbot, window, "Written meanwhile")
    box = message(qtbot)
    assert "moved or deleted" in box.text()
    box.close()
    aside.rename(library_file)
    assert editor.flush()
    assert [note.text for note in window.library.annotations()] == ["Written meanwhile"]


def test_another_program_that_holds_the_library_is_told_and_waited_for(
    window: MainWindow, qtbot: QtBot, library_file: Path, monkeypatch
) -> None:
    monkeypatch.setattr(keeping, "AGAIN_MS", 50)
    other = sqlite3.connect(library_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    editor = begin_note(qtbot, window, "Written meanwhile")
    box = message(qtbot)
    assert "Another program" in box.text()
    box.close()
    other.execute("ROLLBACK")
    other.close()
    with qtbot.waitSignal(editor.kept, timeout=PATIENCE_MS):
        pass
    assert [note.text for note in window.library.annotations()] == ["Written meanwhile"]


def test_a_verdict_that_could_not_be_kept_is_kept_later(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window.side.verdict.scale, Qt.Key.Key_7)
    assert window.side.flush()
    fill(window)
    window.side.verdict.why.setPlainText(LONG)
    message(qtbot).close()
    assert window.status.saved.text() == "Not saved"
    assert "70 of 100" in window.side.typed
    make_room(window)
    assert window.side.flush()
    assert window.status.saved.text().startswith("Saved ")
    (verdict,) = window.library.verdicts()
    assert verdict.reason == LONG


def test_all_is_kept_before_the_library_is_closed(
    open_window: Callable[[], MainWindow], library_file: Path, qtbot: QtBot
) -> None:
    window = open_window()
    begin_note(qtbot, window, "Last words")
    qtbot.keyClick(window.side.verdict.scale, Qt.Key.Key_3)
    window.close()
    with Library.open(library_file) as library:
        assert [note.text for note in library.annotations()] == ["Last words"]
        assert [verdict.value for verdict in library.verdicts()] == [30]
