"""The causal graph of every shipped case: legible at first view, and answering to clicks, drags, wheel and keys."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontDatabase, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.analysis.chronology import admissible
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Kind
from desktop_app.charts.boxes import Box
from desktop_app.charts.causes import CausalGraph
from desktop_app.charts.causes_scene import Judged, Shown
from desktop_app.charts.colours import DARK, LIGHT
from desktop_app.charts.drawing import Clip, Text
from desktop_app.charts.painting import chart_font
from desktop_app.charts.picture import Picture
from desktop_app.charts.vector import svg
from desktop_app.library.book import load
from tests.benchmarks.causes import large_case

FILES = sorted((RESOURCES / "cases").glob("*.yaml"))
PAGE_OF_1400, PAGE_OF_1024 = (844, 620), (600, 420)


@pytest.fixture(scope="module", autouse=True)
def fonts(qapp: QApplication) -> None:  # noqa: ARG001 (fonts need an application)
    for path in (RESOURCES / "fonts").glob("Inter-*.ttf"):
        QFontDatabase.addApplicationFont(str(path))


@pytest.fixture
def graph(qtbot: QtBot) -> CausalGraph:
    made = CausalGraph()
    made.setFont(chart_font())
    qtbot.addWidget(made)
    made.resize(*PAGE_OF_1400)
    made.show()
    return made


@pytest.fixture(scope="module")
def case() -> Case:
    return load(FILES[13])


@pytest.fixture
def potsdam(graph: CausalGraph, case: Case) -> CausalGraph:
    graph.show_graph(Shown(case), LIGHT)
    return graph


def shown(graph: CausalGraph) -> Picture:
    assert graph.picture is not None
    return graph.picture


def event(case: Case, key: str) -> Target:
    return Target(case.slug, Kind.EVENT, key)


def link(case: Case, key: str) -> Target:
    return Target(case.slug, Kind.LINK, key)


def at(graph: CausalGraph, target: Target) -> QPoint:
    point = graph.pixel_of(target)
    assert point is not None
    return point


def overlaps(texts: list[Text]) -> list[str]:
    """Pairs of words that share a pixel; the hairs of a descender and a capital below it do not count."""
    boxes = [(text, Box(text.box.left, text.box.top + 1, text.box.right, text.box.bottom - 1)) for text in texts]
    return [f"{a.text} / {b.text}" for (a, one), (b, other) in combinations(boxes, 2) if one.hits(other)]


@pytest.mark.parametrize("size", [PAGE_OF_1400, PAGE_OF_1024], ids=["1400", "1024"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_no_title_overlaps_another_or_leaves_the_chart(graph: CausalGraph, path: Path, size: tuple[int, int]) -> None:
    case = load(path)
    graph.resize(*size)
    graph.show_graph(Shown(case), LIGHT)
    picture = shown(graph)
    seen = [text for text in picture.texts if text.text not in "!?" and text.box.bottom < picture.field.bottom]
    assert overlaps(seen) == []
    assert [text.text for text in picture.texts if text.box.left < 0 or text.box.right > picture.width] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_signs_stand_clear_of_titles_and_few_links_run_through_one(graph: CausalGraph, path: Path) -> None:
    case = load(path)
    graph.resize(PAGE_OF_1400[0], 900)
    graph.show_graph(Shown(case), LIGHT)
    picture = shown(graph)
    words = {word for one in case.events for word in one.title.split()}
    titles = [text.box for text in picture.texts if set(text.text.rstrip("…").split()) <= words]
    inner = [Box(box.left + 2, box.top + 3, box.right - 2, box.bottom - 4) for box in titles]
    links = [hit.box for hit in picture.hits if hit.target and hit.target.kind == Kind.LINK]
    signs = [box for box in links if min(box.right - box.left, box.bottom - box.top) > 12]
    lines = [box for box in links if min(box.right - box.left, box.bottom - box.top) <= 12]
    assert sum(any(sign.hits(title) for title in inner) for sign in signs) <= 1
    assert sum(any(line.hits(title) for title in inner) for line in lines) <= 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_every_event_and_every_link_of_a_case_is_drawn(graph: CausalGraph, path: Path) -> None:
    case = load(path)
    graph.resize(PAGE_OF_1400[0], 900)
    graph.show_graph(Shown(case), LIGHT)
    targets = {hit.target for hit in shown(graph).hits}
    assert {event(case, one.key) for one in case.events} <= targets
    assert {link(case, one.key) for one in case.links} <= targets


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_time_runs_from_left_to_right_over_breaks(graph: CausalGraph, path: Path) -> None:
    case = load(path)
    graph.show_graph(Shown(case), LIGHT)
    scale = graph.time_scale
    assert scale is not None
    assert list(scale.knots) == sorted(scale.knots)
    assert list(scale.lengths) == sorted(scale.lengths)
    for one in case.events:
        assert any(scale.left - 5 <= scale.x(jd) <= scale.right + 5 for jd in one.when.outer)


def test_a_click_picks_an_event_and_a_link(potsdam: CausalGraph, case: Case, qtbot: QtBot) -> None:
    for target in (event(case, "yalta-agreement"), link(case, "treaty-signed-to-recognition")):
        with qtbot.waitSignal(potsdam.picked) as picked:
            qtbot.mouseClick(potsdam.viewport(), Qt.MouseButton.LeftButton, pos=at(potsdam, target))
        assert picked.args == [target]


def strong(graph: CausalGraph) -> set[str]:
    """The titles that are written boldest, put together again."""
    return {text.text for text in shown(graph).texts if text.colour == LIGHT.text and text.face.weight == 600}


def test_what_is_selected_stands_out_with_its_causes_and_effects(potsdam: CausalGraph, case: Case) -> None:
    potsdam.mark(event(case, "treaty-signed"))
    words = " ".join(strong(potsdam))
    for near in ("Treaty of friendship", "Soong in Chungking", "Japan offers", "existing boundaries", "Plebiscite"):
        assert near in words
    assert "Stalin receives Soong" not in words
    potsdam.mark(None)
    assert "Stalin receives Soong" in {text.text for text in shown(potsdam).texts if text.colour == LIGHT.text}


def test_a_filter_hides_links_and_moves_nothing(potsdam: CausalGraph, case: Case) -> None:
    before = {text.text: text.box for text in shown(potsdam).texts}
    hidden = frozenset(one.key for one in case.links if one.claimed_by == "author")
    potsdam.show_graph(Shown(case, hidden=hidden), LIGHT)
    targets = {hit.target for hit in shown(potsdam).hits}
    assert not {link(case, key) for key in hidden} & targets
    assert {text.text: text.box for text in shown(potsdam).texts} == before


def test_a_drag_from_event_to_event_draws_a_link(potsdam: CausalGraph, case: Case, qtbot: QtBot) -> None:
    cause, effect = at(potsdam, event(case, "first-round-opens")), at(potsdam, event(case, "wang-appointed"))
    view = potsdam.viewport()
    with qtbot.waitSignal(potsdam.drawn_link) as drawn:
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=cause)
        for step in range(1, 6):
            QTest.mouseMove(view, cause + (effect - cause) * step / 5)
        assert potsdam.is_drawing
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=effect)
    assert drawn.args == ["first-round-opens", "wang-appointed"]
    assert not potsdam.is_drawing


def test_a_drag_that_ends_beside_an_event_draws_nothing(potsdam: CausalGraph, case: Case, qtbot: QtBot) -> None:
    cause = at(potsdam, event(case, "first-round-opens"))
    view = potsdam.viewport()
    with qtbot.assertNotEmitted(potsdam.drawn_link):
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=cause)
        QTest.mouseMove(view, cause + QPoint(3, 30))
        QTest.mouseMove(view, QPoint(3, 30))
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(3, 30))
    assert not potsdam.is_drawing


def test_a_library_that_can_only_be_read_is_not_drawn_in(graph: CausalGraph, case: Case, qtbot: QtBot) -> None:
    graph.show_graph(Shown(case), LIGHT, may_draw=False)
    graph.mark(event(case, "yalta-agreement"))
    with qtbot.waitSignal(graph.told) as told:
        qtbot.keyClick(graph, Qt.Key.Key_L)
    assert "read" in told.args[0]
    assert not graph.is_drawing


def test_keys_go_along_links_and_in_time_and_draw(potsdam: CausalGraph, case: Case, qtbot: QtBot) -> None:
    potsdam.mark(event(case, "yalta-agreement"))
    qtbot.keyClick(potsdam, Qt.Key.Key_Right)
    assert potsdam.at_event == "first-round-opens"
    qtbot.keyClick(potsdam, Qt.Key.Key_Left)
    assert potsdam.at_event == "yalta-agreement"
    qtbot.keyClick(potsdam, Qt.Key.Key_Up)
    assert potsdam.at_event == "nomonhan-settlement" or case.event[str(potsdam.at_event)].when.middle < 2431500
    qtbot.keyClick(potsdam, Qt.Key.Key_Down)
    with qtbot.waitSignal(potsdam.picked) as picked:
        qtbot.keyClick(potsdam, Qt.Key.Key_Return)
    assert picked.args == [event(case, "yalta-agreement")]
    qtbot.keyClick(potsdam, Qt.Key.Key_L)
    assert potsdam.is_drawing
    qtbot.keyClick(potsdam, Qt.Key.Key_Right)
    with qtbot.waitSignal(potsdam.drawn_link) as drawn:
        qtbot.keyClick(potsdam, Qt.Key.Key_L)
    assert drawn.args == ["yalta-agreement", "first-round-opens"]


def test_escape_drops_a_link_that_was_begun(potsdam: CausalGraph, case: Case, qtbot: QtBot) -> None:
    potsdam.mark(event(case, "yalta-agreement"))
    qtbot.keyClick(potsdam, Qt.Key.Key_L)
    qtbot.keyClick(potsdam, Qt.Key.Key_Escape)
    assert not potsdam.is_drawing


def test_brackets_go_from_link_to_link_of_an_event(potsdam: CausalGraph, case: Case, qtbot: QtBot) -> None:
    potsdam.mark(event(case, "treaty-signed"))
    touching = [one.key for one in case.links if "treaty-signed" in (one.cause, one.effect)]
    seen = []
    for _ in touching:
        with qtbot.waitSignal(potsdam.picked) as picked:
            qtbot.keyClick(potsdam, Qt.Key.Key_BracketRight)
        assert picked.args[0].kind == Kind.LINK
        seen.append(picked.args[0].key)
    assert seen == touching


def test_a_screen_reader_hears_the_event_its_causes_and_its_effects(
    potsdam: CausalGraph, case: Case, qtbot: QtBot
) -> None:
    potsdam.mark(event(case, "yalta-agreement"))
    qtbot.keyClick(potsdam, Qt.Key.Key_Right)
    heard = potsdam.accessibleDescription()
    assert case.event["first-round-opens"].title in heard
    assert case.event["yalta-agreement"].title in heard
    assert "23 events" in heard
    assert "16 links" in heard


def test_an_effect_that_began_first_wears_a_warning_and_a_sentence(potsdam: CausalGraph, case: Case) -> None:
    key = "potsdam-conference-to-talks-adjourned"
    point = at(potsdam, link(case, key))
    hit = shown(potsdam).hit(point.x(), point.y())
    assert "the effect began first" in potsdam._card(hit, None)
    warned = sum(text.text == "!" for text in shown(potsdam).texts)
    calm = Shown(case, {one.key: Judged(admissible(case, case.links[0])) for one in case.links})
    potsdam.show_graph(calm, LIGHT)
    assert sum(text.text == "!" for text in shown(potsdam).texts) == warned - 1


def test_what_the_dates_leave_open_is_told_beside_a_link_that_stands_out(potsdam: CausalGraph, case: Case) -> None:
    potsdam.resize(1200, 900)
    assert "effect began first" not in {text.text for text in shown(potsdam).texts}
    potsdam.mark(link(case, "potsdam-conference-to-talks-adjourned"))
    assert "effect began first" in {text.text for text in shown(potsdam).texts}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_told_beside_a_link_stands_on_no_link_that_stands_out(graph: CausalGraph, path: Path) -> None:
    case = load(path)
    judged = {one.key: Judged(admissible(case, one)) for one in case.links}
    graph.show_graph(Shown(case, judged), LIGHT)
    for chosen in case.events:
        graph.mark(event(case, chosen.key))
        out = {link(case, one.key) for one in case.links if chosen.key in (one.cause, one.effect)}
        told = [text for text in shown(graph).texts if text.text.startswith(("possible", "effect began", "impossible"))]
        lines = [hit.box for hit in shown(graph).hits if hit.target in out]
        assert not [text.text for text in told if any(text.box.hits(box) for box in lines)]


def shapes(graph: CausalGraph) -> int:
    return sum(len(layer.shapes) if isinstance(layer, Clip) else 1 for layer in shown(graph).layers)


def test_a_rejected_link_is_pale_and_struck(potsdam: CausalGraph, case: Case) -> None:
    key = "treaty-signed-to-recognition"
    before = shapes(potsdam)
    judged = {key: Judged(admissible(case, case.link[key]), stance="reject")}
    potsdam.show_graph(Shown(case, judged), LIGHT)
    assert shapes(potsdam) > before
    x, y = at(potsdam, link(case, key)).toTuple()
    assert shown(potsdam).hit(x, y).target == link(case, key)


def test_wheel_and_drag_zoom_and_move_in_time(potsdam: CausalGraph) -> None:
    scale = potsdam.time_scale
    assert scale is not None
    middle = QPointF(400, 300)
    turn = QWheelEvent(
        middle, QPointF(potsdam.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(potsdam.viewport(), turn)
    zoomed = potsdam.time_scale
    assert zoomed is not None
    assert zoomed.view[1] - zoomed.view[0] < scale.view[1] - scale.view[0]
    QTest.mousePress(potsdam.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 20))
    QTest.mouseMove(potsdam.viewport(), QPoint(40, 20))
    QTest.mouseMove(potsdam.viewport(), QPoint(80, 20))
    QTest.mouseRelease(potsdam.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(80, 20))
    assert potsdam.time_scale is not None
    assert potsdam.time_scale.view[0] < zoomed.view[0]
    potsdam.fit()
    assert potsdam.time_scale.at_home


def test_it_is_drawn_for_paper_with_its_words_as_text(potsdam: CausalGraph) -> None:
    text = svg(potsdam, 900, 600)
    assert "<svg" in text
    assert "Yalta agreement on the" in text
    assert "enabled" in text


def test_dark_differs_from_light(potsdam: CausalGraph, case: Case) -> None:
    light = shown(potsdam).layers[0]
    potsdam.show_graph(Shown(case), DARK)
    assert shown(potsdam).layers[0] != light


def test_two_thousand_events_are_drawn_as_far_as_they_are_seen(graph: CausalGraph, qtbot: QtBot) -> None:
    case = large_case(2000, 2000)
    graph.show_graph(Shown(case), LIGHT)
    qtbot.waitUntil(lambda: graph.picture is not None and graph.time_scale is not None, timeout=20_000)
    picture = shown(graph)
    assert picture.content_height > 10_000
    assert 20 < len(picture.texts) < 600
    assert len(picture.hits) < 1500
    graph.mark(event(case, "e1500"))
    graph.setFocus()
    qtbot.keyClick(graph, Qt.Key.Key_Right)
    assert any(hit.events and hit.events[0].key == graph.at_event for hit in shown(graph).hits)


def test_a_case_without_links_says_how_to_draw_one(graph: CausalGraph, case: Case) -> None:
    graph.show_graph(Shown(replace(case, links=())), LIGHT)
    assert any("No links yet" in text.text for text in shown(graph).texts)
    assert any(hit.events for hit in shown(graph).hits)
    graph.show_graph(Shown(replace(case, slug="bare", events=(), links=(), coincident=())), LIGHT)
    assert shown(graph).hits == ()
