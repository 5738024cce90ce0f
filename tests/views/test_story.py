"""The story: what is found in it, and what a click on it offers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind
from desktop_app.views.find_bar import FindBar, occurrences
from desktop_app.views.main_window import MainWindow
from desktop_app.views.notes import NoteCard

POTSDAM = "sino-soviet-border-1945"


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Lê Đức Thọ met Le Duc Tho", "le duc tho", ["Lê Đức Thọ", "Le Duc Tho"]),
        ("The break\nby chance", "break  by", ["break\nby"]),
        ("宋子文 and 蔣介石", "子文", ["子文"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("text", "  ", []),
    ],
)
def test_words_are_found_whatever_their_case_accents_and_spaces(text: str, words: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in occurrences(text, words)] == found


@given(st.text(max_size=40), st.text(max_size=5))
def test_positions_are_those_of_qt(before: str, words: str) -> None:
    text = f"{before} okapi {before}"
    units = text.encode("utf-16-le", "surrogatepass")
    found = [
        units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass") for start, end in occurrences(text, "OKAPI")
    ]
    assert "okapi" in found
    occurrences(text, words)


def find_bar(qtbot: QtBot, window: MainWindow) -> FindBar:
    window.page.story.setFocus()
    qtbot.keyClick(window.page.story, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bar = window.page.find_bar
    assert bar is not None
    assert bar.words.hasFocus()
    return bar


def test_ctrl_f_finds_steps_wraps_and_closes(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    bar, story = find_bar(qtbot, window), window.page.story
    qtbot.keyClicks(bar.words, "SOONG")
    assert story.textCursor().selectedText() == "Soong"
    _, total = bar.count.text().split(" of ")
    assert bar.count.text().startswith("1 of")
    assert len(story.extraSelections()) == int(total) > 3
    qtbot.keyClick(bar.words, Qt.Key.Key_Return)
    assert bar.count.text() == f"2 of {total}"
    second = story.textCursor().selectionStart()
    qtbot.keyClick(bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert story.textCursor().selectionStart() < second
    qtbot.keyClick(bar.words, Qt.Key.Key_Up)
    assert bar.count.text() == f"{total} of {total}"
    bar.words.clear()
    qtbot.keyClicks(bar.words, "no such words")
    assert bar.count.text() == "not in this story"
    assert not story.extraSelections()
    qtbot.keyClick(bar.words, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert story.hasFocus()


def test_the_words_are_looked_for_in_the_next_case_too(window: MainWindow, qtbot: QtBot) -> None:
    bar = find_bar(qtbot, window)
    qtbot.keyClicks(bar.words, "Yalta")
    assert " of " in bar.count.text()
    window.open_case(window.heads[5].slug)
    assert bar.count.text() == "not in this story"


@pytest.mark.parametrize("page", ["table", "sources"])
def test_ctrl_f_in_a_table_leads_to_its_filter(window: MainWindow, qtbot: QtBot, page: str) -> None:
    window.activateWindow()
    shown = window.page.opened(page)
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert shown.filter.hasFocus()  # type: ignore[attr-defined]
    assert window.page.page == page


def entry(menu: QMenu, words: str) -> QAction:
    (found,) = (action for action in menu.actions() if action.text() == words)
    return found


def test_the_menu_of_a_name_shows_it_and_writes_a_note_on_it(window: MainWindow) -> None:
    story = window.page.story
    entry(story.menu("casebook:actor/soong"), "Show T. V. Soong").trigger()
    assert window.selection.now.target == Target(POTSDAM, Kind.ACTOR, "soong")
    entry(story.menu("casebook:place/moscow"), "Write a note on Moscow…").trigger()
    assert window.side.notes.editor is not None
    assert window.side.notes.editor.target == Target(POTSDAM, Kind.PLACE, "moscow")
    entry(story.menu("case:13"), "Open this case").trigger()
    assert window.case is not None
    assert window.case.chapter == 13
    assert [action.text() for action in story.menu("").actions() if action.text()] == ["Copy", "Select all", "Find…"]


def test_the_menu_of_a_note_edits_copies_and_deletes_it(window: MainWindow, qtbot: QtBot) -> None:
    target = Target(POTSDAM, Kind.EVENT, "potsdam-conference")
    with window.library.change("Write") as change:
        change.add_note(target, "**Compare** the cable", ("border",))
    qtbot.waitUntil(lambda: bool(window.side.notes.findChildren(NoteCard)))
    (card,) = window.side.notes.findChildren(NoteCard)
    entry(card.menu(), "Copy as Markdown").trigger()
    assert QGuiApplication.clipboard().text() == "**Compare** the cable"
    entry(card.menu(), "All notes with #border").trigger()
    QApplication.activeModalWidget().close()
    entry(card.menu(), "Delete").trigger()
    assert not window.library.annotations()


def test_a_library_dropped_on_the_window_is_asked_for(window: MainWindow, qtbot: QtBot, tmp_path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "other.casebook"))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(window.library_wanted) as wanted:
        QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    assert wanted.args == [tmp_path / "other.casebook"]
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/x.casebook")])
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, web, left, none)
    QApplication.sendEvent(window, enter)
    assert not enter.isAccepted()
