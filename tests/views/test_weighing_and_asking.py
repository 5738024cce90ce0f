"""As a reader does it: weigh, lock, reckon, cancel, close the window, and find all of it again, on paper too."""

import io
from collections.abc import Callable
from pathlib import Path

import pypdf
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from desktop_app.analysis.asked import Question
from desktop_app.views import evidence_more as more
from desktop_app.views.chance import ChancePage
from desktop_app.views.commanded import export_to, show_saved
from desktop_app.views.evidence import EvidencePage
from desktop_app.views.evidence_matrix import FIRST
from desktop_app.views.main_window import MainWindow
from desktop_app.views.saved_analyses import SavedAnalyses
from desktop_app.views.task import POOL

PATIENCE_MS = 30_000
CASE = "sino-soviet-border-1945"


def evidence(window: MainWindow, qtbot: QtBot) -> EvidencePage:
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    page = window.page.opened("evidence")
    assert isinstance(page, EvidencePage)
    qtbot.waitUntil(page.matrix.isVisible)
    return page


def chance(window: MainWindow, qtbot: QtBot) -> ChancePage:
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    page = window.page.opened("chance")
    assert isinstance(page, ChancePage)
    return page


def result_row(page: EvidencePage) -> QImage:
    """The bars after the evidence, as they are seen."""
    last = page.matrix.rows.rowCount() - 1
    area = page.matrix.visualRect(page.matrix.rows.index(last, FIRST + 2))
    return page.matrix.viewport().grab(area).toImage()


def spoken(page: EvidencePage, row: int, column: int) -> str:
    return str(page.matrix.rows.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))


def draws(page: ChancePage) -> QSpinBox:
    boxes = page.forms[page.question].findChildren(QSpinBox)
    return next(box for box in boxes if box.accessibleName().startswith("How many orders"))


def test_what_is_weighed_and_asked_is_there_after_a_restart_and_on_paper(
    open_window: Callable[[], MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    page = evidence(window, qtbot)
    qtbot.mouseClick(page.alike, Qt.MouseButton.LeftButton)

    # change a weight, see the bar move
    before, said = result_row(page), spoken(page, page.matrix.rows.rowCount() - 1, FIRST + 2)
    page.matrix.setFocus()
    page.matrix.edit_at(4, FIRST + 2)
    editor = page.matrix.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "-8")
    while_typing = result_row(page)
    assert while_typing != before
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert result_row(page) == while_typing
    assert spoken(page, page.matrix.rows.rowCount() - 1, FIRST + 2) != said
    assert spoken(page, 4, FIRST + 2).endswith("mine")
    kept = more.keep_result(page)
    assert kept is not None
    with window.library.change("Put in the summary") as change:
        change.put_in_summary(kept.id, True)

    # lock a threshold, run a permutation test
    asking = chance(window, qtbot)
    qtbot.mouseClick(asking.segments.buttons[Question.CLOSENESS], Qt.MouseButton.LeftButton)
    draws(asking).setValue(499)
    with qtbot.waitSignal(asking.shown, timeout=PATIENCE_MS):
        qtbot.mouseClick(asking.lock_button, Qt.MouseButton.LeftButton)
    p = asking.number.number.text()
    assert 0 < float(p) <= 1
    qtbot.mouseClick(asking.summary, Qt.MouseButton.LeftButton)

    # cancel another
    draws(asking).setValue(999_999)
    qtbot.mouseClick(asking.lock_button, Qt.MouseButton.LeftButton)
    assert asking.task is not None
    qtbot.mouseClick(asking.number.cancel_button, Qt.MouseButton.LeftButton)
    POOL.submit(lambda: None).result(timeout=60)
    assert [saved.kind for saved in window.library.analyses(CASE)] == ["evidence", "closeness"]
    draws(asking).setValue(499)
    window.close()

    # find all of it after a restart
    again = open_window()
    page = evidence(again, qtbot)
    assert spoken(page, 4, FIRST + 2).endswith("mine")
    asking = chance(again, qtbot)
    qtbot.mouseClick(asking.segments.buttons[Question.CLOSENESS], Qt.MouseButton.LeftButton)
    assert draws(asking).value() == 499
    locks = again.library.locks(CASE)
    assert [lock.kind for lock in locks] == ["closeness", "closeness"]
    assert "draws: 999999 was locked, 499 was used" in asking.locked.text()  # the lock of the cancelled run
    qtbot.mouseClick(asking.lock_button, Qt.MouseButton.LeftButton)
    assert asking.number.number.text() == p

    # and in the PDF
    paper = tmp_path / "case.pdf"
    export_to(again, paper)
    qtbot.waitUntil(paper.exists, timeout=PATIENCE_MS)
    sheets = pypdf.PdfReader(io.BytesIO(paper.read_bytes())).pages
    words = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert "CLOSENESS, RUN 1" in words
    assert f"p = {p}" in words
    assert "EVIDENCE, RUN 1" in words
    assert "−8 *" in words


def test_undo_in_the_window_takes_back_a_weight(window: MainWindow, qtbot: QtBot) -> None:
    page = evidence(window, qtbot)
    page.matrix.setFocus()
    page.matrix.mark(4, FIRST + 2)
    qtbot.keyClick(page.matrix, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert spoken(page, 4, FIRST + 2).endswith("mine")
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not spoken(page, 4, FIRST + 2).endswith("mine")


def test_the_pages_lead_the_side_and_an_event_picked_there_leads_away(window: MainWindow, qtbot: QtBot) -> None:
    page = evidence(window, qtbot)
    assert page.panel.isVisible()
    assert not window.side.inspector.isVisible()
    asking = chance(window, qtbot)
    assert asking.panel.isVisible()
    assert not page.panel.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.side.inspector.isVisible()
    assert not asking.panel.isVisible()


def test_every_kept_analysis_is_found_in_the_menu_and_shown_on_its_page(window: MainWindow, qtbot: QtBot) -> None:
    page = evidence(window, qtbot)
    page.start_alike()
    more.keep_result(page)
    asking = chance(window, qtbot)
    with qtbot.waitSignal(asking.shown, timeout=PATIENCE_MS):
        qtbot.mouseClick(asking.lock_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    window.actions_by_name["analyses"].trigger()
    dialog = window.findChild(SavedAnalyses)
    assert dialog is not None
    assert [saved.kind for saved in dialog.shown] == ["overlap", "evidence"]
    assert [saved.kind for saved in dialog.chosen()] == ["overlap"]  # the newest, at first
    dialog.buttons["open"].click()
    assert window.page.page == "chance"
    assert asking.number.number.isVisible()
    for saved in window.library.analyses(CASE):
        show_saved(window, saved)
        assert window.page.page == ("evidence" if saved.kind == "evidence" else "chance")
