"""Home by itself: the library as a whole, the threads, the latest notes and the way back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Annotation, Target
from desktop_app.casebook.terms import Kind, Sureness
from desktop_app.charts.colours import DARK
from desktop_app.library.library import Library
from desktop_app.views.home import Home, HomeSide, LatestNote, LinkRow, ThreadRow
from desktop_app.views.selection import Focus

W = TypeVar("W", bound=QWidget)
CASE = "sino-soviet-border-1945"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library.casebook")
    yield library
    library.close()


@pytest.fixture
def home(qtbot: QtBot) -> Home:
    return _shown(qtbot, Home(), 845)


@pytest.fixture
def side(qtbot: QtBot) -> HomeSide:
    return _shown(qtbot, HomeSide(), 300)


def _shown(qtbot: QtBot, widget: W, width: int) -> W:
    qtbot.addWidget(widget)
    widget.resize(width, 840)
    widget.show()
    return widget


def show(part: Home | HomeSide, library: Library, last: Focus | None = None) -> None:
    notes, verdicts = library.annotations(), library.verdicts()
    part.show_cases(library.heads(), library.threads(), notes, verdicts, last, DARK)
    QApplication.processEvents()  # what was added to the layout is shown, what was taken out is gone


def words(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel) if label.isVisibleTo(part))


def test_home_counts_cases_years_threads_and_verdicts(home: Home, library: Library) -> None:
    with library.change("Judge") as change:
        change.judge(CASE, 62, Sureness.FAIRLY_SURE, "")
    show(home, library)
    assert home.title.text() == "All 21 cases"
    assert "between 1897 and 1975" in home.sentence.text()
    assert home.threads.text() == "Threads 5 of 5 ▾"
    assert home.judged.text() == "1 of 21 judged"


def test_a_click_on_the_timeline_opens_the_case(home: Home, library: Library, qtbot: QtBot) -> None:
    show(home, library)
    at = home.timeline.point_of(CASE).toPoint()
    with qtbot.waitSignal(home.case_chosen) as chosen:
        qtbot.mouseClick(home.timeline, Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [CASE]


def test_a_click_on_a_disc_opens_the_case(home: Home, library: Library, qtbot: QtBot) -> None:
    show(home, library)
    disc = home.verdicts.discs[0]
    with qtbot.waitSignal(home.case_chosen) as chosen:
        qtbot.mouseClick(home.verdicts, Qt.MouseButton.LeftButton, pos=QPoint(round(disc.x), round(disc.y)))
    assert chosen.args == [disc.head.slug]


def test_threads_can_be_hidden_and_one_can_stand_out(home: Home, library: Library) -> None:
    show(home, library)
    menu = home.threads.menu()
    menu.actions()[0].trigger()
    assert home.threads.text() == "Threads 4 of 5 ▾"
    hidden = library.threads()[0].key
    assert hidden not in home.timeline.shown_threads
    home.mark_thread(hidden)
    assert hidden in home.timeline.shown_threads
    assert home.timeline.marked_thread == hidden
    home.mark_thread(hidden)
    assert home.timeline.marked_thread is None


def test_without_notes_the_side_says_how_to_write_one(side: HomeSide, library: Library) -> None:
    show(side, library)
    assert "You have not written a note yet" in words(side)
    assert not side.findChildren(LatestNote)
    assert "stopped" not in words(side)


def test_the_latest_four_notes_stand_with_case_tags_and_date(side: HomeSide, library: Library) -> None:
    target = Target(CASE, Kind.EVENT, "soong-in-chungking")
    for at in range(6):
        with library.change("Note") as change:
            change.add_note(target, f"Note *number* {at} <b>", ("border", "to-check"))
    show(side, library)
    cards = [card for card in side.findChildren(LatestNote) if card.isVisibleTo(side)]
    assert len(cards) == 4
    told = words(cards[0])
    assert "14 · The Sino-Soviet border" in told
    assert "Note number" in told
    assert "#border" in told
    assert "today" in told
    assert "Latest notes · 4 of 6" in words(side)


def test_a_click_on_a_note_leads_to_its_target(side: HomeSide, library: Library, qtbot: QtBot) -> None:
    target = Target(CASE, Kind.EVENT, "soong-in-chungking")
    with library.change("Note") as change:
        change.add_note(target, "See the cable.", ())
    show(side, library)
    card = side.findChildren(LatestNote)[0]
    with qtbot.waitSignal(side.target_chosen) as chosen:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(card.width() // 2, 8))
    assert chosen.args == [target]
    with qtbot.waitSignal(side.target_chosen):
        qtbot.keyClick(card, Qt.Key.Key_Return)


def test_dates_are_told_as_at_a_desk(side: HomeSide, library: Library) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    note = Annotation(1, Target(CASE, Kind.CASE, CASE), "x", (), "me", yesterday, yesterday)
    side.show_cases(library.heads(), library.threads(), (note,), (), None, DARK)
    QApplication.processEvents()
    assert "yesterday" in words(side)


def test_the_way_back_says_where_and_when(side: HomeSide, library: Library, qtbot: QtBot) -> None:
    last = Focus(CASE, Target(CASE, Kind.EVENT, "soong-in-chungking"), 2431659.5)
    show(side, library, last)
    assert "14 · The Sino-Soviet border, at 23 July 1945 ›" in words(side)
    row = side.findChildren(LinkRow)[-1]
    with qtbot.waitSignal(side.go_on) as gone:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert gone.args == [last]


def test_a_thread_stands_out_on_a_click_and_its_numbers_lead_to_cases(
    side: HomeSide, library: Library, qtbot: QtBot
) -> None:
    show(side, library)
    row = side.findChildren(ThreadRow)[0]
    with qtbot.waitSignal(side.thread_chosen) as chosen:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(row.width() // 3, 8))
    assert chosen.args == ["seventh-of-december"]
    numbers = next(label for label in row.findChildren(QLabel) if label.text().startswith("<a"))
    with qtbot.waitSignal(side.case_chosen) as opened:
        qtbot.mouseClick(numbers, Qt.MouseButton.LeftButton, pos=QPoint(4, numbers.height() // 2))
    assert opened.args == ["seventh-of-december"]


def test_nothing_beside_home_is_cut_off(side: HomeSide, library: Library) -> None:
    for at in range(3):
        with library.change("Note") as change:
            change.add_note(Target(CASE, Kind.CASE, CASE), f"A note of some length, number {at}", ("archives", "dates"))
    show(side, library, Focus(CASE, None, 2431659.5))
    assert side.widget().width() <= side.viewport().width()
