"""The four bounds of a date, against reference values, the `edtf` library and each other."""

import re
import subprocess
import sys
import warnings
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.casebook.calendar import civil, julian_day
from desktop_app.casebook.when import Bounds, When, anniversary, local_date, parse
from tests.casebook.dates import LONGITUDES, TEXTS, dossier_texts, intervals, plain_dates

with warnings.catch_warnings(action="ignore"):  # its grammar is older than the pyparsing that reads it
    from edtf import parse_edtf

HOUR = 1 / 24
MINUTE = HOUR / 60
ROUNDING = 1e-8  # days: a Julian Day is exact to 40 microseconds, or 5e-10 days

DAYS = [
    ("1858-11-17", 2400000.5),
    ("2000-01-01", 2451544.5),
    ("1582-10-15", 2299160.5),
    ("1752-09-14", 2361221.5),
    ("1500-03-10", 2268991.5),  # 29 February 1500 of the Julian calendar
    ("0001-01-01", 1721425.5),
    ("0000-01-01", 1721059.5),  # 1 BCE
    ("-0043-03-13", 1705425.5),  # the Ides of March of 44 BCE, Julian
]

BOUNDS = [  # first and last day, both inclusive
    ("-0043", (-43, 1, 1), (-43, 12, 31)),
    ("0001", (1, 1, 1), (1, 12, 31)),
    ("1582", (1582, 1, 1), (1582, 12, 31)),
    ("1900-02", (1900, 2, 1), (1900, 2, 28)),
    ("2000-02", (2000, 2, 1), (2000, 2, 29)),
    ("2100-02", (2100, 2, 1), (2100, 2, 28)),
    ("1945-12", (1945, 12, 1), (1945, 12, 31)),
    # A mark widens a day by 3 days, a month by a month, a year by a year, whichever mark it is.
    ("1945-07-12~", (1945, 7, 9), (1945, 7, 15)),
    ("1945-07-12?", (1945, 7, 9), (1945, 7, 15)),
    ("1945-07-12%", (1945, 7, 9), (1945, 7, 15)),
    ("1945-07~", (1945, 6, 1), (1945, 8, 31)),
    ("1945-01?", (1944, 12, 1), (1945, 2, 28)),
    ("1945%", (1944, 1, 1), (1946, 12, 31)),
    ("0000~", (-1, 1, 1), (1, 12, 31)),
    # Seasons of the northern year
    ("1945-21", (1945, 3, 1), (1945, 5, 31)),
    ("1945-22", (1945, 6, 1), (1945, 8, 31)),
    ("1945-23", (1945, 9, 1), (1945, 11, 30)),
    ("1945-24", (1945, 12, 1), (1946, 2, 28)),
    ("1945-21~", (1944, 12, 1), (1945, 8, 31)),
    # Digits unknown
    ("194X", (1940, 1, 1), (1949, 12, 31)),
    ("19XX", (1900, 1, 1), (1999, 12, 31)),
    ("-004X", (-49, 1, 1), (-40, 12, 31)),
    ("194X~", (1930, 1, 1), (1959, 12, 31)),
    ("1945-XX", (1945, 1, 1), (1945, 12, 31)),
    ("1945-07-XX", (1945, 7, 1), (1945, 7, 31)),
    ("1945-XX-XX", (1945, 1, 1), (1945, 12, 31)),
    ("Y12000", (12000, 1, 1), (12000, 12, 31)),
    ("Y-12000", (-12000, 1, 1), (-12000, 12, 31)),
    # One of several
    ("[1945-07-14,1945-07-15]", (1945, 7, 14), (1945, 7, 15)),
    ("[1945-07-14, 1945-08]", (1945, 7, 14), (1945, 8, 31)),
    ("[1945-07-14..1945-07-16]", (1945, 7, 14), (1945, 7, 16)),
    ("[1945~,1946]", (1944, 1, 1), (1946, 12, 31)),
]

REFUSED = [
    ("2100-02-29", "There is no 29 February 2100: that month had 28 days."),
    ("1900-02-29", "There is no 29 February 1900: that month had 28 days."),
    ("1500-02-29", "There is no 29 February 1500: that month had 28 days."),
    ("1945-04-31", "There is no 31 April 1945: that month had 30 days."),
    ("1945-07-00", "There is no 0 July 1945: that month had 31 days."),
    ("1945-13", "There is no month 13."),
    ("1945-00", "There is no month 00."),
    ("1945-21-01", "There is no month 21."),
    ("-0000", "The year 0 has no sign."),
    ("1945-07-14/1945-07-12", "The end lies before the beginning."),
    ("1946/1945-12", "The end lies before the beginning."),
    ("1945-22/1945-21", "The end lies before the beginning."),
    ("[1946..1945]", "The end lies before the beginning."),
    ("1941-12-07T09:45:00Z/1941-12-07T07:55:00Z", "The end lies before the beginning."),
    ("1941-12-08T00:45:00-10:30/1941-12-08T07:55:00+07:30", "The end lies before the beginning."),
    ("../..", "An interval needs at least one end that is known."),
    ("/", "An interval needs at least one end that is known."),
    ("1945/1946/1947", "An interval has two ends, with one stroke between them."),
    ("1945-07-12T24:00:00", "There is no time 24:00:00."),
    ("1945-07-12T12:60:00Z", "There is no time 12:60:00."),
    ("1945-02-29T12:00:00Z", "There is no 29 February 1945: that month had 28 days."),
    ("1945-07-12T12:00:00+15:00", "No clock is +15:00 from UTC."),
    ("{1945,1946}", "A set in braces means all of its dates; give each its own event or stay."),
    ("1945-XX-12", "“1945-XX-12” is EDTF beyond level 1; write it as a plain date, an interval or a set of dates."),
    ("12 July 1945", "“12 July 1945” is no EDTF date, such as 1945-07-12 or 1945-07/1945-08."),
    ("", "“” is no EDTF date, such as 1945-07-12 or 1945-07/1945-08."),
]


def whole_days(first: tuple[int, int, int], last: tuple[int, int, int]) -> Bounds:
    return julian_day(*first), julian_day(*last) + 1


def outer_of_the_library(text: str) -> Bounds:
    """The library's outermost days, the last one up to its midnight."""
    date = parse_edtf(text)
    first, last = date.lower_strict(), date.upper_strict()
    return whole_days((first.tm_year, first.tm_mon, first.tm_mday), (last.tm_year, last.tm_mon, last.tm_mday))


def about(bounds: Bounds) -> Any:
    return pytest.approx(bounds, rel=0, abs=ROUNDING)


@pytest.mark.parametrize(("text", "jd"), DAYS)
def test_a_day_lasts_from_its_midnight_to_the_next(text: str, jd: float) -> None:
    when = parse(text)
    assert when == When(text, (jd, jd + 1), (jd, jd + 1))
    assert (when.outer, when.middle) == ((jd, jd + 1), jd + 0.5)


@pytest.mark.parametrize(("text", "first", "last"), BOUNDS)
def test_a_single_date_lies_between_its_outermost_days(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    when = parse(text)
    assert when.start == when.end == when.outer == whole_days(first, last)
    assert when.inner is None
    assert when.fades_start
    assert when.fades_end


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_cannot_be_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        parse(text)
    assert str(refused.value) == reason


def test_the_end_of_an_interval_is_known_apart_from_its_beginning() -> None:
    when = parse("1945-06-25/1945-08")
    assert when.start == whole_days((1945, 6, 25), (1945, 6, 25))
    assert when.end == whole_days((1945, 8, 1), (1945, 8, 31))
    assert when.inner == (julian_day(1945, 6, 26), julian_day(1945, 8, 1))
    assert when.outer == (julian_day(1945, 6, 25), julian_day(1945, 9, 1))
    assert (when.fades_start, when.fades_end) == (False, True)


def test_what_ended_did_not_begin_afterwards() -> None:
    assert parse("1945/1945-07").start == whole_days((1945, 1, 1), (1945, 7, 31))
    assert parse("1941-12-06~/1941-12-08").start == whole_days((1941, 12, 3), (1941, 12, 8))
    assert parse("1924-08-04/1924-08").end == whole_days((1924, 8, 4), (1924, 8, 31))


def test_what_was_within_one_day_surely_held_at_no_moment_of_it() -> None:
    assert parse("1945-07-14").inner is None
    assert parse("1945-07-14/1945-07-14").inner is None
    assert parse("1945-07-14/1945-07-15").inner == (julian_day(1945, 7, 15), julian_day(1945, 7, 15))


def test_leaving_on_a_day_and_arriving_elsewhere_on_it_contradict_nothing() -> None:
    in_moscow, in_chungking = parse("1945-06-30/1945-07-14", 37.6), parse("1945-07-14/1945-08-05", 106.6)
    assert in_moscow.inner is not None
    assert in_chungking.inner is not None
    assert in_moscow.inner[1] < in_chungking.inner[0]
    assert in_moscow.end[0] < in_chungking.start[1]  # he may have left before he came


@pytest.mark.parametrize(
    ("text", "start", "end", "middle"),
    [
        ("1945-07-14/..", (2431650.5, 2431651.5), (2431650.5, inf), 2431650.5),
        ("1945-07-14/", (2431650.5, 2431651.5), (2431650.5, inf), 2431650.5),
        ("../1945-07-14", (-inf, 2431651.5), (2431650.5, 2431651.5), 2431651.5),
        ("/1945-07-14", (-inf, 2431651.5), (2431650.5, 2431651.5), 2431651.5),
        ("[1945-07-14..]", (2431650.5, inf), (2431650.5, inf), 2431650.5),
        ("[..1945-07-14]", (-inf, 2431651.5), (-inf, 2431651.5), 2431651.5),
    ],
)
def test_open_and_unknown_ends_assert_nothing(text: str, start: Bounds, end: Bounds, middle: float) -> None:
    when = parse(text)
    assert (when.start, when.end, when.middle) == (start, end, middle)
    assert when.inner is None
    assert when.fades_start == (text[0] in "./[")
    assert when.fades_end == (text[-1] in "./]")


def test_kota_bharu_stands_before_pearl_harbor() -> None:
    kota_bharu = parse("1941-12-08T00:45:00+07:30", 102.2)
    pearl_harbor = parse("1941-12-07T07:55:00-10:30", -157.9)
    assert kota_bharu.outer[1] < pearl_harbor.outer[0]
    assert kota_bharu.start == about(
        (julian_day(1941, 12, 7) + 17.25 * HOUR, julian_day(1941, 12, 7) + 17.25 * HOUR + MINUTE)
    )
    assert pearl_harbor.start[0] - kota_bharu.start[0] == pytest.approx(70 * MINUTE, abs=ROUNDING)
    assert local_date(kota_bharu) == (1941, 12, 8)
    assert local_date(pearl_harbor) == (1941, 12, 7)


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("Z", 0), ("+07:30", 7.5), ("-10:30", -10.5), ("+08", 8), ("+05:45", 5.75), ("-00:25", -25 / 60), ("+14:00", 14)],
)
def test_a_time_carries_its_own_offset_wherever_it_was(zone: str, hours: float) -> None:
    begins = julian_day(1941, 12, 8) + 0.5 - hours * HOUR
    for lon in (None, 0.0, 114.2):
        assert parse(f"1941-12-08T12:00:00{zone}", lon).start == about((begins, begins + MINUTE))


def test_a_time_is_known_to_the_minute_or_to_the_second() -> None:
    first, last = parse("1970-05-04T12:24:00-04:00").start
    assert last - first == pytest.approx(MINUTE, abs=ROUNDING)
    first, last = parse("1970-05-04T12:24:30-04:00").start
    assert last - first == pytest.approx(MINUTE / 60, abs=ROUNDING)


def test_an_interval_of_times_has_an_inner_span() -> None:
    when = parse("1941-12-07T07:55:00-10:30/1941-12-07T09:45:00-10:30")
    begins = julian_day(1941, 12, 7) + (7 + 55 / 60 + 10.5) * HOUR
    assert when.outer == about((begins, begins + 111 * MINUTE))
    assert when.inner is not None
    assert when.inner == about((begins + MINUTE, begins + 110 * MINUTE))
    assert not when.fades_start
    assert not when.fades_end


@pytest.mark.parametrize(
    "text", ["1945-07-12", "1945-07", "1945", "1945-21", "194X", "[1945,1946]", "1945-07-12T00:00:00"]
)
@pytest.mark.parametrize("lon", [-157.9, -77.0, 0.0, 37.6, 106.55, 180.0])
def test_a_day_begins_at_the_midnight_of_its_longitude(text: str, lon: float) -> None:
    here, greenwich = parse(text, lon), parse(text)
    assert here.start == about((greenwich.start[0] - lon / 15 * HOUR, greenwich.start[1] - lon / 15 * HOUR))
    assert here.text == text


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1941-12-08", (1941, 12, 8)),
        ("-0043-03-15", (-43, 3, 15)),
        ("1941-12-08T00:45:00+07:30", (1941, 12, 8)),
        ("1941-12-07T23:50:00Z", (1941, 12, 7)),
        ("1941-12-07T07:55:00-10:30/1941-12-07T09:45:00-10:30", (1941, 12, 7)),
        ("1941-12-07T23:50:00-10:30/1941-12-08T00:10:00-10:30", None),
        ("1941-12-07/1941-12-08", None),
        ("1941-12-07/..", None),
        ("1941-12-07~", None),
        ("1941-12", None),
        ("1941", None),
        ("[1941-12-07,1941-12-08]", None),
    ],
)
def test_the_local_date_is_that_of_the_source(text: str, date: tuple[int, int, int] | None) -> None:
    assert local_date(parse(text, 102.2)) == date


def test_anniversaries_are_told_by_local_dates() -> None:
    pearl_harbor = parse("1941-12-07T23:00:00-10:30", -157.9)  # the 8th in UTC
    assert anniversary(pearl_harbor, parse("1917-12-07"))
    assert not anniversary(pearl_harbor, parse("1917-12-08"))
    assert not anniversary(pearl_harbor, parse("1941-12-07"))  # the same day, no anniversary of it
    assert not anniversary(pearl_harbor, parse("1917-12"))
    assert not anniversary(parse("1917-12-07~"), parse("1941-12-07"))
    assert anniversary(parse("-0043-03-15"), parse("1945-03-15"))
    assert not anniversary(parse("1944-02-29"), parse("1945-03-01"))


def test_every_date_of_the_shipped_cases_is_read_as_the_library_reads_it() -> None:
    texts = dossier_texts()
    assert len(texts) > 1000
    whens = [parse(text) for text in texts]
    comparable = [when for when in whens if not re.search(r"[~?%T]|\.\.|^/|/$", when.text)]
    for when in comparable[::6]:  # it takes 5 ms a text
        assert when.outer == outer_of_the_library(when.text), when.text


def test_a_module_that_reads_plain_dates_loads_no_other() -> None:
    heavy = "edtf", "pyparsing", "dateutil", "numpy", "yaml", "sqlite3", "datetime"
    program = (
        "import sys; from desktop_app.casebook.when import parse; from desktop_app.casebook import said, typed;"
        "typed.understand('about July 1945'); said.said(parse('1945-07-12~/1945-08', 37.6));"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Properties


@settings(max_examples=60, deadline=None)
@given(TEXTS, LONGITUDES)
def test_the_sure_lies_within_the_possible(text: str, lon: float | None) -> None:
    when = parse(text, lon)
    earliest, latest = when.outer
    assert earliest == when.start[0] <= when.start[1] <= latest
    assert earliest <= when.end[0] <= when.end[1] == latest
    assert earliest <= when.middle <= latest
    if when.inner:
        assert earliest < when.inner[0] <= when.inner[1] < latest


@settings(max_examples=60, deadline=None)
@given(plain_dates() | intervals(plain_dates()))
def test_plain_dates_have_the_bounds_of_the_library(text: str) -> None:
    assert parse(text).outer == outer_of_the_library(text)


@given(plain_dates(), st.sampled_from("~?%"))
def test_a_mark_only_widens(text: str, mark: str) -> None:
    plain, marked = parse(text), parse(text + mark)
    assert marked.start[0] < plain.start[0] < plain.start[1] < marked.start[1]


@given(plain_dates(), plain_dates())
def test_an_interval_runs_from_its_first_date_to_its_last(first: str, last: str) -> None:
    a, b = parse(first), parse(last)
    if b.outer[1] <= a.outer[0]:
        with pytest.raises(ValueError, match="before the beginning"):
            parse(f"{first}/{last}")
    else:
        both = parse(f"{first}/{last}")
        assert both.outer == (a.outer[0], b.outer[1])
        assert both.inner == ((a.outer[1], b.outer[0]) if a.outer[1] <= b.outer[0] else None)


@settings(deadline=None)
@given(st.lists(plain_dates(least=3), min_size=2, max_size=8), LONGITUDES)
def test_days_of_one_place_sort_by_their_local_dates(texts: list[str], lon: float | None) -> None:
    whens = [parse(text, lon) for text in texts]
    by_axis = sorted(whens, key=lambda when: when.start)
    dates = [local_date(when) for when in by_axis]
    assert dates == sorted(date for date in dates if date is not None)
    assert [civil(when.start[0] + (lon or 0.0) / 360 + 0.5)[:3] for when in by_axis] == dates


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=20) | st.text("0123456789-/.~?%XYTZ:+[]{},", max_size=24), LONGITUDES)
def test_nonsense_is_refused_in_words(text: str, lon: float | None) -> None:
    try:
        answer = parse(text, lon).text
    except ValueError as reason:
        answer = str(reason)
    assert answer


def test_spans_stand_in_the_order_in_which_they_were_lived() -> None:
    flight, arrival = parse("1945-07-14/1945-07-17~", 72.0), parse("1945-07-17~/1945-08-05", 106.6)
    assert arrival.start < flight.start  # the arrival may have been earlier, and yet it comes after the flight
    assert flight.order < arrival.order


def test_a_span_that_began_nobody_knows_when_stands_first_and_one_without_an_end_after_those_that_ended() -> None:
    texts = ["1945-07-17/..", "1945-07-17/1945-08-02", "../1945-07-17", "1945-07-01"]
    assert sorted(texts, key=lambda text: parse(text).order) == [
        "../1945-07-17",
        "1945-07-01",
        "1945-07-17/1945-08-02",
        "1945-07-17/..",
    ]
