"""The chart panel: which chart, beside which other, of whom."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Claimant, Kind
from desktop_app.charts.cast import LARGE
from desktop_app.charts.colours import LIGHT
from desktop_app.charts.distance import Distance
from desktop_app.charts.drawing import Clip, Polygon
from desktop_app.charts.storyline import Storyline
from desktop_app.views.main_window import MainWindow
from desktop_app.views.proximity import CHARTS, ProximityPanel
from tests.views.conftest import PATIENCE_MS


@pytest.fixture
def panel(window: MainWindow) -> ProximityPanel:
    window.proximity.fold(False)
    return window.proximity


def click(qtbot: QtBot, panel: ProximityPanel, name: str, *, control: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    segment = panel.bar.segments.button(list(CHARTS).index(name))
    qtbot.mouseClick(segment, Qt.MouseButton.LeftButton, held)


def opened(menu: object) -> QMenu:
    """A menu as it is when the reader opens it."""
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    return menu


def below(menu: QMenu, title: str) -> QMenu:
    return next(one for one in menu.findChildren(QMenu) if one.title() == title)


def entry(menu: QMenu, words: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == words)


def distance(panel: ProximityPanel) -> Distance:
    chart = panel.front
    assert isinstance(chart, Distance)
    return chart


def test_a_tab_shows_its_chart_alone_and_with_control_beside_the_other(panel: ProximityPanel, qtbot: QtBot) -> None:
    click(qtbot, panel, "distance")
    first = panel.front
    assert isinstance(first, Distance)
    click(qtbot, panel, "storyline", control=True)
    assert panel.shown == ("storyline", "distance")
    qtbot.waitUntil(lambda: panel.front is not None and panel.front.isVisible())
    assert isinstance(panel.front, Storyline)
    assert first.isVisible()
    assert panel.front.geometry().bottom() < first.geometry().top()
    click(qtbot, panel, "storyline", control=True)
    assert panel.shown == ("distance",)
    assert [each.isChecked() for each in panel.bar.segments.buttons()] == [name == "distance" for name in CHARTS]


def test_pairs_are_chosen_in_a_menu_several_at_once(panel: ProximityPanel, qtbot: QtBot) -> None:
    click(qtbot, panel, "distance")
    chart = distance(panel)
    before = chart.pairs
    menu = opened(panel.bar.pairs.menu())
    entry(below(menu, "T. V. Soong"), "Harry S. Truman").trigger()
    entry(below(menu, "T. V. Soong"), "James F. Byrnes").trigger()
    assert chart.pairs == (*before, ("soong", "truman"), ("soong", "byrnes"))
    assert panel.bar.pairs.text() == f"Pairs {len(before) + 2} ▾"
    first = " – ".join(chart._plan.case.actor[key].short for key in before[0])  # type: ignore[union-attr]
    entry(opened(panel.bar.pairs.menu()), first).trigger()
    assert before[0] not in chart.pairs
    entry(opened(panel.bar.pairs.menu()), "The pairs that tell most").trigger()
    assert chart.pairs == before


def test_pairs_stand_for_a_distance_and_actors_for_the_rest(panel: ProximityPanel, qtbot: QtBot) -> None:
    click(qtbot, panel, "distance")
    assert panel.bar.pairs.isVisible()
    assert not panel.bar.actors.isVisible()
    click(qtbot, panel, "storyline")
    assert panel.bar.actors.isVisible()
    entry(opened(panel.bar.actors.menu()), "Everybody").trigger()
    assert panel.bar.actors.text() == "Actors 14 of 14 ▾"
    entry(opened(panel.bar.actors.menu()), "Those who matter to what coincided").trigger()
    assert panel.bar.actors.text() == "Actors 7 of 14 ▾"


def storyline(panel: ProximityPanel) -> Storyline:
    chart = panel.front
    assert isinstance(chart, Storyline)
    return chart


def words(chart: Storyline | Distance) -> list[str]:
    assert chart.picture is not None
    return [text.text for text in chart.picture.texts]


def test_the_storyline_is_told_what_to_show_in_a_menu(panel: ProximityPanel) -> None:
    chart = storyline(panel)
    entry(below(opened(panel.bar.more.menu()), "Focus on"), "Harry S. Truman").trigger()
    assert chart.focus == {"truman"}
    menu = opened(panel.bar.more.menu())
    assert entry(below(menu, "Focus on"), "Harry S. Truman").isChecked()
    entry(below(menu, "Focus on"), "Nobody").trigger()
    assert not chart.focus
    entry(below(menu, "Places"), "Potsdam").trigger()
    entry(below(menu, "Places"), "Moscow").trigger()
    assert not {"Potsdam", "Moscow"} & set(words(chart))
    entry(below(opened(panel.bar.more.menu()), "Places"), "Moscow").trigger()
    assert "Moscow" in words(chart)
    menu = opened(panel.bar.more.menu())
    for name in ("T. V. Soong", "Joseph Stalin"):
        entry(below(menu, "Shade the time together of"), name).trigger()
    assert "together, surely" in words(chart)


def test_the_fan_of_a_journey_is_chosen_with_its_means(panel: ProximityPanel) -> None:
    chart = storyline(panel)
    menu = opened(panel.bar.more.menu())
    journeys = below(menu, "On the journey")
    next(one for one in journeys.actions() if one.text().startswith("Soong: Moscow → Chungking")).trigger()
    assert any("where Soong could have been by propeller aircraft" in one for one in words(chart))
    travelling = below(opened(panel.bar.more.menu()), "Travelling")
    assert not any("jet" in one.text() for one in travelling.actions())  # nobody flew by jet in 1945
    next(one for one in travelling.actions() if one.text().startswith("by railway")).trigger()
    assert any("where Soong could have been by railway" in one for one in words(chart))
    entry(below(opened(panel.bar.more.menu()), "On the journey"), "Nobody").trigger()
    assert not any("could have been" in one for one in words(chart))


def test_the_distance_is_told_its_scale_threshold_and_means_in_a_menu(panel: ProximityPanel, qtbot: QtBot) -> None:
    click(qtbot, panel, "distance")
    chart = distance(panel)
    assert chart.means is not None
    assert chart.means.key == "propeller-aircraft"  # the fastest of 1945
    entry(below(opened(panel.bar.more.menu()), "Kilometres"), "Even").trigger()
    assert chart.is_linear
    entry(below(opened(panel.bar.more.menu()), "Together within"), "500 km").trigger()
    assert "surely within 500 km" in words(chart)
    travels = below(opened(panel.bar.more.menu()), "Who is under way travels")
    next(one for one in travels.actions() if one.text().startswith("by railway")).trigger()
    assert chart.means.key == "railway"
    travels = below(opened(panel.bar.more.menu()), "Who is under way travels")
    travels.actions()[0].trigger()
    assert chart.means is None
    assert chart.within_km == 500


def test_a_large_case_is_drawn_once_another_thread_has_asked_it_what_takes_long(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = window.proximity
    panel.fold(False)
    potsdam = window.case
    assert potsdam is not None
    many = tuple(
        replace(stay, key=f"{stay.key}-{copy}")
        for stay in potsdam.stays
        for copy in range(LARGE // len(potsdam.stays) + 1)
    )
    panel.show_case(replace(potsdam, slug="large", stays=many), LIGHT)
    assert panel.stack.currentIndex() == 0  # "The chart is being drawn…"
    assert panel.isEnabled()
    qtbot.waitUntil(lambda: panel.stack.currentIndex() == 1, timeout=PATIENCE_MS)
    assert "Potsdam" in words(storyline(panel))
    assert panel.bar.actors.text() == "Actors 7 of 14 ▾"


def test_what_has_a_note_wears_the_readers_mark(window: MainWindow, qtbot: QtBot) -> None:
    chart, case = storyline(window.proximity), window.case
    assert case is not None

    def marks() -> list[Polygon]:
        assert chart.picture is not None
        layers = [layer.shapes if isinstance(layer, Clip) else (layer,) for layer in chart.picture.layers]
        green = window.theme.claimants[Claimant.READER]
        return [one for shapes in layers for one in shapes if isinstance(one, Polygon) and one.fill == green]

    assert marks() == []
    for kind, key in ((Kind.EVENT, "potsdam-conference"), (Kind.PLACE, "moscow"), (Kind.ACTOR, "soong")):
        with window.library.change("Write a note") as change:
            change.add_note(Target(case.slug, kind, key), "Look at this again.")
    qtbot.waitUntil(lambda: len(marks()) == 3)
    drawn = chart.drawn(900, 500, LIGHT)
    assert not any(isinstance(one, Polygon) and one.fill == LIGHT.claimants[Claimant.READER] for one in drawn.layers)


def test_one_moment_stands_at_one_pixel_in_charts_beside_one_another(panel: ProximityPanel, qtbot: QtBot) -> None:
    above = storyline(panel)
    qtbot.waitUntil(lambda: above.time_scale is not None)
    storyline_alone = above.time_scale
    click(qtbot, panel, "distance")
    below = distance(panel)
    distance_alone = below.time_scale
    assert storyline_alone != distance_alone, "each would leave another room for its names"
    click(qtbot, panel, "storyline", control=True)
    qtbot.waitUntil(lambda: above.time_scale is not None and above.time_scale.left == below.time_scale.left)  # type: ignore[union-attr]
    assert above.time_scale == below.time_scale
