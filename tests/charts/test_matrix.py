"""The matrix is legible, answers to clicks and keys, and shows what the other charts show."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop_app.analysis.togetherness import Cell, Togetherness
from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.resources import SHIPPED
from desktop_app.casebook.terms import Kind
from desktop_app.charts.colours import DARK, LIGHT
from desktop_app.charts.drawing import Text
from desktop_app.charts.matrix import Matrix
from desktop_app.charts.matrix_card import summary
from desktop_app.charts.matrix_picture import Shown, period_said
from desktop_app.charts.vector import svg
from desktop_app.library.library import Library

CHAPTERS = (5, 10, 14, 16, 20)


@pytest.fixture(scope="module")
def cases() -> dict[int, Case]:
    with Library.open(SHIPPED, read_only=True) as library:
        return {number: library.case(number) for number in CHAPTERS}


@pytest.fixture
def matrix(qtbot: QtBot, cases: dict[int, Case]) -> Matrix:
    made = Matrix()
    qtbot.addWidget(made)
    made.resize(830, 430)
    made.show_case(cases[14], LIGHT)
    made.show()
    return made


def click(qtbot: QtBot, matrix: Matrix, at: QPoint | None) -> None:
    assert at is not None
    qtbot.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=at)


@pytest.mark.parametrize("number", CHAPTERS)
@pytest.mark.parametrize("size", [(560, 300), (830, 430), (1200, 700)])
def test_no_two_texts_meet(cases: dict[int, Case], number: int, size: tuple[int, int], qtbot: QtBot) -> None:
    matrix = Matrix()
    qtbot.addWidget(matrix)
    matrix.resize(*size)
    matrix.show_case(cases[number], DARK, tuple(cases[number].actor))
    assert matrix.picture
    texts = [text for text in matrix.picture.texts if text.text != "·"]
    assert texts
    for at, one in enumerate(texts):
        for other in texts[at + 1 :]:
            assert not one.box.grown(-0.6).hits(other.box.grown(-0.6)), (one.text, other.text)


def test_a_click_chooses_a_cell_and_tells_its_spans(qtbot: QtBot, matrix: Matrix) -> None:
    pair = frozenset(("soong", "chiang-kai-shek"))
    click(qtbot, matrix, matrix.pixel_of(pair))
    assert matrix.chosen == pair
    words = [text.text for text in matrix.picture.texts] if matrix.picture else []
    assert "Soong and Chiang Kai-shek" in words or "Chiang Kai-shek and Soong" in words
    assert any("days surely together, up to" in word for word in words)
    assert any(word.startswith("21 Jul") for word in words), "he is sure to be back by the 21st"
    assert "Chungking" in words
    assert "days surely together" in matrix.accessibleDescription()


def test_a_span_of_the_card_leads_to_its_moment_and_stay(qtbot: QtBot, matrix: Matrix) -> None:
    matrix.choose(frozenset(("stalin", "truman")))
    when = next(text for text in matrix.picture.texts if text.text.startswith("17 Jul")) if matrix.picture else None
    assert isinstance(when, Text)
    at = QPoint(round((when.box.left + when.box.right) / 2), round((when.box.top + when.box.bottom) / 2))
    picked: list[Target] = []
    moments: list[float] = []
    matrix.picked.connect(picked.append)
    matrix.cursor_moved.connect(moments.append)
    click(qtbot, matrix, at)
    assert [target.kind for target in picked] == [Kind.STAY]
    assert moments == [pytest.approx(julian_day(1945, 7, 17), abs=0.5)]
    link = next(text for text in matrix.picture.texts if text.text == "Show on the map ›") if matrix.picture else None
    assert link
    with qtbot.waitSignal(matrix.map_wanted):
        click(qtbot, matrix, QPoint(round(link.box.left + 5), round(link.baseline - 3)))


def test_a_name_selects_its_actor_and_a_selected_actor_is_marked(qtbot: QtBot, matrix: Matrix) -> None:
    with qtbot.waitSignal(matrix.picked) as signal:
        click(qtbot, matrix, matrix.pixel_of("soong"))
    assert signal.args[0].key == "soong"
    before = matrix.grab().toImage()
    matrix.mark(Target("sino-soviet-border-1945", Kind.ACTOR, "soong"))
    assert matrix.grab().toImage() != before


def test_keys_choose_cells_and_go_from_span_to_span(qtbot: QtBot, matrix: Matrix) -> None:
    actors = matrix.actors
    matrix.choose(frozenset(actors[:2]))
    qtbot.keyClick(matrix, Qt.Key.Key_Down)
    assert matrix.chosen == frozenset((actors[2], actors[0]))
    qtbot.keyClick(matrix, Qt.Key.Key_Right)
    assert matrix.chosen == frozenset((actors[2], actors[1]))
    qtbot.keyClick(matrix, Qt.Key.Key_Right)
    assert matrix.chosen == frozenset((actors[2], actors[1])), "there is no cell beyond the diagonal"
    moments = []
    matrix.cursor_moved.connect(moments.append)
    for _ in range(3):
        qtbot.keyClick(matrix, Qt.Key.Key_BracketRight)
    assert moments == sorted(set(moments))
    assert len(moments) == 3
    qtbot.keyClick(matrix, Qt.Key.Key_BracketLeft)
    assert moments[3] == moments[1]
    with qtbot.waitSignal(matrix.picked) as signal:
        qtbot.keyClick(matrix, Qt.Key.Key_Return)
    assert signal.args[0].kind in (Kind.STAY, Kind.EVENT)


def test_the_days_are_those_of_the_span_that_the_charts_show(matrix: Matrix) -> None:
    assert matrix.whole
    assert matrix.whole.days == 57
    matrix.show_span(julian_day(1945, 7, 20), julian_day(1945, 7, 30))
    assert matrix.whole.days == 10
    cell = matrix.whole.cell("stalin", "truman")
    assert cell
    assert cell.sure_days == pytest.approx(10)
    matrix.set_period((julian_day(1945, 1, 1), julian_day(1946, 1, 1)))
    assert matrix.whole.days == 365
    matrix.show_span(julian_day(1945, 7, 20), julian_day(1945, 7, 21))
    assert matrix.whole.days == 365, "what the reader chose holds"
    matrix.fit()
    assert matrix.whole.days == 57


def test_a_wider_distance_finds_more(matrix: Matrix) -> None:
    assert matrix.whole
    near = len(matrix.whole.cells)
    matrix.set_within(10_000)
    assert len(matrix.whole.cells) > near
    matrix.set_within(None)
    assert matrix.whole.within_km is None
    assert len(matrix.whole.cells) <= near


def test_nobody_with_nobody_is_said(qtbot: QtBot, matrix: Matrix, cases: dict[int, Case]) -> None:
    matrix.set_period((julian_day(1800, 1, 1), julian_day(1801, 1, 1)))
    assert matrix.picture
    assert any("were together then" in text.text for text in matrix.picture.texts)
    qtbot.keyClick(matrix, Qt.Key.Key_Down)
    assert matrix.chosen is None
    matrix.show_case(cases[14], LIGHT, ("stalin",))
    assert any("Choose two actors" in text.text for text in matrix.picture.texts)


def test_fifty_actors_stay_legible_and_can_be_scrolled_to(qtbot: QtBot, cases: dict[int, Case]) -> None:
    case = cases[14]
    actors = tuple(replace(case.actor["stalin"], key=f"a{n}", name=f"A {n}", short=f"Name {n}") for n in range(55))
    stays = tuple(
        replace(stay, key=f"{stay.key}-{n}", actor=f"a{n}")
        for n in range(55)
        for stay in case.stays
        if stay.actor == "stalin"
    )
    made = replace(case, slug="many", actors=actors, stays=stays, events=(), coincident=(), links=(), evidence=())
    matrix = Matrix()
    qtbot.addWidget(matrix)
    matrix.resize(830, 330)
    with qtbot.waitSignal(matrix.settled, timeout=20_000):
        matrix.show_case(made, LIGHT, tuple(made.actor))
    matrix.show()
    assert len(matrix.actors) == 55
    assert matrix.picture
    names = [text for text in matrix.picture.texts if text.text.startswith("Name") and " and " not in text.text]
    assert min(text.face.px for text in names) >= 8
    rows = sorted({text.baseline for text in names})
    assert min(b - a for a, b in pairwise(rows)) >= 10
    for _ in range(60):
        qtbot.keyClick(matrix, Qt.Key.Key_Down)
    at = matrix.pixel_of(matrix.chosen or frozenset())
    assert at
    assert matrix.viewport().rect().contains(at), "the chosen cell is brought into view"


def test_it_leaves_the_program_light_and_as_text(matrix: Matrix) -> None:
    matrix.set_theme(DARK)
    text = svg(matrix, 830, 430)
    assert ">Soong<" in text
    assert "in the order of who is most together" in text
    assert DARK.panel not in text


@pytest.mark.parametrize(("days", "words"), [(0.4, "< 1 day surely"), (1.2, "1 day surely"), (7.8, "8 days surely")])
def test_one_day_is_one_day(days: float, words: str) -> None:
    cell = Cell(("stalin", "truman"), (), (), days, 9.0, coincident=False, events=())
    whole = Togetherness(cell.pair, {frozenset(cell.pair): cell}, ((0.0, 57.0),), None)
    assert summary(cell, whole) == f"{words} together, up to 9 of 57"


def test_nobody_stands_in_an_order_where_nobody_was_together(cases: dict[int, Case]) -> None:
    def shown(cells: dict[frozenset[str], Cell]) -> Shown:
        whole = Togetherness(("stalin", "truman"), cells, ((2431650.5, 2431657.5),), 50.0)
        return Shown(cases[14], whole, {})

    pair = ("stalin", "truman")
    cell = Cell(pair, (), (), 3.0, 4.0, coincident=False, events=())
    assert period_said(shown({frozenset(pair): cell})).endswith("within 50 km · in the order of who is most together")
    assert period_said(shown({})).endswith("7 days · within 50 km")
