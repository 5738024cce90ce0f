"""The window, driven as a reader drives it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind, Sureness
from desktop_app.library.library import Library
from desktop_app.views.commanded import export_to
from desktop_app.views.home import LinkRow
from desktop_app.views.main_window import MainWindow
from desktop_app.views.notes import NoteCard

PATIENCE_MS = 20_000
POTSDAM = "sino-soviet-border-1945"
Open = Callable[[], MainWindow]


def write_note(qtbot: QtBot, window: MainWindow, text: str, tags: str = "") -> None:
    """By the keys a reader presses: N, the text, Tab, the tags, Return."""
    window.page.story.setFocus()
    qtbot.keyClick(window.page.story, Qt.Key.Key_N)
    editor = window.side.notes.editor
    assert editor is not None
    qtbot.keyClicks(editor.text, text)
    if tags:
        qtbot.keyClicks(editor.tags, tags)
        qtbot.keyClick(editor.tags, Qt.Key.Key_Return)
    else:
        qtbot.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def judge(qtbot: QtBot, window: MainWindow, share: float) -> None:
    """By a click on the scale."""
    scale = window.side.verdict.scale
    window.side.ensureWidgetVisible(scale)
    at = QPoint(round(9 + (scale.width() - 18) * share), scale.height() // 2)
    with qtbot.waitSignal(window.side.verdict.kept):
        qtbot.mouseClick(scale, Qt.MouseButton.LeftButton, pos=at)


def cards(qtbot: QtBot, window: MainWindow, *texts: str) -> list[NoteCard]:
    """The cards on the screen, once they show these texts: Qt shows new widgets a moment later."""

    def shown() -> list[NoteCard]:
        return [card for card in window.side.notes.findChildren(NoteCard) if card.isVisible()]

    qtbot.waitUntil(lambda: [card.note.text for card in shown()] == list(texts), timeout=5000)
    return shown()


def test_a_first_start_opens_the_potsdam_break(window: MainWindow) -> None:
    assert window.windowTitle() == "14 · Secret Negotiations of the Sino-Soviet Border (1945) – Coincidence Casebook"
    assert "flew home to" in window.page.story.toPlainText()
    assert window.side.inspector.title.text() == "Potsdam Conference"


def test_every_case_opens_by_a_click_in_the_list(window: MainWindow, qtbot: QtBot) -> None:
    cases = window.cases
    for row, head in enumerate(window.heads):
        index = cases.model.index(row)
        cases.list.scrollTo(index)
        qtbot.mouseClick(cases.list.viewport(), Qt.MouseButton.LeftButton, pos=cases.list.visualRect(index).center())
        assert window.case is not None
        assert window.case.slug == head.slug
        assert window.page.title.text() == window.case.heading
        assert window.case.question in window.page.question.text()
    assert len(window.heads) == 21


def test_the_list_is_filtered_by_a_person_or_a_place(window: MainWindow, qtbot: QtBot) -> None:
    def shown() -> set[int | None]:
        return {head.chapter for row, head in enumerate(window.heads) if not window.cases.list.isRowHidden(row)}

    qtbot.keyClicks(window.cases.filter, "soong")
    assert 14 in shown()
    assert 19 not in shown()
    window.cases.filter.clear()
    qtbot.keyClicks(window.cases.filter, "no such name")
    assert not shown()
    assert window.cases.nothing.isVisible()
    window.cases.filter.clear()
    assert len(shown()) == 21


def test_a_note_is_kept_shown_and_still_there_after_a_restart(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    write_note(qtbot, window, "Compare the cable of 19 July.", "#border to-check")
    cards(qtbot, window, "Compare the cable of 19 July.")
    assert window.status.saved.text().startswith("Saved ")
    window.close()
    again = open_window()
    cards(qtbot, again, "Compare the cable of 19 July.")
    (note,) = again.library.annotations()
    assert note.tags == ("border", "to-check")
    assert note.target == Target(POTSDAM, Kind.EVENT, "potsdam-conference")


def test_a_note_is_kept_half_a_second_after_the_last_key(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window.page.story, Qt.Key.Key_N)
    assert window.side.notes.editor is not None
    with qtbot.waitSignal(window.side.notes.editor.kept, timeout=5000):
        qtbot.keyClicks(window.side.notes.editor.text, "Unfinished")
    assert [note.text for note in window.library.annotations()] == ["Unfinished"]


def test_what_is_being_typed_is_kept_on_quitting(window: MainWindow, qtbot: QtBot, library_file: Path) -> None:
    qtbot.keyClick(window.page.story, Qt.Key.Key_N)
    assert window.side.notes.editor is not None
    qtbot.keyClicks(window.side.notes.editor.text, "Last words")
    window.close()
    with Library.open(library_file) as library:
        assert [note.text for note in library.annotations()] == ["Last words"]


def test_one_sitting_at_a_note_is_one_step_of_undo_also_after_a_restart(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    qtbot.keyClick(window.page.story, Qt.Key.Key_N)
    editor = window.side.notes.editor
    assert editor is not None
    for words in ("First", " and second"):
        with qtbot.waitSignal(editor.kept, timeout=5000):
            qtbot.keyClicks(editor.text, words)
    window.close()
    again = open_window()
    again.page.story.setFocus()
    qtbot.keyClick(again.page.story, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not again.library.annotations()
    cards(qtbot, again)
    qtbot.keyClick(
        again.page.story, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    cards(qtbot, again, "First and second")


def test_inside_a_text_undo_takes_back_typing_not_the_last_saved_change(window: MainWindow, qtbot: QtBot) -> None:
    write_note(qtbot, window, "Saved")
    qtbot.keyClick(window.page.story, Qt.Key.Key_N)
    editor = window.side.notes.editor
    assert editor is not None
    qtbot.keyClicks(editor.text, "typed")
    qtbot.keyClick(editor.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text.toPlainText() == ""
    assert [note.text for note in window.library.annotations()] == ["Saved"]


def test_a_note_is_edited_and_deleted_from_its_card(window: MainWindow, qtbot: QtBot) -> None:
    write_note(qtbot, window, "Frist")
    (card,) = cards(qtbot, window, "Frist")
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    editor = window.side.notes.editor
    assert editor is not None
    editor.text.selectAll()
    qtbot.keyClicks(editor.text, "First")
    qtbot.keyClick(editor.text, Qt.Key.Key_Escape)
    cards(qtbot, window, "First")
    (card,) = cards(qtbot, window, "First")
    qtbot.keyClick(card, Qt.Key.Key_Delete)
    cards(qtbot, window)
    assert window.library.undo_name == "Delete a note"


def test_there_is_no_verdict_until_the_reader_gives_one(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.side.verdict
    assert not panel.scale.judged
    assert not window.library.verdicts()
    judge(qtbot, window, 0.62)
    (verdict,) = window.library.verdicts()
    assert verdict.value is not None
    assert abs(verdict.value - 62) <= 1
    assert verdict.sureness == Sureness.GUESS  # nobody is made surer than he said


def test_a_verdict_gets_its_reason_and_its_sureness_and_survives_a_restart(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    judge(qtbot, window, 0.62)
    panel = window.side.verdict
    qtbot.mouseClick(panel.sureness.button(2), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.kept, timeout=5000):
        qtbot.keyClicks(panel.why, "The break made the visit possible.")
    window.close()
    again = open_window()
    (verdict,) = again.library.verdicts()
    assert (verdict.sureness, verdict.reason) == (Sureness.CERTAIN, "The break made the visit possible.")
    assert again.side.verdict.scale.judged
    assert again.side.verdict.scale.value() == verdict.value
    assert again.side.verdict.why.toPlainText() == verdict.reason


def test_a_verdict_is_withdrawn_and_a_later_sitting_keeps_the_earlier_one(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    judge(qtbot, window, 0.2)
    window.close()
    again = open_window()
    judge(qtbot, again, 0.8)
    assert len(again.library.verdicts()) == 2
    qtbot.mouseClick(again.side.verdict.withdraw, Qt.MouseButton.LeftButton)
    assert again.library.verdicts()[0].value is None
    assert not again.side.verdict.scale.judged
    assert len(again.library.verdicts()) == 3


def test_the_wheel_over_the_scale_gives_no_verdict(window: MainWindow, qtbot: QtBot) -> None:
    scale = window.side.verdict.scale
    scale.setFocus()
    qtbot.mouseMove(scale)
    qtbot.wait(1)
    assert not scale.judged
    assert not window.library.verdicts()


def test_a_library_that_cannot_be_written_keeps_the_text_in_the_editor(window: MainWindow, qtbot: QtBot) -> None:
    connection = window.library._connection  # the disk is made full from inside: no public way leads there
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    qtbot.keyClick(window.page.story, Qt.Key.Key_N)
    editor = window.side.notes.editor
    assert editor is not None
    text = "long " * 20_000
    editor.text.setPlainText(text)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox), timeout=5000)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert "full" in box.text()
    box.close()
    assert editor.text.toPlainText() == text
    assert not window.library.annotations()
    connection.execute("PRAGMA max_page_count = 1000000")
    assert editor.flush()
    assert window.library.annotations()[0].text == text


def test_a_second_window_on_the_library_reads_it_and_says_so(open_window: Open) -> None:
    open_window()
    second = open_window()
    assert second.library.read_only
    assert "another program" in second.library.why_read_only
    assert not second.actions_by_name["note"].isEnabled()
    assert not second.side.verdict.scale.isEnabled()
    assert second.status.saved.text() == "Reading only"


def test_names_in_the_story_lead_to_their_cards_and_back_again(window: MainWindow, qtbot: QtBot) -> None:
    window.pick(Target(POTSDAM, Kind.ACTOR, "soong"))
    assert window.side.inspector.title.text() == "T. V. Soong"
    window.pick(Target(POTSDAM, Kind.PLACE, "chungking"))
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.side.inspector.title.text() == "T. V. Soong"
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.side.inspector.title.text() == "Chungking"


def test_the_proximity_panel_folds_and_unfolds(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert window.proximity.is_folded
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert not window.proximity.is_folded


def test_the_window_comes_back_as_it_was_left(open_window: Open) -> None:
    window = open_window()
    window.open_case(window.heads[4].slug)
    window.page.open("sources")
    window.resize(window.width(), 700)
    window.close()
    again = open_window()
    assert again.case is not None
    assert again.case.chapter == 5
    assert again.page.page == "sources"
    assert again.height() == 700


def test_home_comes_back_with_the_way_to_where_the_reader_stopped(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    slug = window.heads[4].slug
    window.open_case(slug)
    window.pick_first()
    window.selection.focus(moment=2431800.5)
    stopped = window.selection.now
    window.open_case(None)
    window.close()
    again = open_window()
    assert again.selection.now.case is None
    assert again.home_side is not None
    (way,) = (row for row in again.home_side.findChildren(LinkRow) if again.heads[4].name in row.accessibleName())
    qtbot.mouseClick(way, Qt.MouseButton.LeftButton)
    assert again.selection.now.case == stopped.case
    assert again.selection.now.target == stopped.target
    assert again.selection.now.moment == stopped.moment


def test_reading_leaves_the_library_the_same_byte_for_byte(open_window: Open, library_file: Path) -> None:
    window = open_window()
    before = library_file.read_bytes()
    for head in window.heads[:3]:
        window.open_case(head.slug)
    window.open_case(None)
    window.close()
    assert library_file.read_bytes() == before


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_reader_may_choose_light_or_dark(window: MainWindow, name: str) -> None:
    window.actions_by_name[name].trigger()
    assert window.theme.name == name
    window.actions_by_name["system"].trigger()


def test_what_was_saved_survives_a_kill_right_after(tmp_path: Path) -> None:
    """Another process types a note into the real window, says that it is saved, and is killed without warning."""
    file = tmp_path / "library.casebook"
    program = f"""
import sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from pathlib import Path
from desktop_app.library.library import Library
from desktop_app.views.application import application
from desktop_app.views.home import LinkRow
from desktop_app.views.main_window import MainWindow
program = application()
window = MainWindow(Library.open(Path({str(file)!r})))
window.open_first()
window.show()
program.processEvents()
QTest.keyClick(window.page.story, Qt.Key.Key_N)
window.side.notes.editor.kept.connect(lambda: print(window.status.saved.text(), flush=True))
QTest.keyClicks(window.side.notes.editor.text, "Written before the kill")
program.exec()
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Saved ")
        process.kill()
    assert process.returncode != 0
    with Library.open(file) as library:
        assert not library.read_only
        assert [note.text for note in library.annotations()] == ["Written before the kill"]


def test_note_and_verdict_are_printed(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    QApplication.clipboard().setText("宋子文")  # keys of tests are Latin; Chinese comes by paste
    qtbot.keyClick(window.page.story, Qt.Key.Key_N)
    editor = window.side.notes.editor
    assert editor is not None
    qtbot.keyClicks(editor.text, "Compare the cable: ")
    qtbot.keyClick(editor.text, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor.text, " and # $ @ * < \\")
    qtbot.keyClicks(editor.tags, "#border")
    qtbot.keyClick(editor.tags, Qt.Key.Key_Return)
    judge(qtbot, window, 0.62)
    path = tmp_path / "case.pdf"
    export_to(window, path)
    qtbot.waitUntil(path.exists, timeout=PATIENCE_MS)
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    for words in ("Compare the cable: 宋子文 and # $ @ * < \\", "#border", "62 of 100", "蔣介石"):
        assert words in text


def test_the_menu_of_a_case_in_the_list_notes_on_it(window: MainWindow) -> None:
    menu = window.cases.menu(window.cases.model.index(6))
    (note,) = (action for action in menu.actions() if action.text().startswith("Write a note"))
    note.trigger()
    slug = window.heads[6].slug
    assert window.side.notes.editor is not None
    assert window.side.notes.editor.target == Target(slug, Kind.CASE, slug)


def test_redo_has_the_keys_of_both_traditions(window: MainWindow, qtbot: QtBot) -> None:
    write_note(qtbot, window, "Kept")
    window.page.story.setFocus()
    for keys in (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, None):
        qtbot.keyClick(window.page.story, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert not window.library.annotations()
        if keys:
            qtbot.keyClick(window.page.story, Qt.Key.Key_Z, keys)
        else:
            qtbot.keyClick(window.page.story, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        assert window.library.annotations()
