"""One scale for all charts: it runs forwards, there and back, and its labels never overlap or leave the chart."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.resources import RESOURCES
from desktop_app.charts.ticks import candidates
from desktop_app.charts.time_scale import TimeScale, time_scale
from desktop_app.library.book import load

FILES = sorted((RESOURCES / "cases").glob("*.yaml"))


def width(text: str) -> float:
    return 5.8 * len(text)


def of(chapter: int, left: float = 120, right: float = 700) -> TimeScale:
    return time_scale(load(FILES[chapter - 1]), left, right)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_labels_stand_apart_and_inside_at_any_zoom(path: Path) -> None:
    case = load(path)
    scale = time_scale(case, 120, 700)
    for factor in (1.0, 0.6, 0.4, 3.0, 8.0, 200.0, 5000.0):
        seen = scale.zoomed(factor, 420)
        told = [tick for tick in seen.ticks(width) if tick.text]
        boxes = [(tick.label_x - width(tick.text) / 2, tick.label_x + width(tick.text) / 2) for tick in told]
        assert all(a[1] < b[0] for a, b in pairwise(boxes)), told
        assert all(a >= 119 and b <= 701 for a, b in boxes), told
    assert any(tick.text for tick in scale.ticks(width))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_every_coincident_event_is_in_the_first_view(path: Path) -> None:
    case = load(path)
    scale = time_scale(case, 120, 700)
    for event in map(case.event.__getitem__, case.coincident):
        assert scale.visible(*event.when.outer)
        assert any(start < event.when.outer[1] and end > event.when.outer[0] for start, end in scale.windows)


@settings(max_examples=60)
@given(st.integers(1, 21), st.floats(-3000, 3000), st.floats(-50, 900))
def test_there_and_back(chapter: int, days: float, x: float) -> None:
    scale = of(chapter)
    jd = scale.windows[0][0] + days
    assert scale.jd(scale.x(jd)) == pytest.approx(jd, abs=1e-4)
    assert scale.jd(x) < scale.jd(x + 5)


@settings(max_examples=60)
@given(st.integers(1, 21), st.lists(st.tuples(st.floats(0.1, 10), st.floats(120, 700)), max_size=8))
def test_zoom_and_pan_stay_within_the_case(chapter: int, steps: list[tuple[float, float]]) -> None:
    scale = of(chapter)
    for factor, x in steps:
        scale = scale.zoomed(factor, x).panned((x - 400) * 3)
        assert scale.lengths[0] - 1e-6 <= scale.view[0] < scale.view[1] <= scale.lengths[-1] + 1e-6
    assert scale.fitted().at_home


def test_a_zoom_keeps_the_moment_under_the_pointer() -> None:
    scale = of(14)
    assert scale.zoomed(3, 400).jd(400) == pytest.approx(scale.jd(400))


def test_a_span_is_shown_and_told() -> None:
    scale = of(14).shown(julian_day(1945, 7, 10), julian_day(1945, 7, 20))
    assert scale.span == pytest.approx((julian_day(1945, 7, 10), julian_day(1945, 7, 20)))


def test_windows_years_apart_stand_side_by_side_with_a_break() -> None:
    scale = of(5)
    assert len(scale.windows) == 3
    assert len(scale.break_spans()) == 2
    for one, left, right in scale.break_spans():
        assert right - left == pytest.approx(30)
        assert one.end - one.start > 5000


def test_windows_of_one_case_are_named_with_their_years() -> None:
    told = " ".join(tick.text for tick in of(5).ticks(width))
    assert all(year in told for year in ("1902", "1917", "1941"))


@pytest.mark.parametrize(
    ("first", "last", "px", "expected"),
    [
        (julian_day(-44, 6, 1), julian_day(-41, 6, 1), 190, "44 BCE"),
        (julian_day(-1, 1, 1), julian_day(3, 1, 2), 300, "1 BCE"),
        (julian_day(1582, 10, 1), julian_day(1582, 10, 31), 400, "11 Oct"),
        (julian_day(1500, 2, 26), julian_day(1500, 3, 4), 400, "28 Feb"),
        (julian_day(1, 1, 1), julian_day(2101, 1, 1), 300, "1000"),
        (julian_day(1752, 8, 30), julian_day(1752, 9, 20), 400, "2 Sep"),
        (julian_day(1900, 2, 27), julian_day(1900, 3, 3), 300, "1 Mar"),
        (julian_day(2100, 2, 27), julian_day(2100, 3, 3), 300, "1 Mar"),
        (julian_day(1970, 5, 4) + 16 / 24, julian_day(1970, 5, 4) + 17 / 24, 500, "16:30"),
    ],
)
def test_any_span_is_labelled(first: float, last: float, px: float, expected: str) -> None:
    assert expected in [tick.text for tick in candidates((first, last), px, 0.0, width, 14)]


def test_hours_are_those_of_the_place() -> None:
    scale = of(20)  # the shots at Kent: 12:24, UTC−4
    shots = julian_day(1970, 5, 4) + (16 * 60 + 24) / 1440
    near = scale.shown(shots - 0.1, shots + 0.1)
    assert scale.offset_told
    assert [tick.full for tick in near.ticks(width) if tick.text == "12:00" or "12:00" in tick.full] == ["4 May, 12:00"]
