from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop_app.views.grid import shared
from desktop_app.views.main_window import MainWindow

SHARES = st.lists(st.tuples(st.integers(1, 400), st.integers(20, 200)), min_size=1, max_size=8)


@given(st.integers(0, 2000), SHARES)
def test_columns_fill_the_room_and_none_is_below_its_least(room: int, columns: list[tuple[int, int]]) -> None:
    shares, least = [float(share) for share, _ in columns], [width for _, width in columns]
    widths = shared(room, shares, least)
    assert sum(widths) == max(room, sum(least))
    assert all(width >= fewest - 1 for width, fewest in zip(widths, least, strict=True))  # whole pixels


def test_what_is_wide_enough_is_shared_as_asked() -> None:
    assert shared(600, [1.0, 2.0, 3.0], [10, 10, 10]) == [100, 200, 300]
    assert shared(600, [1.0, 2.0, 3.0], [180, 10, 10]) == [180, 168, 252]


def test_the_outer_columns_give_way_in_a_narrow_window_and_come_back(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1400, 800)
    qtbot.waitUntil(lambda: window.columns.sizes()[0] == window.columns.wanted[0])
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: window.columns.sizes()[1] == 580)
    left, _, right = window.columns.sizes()
    assert 170 < left < window.columns.wanted[0]
    assert 230 < right < window.columns.wanted[1]
    window.resize(1400, 800)
    qtbot.waitUntil(lambda: tuple(window.columns.sizes()[::2]) == window.columns.wanted)


def test_a_column_stays_as_wide_as_the_reader_drew_it_also_after_a_restart(
    open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    window.resize(1400, 800)
    handle = window.columns.handle(1)
    before = window.columns.sizes()[0]
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(0, 300))
    qtbot.mouseMove(handle, QPoint(40, 300))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(0, 300))
    drawn = window.columns.sizes()[0]
    assert drawn > before
    window.close()
    again = open_window()
    again.resize(1400, 800)  # the screen of the tests is narrower
    qtbot.waitUntil(lambda: again.columns.sizes()[0] == drawn)


def test_a_narrow_table_cuts_no_heading_and_breaks_no_short_word(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 700)
    page = window.page.opened("table")
    grid = page.grid  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page.width() < 700)
    least = grid.cells.least_widths()
    assert all(grid.columnWidth(number) >= width for number, width in enumerate(least))
    for control in (page.filter, page.dates, page.certainty, page.copy_button):  # type: ignore[attr-defined]
        assert control.width() >= control.minimumSizeHint().width()
    window.resize(1400, 900)
    qtbot.waitUntil(lambda: page.filter.y() == page.copy_button.y() or page.width() > 700)  # type: ignore[attr-defined]


def test_a_narrow_window_cuts_nothing_at_the_side_once_judged(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 700)
    qtbot.keyClick(window.side.verdict.scale, Qt.Key.Key_7)
    sure = window.side.verdict.sureness.button(1)
    qtbot.waitUntil(lambda: sure.isVisible() and window.side.viewport().width() < 250)
    qtbot.waitUntil(lambda: window.side.widget().width() == window.side.viewport().width())


def test_page_and_charts_keep_their_shares_in_a_lower_window_and_after_a_restart(
    open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    window.resize(1400, 900)
    handle = window.case_view.handle(1)
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(300, 0))
    qtbot.mouseMove(handle, QPoint(300, -60))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(300, 0))
    share = window.case_view.share
    assert share > 0.56

    def shared_by(opened: MainWindow) -> float:
        above, below = opened.case_view.sizes()
        return below / (above + below)

    window.resize(1400, 640)
    qtbot.waitUntil(lambda: abs(shared_by(window) - share) < 0.01)
    window.close()
    again = open_window()
    again.resize(1400, 900)
    qtbot.waitUntil(lambda: abs(shared_by(again) - share) < 0.01)


def test_in_a_small_window_no_tab_is_cut_and_the_question_is_told_in_full(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(800, 500)
    qtbot.waitUntil(lambda: window.width() == 800)
    assert window.case is not None
    qtbot.waitUntil(lambda: window.page.question.toolTip() == window.case.question)
    assert all(tab.width() >= tab.sizeHint().width() for tab in window.page.tabs.buttons())
    window.resize(1400, 900)
    qtbot.waitUntil(lambda: window.page.question.text() == window.case.question)
    assert not window.page.question.toolTip()
