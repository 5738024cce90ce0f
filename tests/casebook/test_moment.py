"""Moments and spans by the calendar of a place: as EDTF that reads back, and in words without false exactness."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.moment import edtf_moment, said_moment, said_span
from desktop_app.casebook.when import parse

CHUNGKING = 106.552


def local(month: int, day: float, lon: float = CHUNGKING, year: int = 1945) -> float:
    return julian_day(year, month, 1) + day - 1 - lon / 360


def test_a_local_midnight_is_that_days() -> None:
    assert edtf_moment(local(7, 21), CHUNGKING) == "1945-07-21T00:00:00"
    assert edtf_moment(julian_day(1945, 7, 21)) == "1945-07-21T00:00:00Z"
    assert edtf_moment(julian_day(-43, 3, 15)) == "-0043-03-15T00:00:00Z"
    assert edtf_moment(inf) == ".."


@given(st.floats(2_300_000, 2_500_000), st.floats(-180, 180))
def test_a_moment_reads_back_to_the_second(jd: float, lon: float) -> None:
    start, _ = parse(edtf_moment(jd, lon), lon).start
    assert start == pytest.approx(jd, abs=0.6 / 86400)


@pytest.mark.parametrize(
    ("first", "last", "sure", "words"),
    [
        (local(7, 14), local(8, 6), False, "14 July – 5 August 1945"),
        (local(7, 21), local(8, 5), True, "21 July – beginning of 5 August 1945"),
        (local(7, 21), local(7, 22), True, "21 July 1945"),
        (local(7, 21), local(7, 22), False, "21 July 1945"),
        (local(12, 30), local(13, 3), True, "30 December 1945 – beginning of 3 January 1946"),
        (local(7, 14.25), local(7, 14.75), False, "14 July 1945, 06:00–18:00"),
        (local(7, 14.25), local(7, 16), False, "14 July 1945, 06:00 – 15 July 1945"),
        (local(7, 14.25), local(7, 16), True, "14 July 1945, 06:00 – beginning of 16 July 1945"),
        (local(7, 14), local(7, 16.25), False, "14 July 1945 – 16 July 1945, 06:00"),
        (local(7, 14.25), local(7, 15), False, "14 July 1945, 06:00–24:00"),
        (local(7, 14), inf, False, "from 14 July 1945"),
        (-inf, local(7, 15), False, "until 14 July 1945"),
        (-inf, inf, False, "at any time"),
    ],
)
def test_a_span_in_words(first: float, last: float, sure: bool, words: str) -> None:
    assert said_span((first, last), CHUNGKING, sure=sure) == words


def test_each_end_by_the_calendar_that_it_is_dated_by() -> None:
    """A day begins in Chungking before it does in London: neither end has an hour."""
    first, last = local(7, 14), local(7, 26, 0.0)
    assert said_span((first, last), CHUNGKING, ends_by=0.0) == "14–25 July 1945"
    assert said_span((local(7, 15), local(7, 15, 0.0)), CHUNGKING, ends_by=0.0) == "the night of 14–15 July 1945"


def test_a_moment_in_words() -> None:
    assert said_moment(local(7, 14.2708), CHUNGKING) == "14 July 1945, 06:30"
    assert said_moment(local(7, 14.99999), CHUNGKING) == "15 July 1945, 00:00"
