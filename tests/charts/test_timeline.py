"""Home's timeline: legible at both sizes, and answering to clicks and keys."""

from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Event, Head, Target, Thread
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Certainty, Kind, Pattern
from desktop_app.casebook.when import parse
from desktop_app.charts.boxes import Box, of_line
from desktop_app.charts.colours import DARK, LIGHT
from desktop_app.charts.painting import chart_font
from desktop_app.charts.timeline import Timeline
from desktop_app.charts.timeline_plan import mark_box
from desktop_app.library.book import load, load_threads

SIZES = ((830, 470), (1400, 700))


@pytest.fixture(scope="module", autouse=True)
def fonts(qapp: QApplication) -> None:  # noqa: ARG001 (fonts need an application)
    for path in (RESOURCES / "fonts").glob("Inter-*.ttf"):
        QFontDatabase.addApplicationFont(str(path))


@pytest.fixture(scope="module")
def heads() -> tuple[Head, ...]:
    cases = [load(path) for path in sorted((RESOURCES / "cases").glob("*.yaml"))]
    return tuple(
        Head(
            case.slug,
            case.chapter,
            case.title,
            case.short_title,
            case.years,
            case.pattern,
            tuple(case.event[key] for key in case.coincident),
        )
        for case in cases
    )


@pytest.fixture(scope="module")
def threads() -> tuple[Thread, ...]:
    return load_threads(RESOURCES / "threads.yaml")


@pytest.fixture
def timeline(qtbot: QtBot, heads: tuple[Head, ...], threads: tuple[Thread, ...]) -> Timeline:
    made = Timeline()
    made.setFont(chart_font())
    qtbot.addWidget(made)
    made.resize(*SIZES[0])
    made.show_heads(heads, threads, DARK)
    made.show()
    return made


def event(key: str, date: str) -> Event:
    return Event(key, key, parse(date), None, "", (), Certainty.ESTABLISHED, ())


def own_case(*dates: str) -> Head:
    events = tuple(event(f"e{at}", date) for at, date in enumerate(dates))
    return Head("mine", None, "Mine", "A case of mine", "", Pattern.LIKENESS, events)


@pytest.mark.parametrize("size", SIZES)
def test_no_label_overlaps_another_or_a_mark_or_leaves_the_chart(timeline: Timeline, size: tuple[int, int]) -> None:
    timeline.resize(*size)
    plan = timeline.layout_plan
    labels = [name.box for name in plan.names] + [name.box for name in plan.thread_names]
    labels += [period.box for period in plan.periods if period.box]
    assert len(plan.names) == 21
    assert all(name.text for name in plan.names)
    assert len(plan.thread_names) == 5
    assert len(plan.periods) == 3
    assert not [(a, b) for a, b in combinations(labels, 2) if a.hits(b)]
    assert not [(box, mark) for box in labels for mark in plan.marks if box.hits(mark_box(mark, 1.0).grown(-2))]
    assert all(box.within(Box(0, 0, *size)) for box in labels)


@pytest.mark.parametrize("size", SIZES)
def test_no_thread_runs_through_the_mark_of_a_case_that_is_not_its_own(
    timeline: Timeline, threads: tuple[Thread, ...], heads: tuple[Head, ...], size: tuple[int, int]
) -> None:
    timeline.resize(*size)
    plan = timeline.layout_plan
    cases = {thread.key: thread.cases for thread in threads}
    for run in plan.runs:
        for a, b in pairwise(run.points):
            upright = a[0] == b[0] and a[1] != b[1]
            for mark in plan.marks:
                if upright and heads[mark.row].chapter not in cases.get(run.thread or "", ()):
                    assert not of_line(*a, *b, 0.5).hits(mark_box(mark, 1.0).grown(-2))


def test_marks_that_are_closer_than_13_px_are_one(timeline: Timeline, heads: tuple[Head, ...]) -> None:
    plan = timeline.layout_plan
    for row in range(len(heads)):
        xs = sorted(mark.x for mark in plan.marks if mark.row == row)
        assert all(b - a >= 13 for a, b in pairwise(xs))
    potsdam = [mark for mark in plan.marks if heads[mark.row].chapter == 14]
    assert [len(mark.events) for mark in potsdam] == [3]
    decembers = [mark for mark in plan.marks if heads[mark.row].chapter == 5]
    assert [len(mark.events) for mark in decembers] == [1, 1, 1]


def test_a_click_on_a_mark_and_on_a_name_picks_the_case(timeline: Timeline, qtbot: QtBot) -> None:
    with qtbot.waitSignal(timeline.picked) as picked:
        at = timeline.point_of("sino-soviet-border-1945").toPoint()
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=at)
    assert picked.args == [Target("sino-soviet-border-1945", Kind.CASE, "sino-soviet-border-1945")]
    box = timeline.layout_plan.names[15].box
    with qtbot.waitSignal(timeline.picked) as picked:
        middle = QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2).toPoint()
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=middle)
    assert picked.args[0].case == "tonkin-gulf-1964"


def test_the_keys_go_from_case_to_case(timeline: Timeline, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.keyClick(timeline, Qt.Key.Key_Down)
    qtbot.keyClick(timeline, Qt.Key.Key_Up)
    assert "2 · Mahan" in timeline.accessibleDescription()
    with qtbot.waitSignal(timeline.picked) as picked:
        qtbot.keyClick(timeline, Qt.Key.Key_Return)
    assert picked.args[0].case == "mahan-island-hopping-1911"


def test_a_click_on_a_thread_lets_it_stand_out(timeline: Timeline, qtbot: QtBot) -> None:
    box = next(name.box for name in timeline.layout_plan.thread_names if name.thread == "outer-mongolia")
    at = QPoint(round(box.left + 4), round(box.top + 5))
    with qtbot.waitSignal(timeline.thread_picked) as picked:
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=at)
    assert picked.args == ["outer-mongolia"]
    assert timeline.marked_thread == "outer-mongolia"


def test_hidden_threads_are_not_drawn_and_stay_hidden(
    timeline: Timeline, heads: tuple[Head, ...], threads: tuple[Thread, ...]
) -> None:
    timeline.show_threads(["may-fourth"])
    assert {run.thread for run in timeline.layout_plan.runs} == {"may-fourth", None}
    timeline.show_heads(heads, threads, LIGHT)
    assert timeline.shown_threads == {"may-fourth"}


def test_the_pointer_is_told_what_coincided_when(timeline: Timeline) -> None:
    told = timeline.card(13)
    assert "14 · The Sino-Soviet border" in told
    assert "17 July – 2 August 1945" in told
    assert "overlap" in told


def test_any_dates_make_an_axis(timeline: Timeline, qtbot: QtBot) -> None:
    for dates in (("-0043-03-15", "1963-11-22"), ("1500-02",), ("1945-08-06", "1945-08-09"), ("../1945-08-06",)):
        timeline.show_heads([own_case(*dates)], (), LIGHT)
        plan = timeline.layout_plan
        assert len(plan.names) == 1
        assert not timeline.grab().isNull()
    timeline.show_heads([own_case("-0043-03-15", "1963-11-22")], (), LIGHT)
    years = [year for _, year in timeline.layout_plan.ticks]
    assert years[0] == "1 BCE"
    timeline.show_heads([], (), LIGHT)
    qtbot.keyClick(timeline, Qt.Key.Key_Down)
    assert timeline.marked is None
