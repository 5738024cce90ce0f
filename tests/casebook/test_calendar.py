"""Days of the Gregorian and the Julian calendar against reference values, and there and back again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.casebook.calendar import (
    civil,
    days_in_month,
    from_julian,
    is_leap,
    julian_day,
    julian_days_in_month,
    to_julian,
    weekday,
)

# Meeus, Astronomical Algorithms, chapter 7; before 1582 his dates are Julian and stand here converted.
JULIAN_DAYS = [
    ((2000, 1, 1), 2451544.5),
    ((1999, 1, 1), 2451179.5),
    ((1987, 1, 27), 2446822.5),
    ((1988, 6, 19), 2447331.5),
    ((1970, 1, 1), 2440587.5),  # Unix
    ((1900, 1, 1), 2415020.5),
    ((1858, 11, 17), 2400000.5),  # Modified Julian Day 0
    ((1600, 1, 1), 2305447.5),
    ((1582, 10, 15), 2299160.5),  # the first day of the Gregorian calendar
    ((1, 1, 1), 1721425.5),
    ((0, 12, 31), 1721424.5),
    ((-43, 3, 13), 1705425.5),  # the Ides of March of 44 BCE, 15 March in the Julian calendar
    ((-4713, 11, 24), -0.5),  # the day at whose noon the count begins
]

# Gregorian, Julian
BOTH_CALENDARS = [
    ((1500, 3, 10), (1500, 2, 29)),
    ((1500, 3, 9), (1500, 2, 28)),
    ((1582, 10, 14), (1582, 10, 4)),
    ((1582, 10, 15), (1582, 10, 5)),
    ((1752, 9, 14), (1752, 9, 3)),  # Britain
    ((1700, 3, 11), (1700, 2, 29)),
    ((1900, 3, 13), (1900, 2, 29)),
    ((1917, 11, 7), (1917, 10, 25)),  # the October Revolution
    ((1918, 2, 14), (1918, 2, 1)),  # Russia
    ((2100, 3, 14), (2100, 2, 29)),
    ((300, 2, 28), (300, 2, 28)),  # they agree in the third century
    ((200, 3, 1), (200, 3, 1)),
    ((1, 1, 1), (1, 1, 3)),
    ((-43, 3, 13), (-43, 3, 15)),
    ((-4713, 11, 24), (-4712, 1, 1)),
]

YEARS = st.integers(-10_000, 10_000)


@st.composite
def dates(draw: st.DrawFn) -> tuple[int, int, int]:
    """Gregorian."""
    year, month = draw(YEARS), draw(st.integers(1, 12))
    return year, month, draw(st.integers(1, days_in_month(year, month)))


@st.composite
def julian_dates(draw: st.DrawFn) -> tuple[int, int, int]:
    year, month = draw(YEARS), draw(st.integers(1, 12))
    return year, month, draw(st.integers(1, julian_days_in_month(year, month)))


@pytest.mark.parametrize(("date", "jd"), JULIAN_DAYS)
def test_known_days_lie_where_astronomers_have_them(date: tuple[int, int, int], jd: float) -> None:
    assert julian_day(*date) == jd
    assert civil(jd) == (*date, 0.0)


@pytest.mark.parametrize(("gregorian", "julian"), BOTH_CALENDARS)
def test_a_day_has_its_date_in_both_calendars(gregorian: tuple[int, int, int], julian: tuple[int, int, int]) -> None:
    assert from_julian(*julian) == gregorian
    assert to_julian(*gregorian) == julian


@pytest.mark.parametrize(
    ("year", "leap"),
    [(1900, False), (2000, True), (2100, False), (1600, True), (1500, False), (1752, True), (0, True), (-43, False)],
)
def test_leap_years(year: int, leap: bool) -> None:
    assert is_leap(year) == leap
    assert days_in_month(year, 2) == 28 + leap
    assert julian_day(year, 3, 1) - julian_day(year, 2, 28) == 1 + leap


def test_every_fourth_year_is_a_leap_year_in_the_julian_calendar() -> None:
    assert [julian_days_in_month(year, 2) for year in (1500, 1900, 2100, 0, -44, 1501)] == [29, 29, 29, 29, 29, 28]


def test_months_and_days_outside_their_range_count_on() -> None:
    assert julian_day(1945, 13, 1) == julian_day(1946, 1, 1)
    assert julian_day(1945, 0, 1) == julian_day(1944, 12, 1)
    assert julian_day(1945, 8, 0) == julian_day(1945, 7, 31)
    assert julian_day(1945, -11, 1) == julian_day(1944, 1, 1)


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ((2000, 1, 1), 5),
        ((1945, 7, 23), 0),
        ((1941, 12, 7), 6),
        ((1582, 10, 15), 4),
        ((1752, 9, 14), 3),
        ((1, 1, 1), 0),
    ],
)
def test_days_of_the_week(date: tuple[int, int, int], day: int) -> None:
    assert weekday(julian_day(*date)) == day
    assert weekday(julian_day(*date) + 0.99) == day


@given(dates())
def test_a_date_comes_back_from_the_axis(date: tuple[int, int, int]) -> None:
    assert civil(julian_day(*date)) == (*date, 0.0)


@given(dates(), st.floats(0, 1, exclude_max=True))
def test_the_time_of_day_is_a_fraction(date: tuple[int, int, int], fraction: float) -> None:
    jd = julian_day(*date) + fraction
    *found, rest = civil(jd)
    assert 0 <= rest < 1
    assert julian_day(*found) + rest == jd


@given(julian_dates())
def test_a_julian_date_comes_back_from_the_gregorian_calendar(date: tuple[int, int, int]) -> None:
    assert to_julian(*from_julian(*date)) == date


@given(dates())
def test_a_gregorian_date_comes_back_from_the_julian_calendar(date: tuple[int, int, int]) -> None:
    assert from_julian(*to_julian(*date)) == date


@given(dates(), dates())
def test_later_dates_lie_later_on_the_axis(a: tuple[int, int, int], b: tuple[int, int, int]) -> None:
    assert (a < b) == (julian_day(*a) < julian_day(*b))


@given(dates())
def test_the_next_day_is_the_next_date_in_both_calendars(date: tuple[int, int, int]) -> None:
    after = civil(julian_day(*date) + 1)[:3]
    assert after in {(date[0], date[1], date[2] + 1), (date[0], date[1] + 1, 1), (date[0] + 1, 1, 1)}
    old, new = to_julian(*date), to_julian(*after)
    assert new in {(old[0], old[1], old[2] + 1), (old[0], old[1] + 1, 1), (old[0] + 1, 1, 1)}
