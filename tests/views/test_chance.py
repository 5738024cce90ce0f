"""The Chance page: written down, locked, reckoned, cancelled, found again."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox
from pytestqt.qtbot import QtBot

from desktop_app.analysis.asked import Question
from desktop_app.analysis.same_date import selection
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.terms import Kind
from desktop_app.charts.colours import DARK, LIGHT
from desktop_app.library.library import Library
from desktop_app.views.chance import ChancePage
from desktop_app.views.saved_analyses import SavedAnalyses, write_to
from desktop_app.views.task import POOL

PATIENCE_MS = 20_000


@pytest.fixture
def library(library_file: Path) -> Iterator[Library]:
    with Library.open(library_file) as opened:
        yield opened


@pytest.fixture
def open_page(qtbot: QtBot, library: Library) -> Iterator[Callable[[int], ChancePage]]:
    made: list[ChancePage] = []

    def open_it(chapter: int) -> ChancePage:
        page = ChancePage()
        made.append(page)
        page.use(library)
        qtbot.addWidget(page)
        page.resize(844, 700)
        page.show_case(library.case(chapter), LIGHT, frozenset())
        page.show()
        return page

    yield open_it
    for page in made:
        page.cancel()


def field(page: ChancePage, name: str) -> QSpinBox:
    return next(
        box for box in page.forms[page.question].findChildren(QSpinBox) if box.accessibleName().startswith(name)
    )


def lock(page: ChancePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.shown, timeout=PATIENCE_MS):
        qtbot.mouseClick(page.lock_button, Qt.MouseButton.LeftButton)


def test_the_cases_own_match_is_proposed_and_the_number_waits_for_the_lock(open_page, qtbot: QtBot) -> None:
    page = open_page(5)
    assert page.question == Question.SAME_DATE
    assert field(page, "How many acts").value() == 40
    assert field(page, "How many of them").value() == 3
    assert not page.number.number.isVisible()
    assert "once the statement is locked" in page.number.waiting.text()
    lock(page, qtbot)
    assert page.number.number.text() == "6.7"
    assert "1 in 133,225" in page.number.sentence.text()
    assert "Kept: nothing changed since" in page.locked.text()
    assert page.heat.grid is not None
    assert page.heat.grid.words[page.heat.grid.mine[0]][page.heat.grid.mine[1]] == "6.7"
    assert page.curves.plot is not None
    assert page.curves.plot.mine == 40


def test_the_sentence_on_selection_stands_on_the_page_from_the_start(open_page) -> None:
    page = open_page(14)
    labels = [label for label in page.findChildren(type(page.locked)) if label.text() == selection()]
    assert labels
    assert labels[0].isVisible()


def test_a_changed_statement_hides_the_number_says_what_changed_and_leads_back(
    open_page, qtbot: QtBot, library: Library
) -> None:
    page = open_page(5)
    lock(page, qtbot)
    field(page, "How many acts").setValue(60)
    assert not page.number.number.isVisible()
    assert "acts: 40 was locked, 60 was used" in page.locked.text()
    qtbot.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
    assert field(page, "How many acts").value() == 40
    assert page.number.number.text() == "6.7"
    assert page.number.number.isVisible()
    assert len(library.locks()) == 1


def test_lock_statement_and_run_are_found_again_without_reckoning(open_page, qtbot: QtBot, library: Library) -> None:
    page = open_page(5)
    field(page, "How many acts").setValue(50)
    lock(page, qtbot)
    found = page.number.number.text()
    again = open_page(5)
    assert again.task is None
    assert field(again, "How many acts").value() == 50
    assert again.number.number.text() == found
    (saved,) = library.analyses(page.run.case)
    assert saved.name == "Same date, run 1"
    assert saved.seed == 1
    (locked,) = library.locks(page.run.case)
    assert json.loads(locked.thresholds)["acts"] == 50


def test_an_altered_lock_is_noticed(open_page, qtbot: QtBot, library: Library) -> None:
    page = open_page(5)
    lock(page, qtbot)
    case = page.run.case
    (locked,) = library.locks(case)
    with library.change("Forge") as change:
        change.lock(case, locked.kind, locked.thresholds.replace("40", "41"), locked.digest, locked.made)
    assert "its hash does not fit" in page.locked.text()


def test_another_run_is_cancelled_and_leaves_nothing(open_page, qtbot: QtBot, library: Library) -> None:
    page = open_page(14)
    page.ask_about(Question.CLOSENESS)
    field(page, "How many orders").setValue(999_999)
    qtbot.mouseClick(page.lock_button, Qt.MouseButton.LeftButton)
    assert page.task is not None
    assert page.number.progress.isVisible()
    qtbot.mouseClick(page.number.cancel_button, Qt.MouseButton.LeftButton)
    assert page.task is None
    assert "Cancelled" in page.number.waiting.text()
    POOL.submit(lambda: None).result(timeout=60)
    qtbot.wait(1)
    assert library.analyses() == ()
    assert page.number.run_button.isVisible()


def test_one_event_is_answered_with_what_to_do(open_page, qtbot: QtBot) -> None:
    page = open_page(14)
    page.ask_about(Question.CLOSENESS)
    form = page.forms[Question.CLOSENESS]
    form.show_settings({**form.settings(), "events": form.settings()["events"][:1]})
    qtbot.mouseClick(page.lock_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.number.trouble.isVisible, timeout=PATIENCE_MS)
    assert "at least two events" in page.number.trouble.text()


def test_too_many_alike_is_answered_with_what_to_do(open_page, qtbot: QtBot) -> None:
    page = open_page(5)
    field(page, "How many acts").setValue(2)
    qtbot.mouseClick(page.lock_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.number.trouble.isVisible, timeout=PATIENCE_MS)
    assert "Count all acts" in page.number.trouble.text()


@pytest.mark.parametrize("question", [Question.OVERLAP, Question.SHIFT, Question.COUNTS])
def test_every_question_is_asked_and_drawn(open_page, qtbot: QtBot, question: Question) -> None:
    page = open_page(14)
    page.ask_about(question)
    if page.lock_button.isVisible():
        lock(page, qtbot)
    assert page.number.number.isVisible()
    assert page.curves.accessibleDescription()
    assert not page.grab().isNull()
    assert page.panel.findChildren(type(page.locked))
    page.show_case(page._case, DARK, frozenset())
    assert page.number.number.isVisible()


def test_arrows_walk_through_the_definitions_and_each_is_told(open_page, qtbot: QtBot) -> None:
    page = open_page(5)
    lock(page, qtbot)
    page.heat.setFocus()
    assert "my choice" in page.heat.accessibleDescription()
    qtbot.keyClick(page.heat, Qt.Key.Key_Down)
    told = page.heat.accessibleDescription()
    assert "1 day" in told
    assert "my choice" not in told


def test_the_match_leads_the_side_until_another_part_is_picked(open_page) -> None:
    page = open_page(5)
    case: Case = page._case
    assert page.side_for(Target(case.slug, Kind.CASE, case.slug)) is page.panel
    assert page.side_for(Target(case.slug, Kind.ACTOR, case.actors[0].key)) is None


def test_a_library_that_can_only_be_read_locks_for_the_moment_and_keeps_nothing(
    qtbot: QtBot, library_file: Path, library: Library
) -> None:
    with Library.open(library_file, read_only=True) as reading:
        page = ChancePage()
        page.use(reading)
        qtbot.addWidget(page)
        page.show_case(reading.case(5), LIGHT, frozenset())
        page.show()
        lock(page, qtbot)
        assert page.number.number.text() == "6.7"
    assert library.analyses() == ()


@pytest.mark.parametrize("question", list(Question))
def test_a_case_with_nothing_in_it_is_asked_and_answered_with_what_to_do(
    open_page, qtbot: QtBot, library: Library, question: Question
) -> None:
    page = open_page(14)
    gone = ("actors", "places", "events", "stays", "links", "hypotheses", "evidence", "coincident", "focus")
    page.show_case(replace(library.case(14), slug="bare", **dict.fromkeys(gone, ())), LIGHT, frozenset())
    page.ask_about(question)
    qtbot.mouseClick(page.lock_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.task is None, timeout=PATIENCE_MS)
    if question in (Question.CLOSENESS, Question.SHIFT):
        assert page.number.trouble.isVisible()
        assert "Choose" in page.number.trouble.text()
    else:
        assert page.number.number.isVisible()


def test_definitions_are_tried_on_other_sets_of_events_too(open_page, qtbot: QtBot) -> None:
    page = open_page(5)
    page.ask_about(Question.CLOSENESS)
    field(page, "How many orders").setValue(99)
    lock(page, qtbot)
    assert page.sets.isVisible()
    assert page.heat.grid.mine is not None
    own = page.heat.grid.words
    page.sets.setCurrentIndex(1)
    assert page.heat.grid.mine is None
    assert page.heat.grid.words != own


# ---- what is kept


def test_a_kept_run_is_put_in_the_summary_renamed_run_again_compared_and_removed(
    open_page, qtbot: QtBot, library: Library
) -> None:
    page = open_page(5)
    lock(page, qtbot)
    qtbot.mouseClick(page.summary, Qt.MouseButton.LeftButton)
    (saved,) = library.analyses()
    assert saved.in_summary
    field(page, "How many acts").setValue(80)
    lock(page, qtbot)
    dialog = SavedAnalyses(library, page._case, page)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert [saved.name for saved in dialog.shown] == ["Same date, run 2", "Same date, run 1"]
    assert "42" in dialog.told.toPlainText()
    dialog.table.selectAll()
    dialog.buttons["compare"].click()
    assert "older: 40" in dialog.told.toPlainText()
    assert "newer: 80" in dialog.told.toPlainText()
    dialog.table.selectRow(1)
    dialog.buttons["again"].click()
    qtbot.waitUntil(lambda: "the same in every number" in dialog.told.toPlainText(), timeout=PATIENCE_MS)
    dialog.rename(dialog.chosen()[0], "Forty acts")
    assert dialog.shown[1].name == "Forty acts"
    box = dialog.table.item(1, 3)
    box.setCheckState(Qt.CheckState.Unchecked)
    assert not library.analyses()[0].in_summary
    dialog.table.selectRow(0)
    dialog.buttons["remove"].click()
    assert len(library.analyses()) == 1
    library.undo()
    assert len(dialog.shown) == 2
    dialog.close()


def test_a_run_is_written_as_csv_and_as_json(open_page, qtbot: QtBot, library: Library, tmp_path: Path) -> None:
    page = open_page(5)
    lock(page, qtbot)
    (saved,) = library.analyses()
    write_to(tmp_path / "run.csv", page._case, saved)
    write_to(tmp_path / "run.json", page._case, saved)
    table = (tmp_path / "run.csv").read_text(encoding="utf-8-sig")
    assert "Same date, run 1" in table
    assert "same day,6.7" in table
    plain = json.loads((tmp_path / "run.json").read_text())
    assert plain["settings"]["acts"] == 40
    assert plain["result"]["row"]["formula"] == pytest.approx(0.0667, abs=1e-3)


def test_undo_takes_back_the_run_then_the_lock(open_page, qtbot: QtBot, library: Library) -> None:
    page = open_page(5)
    lock(page, qtbot)
    assert library.undo() == "Keep the analysis “Same date, run 1”"
    assert not page.number.number.isVisible() or page.run is None
    assert library.undo() == "Lock: Same date"
    assert not page.number.number.isVisible()
    assert page.lock_button.isVisible()
