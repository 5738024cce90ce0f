"""The plane of prior and evidence: points where their numbers are, discs that do not cover one another."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Head, Verdict
from desktop_app.casebook.terms import Pattern, Sureness
from desktop_app.charts.coincidence_plane import CoincidencePlane, Placed
from desktop_app.charts.colours import DARK, LIGHT


def head(number: int) -> Head:
    return Head(f"case-{number}", number, f"Case {number}", f"Short {number}", "1900", Pattern.SEQUENCE, ())


HEADS = tuple(head(number) for number in range(1, 22))
ALIKE = {one.slug: Placed((0, 4.8, 9), (-5, -8.0 + index, 12), "mere", said=False) for index, one in enumerate(HEADS)}
MINE = {HEADS[0].slug: Placed((-22, -20, -18), (3, 6, 9), "mere", said=True)}


@pytest.fixture
def plane(qtbot: QtBot) -> CoincidencePlane:
    plane = CoincidencePlane()
    qtbot.addWidget(plane)
    plane.resize(420, 240)
    plane.show_points(HEADS, {**ALIKE, **MINE}, (), LIGHT)
    plane.show()
    return plane


def test_every_case_stands_where_its_numbers_are_and_no_disc_covers_another(plane: CoincidencePlane) -> None:
    x, y, box = plane.axes()
    assert len(plane.spots) == len(HEADS)
    for spot in plane.spots:
        assert spot.x == pytest.approx(x.at(spot.placed.prior[1]))
        assert spot.y == pytest.approx(y.at(spot.placed.weight[1]))
        assert box.contains(*spot.disc)
        for other in plane.spots:
            if other is not spot:
                apart = (spot.disc[0] - other.disc[0]) ** 2 + (spot.disc[1] - other.disc[1]) ** 2
                assert apart >= 18**2


def test_a_click_and_the_keys_lead_to_the_case_and_tell_it(plane: CoincidencePlane, qtbot: QtBot) -> None:
    spot = next(spot for spot in plane.spots if spot.head is HEADS[0])
    at = QPoint(round(spot.disc[0]), round(spot.disc[1]))
    with qtbot.waitSignal(plane.picked) as picked:
        qtbot.mouseClick(plane, Qt.MouseButton.LeftButton, pos=at)
    assert picked.args[0].case == HEADS[0].slug
    plane.setFocus()
    qtbot.keyClick(plane, Qt.Key.Key_Right)
    told = plane.accessibleDescription()
    assert "mere coincidence" in told
    assert "−20 dB" in told
    assert "as I said" in told
    assert "not yet judged" in told
    with qtbot.waitSignal(plane.picked):
        qtbot.keyClick(plane, Qt.Key.Key_Return)
    QApplication.sendEvent(plane, QHelpEvent(QHelpEvent.Type.ToolTip, at, plane.mapToGlobal(at)))
    assert "1 · Short 1" in QToolTip.text()


def test_the_verdict_is_told_beside_the_point(plane: CoincidencePlane) -> None:
    verdict = Verdict(1, HEADS[0].slug, 20, Sureness.CERTAIN, "", "reader", "2026-11-24T12:00:00Z")
    plane.show_points(HEADS, {**ALIKE, **MINE}, (verdict,), DARK)
    assert "rather chance: 20 of 100, certain" in plane.told(HEADS[0].slug)
    assert not plane.grab().isNull()


def test_before_anything_is_reckoned_it_waits(qtbot: QtBot) -> None:
    plane = CoincidencePlane()
    qtbot.addWidget(plane)
    plane.show_points(HEADS, {}, (), LIGHT)
    assert plane.waiting
    assert plane.spots == ()
    qtbot.keyClick(plane, Qt.Key.Key_Right)
    assert not plane.grab().isNull()
