"""The storyline of every shipped case: legible at first view, and answering to clicks, wheel and keys."""

from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontDatabase, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.analysis.whereabouts import itineraries
from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Certainty, Kind
from desktop_app.casebook.where import great_circle_km
from desktop_app.charts.boxes import Box
from desktop_app.charts.cards import card
from desktop_app.charts.cast import line_colours
from desktop_app.charts.colours import DARK, LIGHT
from desktop_app.charts.composition import Choice, composed
from desktop_app.charts.drawing import Clip, Disc, Rect, Text
from desktop_app.charts.layout import SPAN_KM
from desktop_app.charts.overlays import SHADE
from desktop_app.charts.painting import QtType, chart_font
from desktop_app.charts.picture import Look, Picture
from desktop_app.charts.scene import MOST_BANDS, Scene
from desktop_app.charts.storyline import Storyline, default_actors
from desktop_app.library.book import load
from desktop_app.library.means import shipped

FILES = sorted((RESOURCES / "cases").glob("*.yaml"))
PANEL_OF_1400, PANEL_OF_2000 = (830, 430), (1330, 600)  # the chart in a window of 1400×900 and of 2000×1200


@pytest.fixture(scope="module", autouse=True)
def fonts(qapp: QApplication) -> None:  # noqa: ARG001 (fonts need an application)
    for path in (RESOURCES / "fonts").glob("Inter-*.ttf"):
        QFontDatabase.addApplicationFont(str(path))


@pytest.fixture
def chart(qtbot: QtBot) -> Storyline:
    made = Storyline()
    made.setFont(chart_font())
    qtbot.addWidget(made)
    made.resize(*PANEL_OF_1400)
    made.show()
    return made


def case_of(chapter: int) -> Case:
    return load(FILES[chapter - 1])


def event(case: Case, key: str) -> Target:
    return Target(case.slug, Kind.EVENT, key)


def click(qtbot: QtBot, chart: Storyline, at: QPoint) -> None:
    qtbot.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=at)


def shown(chart: Storyline) -> Picture:
    picture = chart.picture
    assert picture is not None
    return picture


def overlaps(texts: list[Text]) -> list[str]:
    """Pairs of words that share a pixel; the hairs of a descender and a capital below it do not count."""
    boxes = [(text, Box(text.box.left, text.box.top + 1, text.box.right, text.box.bottom - 1)) for text in texts]
    return [f"{a.text} / {b.text}" for (a, one), (b, other) in combinations(boxes, 2) if one.hits(other)]


def seen(picture: Picture) -> list[Text]:
    """The words of which more than a sliver is not cut away where the bands are scrolled."""
    found: list[Text] = []
    for layer in picture.layers:
        shapes = layer.shapes if isinstance(layer, Clip) else (layer,)
        room = layer.box if isinstance(layer, Clip) else Box(0, 0, picture.width, picture.height)
        found += [one for one in shapes if isinstance(one, Text) and one.box.top < room.bottom - 2]
    return [one for one in found if one.box.bottom > 2]


@pytest.mark.parametrize("size", [PANEL_OF_1400, PANEL_OF_2000], ids=["1400", "2000"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_no_label_overlaps_another_or_leaves_the_chart(chart: Storyline, path: Path, size: tuple[int, int]) -> None:
    case = load(path)
    chart.resize(*size)
    chart.show_case(case, LIGHT)
    picture = shown(chart)
    texts = list(picture.texts)
    assert overlaps(texts) == []
    frame = Box(0, 0, picture.width, picture.height)
    assert [text.text for text in texts if not text.box.within(frame)] == []
    assert picture.content_height <= picture.field.bottom - picture.field.top + 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_the_first_view_names_all_that_it_shows(chart: Storyline, path: Path) -> None:
    case = load(path)
    chart.show_case(case, LIGHT)
    picture = shown(chart)
    texts = {text.text for text in picture.texts}
    drawn = {hit.target.key for hit in picture.hits if hit.target and hit.target.kind == Kind.STAY and not hit.journey}
    missing = {case.actor[case.stay[key].actor].short for key in drawn} - texts
    assert not missing
    flags = [hit for hit in picture.hits if hit.events and hit.box.bottom < picture.field.top]
    assert {hit.events[0].key for hit in flags} == set(case.coincident)
    bands = [hit for hit in picture.hits if hit.band]
    assert len({hit.box.top for hit in bands}) <= MOST_BANDS
    assert 4 <= len(default_actors(case)) <= 8
    colours = line_colours(case, LIGHT)
    assert len({colours[key] for key in default_actors(case)}) == len(default_actors(case))


@pytest.mark.parametrize("size", [PANEL_OF_1400, PANEL_OF_2000], ids=["1400", "2000"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_every_window_has_a_date_and_every_flag_its_mark(chart: Storyline, path: Path, size: tuple[int, int]) -> None:
    case = load(path)
    chart.resize(*size)
    chart.show_case(case, LIGHT)
    picture, scale = shown(chart), chart.time_scale
    assert scale is not None
    dates = [text for text in picture.texts if text.box.top > picture.field.bottom]
    for piece in scale.pieces():
        left, right = map(scale.x, piece)
        assert right - left < 24 or any(left < text.box.right and text.box.left < right for text in dates), piece
    gold = {key for key in case.coincident if any(one.fill == LIGHT.spotlight for one in discs(picture, case, key))}
    assert gold == set(case.coincident)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_the_mark_of_what_coincided_is_whole_when_it_is_chosen(chart: Storyline, path: Path) -> None:
    case = load(path)
    chart.show_case(case, LIGHT)
    for key in case.coincident:
        chart.mark(event(case, key))
        mark = discs(shown(chart), case, key)
        assert any(one.edge and one.edge.colour == LIGHT.accent for one in mark)
        for layer in shown(chart).layers:
            for one in layer.shapes if isinstance(layer, Clip) else ():
                if isinstance(one, Disc) and one in mark:
                    rim = one.radius + (one.edge.width / 2 if one.edge else 0)
                    assert Box(one.x - rim, one.y - rim, one.x + rim, one.y + rim).within(layer.box), key


def discs(picture: Picture, case: Case, event: str) -> list[Disc]:
    """The discs of an event's mark."""
    boxes = [hit.box for hit in picture.hits if case.event[event] in hit.events and picture.field.top < hit.box.bottom]
    shapes = [one for layer in picture.layers if isinstance(layer, Clip) for one in layer.shapes]
    return [one for one in shapes if isinstance(one, Disc) and any(box.holds(one.x, one.y) for box in boxes)]


def test_an_event_without_a_place_has_a_row_of_its_own(chart: Storyline) -> None:
    case = case_of(17)
    chart.show_case(case, LIGHT)
    assert "no place recorded" in [text.text for text in shown(chart).texts]
    assert chart.pixel_of(event(case, "sunken-ship-report")) is not None
    chart.show_case(case_of(14), LIGHT)
    assert "no place recorded" not in [text.text for text in shown(chart).texts]


def test_what_may_have_been_at_any_time_of_a_year_moves_no_axis(chart: Storyline) -> None:
    case = case_of(17)
    chart.show_case(case, LIGHT)
    chart.mark(event(case, "sunken-ship-report"))
    assert chart.time_scale is not None
    assert chart.time_scale.at_home


@pytest.mark.parametrize("size", [PANEL_OF_1400, PANEL_OF_2000], ids=["1400", "2000"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_nobody_stands_beside_who_was_far_away(path: Path, size: tuple[int, int]) -> None:
    """Who share a band were within 50 km of each other, or at other times, or a hairline stands between them."""
    case = load(path)
    for band in first_view(case, size).bands:
        sojourns = [one for one in itineraries(case, default_actors(case)).values() for one in one.sojourns]
        here = [one for one in sojourns if one.place in band.places]
        for a, b in combinations(here, 2):
            start, end = max(a.outer[0], b.outer[0]), min(a.outer[1], b.outer[1])
            if a.actor != b.actor and start < end and far(case, a.place, b.place):
                upper, lower = sorted(band.lanes[one.actor] for one in (a, b))
                between = [(band.lanes[one.upper], band.lanes[one.lower]) for one in band.partings]
                assert any(upper <= one and other <= lower for one, other in between), (band.name, a, b)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_a_band_reaches_farther_than_500_km_only_where_there_are_too_many(path: Path) -> None:
    case = load(path)
    home = [band for band in first_view(case, PANEL_OF_2000).bands if band.home and band.places]
    wide = [band.name for band in home if any(far(case, a, b, SPAN_KM) for a, b in combinations(band.places, 2))]
    assert not wide or len(home) == MOST_BANDS
    assert len(home) <= MOST_BANDS


def first_view(case: Case, size: tuple[int, int]) -> Scene:
    return composed(Choice.first(case), QtType(chart_font()), size, Look(LIGHT)).scene


def far(case: Case, a: str, b: str, km: float = 50.0) -> bool:
    one, other = case.place[a], case.place[b]
    return great_circle_km((one.lat, one.lon), (other.lat, other.lon)) > km


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_labels_stay_apart_while_the_reader_moves(chart: Storyline, path: Path) -> None:
    case = load(path)
    chart.show_case(case, DARK, tuple(actor.key for actor in case.actors))
    for step in range(6):
        chart._rescale(chart.time_scale.zoomed(1.7 if step < 4 else 0.2, 300 + 60 * step).panned(40 * step))
        assert overlaps(seen(shown(chart))) == []
        assert chart.grab().width() == chart.width()


def test_a_click_on_a_mark_selects_its_event_and_marks_it(chart: Storyline, qtbot: QtBot) -> None:
    case = case_of(14)
    chart.show_case(case, LIGHT)
    target = event(case, "truman-message")
    at = chart.pixel_of(target)
    assert at is not None
    before = shown(chart)
    with qtbot.waitSignal(chart.picked) as picked:
        click(qtbot, chart, at)
    assert picked.args == [target]
    assert shown(chart) != before


def test_a_flag_a_line_a_journey_a_name_and_a_place_can_be_picked(chart: Storyline, qtbot: QtBot) -> None:
    case = case_of(14)
    chart.show_case(case, LIGHT)
    wanted = {
        Target(case.slug, Kind.EVENT, "potsdam-conference"),
        Target(case.slug, Kind.STAY, next(s.key for s in case.stays if s.actor == "stalin" and s.place == "potsdam")),
        Target(case.slug, Kind.STAY, "soong-chungking-moscow-air-route-2"),
        Target(case.slug, Kind.ACTOR, "soong"),
        Target(case.slug, Kind.PLACE, "potsdam"),
    }
    for target in wanted:
        at = chart.pixel_of(target)
        assert at is not None, target
        with qtbot.waitSignal(chart.picked) as picked:
            click(qtbot, chart, at)
        assert picked.args == [target]


def test_a_marked_actor_is_strong_and_the_rest_pale(chart: Storyline) -> None:
    case = case_of(14)
    chart.show_case(case, LIGHT)
    chart.mark(Target(case.slug, Kind.ACTOR, "soong"))
    alphas = {text.text: text.alpha for text in shown(chart).texts}
    assert alphas["Soong"] == 1.0
    assert alphas["Stalin"] < 0.6
    chart.mark(None)
    assert {text.text: text.alpha for text in shown(chart).texts}["Stalin"] == 1.0


def test_a_merged_band_opens_into_its_places_and_closes_again(chart: Storyline, qtbot: QtBot) -> None:
    case = case_of(1)
    chart.show_case(case, LIGHT)
    closed = [text.text for text in shown(chart).texts]
    merged = next(hit for hit in shown(chart).hits if hit.band and hit.band.is_merged)
    middle = QPoint(round((merged.box.left + merged.box.right) / 2), round((merged.box.top + merged.box.bottom) / 2))
    click(qtbot, chart, middle)
    opened = {hit.band.places for hit in shown(chart).hits if hit.band}
    assert merged.band is not None
    assert {(place,) for place in merged.band.places} <= opened
    toggle = next(hit for hit in shown(chart).hits if hit.band and hit.band.is_opened and hit.target is None)
    click(qtbot, chart, QPoint(round(toggle.box.left + 4), round((toggle.box.top + toggle.box.bottom) / 2)))
    assert [text.text for text in shown(chart).texts] == closed


def wheel(chart: Storyline, x: int, turn: int) -> None:
    at = QPointF(x, 200)
    event = QWheelEvent(
        at,
        chart.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart.viewport(), event)


def test_the_wheel_zooms_about_the_pointer_and_fit_resets(chart: Storyline, qtbot: QtBot) -> None:
    chart.show_case(case_of(14), LIGHT)
    home = chart.time_scale
    with qtbot.waitSignal(chart.span_changed) as told:
        wheel(chart, 500, 240)
    assert chart.time_scale.jd(500) == pytest.approx(home.jd(500))
    assert told.args[1] - told.args[0] < home.span[1] - home.span[0]
    chart.fit()
    assert chart.time_scale == home


def test_a_drag_pans_and_picks_nothing(chart: Storyline, qtbot: QtBot) -> None:
    chart.show_case(case_of(14), LIGHT)
    wheel(chart, 500, 600)
    first = chart.time_scale.span[0]
    with qtbot.assertNotEmitted(chart.picked):
        qtbot.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(500, 200))
        qtbot.mouseMove(chart.viewport(), QPoint(560, 200))
        qtbot.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(560, 200))
    assert chart.time_scale.span[0] < first


def test_keys_move_the_cursor_and_go_from_event_to_event(chart: Storyline, qtbot: QtBot) -> None:
    case = case_of(14)
    chart.show_case(case, LIGHT)
    start = case.event["talks-adjourned"].when.start[0]
    chart.set_cursor(start)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.cursor_jd == pytest.approx(start + 1)
    qtbot.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chart.cursor_jd == pytest.approx(start - 6)
    chart.set_cursor(start - 0.1)
    with qtbot.waitSignal(chart.cursor_moved):
        qtbot.keyClick(chart, Qt.Key.Key_BracketRight)
    with qtbot.waitSignal(chart.picked) as picked:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert picked.args == [event(case, "talks-adjourned")]
    qtbot.keyClick(chart, Qt.Key.Key_BracketRight)
    qtbot.keyClick(chart, Qt.Key.Key_BracketLeft)
    with qtbot.waitSignal(chart.picked) as picked:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert picked.args == [event(case, "talks-adjourned")]


def test_a_break_says_what_it_leaves_out_and_opens(chart: Storyline, qtbot: QtBot) -> None:
    case = case_of(2)
    chart.show_case(case, LIGHT)
    gap = next(hit for hit in shown(chart).hits if hit.gap)
    assert "31 years" in card(case, gap)
    middle = QPoint(round((gap.box.left + gap.box.right) / 2), round(gap.box.bottom - 8))
    click(qtbot, chart, middle)
    assert chart.time_scale.break_spans() == ()
    assert chart.time_scale.span == pytest.approx((gap.gap.start, gap.gap.end), abs=1)


def test_every_card_can_be_told(chart: Storyline) -> None:
    for path in FILES:
        case = load(path)
        chart.show_case(case, LIGHT)
        for hit in shown(chart).hits:
            assert card(case, hit) or hit.target is None


def test_the_card_of_places_in_one_band_says_how_far_apart_they_are(chart: Storyline) -> None:
    case = case_of(1)
    chart.show_case(case, LIGHT)
    merged = next(hit for hit in shown(chart).hits if hit.band and hit.band.is_merged and "New York" in card(case, hit))
    assert "Up to 376 km apart" in card(case, merged)  # Portsmouth and New York


def test_a_case_without_what_was_filtered_out_can_be_drawn(chart: Storyline) -> None:
    case = case_of(14)
    chart.show_case(case, LIGHT, (), frozenset())
    assert shown(chart).field.top > 0
    chart.show_case(case, LIGHT, ("soong",), frozenset([Certainty.DISPUTED]))
    chart.grab()


def test_the_same_case_keeps_its_span_when_its_actors_change(chart: Storyline) -> None:
    case = case_of(14)
    chart.show_case(case, LIGHT)
    wheel(chart, 500, 480)
    span = chart.time_scale.span
    chart.show_case(case, DARK, ("soong", "stalin"))
    assert chart.time_scale.span == pytest.approx(span)


def test_the_chart_tells_a_screen_reader_who_is_in_it(chart: Storyline) -> None:
    chart.show_case(case_of(14), LIGHT)
    assert chart.accessibleName() == "Storyline"
    assert "Soong" in chart.accessibleDescription()


def test_on_paper_the_places_of_each_band_are_told(chart: Storyline) -> None:
    chart.show_case(case_of(1), LIGHT)
    told = " ".join(text.text for text in chart.drawn(860, 520, LIGHT).texts)
    assert "Daiquirí, Off Santiago de Cuba +3: Daiquirí; Siboney;" in told
    assert "Siboney;" not in " ".join(text.text for text in shown(chart).texts)


def meeting_grounds(chart: Storyline) -> list[Rect]:
    """What is shaded as time surely spent together."""
    layers = shown(chart).layers
    shapes = [one for layer in layers if isinstance(layer, Clip) for one in layer.shapes]
    return [one for one in shapes if isinstance(one, Rect) and (one.fill, one.alpha) == (LIGHT.accent, SHADE)]


def test_times_together_are_shaded_behind_the_lines_of_the_two(chart: Storyline) -> None:
    case = case_of(14)
    chart.show_case(case, LIGHT)
    assert meeting_grounds(chart) == []
    chart.shade(frozenset(["soong", "chiang-kai-shek"]))
    (ground,) = meeting_grounds(chart)
    assert chart.time_scale is not None
    assert chart.time_scale.jd(ground.box.left) == pytest.approx(julian_day(1945, 7, 20), abs=1.2)
    assert chart.time_scale.jd(ground.box.right) == pytest.approx(julian_day(1945, 8, 5), abs=1.2)
    names = {text.text: text.box for text in shown(chart).texts}
    assert ground.box.top < names["Chiang Kai-shek"].bottom
    assert "together, surely" in names
    chart.shade(frozenset())
    assert "together, surely" not in {text.text for text in shown(chart).texts}


def test_a_journey_spreads_over_the_bands_that_it_could_have_reached(chart: Storyline) -> None:
    case = case_of(14)
    chart.show_case(case, LIGHT)
    moscow_chungking = next(one for one in chart.journeys if one.actor == "soong" and one.leaves.place == "moscow")  # type: ignore[union-attr]
    reached = {}
    for key in ("railway", "propeller-aircraft"):
        means = next(one for one in shipped() if one.key == key)
        chart.spread(moscow_chungking, means)
        assert chart._fan is not None
        reached[key] = chart._fan.spans
        texts = [text.text for text in shown(chart).texts]
        assert f"where Soong could have been {means.name}, {means.kmh:,.0f} km/h" in texts
        assert overlaps(list(shown(chart).texts)) == []
    assert {"moscow", "chungking", "potsdam"} <= reached["railway"].keys()
    assert "washington" in reached["propeller-aircraft"]
    assert "washington" not in reached["railway"]
    rail, air = (reached[key]["potsdam"] for key in ("railway", "propeller-aircraft"))
    assert air[0] < rail[0] < rail[1] < air[1]
    walking = next(one for one in shipped() if one.key == "foot")
    chart.spread(moscow_chungking, walking)
    assert "Soong cannot have come on foot" in " ".join(text.text for text in shown(chart).texts)


def test_the_focus_is_kept_whatever_is_selected(chart: Storyline) -> None:
    case = case_of(14)
    chart.show_case(case, LIGHT)
    chart.set_focus(frozenset(["truman"]))
    chart.mark(Target(case.slug, Kind.ACTOR, "soong"))
    alphas = {text.text: text.alpha for text in shown(chart).texts}
    assert alphas["Truman"] == 1.0
    assert alphas["Soong"] < 0.6
    chart.set_focus(frozenset())
    assert {text.text: text.alpha for text in shown(chart).texts}["Soong"] == 1.0


def test_a_hidden_place_has_no_band_and_can_be_shown_again(chart: Storyline) -> None:
    case = case_of(14)
    chart.show_case(case, LIGHT)
    everywhere = chart.places
    chart.show_case(case, LIGHT, hidden=frozenset(["potsdam"]))
    assert "Potsdam" not in [text.text for text in shown(chart).texts]
    assert "Moscow" in [text.text for text in shown(chart).texts]
    assert chart.places == everywhere


def test_the_cursor_tells_a_screen_reader_who_was_where(chart: Storyline, qtbot: QtBot) -> None:
    chart.show_case(case_of(14), LIGHT)
    chart.set_cursor(julian_day(1945, 7, 23) + 0.2)
    with qtbot.waitSignal(chart.announced) as told:
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    words = told.args[0]
    assert words.startswith("Tuesday 24 July 1945: ")
    assert "Chungking: Soong, Chiang Kai-shek" in words
    assert "Potsdam: Stalin, Molotov, Harriman, Truman, Churchill" in words
    assert words in chart.accessibleDescription()
    chart.set_cursor(julian_day(1945, 7, 15))
    assert "perhaps Soong" in chart.accessibleDescription()


def test_tab_reaches_the_chart(chart: Storyline) -> None:
    assert chart.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert chart.viewport().focusProxy() is chart or chart.viewport().focusPolicy() == Qt.FocusPolicy.NoFocus
