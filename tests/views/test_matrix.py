"""The matrix in the chart panel: beside the other charts, linked with them, asked of any people, time and distance."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.terms import Kind
from desktop_app.charts.matrix import Matrix
from desktop_app.charts.storyline import Storyline
from desktop_app.views import matrix_menu
from desktop_app.views.main_window import MainWindow


@pytest.fixture
def matrix(window: MainWindow, qtbot: QtBot) -> Matrix:
    """Opened by its keys."""
    window.proximity.fold(False)
    window.actions_by_name["matrix"].trigger()
    chart = window.proximity.front
    assert isinstance(chart, Matrix)
    qtbot.waitUntil(lambda: chart.isVisible() and chart.whole is not None)
    return chart


def opened(menu: object) -> QMenu:
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    return menu


def test_selection_and_cursor_are_shared(window: MainWindow, qtbot: QtBot, matrix: Matrix) -> None:
    at = matrix.pixel_of("soong")
    assert at
    qtbot.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=at)
    target = window.selection.now.target
    assert target
    assert (target.kind, target.key) == (Kind.ACTOR, "soong")
    qtbot.keyClick(matrix, Qt.Key.Key_BracketRight)
    assert window.selection.now.moment is not None


def test_the_span_of_the_charts_over_time_is_counted(window: MainWindow, qtbot: QtBot, matrix: Matrix) -> None:
    window.proximity.open("storyline")
    storyline = window.proximity.front
    assert isinstance(storyline, Storyline)
    qtbot.waitUntil(storyline.isVisible)
    for _ in range(4):
        qtbot.keyClick(storyline, Qt.Key.Key_Plus)
    window.proximity.open("matrix")
    assert matrix.whole
    assert matrix.whole.days < 40
    window.actions_by_name["fit"].trigger()
    assert matrix.whole.days == 57


def test_near_and_time_are_chosen_in_the_bar(
    window: MainWindow, matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = window.proximity.bar
    assert bar.within.text() == "within 50 km ▾"
    next(one for one in opened(bar.within.menu()).actions() if one.text() == "at one place").trigger()
    assert bar.within.text() == "at one place ▾"
    assert matrix.within_km is None
    typed = iter([("nonsense", True), ("July 1945", True)])
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_kept: next(typed))
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda *args: told.append(args[2]))
    menu = opened(bar.more.menu())
    time = next(one for one in menu.findChildren(QMenu) if one.title() == "Days are counted over")
    next(one for one in time.actions() if one.text().startswith("Another time")).trigger()
    assert len(told) == 1
    assert matrix.whole
    assert matrix.whole.period == ((julian_day(1945, 7, 1), julian_day(1945, 8, 1)),)
    assert matrix_menu.period_of("1945") == (julian_day(1945, 1, 1), julian_day(1946, 1, 1))
    with pytest.raises(ValueError, match="beginning and an end"):
        matrix_menu.period_of("since 1945")


def test_it_is_exported_and_leads_to_the_map(
    window: MainWindow, matrix: Matrix, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for suffix in (".svg", ".png", ".pdf"):
        path = tmp_path / f"matrix{suffix}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, path=path: (str(path), ""))
        window.proximity.export("matrix", suffix)
        assert path.stat().st_size > 1000
    text = (tmp_path / "matrix.svg").read_text(encoding="utf-8")
    assert "How many days they were together" in text
    assert "Elleman" in text
    matrix.map_wanted.emit()
    assert window.proximity.shown == ("map",)
