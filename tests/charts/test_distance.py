"""The distances of every shipped case: legible at first view, and answering to clicks, wheel and keys."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontDatabase, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Certainty, Kind
from desktop_app.charts.boxes import Box
from desktop_app.charts.colours import DARK, LIGHT
from desktop_app.charts.distance import Distance, default_pairs
from desktop_app.charts.distance_bars import spans_of
from desktop_app.charts.distance_scale import KmScale, next_threshold, rounded_km, said_km
from desktop_app.charts.painting import chart_font
from desktop_app.charts.picture import Picture
from desktop_app.charts.vector import svg
from desktop_app.library.book import load
from desktop_app.library.means import shipped

FILES = sorted((RESOURCES / "cases").glob("*.yaml"))
PANEL_OF_1400, PANEL_OF_2000 = (830, 430), (1330, 600)  # the chart in a window of 1400×900 and of 2000×1200
MONDAY = julian_day(1945, 7, 23)


@pytest.fixture(scope="module", autouse=True)
def fonts(qapp: QApplication) -> None:  # noqa: ARG001 (fonts need an application)
    for path in (RESOURCES / "fonts").glob("Inter-*.ttf"):
        QFontDatabase.addApplicationFont(str(path))


@pytest.fixture
def chart(qtbot: QtBot) -> Distance:
    made = Distance()
    made.setFont(chart_font())
    qtbot.addWidget(made)
    made.resize(*PANEL_OF_1400)
    made.show()
    return made


@pytest.fixture(scope="module")
def potsdam() -> Case:
    return load(FILES[13])


def shown(chart: Distance) -> Picture:
    assert chart.picture is not None
    return chart.picture


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_no_label_overlaps_another_or_leaves_the_chart(chart: Distance, path: object) -> None:
    case = load(path)  # type: ignore[arg-type]
    for size in (PANEL_OF_1400, PANEL_OF_2000):
        chart.resize(*size)
        chart.show_case(case, LIGHT)
        texts = shown(chart).texts
        assert texts
        overlapping = [
            (a.text, b.text) for a, b in combinations(texts, 2) if a.text.strip(" –") and a.box.grown(-1).hits(b.box)
        ]
        assert not overlapping
        assert not [text.text for text in texts if not text.box.within(Box(0, 0, *size).grown(0.5))]


def test_case_14_tells_of_soong_chiang_stalin_and_truman(potsdam: Case) -> None:
    pairs = {frozenset(pair) for pair in default_pairs(potsdam)}
    assert pairs == {
        frozenset(("soong", "chiang-kai-shek")),
        frozenset(("stalin", "truman")),
        frozenset(("soong", "stalin")),
    }


def test_pairs_are_those_of_the_actors_shown_or_those_asked_for(chart: Distance, potsdam: Case) -> None:
    chart.show_case(potsdam, LIGHT, ("truman", "byrnes"))
    assert chart.pairs == (("truman", "byrnes"),)
    chart.show_case(potsdam, LIGHT, pairs=(("molotov", "harriman"),))
    assert chart.pairs == (("molotov", "harriman"),)
    chart.show_case(potsdam, LIGHT, ("truman",))
    assert chart.pairs == ()
    assert "Of no two" in " ".join(text.text for text in shown(chart).texts)


@pytest.mark.parametrize("linear", [False, True])
def test_nothing_is_at_the_foot_of_the_scale_and_the_farthest_at_its_top(linear: bool) -> None:
    scale = KmScale(9000, 10, 210, linear)
    assert scale.y(0) == 210
    assert scale.y(9000) == pytest.approx(10)
    assert scale.y(10) > scale.y(100) > scale.y(1000)
    for km in (0.0, 10.0, 100.0, 4000.0):
        assert scale.km(scale.y(km)) == pytest.approx(km)
    assert (scale.y(4500) == pytest.approx(110)) == linear
    assert scale.ticks() == ((0, 2000, 4000, 6000, 8000) if linear else (0, 10, 100, 1000))


def test_a_threshold_is_a_round_distance() -> None:
    assert rounded_km(123.4) == 120
    assert rounded_km(7.6) == 8
    assert [next_threshold(50, 1), next_threshold(50, -1), next_threshold(60, -1), next_threshold(1, -1)] == [
        100,
        20,
        50,
        1,
    ]


def bars(chart: Distance) -> list[list[tuple[float, float]]]:
    """Of each pair from top to bottom, the spans in days that are drawn in full."""
    plan = chart._plan
    assert plan is not None
    return [list(spans_of(together, sure=True)) for together in plan.together]


def test_the_threshold_can_be_dragged_and_the_bars_follow(chart: Distance, potsdam: Case, qtbot: QtBot) -> None:
    chart.show_case(potsdam, LIGHT, pairs=(("soong", "stalin"),))
    field, before = shown(chart).field, bars(chart)
    line = next(text for text in shown(chart).texts if text.text == "50 km")
    y = round((line.box.top + line.box.bottom) / 2)
    with qtbot.waitSignal(chart.threshold_changed):
        qtbot.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(field.right) - 40, y))
        qtbot.mouseMove(chart.viewport(), QPoint(round(field.right) - 40, round(field.bottom) - 40))
    qtbot.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(field.right) - 40, y + 60))
    assert chart.within_km < 20
    # Both were in Moscow for weeks, but in one room only on the days of their talks.
    assert max(end - start for start, end in before[0]) > 10
    assert all(end - start <= 2.01 for start, end in bars(chart)[0])
    assert chart.cursor_jd is None
    told = [text.text for text in shown(chart).texts]
    assert f"surely within {chart.within_km:,.0f} km" in told
    assert f"{chart.within_km:,.0f} km" in told


def test_up_and_down_move_the_threshold_and_the_screen_reader_hears_it(
    chart: Distance, potsdam: Case, qtbot: QtBot
) -> None:
    chart.show_case(potsdam, LIGHT)
    qtbot.keyClick(chart, Qt.Key.Key_Up)
    assert chart.within_km == 100
    assert "now 100 km" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert chart.within_km == 20


def test_even_kilometres_have_even_steps(chart: Distance, potsdam: Case) -> None:
    chart.show_case(potsdam, LIGHT)
    chart.set_linear(True)
    told = [text.text for text in shown(chart).texts]
    assert "4,000" in told
    assert "10" not in told


def test_who_travels_by_a_means_is_where_it_can_carry_him(chart: Distance, potsdam: Case) -> None:
    railway = next(means for means in shipped() if means.key == "railway")
    chart.show_case(potsdam, LIGHT, pairs=(("stalin", "truman"),))
    jd = julian_day(1945, 7, 9)  # Truman sailed on the 7th
    assert chart._plan is not None
    anyhow = chart._plan.courses[0].at(jd)
    chart.show_case(potsdam, LIGHT, pairs=(("stalin", "truman"),), means=railway)
    by_rail = chart._plan.courses[0].at(jd)
    assert anyhow is not None
    assert by_rail is not None
    assert anyhow[0] < 500 < 3500 < by_rail[0]
    assert "under way: as far as one comes by railway, 60 km/h" in [text.text for text in shown(chart).texts]


def test_a_band_is_told_no_more_exactly_than_it_is_known() -> None:
    assert said_km(0, 20) == "0–20 km"
    assert said_km(7652.4, 7687.9) == "7,650–7,690 km"
    assert said_km(0, 0) == "0 km"


def test_a_click_moves_the_cursor_and_the_distances_are_told(chart: Distance, potsdam: Case, qtbot: QtBot) -> None:
    chart.show_case(potsdam, DARK)
    assert chart.time_scale is not None
    at = QPoint(round(chart.time_scale.x(MONDAY + 0.2)), round(shown(chart).field.top + 100))
    with qtbot.waitSignal(chart.cursor_moved) as moved:
        qtbot.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert moved.args is not None
    assert abs(moved.args[0] - MONDAY) < 1
    told = chart.accessibleDescription()
    assert "Soong – Chiang Kai-shek: 0–20 km, surely within 50 km" in told
    assert "Soong – Stalin: 7,660–7,700 km" in told


def test_the_pointer_is_told_the_distances_at_its_moment(chart: Distance, potsdam: Case, qtbot: QtBot) -> None:
    chart.show_case(potsdam, DARK)
    assert chart.time_scale is not None
    at = QPoint(round(chart.time_scale.x(MONDAY + 0.2)), round(shown(chart).field.top + 100))
    qtbot.mouseMove(chart.viewport(), at)
    assert "Monday 23 July 1945" in chart.viewport().toolTip()
    assert "0–20 km" in chart.viewport().toolTip()


def test_a_click_on_a_flag_a_name_and_a_bar_picks_what_it_stands_for(
    chart: Distance, potsdam: Case, qtbot: QtBot
) -> None:
    chart.show_case(potsdam, LIGHT)
    kinds = set()
    for hit in shown(chart).hits:
        if hit.target and (at := chart.pixel_of(hit.target)):
            with qtbot.waitSignal(chart.picked) as picked:
                qtbot.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=at)
            assert picked.args == [hit.target]
            kinds.add(hit.target.kind)
    assert kinds == {Kind.EVENT, Kind.ACTOR, Kind.STAY}


def test_wheel_drag_and_fit_change_the_span_and_tell_it(chart: Distance, potsdam: Case, qtbot: QtBot) -> None:
    chart.show_case(potsdam, LIGHT)
    assert chart.time_scale is not None
    first = chart.time_scale.span
    with qtbot.waitSignal(chart.span_changed):
        _turn(chart, 480)
    closer = chart.time_scale.span
    assert closer[1] - closer[0] < first[1] - first[0]
    with qtbot.waitSignal(chart.span_changed):
        qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert chart.time_scale.at_home
    with qtbot.assertNotEmitted(chart.span_changed):
        chart.show_span(*closer)
    assert chart.time_scale.span == pytest.approx(closer)
    chart.show_case(potsdam, DARK)
    assert chart.time_scale.span == pytest.approx(closer)


def _turn(chart: Distance, angle: int) -> None:
    middle = QPointF(chart.width() / 2, chart.height() / 2)
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        middle,
        chart.mapToGlobal(middle),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart.viewport(), event)


def test_the_keys_move_the_cursor_and_go_from_event_to_event(chart: Distance, potsdam: Case, qtbot: QtBot) -> None:
    chart.show_case(potsdam, LIGHT)
    chart.set_cursor(MONDAY)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.cursor_jd == MONDAY + 1
    qtbot.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chart.cursor_jd == MONDAY - 6
    qtbot.keyClick(chart, Qt.Key.Key_BracketRight)
    with qtbot.waitSignal(chart.picked) as picked:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert picked.args is not None
    assert picked.args[0].kind == Kind.EVENT


def test_what_is_left_out_by_certainty_is_not_drawn(chart: Distance, potsdam: Case) -> None:
    chart.show_case(potsdam, LIGHT)
    everything = len(shown(chart).hits)
    chart.show_case(potsdam, LIGHT, certainties=frozenset([Certainty.CLAIMED]))
    assert len(shown(chart).hits) < everything
    chart.mark(Target(potsdam.slug, Kind.EVENT, "talks-adjourned"))
    assert not chart.grab().isNull()


def test_on_paper_the_words_are_text(chart: Distance, potsdam: Case) -> None:
    chart.show_case(potsdam, DARK)
    drawn = svg(chart, 900, 420)
    assert ">surely within 50 km<" in drawn
    assert ">Soong<" in drawn
    assert DARK.panel not in drawn
