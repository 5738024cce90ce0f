"""Curves, heat maps and bars of chance and evidence: where things stand, what is said, what keys and mouse do."""

from itertools import pairwise
from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop_app.charts.chance_curves import Curve, Curves, Plot
from desktop_app.charts.chance_grid import Grid, HeatMap
from desktop_app.charts.colours import DARK, LIGHT, Theme
from desktop_app.charts.plotting import Axis, round_steps
from desktop_app.charts.weights import RangeScale, Spread, db_ruler, on_db, share_ruler, tint

# ---- axes


@given(st.floats(-1e6, 1e6), st.floats(0.001, 1e6), st.integers(2, 9))
def test_steps_along_an_axis_are_round_and_inside(least: float, length: float, wanted: int) -> None:
    steps = round_steps(least, least + length, wanted)
    slack = length * 1e-6 + abs(least) * 1e-9
    assert all(least - slack <= step <= least + length + slack for step in steps)
    assert 1 <= len(steps) <= 2 * wanted + 1
    gaps = {round((b - a) / length, 6) for a, b in pairwise(steps)}
    assert len(gaps) <= 2  # but for rounding, one


def test_an_axis_may_bend_and_keeps_what_lies_beyond_at_its_end() -> None:
    axis = Axis(1, 100, 0, 200, log10)
    assert axis.at(10) == pytest.approx(100)
    assert axis.at(1000) == 200
    assert Axis(0, 10, 100, 0).at(2.5) == 75


# ---- weights


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_weightier_the_fuller_and_never_red_to_green(theme: Theme) -> None:
    panel = QColor(theme.panel)

    def distance(db: float) -> float:
        colour = tint(theme, db)
        return sum(abs(a - b) for a, b in zip(colour.getRgb()[:3], panel.getRgb()[:3], strict=True))

    assert distance(0) < distance(1.5) < distance(3) < distance(10) < distance(20)
    assert distance(-1.5) < distance(-5) < distance(-20)
    more, less = tint(theme, 20), tint(theme, -20)
    assert more.blue() > more.green()  # violet
    assert less.red() > less.blue()  # orange


def test_what_lies_beyond_a_bar_stands_at_its_end() -> None:
    assert on_db(-30, 0, 40) == Spread(0, 0.5, 1)


@pytest.fixture
def scale(qtbot: QtBot) -> RangeScale:
    scale = RangeScale(db_ruler(), "Weight")
    qtbot.addWidget(scale)
    scale.resize(280, 60)
    scale.show_range(1, 3, 5, LIGHT, mine=False)
    scale.show()
    return scale


def test_the_disc_moves_the_weight_with_its_range(scale: RangeScale, qtbot: QtBot) -> None:
    moved: list[tuple[float, float, float]] = []
    scale.moved.connect(lambda *numbers: moved.append(numbers))
    start = QPoint(round(scale.x_of(3)), 10)
    with qtbot.waitSignal(scale.settled):
        qtbot.mousePress(scale, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(scale, QPoint(round(scale.x_of(10)), 10))
        qtbot.mouseRelease(scale, Qt.MouseButton.LeftButton, pos=QPoint(round(scale.x_of(10)), 10))
    low, mid, high = moved[-1]
    assert mid == pytest.approx(10, abs=0.5)
    assert (mid - low, high - mid) == (2, 2)


def test_an_end_of_the_range_moves_alone_and_never_past_the_weight(scale: RangeScale, qtbot: QtBot) -> None:
    scale.show_range(-8, 0, 8, LIGHT, mine=False)
    end = QPoint(round(scale.x_of(8)), 10)
    qtbot.mousePress(scale, Qt.MouseButton.LeftButton, pos=end)
    qtbot.mouseMove(scale, QPoint(round(scale.x_of(-15)), 10))
    qtbot.mouseRelease(scale, Qt.MouseButton.LeftButton, pos=QPoint(round(scale.x_of(-15)), 10))
    assert (scale.low, scale.mid, scale.high) == (-8, 0, 0)


def test_keys_move_widen_and_stop_at_the_ends(scale: RangeScale, qtbot: QtBot) -> None:
    for key, shift, expected in (
        (Qt.Key.Key_Right, False, (1.5, 3.5, 5.5)),
        (Qt.Key.Key_Left, True, (2, 3.5, 5)),
        (Qt.Key.Key_PageDown, False, (-3, -1.5, 0)),
    ):
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        with qtbot.waitSignal(scale.settled):
            qtbot.keyClick(scale, key, modifier)
        assert (scale.low, scale.mid, scale.high) == pytest.approx(expected)
    for _ in range(10):
        qtbot.keyClick(scale, Qt.Key.Key_PageUp)
    assert scale.mid == 20
    assert scale.high == 20
    assert "20" in scale.accessibleDescription()


def test_a_scale_of_chances_is_drawn_without_signs(qtbot: QtBot) -> None:
    scale = RangeScale(share_ruler(), "Prior")
    qtbot.addWidget(scale)
    scale.resize(280, 60)
    scale.show_range(25, 32, 40, DARK, mine=True)
    assert not scale.grab().isNull()
    qtbot.keyClick(scale, Qt.Key.Key_Left)
    assert (scale.low, scale.mid, scale.high) == (24, 31, 39)


# ---- curves

PLOT = Plot(
    (
        Curve("same day", tuple((float(x), x / 2) for x in range(0, 161, 4)), ((40.0, 20.0), (80.0, 40.0))),
        Curve("within 7 days", tuple((float(x), min(100.0, 2.0 * x)) for x in range(0, 161, 4))),
    ),
    (0.0, 160.0),
    (0.0, 100.0),
    "acts",
    mine=40.0,
    mine_words="my 40",
    found_words="20 in 100",
)


@pytest.mark.parametrize("size", [(220, 190), (400, 260), (900, 400)])
def test_curves_are_drawn_at_every_size_with_the_choice_where_it_is(qtbot: QtBot, size: tuple[int, int]) -> None:
    chart = Curves("Chances")
    qtbot.addWidget(chart)
    chart.resize(*size)
    assert chart.grab().toImage() == chart.grab().toImage()  # nothing to draw yet
    chart.show_plot(PLOT, LIGHT)
    x, y, box = chart.axes()
    assert box.left() < x.at(40) < box.right()
    assert y.at(20) > y.at(40)
    image = chart.grab().toImage()
    reader = QColor(LIGHT.claimants["reader"])
    line = [image.pixelColor(round(x.at(40)) + dx, round(box.top()) + 6) for dx in (-1, 0, 1)]
    assert any(abs(colour.green() - reader.green()) < 40 and colour.red() < 120 for colour in line)
    assert "same day" in chart.accessibleDescription()
    assert "acts" in chart.accessibleDescription()


# ---- the heat map

GRID = Grid(
    ("same", "1 day", "7 days"),
    ("10", "40"),
    ((0.01, 0.07), (0.05, 0.36), (0.12, 1.0)),
    (("0.8", "6.7"), ("5.4", "36"), ("12", ">99")),
    "within",
    "acts",
    (0, 1),
)


def test_the_heat_map_marks_the_choice_and_tells_each_cell(qtbot: QtBot) -> None:
    heat = HeatMap("Definitions")
    qtbot.addWidget(heat)
    heat.resize(360, 240)
    heat.show_grid(GRID, LIGHT)
    heat.show()
    assert heat.accessibleDescription() == "within same, acts 40: 6.7, my choice"
    with qtbot.waitSignal(heat.chosen) as chosen:
        qtbot.mouseClick(heat, Qt.MouseButton.LeftButton, pos=heat.cell(2, 0).center().toPoint())
    assert chosen.args == [2, 0]
    assert heat.accessibleDescription() == "within 7 days, acts 10: 12"
    heat.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(heat, key)
    assert heat.at == (0, 1)
    image = heat.grab().toImage()
    cold, hot = (image.pixelColor(heat.cell(*at).topLeft().toPoint() + QPoint(5, 5)) for at in ((0, 0), (2, 1)))
    assert hot.saturation() > cold.saturation() + 60


def test_cells_do_not_overlap_and_stay_inside(qtbot: QtBot) -> None:
    heat = HeatMap("Definitions")
    qtbot.addWidget(heat)
    heat.resize(260, 190)
    heat.show_grid(GRID, DARK)
    cells = [heat.cell(row, column) for row in range(3) for column in range(2)]
    for at, cell in enumerate(cells):
        assert heat.rect().toRectF().contains(cell)
        assert not any(cell.intersects(other) for other in cells[at + 1 :])
