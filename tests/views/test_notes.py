"""Notes and tags on anything that can be selected."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.titles import title_of
from desktop_app.views.all_notes import SHOWN, AllNotes
from desktop_app.views.main_window import MainWindow
from desktop_app.views.notes import NoteCard, NoteEditor

POTSDAM = "sino-soviet-border-1945"


def target_of(case: Case, kind: Kind) -> Target:
    parts = {
        Kind.EVENT: case.events,
        Kind.ACTOR: case.actors,
        Kind.PLACE: case.places,
        Kind.STAY: case.stays,
        Kind.LINK: case.links,
        Kind.HYPOTHESIS: case.hypotheses,
        Kind.EVIDENCE: case.evidence,
        Kind.SOURCE: case.sources,
    }
    return Target(case.slug, kind, parts[kind][0].key if kind in parts else case.slug)


def editor_of(qtbot: QtBot, window: MainWindow) -> NoteEditor:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_N)
    editor = window.side.notes.editor
    assert editor is not None
    qtbot.waitUntil(editor.tags.isVisible)
    return editor


@pytest.mark.parametrize("kind", Kind)
def test_a_note_on_any_kind_of_thing_is_kept_with_it_and_found_among_all(
    window: MainWindow, qtbot: QtBot, kind: Kind
) -> None:
    assert window.case is not None
    target = target_of(window.case, kind)
    window.pick(target)
    editor = editor_of(qtbot, window)
    qtbot.keyClicks(editor.text, "Look again")
    qtbot.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(window.side.notes.findChildren(NoteCard)))
    (note,) = window.library.annotations()
    assert note.target == target
    assert (kind, target.key) in window._noted()
    window.act("all-notes")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AllNotes)
    assert dialog.count.text() == "1 note"
    (card,) = dialog.findChildren(NoteCard)
    where = card.findChildren(QLabel)[0].text()
    assert f"{wording.kind(kind)}: {title_of(window.case, target)}" in where
    window.pick(Target(POTSDAM, Kind.CASE, POTSDAM) if kind != Kind.CASE else target_of(window.case, Kind.EVENT))
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert window.selection.now.target == target


def test_a_tag_is_completed_from_those_used_before(window: MainWindow, qtbot: QtBot) -> None:
    with window.library.change("Write") as change:
        change.add_note(Target(POTSDAM, Kind.CASE, POTSDAM), "One", ("border", "archives"))
    editor = editor_of(qtbot, window)
    qtbot.keyClicks(editor.text, "Two")
    qtbot.keyClick(editor.text, Qt.Key.Key_Tab)
    assert editor.tags.hasFocus()
    qtbot.keyClicks(editor.tags, "new #bo")
    popup = editor.tags.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert editor.tags.text() == "new #border"
    assert window.side.notes.editor is editor
    qtbot.waitUntil(lambda: not popup.isVisible())
    qtbot.keyClick(editor.tags, Qt.Key.Key_Tab)
    assert window.side.verdict.scale.hasFocus()  # what comes next as one reads
    assert {note.tags for note in window.library.annotations()} == {("new", "border"), ("border", "archives")}
    assert window.library.tags() == {"archives": 1, "border": 2, "new": 1}


def test_the_editor_is_in_view_and_stays_so_as_it_grows(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 700)
    editor = editor_of(qtbot, window)

    def all_in_view() -> bool:
        return editor.visibleRegion().boundingRect().height() == editor.height()

    qtbot.waitUntil(all_in_view)
    before = editor.height()
    for line in range(6):
        qtbot.keyClicks(editor.text, f"* line {line}")
        qtbot.keyClick(editor.text, Qt.Key.Key_Return)
    assert editor.preview.isVisible()
    qtbot.waitUntil(lambda: editor.height() > before)
    qtbot.waitUntil(all_in_view)


def test_the_last_of_all_notes_is_no_taller_than_its_text(window: MainWindow, qtbot: QtBot) -> None:
    with window.library.change("Write") as change:
        for text in ("One", "Two"):
            change.add_note(Target(POTSDAM, Kind.CASE, POTSDAM), text, ())
    window.act("all-notes")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AllNotes)
    cards = dialog.findChildren(NoteCard)
    qtbot.waitUntil(lambda: all(card.height() > 10 for card in cards))
    assert all(first.height() == second.height() for first, second in pairwise(cards))
    dialog.close()


def test_notes_are_found_by_words_and_by_tag(open_window: Callable[[], MainWindow], qtbot: QtBot) -> None:
    window = open_window()
    with window.library.change("Write") as change:
        change.add_note(Target(POTSDAM, Kind.ACTOR, "soong"), "Lê Đức Thọ", ("border",))
        change.add_note(Target(POTSDAM, Kind.CASE, POTSDAM), "The cable", ("to-check",))
    window.show_all_notes("border")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AllNotes)

    def shown() -> list[str]:
        return [card.note.text for card in dialog.findChildren(NoteCard) if card.isVisibleTo(dialog)]

    assert shown() == ["Lê Đức Thọ"]
    dialog.tag.setCurrentIndex(0)
    qtbot.keyClicks(dialog.words, "duc tho")
    qtbot.waitUntil(lambda: shown() == ["Lê Đức Thọ"])
    dialog.words.setText("nowhere")
    qtbot.waitUntil(lambda: not shown())
    assert dialog.count.text() == "0 notes"
    dialog.close()


def test_notes_are_shown_a_few_at_a_time_and_found_by_what_they_are_on(window: MainWindow, qtbot: QtBot) -> None:
    assert window.case is not None
    with window.library.change("Write") as change:
        for number in range(SHOWN):
            change.add_note(Target(POTSDAM, Kind.CASE, POTSDAM), f"Note {number}", ())
        change.add_note(Target(POTSDAM, Kind.ACTOR, "stalin"), "The oldest", ())
        change.add_note(Target(POTSDAM, Kind.CASE, POTSDAM), "The newest", ())
    window.show_all_notes()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AllNotes)

    def shown() -> int:
        return len([card for card in dialog.findChildren(NoteCard) if card.isVisibleTo(dialog)])

    assert shown() == SHOWN
    assert dialog.count.text() == f"{SHOWN + 2} notes"
    (more,) = (each for each in dialog.findChildren(QToolButton) if each.text() == "Show 2 more")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown() == SHOWN + 2)
    qtbot.keyClicks(dialog.words, "joseph stalin")
    qtbot.waitUntil(lambda: shown() == 1)
    dialog.close()
