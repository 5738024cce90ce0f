"""The maps of every shipped case: legible, uncut across the Pacific, and answering to clicks, wheel, keys and time."""

import random
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontDatabase, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Certainty, Kind
from desktop_app.casebook.when import parse
from desktop_app.charts.atlas import Atlas
from desktop_app.charts.atlas_moment import moment, telling_moment
from desktop_app.charts.atlas_scene import Leg, map_scene
from desktop_app.charts.atlas_view import best_kind, first_view, projection_of
from desktop_app.charts.boxes import Box
from desktop_app.charts.cast import default_actors, line_colours
from desktop_app.charts.colours import DARK, LIGHT
from desktop_app.charts.drawing import Clip, Layer, Path
from desktop_app.charts.painting import chart_font
from desktop_app.charts.picture import Picture
from desktop_app.charts.strands import strands
from desktop_app.charts.vector import svg
from desktop_app.library.book import load

FILES = sorted((RESOURCES / "cases").glob("*.yaml"))
PANEL_OF_1400, PANEL_OF_2000 = (830, 430), (1330, 600)
ALL = frozenset(Certainty)
MONDAY = julian_day(1945, 7, 23)


@pytest.fixture(scope="module", autouse=True)
def fonts(qapp: QApplication) -> None:  # noqa: ARG001 (fonts need an application)
    for path in (RESOURCES / "fonts").glob("Inter-*.ttf"):
        QFontDatabase.addApplicationFont(str(path))


@pytest.fixture
def chart(qtbot: QtBot) -> Atlas:
    made = Atlas()
    made.setFont(chart_font())
    qtbot.addWidget(made)
    made.resize(*PANEL_OF_1400)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture(scope="module")
def potsdam() -> Case:
    return load(FILES[13])


def shown(chart: Atlas) -> Picture:
    assert chart.picture is not None
    return chart.picture


def shapes(picture: Picture) -> list[Layer]:
    return [one for layer in picture.layers for one in (layer.shapes if isinstance(layer, Clip) else (layer,))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_no_label_overlaps_another_or_leaves_the_map(chart: Atlas, path: object) -> None:
    case = load(path)  # type: ignore[arg-type]
    for size in (PANEL_OF_1400, PANEL_OF_2000):
        chart.resize(*size)
        chart.show_case(case, LIGHT)
        picture = shown(chart)
        texts = [text for text in picture.texts if not text.angle]
        assert len(texts) > 4
        overlapping = [(a.text, b.text) for a, b in combinations(texts, 2) if a.box.grown(-1).hits(b.box)]
        assert not overlapping
        frame = Box(0, 0, picture.width, picture.height).grown(0.5)
        assert not [text.text for text in texts if not text.box.within(frame)]


# Done when: the date line


def crosses_the_date_line(leg: Leg) -> bool:
    return len(np.unique(np.floor((leg.way[:, 0] - 180) / 360))) > 1


@pytest.mark.parametrize("chapter", [5, 10])
def test_the_carriers_cross_the_pacific_eastward_and_uncut(chart: Atlas, chapter: int) -> None:
    case = load(FILES[chapter - 1])
    scene = map_scene(case, default_actors(case), ALL)
    to_hawaii = ({"hitokappu-bay", "north-pacific"}, {"hitokappu-bay", "north-of-oahu"})
    legs = [leg for leg in scene.legs if leg.actor == "nagumo" and set(leg.ends) in to_hawaii]
    assert legs
    for leg in legs:
        lon = leg.way[:, 0] if leg.ends[0] == "hitokappu-bay" else leg.way[::-1, 0]
        assert (np.diff(lon) > 0).all()  # eastward all the way
    beyond = [leg for leg in scene.legs if leg.actor == "nagumo" and crosses_the_date_line(leg)]
    assert beyond  # one of them crosses the antimeridian
    for kind in ("equidistant", "equal-area", "pacific"):
        projection = projection_of(scene, kind)  # type: ignore[arg-type]
        for leg in legs + beyond:
            assert len(projection.lines(strands([leg.way]))) == 1
    chart.show_case(case, LIGHT, ("nagumo",))
    colour = line_colours(case, LIGHT)["nagumo"]
    pieces = [
        layer.lines[at]
        for layer in shapes(shown(chart))
        if isinstance(layer, Path) and layer.edge and layer.edge.colour == colour
        for at in range(len(layer.lines))
    ]
    assert max(np.hypot(*np.diff(piece, axis=0).T).max() for piece in pieces) < 60  # px: no streak across the map


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_no_track_is_cut_in_the_first_view_unless_they_go_all_around_the_earth(path: object) -> None:
    case = load(path)  # type: ignore[arg-type]
    scene = map_scene(case, default_actors(case), ALL)
    projection = projection_of(scene, best_kind(scene))
    cut = [leg for leg in scene.legs if len(projection.lines(strands([leg.way]))) != 1]
    assert not [leg.ends for leg in cut if crosses_the_date_line(leg)]
    free = np.ones(360, dtype=bool)
    for leg in scene.legs:
        free[np.arange(np.ceil(leg.way[:, 0].min()), np.floor(leg.way[:, 0].max()) + 1).astype(int) % 360] = False
    assert not cut or not free.any()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_the_first_view_shows_where_people_were_about_the_coincidence(path: object) -> None:
    case = load(path)  # type: ignore[arg-type]
    scene = map_scene(case, default_actors(case), ALL)
    view = first_view(scene, None, (830.0, 380.0), 1.0)
    assert scene.home
    for key in scene.home:
        place = case.place[key]
        assert view.frame.holds(*view.pixel(place.lat, place.lon)), key


# Who was where


def test_on_17_july_five_were_at_potsdam_and_two_perhaps_at_chungking(potsdam: Case) -> None:
    scene = map_scene(potsdam, default_actors(potsdam), ALL)
    now = moment(scene, MONDAY)
    at = {(one.actor, one.place): one.sure for one in now.here}
    assert at["stalin", "potsdam"]
    assert at["truman", "potsdam"]
    assert at["soong", "chungking"]
    assert not now.on_the_way
    assert {event.key for event in now.events} == {"potsdam-conference", "talks-adjourned", "soong-in-chungking"}


def test_between_two_stays_an_actor_is_on_the_way_and_nowhere(potsdam: Case) -> None:
    scene = map_scene(potsdam, default_actors(potsdam), ALL)
    now = moment(scene, julian_day(1945, 7, 11))
    truman = [one for one in now.on_the_way if one.actor == "truman"]
    assert len(truman) == 1
    assert 0 < truman[0].share < 1
    assert not [one for one in now.here if one.actor == "truman" and one.sure]


def test_the_moment_that_is_shown_first_is_one_of_what_coincided(potsdam: Case) -> None:
    scene = map_scene(potsdam, default_actors(potsdam), ALL)
    assert len(moment(scene, telling_moment(scene)).events) == 3


# The window


def test_a_click_on_a_mark_a_name_a_flag_and_a_track_picks_what_it_stands_for(
    chart: Atlas, potsdam: Case, qtbot: QtBot
) -> None:
    chart.show_case(potsdam, LIGHT)
    chart.set_cursor(MONDAY)
    kinds, journeys = set(), 0
    for hit in shown(chart).hits:
        if hit.target and (at := chart.pixel_of(hit.target)):
            with qtbot.waitSignal(chart.picked) as picked:
                qtbot.mouseClick(chart.canvas, Qt.MouseButton.LeftButton, pos=at)
            assert picked.args == [hit.target]
            kinds.add(hit.target.kind)
            journeys += hit.journey is not None
    assert kinds == {Kind.EVENT, Kind.PLACE, Kind.STAY}
    assert journeys


def test_the_pointer_is_told_of_a_journey(chart: Atlas, potsdam: Case, qtbot: QtBot) -> None:
    chart.show_case(potsdam, DARK, ("soong",))
    hit = next(one for one in shown(chart).hits if one.journey)
    x, y = hit.path[len(hit.path) // 2]
    qtbot.mouseMove(chart.canvas, QPoint(round(x), round(y)))
    assert "Soong" in chart.canvas.toolTip()
    assert "→" in chart.canvas.toolTip()


def _turn(chart: Atlas, angle: int, at: QPointF) -> None:
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at,
        chart.canvas.mapToGlobal(at),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart.canvas, event)


def test_wheel_zooms_about_the_pointer_drag_pans_and_a_double_click_fits(
    chart: Atlas, potsdam: Case, qtbot: QtBot
) -> None:
    chart.show_case(potsdam, LIGHT)
    canvas = chart.canvas
    first = canvas.view
    assert first is not None
    at = QPointF(300, 200)
    there = first.position(at.x(), at.y())
    _turn(chart, 360, at)
    closer = canvas.view
    assert closer is not None
    assert closer.km_per_px < first.km_per_px
    assert closer.position(at.x(), at.y()) == pytest.approx(there, abs=1e-6)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 200))
    qtbot.mouseMove(canvas, QPoint(420, 210))
    qtbot.mouseMove(canvas, QPoint(450, 220))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(450, 220))
    assert canvas.view is not None
    assert canvas.view.position(450, 220) == pytest.approx(closer.position(400, 200), abs=1e-6)
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert canvas.view == first
    qtbot.keyClick(chart, Qt.Key.Key_Plus)
    assert canvas.view != first
    chart.show_case(potsdam, DARK)
    assert canvas.view != first  # the same case keeps its view
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert canvas.view == first


def test_far_away_and_close_by_the_map_is_still_a_map(chart: Atlas, potsdam: Case) -> None:
    chart.show_case(potsdam, LIGHT)
    for angle in (-6000, 12000):
        for _ in range(3):
            _turn(chart, angle, QPointF(420, 250))
        assert not chart.canvas.grab().isNull()
        assert len(shapes(shown(chart))) > 5


def test_the_keys_move_the_cursor_and_go_from_event_to_event(chart: Atlas, potsdam: Case, qtbot: QtBot) -> None:
    chart.show_case(potsdam, LIGHT)
    chart.set_cursor(MONDAY)
    with qtbot.waitSignal(chart.cursor_moved):
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.cursor_jd == MONDAY + 1
    qtbot.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chart.cursor_jd == MONDAY - 6
    assert "Stalin: Potsdam" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_BracketRight)
    with qtbot.waitSignal(chart.picked) as picked:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert picked.args is not None
    assert picked.args[0].kind == Kind.EVENT


def test_the_slider_moves_the_cursor_and_picks_events(chart: Atlas, potsdam: Case, qtbot: QtBot) -> None:
    chart.show_case(potsdam, LIGHT)
    slider, scale = chart.slider, chart.time_scale
    assert scale is not None
    assert chart.cursor_jd is None
    assert "17 July 1945" in chart.accessibleDescription()  # what tells most, as long as no cursor is set
    at = QPoint(round(scale.x(MONDAY)), 40)
    with qtbot.waitSignal(chart.cursor_moved) as moved:
        qtbot.mouseClick(slider.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert moved.args is not None
    assert abs(moved.args[0] - MONDAY) < 0.5
    target = Target(potsdam.slug, Kind.EVENT, "talks-adjourned")
    event = slider.pixel_of(target)
    assert event is not None
    with qtbot.waitSignal(chart.picked) as picked:
        qtbot.mouseClick(slider.viewport(), Qt.MouseButton.LeftButton, pos=event)
    assert picked.args == [target]
    qtbot.mousePress(slider.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(slider.viewport(), at + QPoint(30, 0))
    qtbot.mouseMove(slider.viewport(), at + QPoint(60, 0))
    qtbot.mouseRelease(slider.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(60, 0))
    assert chart.cursor_jd == pytest.approx(scale.jd(at.x() + 60))


def test_it_plays_to_the_end_of_the_span_and_stops(chart: Atlas, potsdam: Case, qtbot: QtBot) -> None:
    chart.show_case(potsdam, LIGHT)
    chart.set_speed(365.0)
    seen: list[float] = []
    chart.cursor_moved.connect(seen.append)
    with qtbot.waitSignal(chart.cursor_moved):
        qtbot.keyClick(chart, Qt.Key.Key_Space)
    assert chart.is_playing
    assert chart.play_button.isChecked()
    qtbot.waitUntil(lambda: not chart.is_playing)
    assert chart.time_scale is not None
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(chart.time_scale.span[1])
    chart.set_speed(1 / 24)
    qtbot.mouseClick(chart.play_button, Qt.MouseButton.LeftButton)
    assert chart.is_playing  # again from the beginning
    qtbot.mouseClick(chart.play_button, Qt.MouseButton.LeftButton)
    assert not chart.is_playing


def test_playing_leaves_out_what_the_axis_leaves_out(chart: Atlas, qtbot: QtBot) -> None:
    case = load(FILES[4])  # 1902, 1917, 1941
    chart.show_case(case, LIGHT)
    chart.set_speed(365.0)
    qtbot.keyClick(chart, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not chart.is_playing)
    assert chart.cursor_jd is not None
    assert chart.cursor_jd > julian_day(1941, 12, 1)


def test_what_lies_outside_the_span_in_view_is_pale(chart: Atlas, potsdam: Case) -> None:
    chart.show_case(potsdam, LIGHT)
    before = [one for one in shown(chart).texts if one.text == "Hendaye"]
    assert before
    assert before[0].colour == LIGHT.text
    with_span = julian_day(1945, 8, 10), julian_day(1945, 8, 14)
    chart.show_span(*with_span)
    after = [one for one in shown(chart).texts if one.text == "Hendaye"]
    assert not after or after[0].colour == LIGHT.quiet


def test_another_projection_shows_the_same_case_from_its_first_view(chart: Atlas, potsdam: Case, qtbot: QtBot) -> None:
    chart.show_case(potsdam, LIGHT)
    foot = {text.text for text in shown(chart).texts}
    with qtbot.waitSignal(chart.kind_changed) as chosen:
        chart.choose("pacific")
    assert chosen.args == ["pacific"]
    assert {text.text for text in shown(chart).texts} != foot
    assert any("Equal Earth" in text.text for text in shown(chart).texts)
    chart.choose("nonsense")
    assert chart.kind == ""


def test_a_place_that_is_selected_elsewhere_comes_into_view(chart: Atlas, potsdam: Case) -> None:
    chart.show_case(potsdam, LIGHT)
    target = Target(potsdam.slug, Kind.PLACE, "san-francisco")
    view = chart.canvas.view
    assert view is not None
    place = potsdam.place["san-francisco"]
    assert not view.frame.holds(*view.pixel(place.lat, place.lon))
    chart.mark(target)
    view = chart.canvas.view
    assert view is not None
    assert view.frame.holds(*view.pixel(place.lat, place.lon))


def test_what_is_left_out_by_certainty_is_not_drawn(chart: Atlas, potsdam: Case) -> None:
    chart.show_case(potsdam, LIGHT)
    everything = len(shown(chart).hits)
    chart.show_case(potsdam, LIGHT, certainties=frozenset([Certainty.CLAIMED]))
    assert len(shown(chart).hits) < everything
    chart.show_case(potsdam, LIGHT, ())
    assert not chart.grab().isNull()


def test_on_paper_the_map_is_light_and_its_words_are_text(chart: Atlas, potsdam: Case) -> None:
    chart.show_case(potsdam, DARK)
    chart.set_cursor(MONDAY)
    drawn = svg(chart, 900, 560)
    assert ">Potsdam Conference<" in drawn
    assert ">Soong<" in drawn
    assert "Land: Natural Earth" in drawn
    assert DARK.panel not in drawn
    assert len(drawn) < 1_500_000


def test_a_corpus_of_thousands_of_stays_is_drawn_with_no_more_than_can_be_read(
    chart: Atlas, potsdam: Case, qtbot: QtBot
) -> None:
    """55 people on 40 journeys each, between 300 places all over the Earth."""
    pick = random.Random(1)
    places = tuple(
        replace(
            potsdam.places[0], key=f"p{at}", name=f"Place {at}", lat=pick.uniform(-60, 70), lon=pick.uniform(-180, 180)
        )
        for at in range(300)
    )
    actors = tuple(replace(potsdam.actors[0], key=f"a{at}", short=f"A{at}") for at in range(55))
    weeks = [parse(f"1941-{month:02}-{day:02}") for month in range(1, 13) for day in (2, 9, 16, 23)]
    stays = tuple(
        replace(potsdam.stays[0], key=f"{actor.key}-{at}", actor=actor.key, place=f"p{pick.randrange(300)}", when=when)
        for actor in actors
        for at, when in enumerate(weeks)
    )
    none: dict[str, tuple[object, ...]] = {
        "events": (),
        "links": (),
        "evidence": (),
        "hypotheses": (),
        "coincident": (),
    }
    corpus = replace(
        potsdam,
        slug="corpus",
        actors=actors,
        places=places,
        stays=stays,
        focus=(parse("1941"),),
        **none,  # type: ignore[arg-type]
    )
    chart.show_case(corpus, LIGHT, tuple(actor.key for actor in actors))
    assert not chart.grab().isNull()  # nothing is there yet
    qtbot.waitUntil(lambda: chart.picture is not None)
    picture = shown(chart)
    assert len(shapes(picture)) < 1_000
    assert len(picture.hits) < 1_000
    assert not chart.grab().isNull()
