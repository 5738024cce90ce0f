"""The window without a mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind
from desktop_app.views.main_window import MainWindow
from desktop_app.views.parts import ClickRow

POTSDAM = "sino-soviet-border-1945"


def press(qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QWidget:
    """Press a key where the keys are; returns where they are then."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifiers)
    after = QApplication.focusWidget()
    assert after is not None
    return after


def tab_stops(qtbot: QtBot, window: MainWindow) -> list[QWidget]:
    window.activateWindow()
    window.cases.filter.setFocus()
    stops: list[QWidget] = [window.cases.filter]
    while (stop := press(qtbot, Qt.Key.Key_Tab)) is not stops[0]:
        stops.append(stop)
        assert len(stops) < 60
    return stops


@pytest.mark.parametrize("page", ["story", "table", "sources"])
def test_tab_goes_through_the_window_as_it_is_read_and_every_stop_has_a_name(
    window: MainWindow, qtbot: QtBot, page: str
) -> None:
    window.page.open(page)
    window.proximity.fold(False)
    chart = window.proximity.front
    assert chart is not None
    qtbot.waitUntil(chart.isVisible)
    window._order_charts()  # as its first paint does
    stops = tab_stops(qtbot, window)
    regions = [window.cases, window.page, window.proximity, window.side]
    passed = [next((at for at, each in enumerate(regions) if each.isAncestorOf(stop)), len(regions)) for stop in stops]
    assert passed == sorted(passed)
    assert set(passed) == {0, 1, 2, 3, 4}
    assert chart in stops
    assert stops.count(window.page.story) == (page == "story")
    for stop in stops:
        assert stop.accessibleName() or (isinstance(stop, QAbstractButton) and stop.text()), stop


def test_tab_into_the_list_opens_no_case(window: MainWindow, qtbot: QtBot) -> None:
    window.open_case(None)
    window.cases.home.setFocus()
    assert press(qtbot, Qt.Key.Key_Tab) is window.cases.list
    assert window.selection.now.case is None
    press(qtbot, Qt.Key.Key_Down)
    assert window.selection.now.case == window.heads[0].slug
    press(qtbot, Qt.Key.Key_Down)
    assert window.selection.now.case == window.heads[1].slug
    window.open_case(None)
    press(qtbot, Qt.Key.Key_Return)
    assert window.selection.now.case is None  # nothing is chosen


def test_return_in_the_list_goes_back_to_the_case_as_a_whole(window: MainWindow, qtbot: QtBot) -> None:
    window.pick(Target(POTSDAM, Kind.ACTOR, "soong"))
    window.cases.list.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert window.selection.now.target == Target(POTSDAM, Kind.CASE, POTSDAM)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_the_filter_leads_to_the_first_case_that_it_leaves(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    window.cases.filter.setFocus()
    qtbot.keyClicks(window.cases.filter, "kent state")
    assert press(qtbot, key) is window.cases.list
    assert window.case is not None
    assert window.case.chapter == 20
    window.cases.filter.setFocus()
    press(qtbot, Qt.Key.Key_Escape)
    assert window.cases.filter.text() == ""


def test_left_and_right_go_from_name_to_name_and_return_opens_the_card(window: MainWindow, qtbot: QtBot) -> None:
    story = window.page.story
    story.setFocus()
    named = []
    for _ in range(3):
        press(qtbot, Qt.Key.Key_Right)
        named.append(story.textCursor().selectedText())
    assert named == ["Moscow", "Stalin", "Molotov"]
    press(qtbot, Qt.Key.Key_Left)
    assert story.textCursor().selectedText() == "Stalin"
    press(qtbot, Qt.Key.Key_Return)
    assert window.selection.now.target == Target(POTSDAM, Kind.ACTOR, "stalin")
    for _ in range(200):
        press(qtbot, Qt.Key.Key_Right)
    last = story.textCursor().selectedText()
    press(qtbot, Qt.Key.Key_Right)
    assert story.textCursor().selectedText() == last  # the end is the end
    assert story.viewport().rect().intersects(story.cursorRect())


def test_after_scrolling_the_first_name_in_view_comes_next(window: MainWindow, qtbot: QtBot) -> None:
    story = window.page.story
    story.setFocus()
    press(qtbot, Qt.Key.Key_Right)
    press(qtbot, Qt.Key.Key_End)
    bar = story.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    press(qtbot, Qt.Key.Key_Right)
    assert bar.value() > bar.maximum() - story.viewport().height()
    assert story.viewport().rect().contains(story.cursorRect().center())
    press(qtbot, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_f6_goes_round_the_regions_and_back(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.page.story.setFocus()
    chart = window.proximity.front
    round_trip = [press(qtbot, Qt.Key.Key_F6) for _ in range(4)]
    assert round_trip == [chart, window.side, window.cases.list, window.page.story]
    back = [press(qtbot, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier) for _ in range(2)]
    assert back == [window.cases.list, window.side]
    window.proximity.fold(True)
    window.page.story.setFocus()
    assert press(qtbot, Qt.Key.Key_F6) is window.side  # what is folded away is passed over


def test_f6_comes_back_to_where_the_keys_were(window: MainWindow, qtbot: QtBot) -> None:
    scale = window.side.verdict.scale
    scale.setFocus()
    press(qtbot, Qt.Key.Key_F6)
    assert press(qtbot, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier) is scale


def test_f6_at_home_leads_to_the_timeline_and_the_column_beside_it(window: MainWindow, qtbot: QtBot) -> None:
    window.open_case(None)
    assert window.home is not None
    window.cases.list.setFocus()
    assert press(qtbot, Qt.Key.Key_F6) is window.home.timeline
    beside = press(qtbot, Qt.Key.Key_F6)
    assert window.home_side is not None
    assert window.home_side.isAncestorOf(beside)


def test_up_and_down_go_through_the_inspector_and_ctrl_c_copies_a_citation(window: MainWindow, qtbot: QtBot) -> None:
    window.pick(Target(POTSDAM, Kind.EVENT, "potsdam-conference"))
    rows = [row for row in window.side.inspector.findChildren(ClickRow) if row.isVisible()]
    rows[0].setFocus()
    for _ in rows:
        row = press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "Conference of Berlin" in QGuiApplication.clipboard().text()
    assert "doc. 710" in QGuiApplication.clipboard().text()
    assert "\u200b" not in QGuiApplication.clipboard().text()
    inside = row.visibleRegion().boundingRect()
    assert inside.height() == row.height()  # scrolled into view
    for _ in rows:
        row = press(qtbot, Qt.Key.Key_Up)
    press(qtbot, Qt.Key.Key_Return)
    assert window.selection.now.target == Target(POTSDAM, Kind.ACTOR, "stalin")


def test_v_and_a_figure_give_a_verdict(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.page.story.setFocus()
    scale = press(qtbot, Qt.Key.Key_V)
    assert scale is window.side.verdict.scale
    assert scale.visibleRegion().boundingRect().height() == scale.height()  # scrolled into view
    with qtbot.waitSignal(window.side.verdict.kept, timeout=5000):
        press(qtbot, Qt.Key.Key_7)
    assert [verdict.value for verdict in window.library.verdicts()] == [70]
    why = window.side.verdict.why
    qtbot.waitUntil(lambda: why.isVisible() and why.visibleRegion().boundingRect().height() == why.height())
