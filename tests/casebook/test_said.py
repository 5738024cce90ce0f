"""Dates in words: as historians write them, without a sign of EDTF, and readable back."""

import re

import pytest
from hypothesis import given, settings

from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.said import said, said_day, said_days, said_short, year_said
from desktop_app.casebook.typed import understand
from desktop_app.casebook.when import parse
from tests.casebook.dates import TEXTS, dossier_texts

RAW = re.compile(r"[/~?%\[\]{}]|\.\.|X|\dT\d|\d{4}-\d\d")  # EDTF showing through

SAID = [
    ("1945-07-12", "12 July 1945"),
    ("1945-07", "July 1945"),
    ("1945", "1945"),
    ("1945-07-12~", "about 12 July 1945"),
    ("1945-07?", "perhaps July 1945"),
    ("1945%", "perhaps about 1945"),
    ("-0043", "44 BCE"),
    ("-0043-03-15", "15 March 44 BCE"),
    ("0000", "1 BCE"),
    ("0001-01-01", "1 January 1 CE"),
    ("0999/1000", "999 CE – 1000"),
    ("Y12000", "12000 CE"),
    ("Y-12000", "12001 BCE"),
    ("1945-24", "winter 1945"),
    ("1945-21/1945-22", "spring 1945 – summer 1945"),
    ("194X", "1940s"),
    ("194X~", "about 1940s"),
    ("19XX", "between 1900 and 1999"),
    ("004X", "between 40 CE and 49 CE"),
    ("-004X", "between 50 BCE and 41 BCE"),
    ("1945-XX", "1945"),
    ("1945-07-XX", "July 1945"),
    ("1945-07-XX/1945-07-12", "July 1945 – 12 July 1945"),
    # Intervals: what both ends share is said once.
    ("1945-07-13/1945-07-16", "13–16 July 1945"),
    ("1945-07-13/1945-08-06", "13 July – 6 August 1945"),
    ("1945-12-30/1946-01-02", "30 December 1945 – 2 January 1946"),
    ("1945-07-13/1945-07-13", "13 July 1945"),
    ("1945-07-13~/1945-07-16", "about 13 July – 16 July 1945"),
    ("1945-07~/1945-07~", "about July 1945"),
    ("1945-07/1945-08-06", "July – 6 August 1945"),
    ("1945/1945-08", "1945 – August 1945"),
    ("1914/1918", "1914 – 1918"),
    ("-0043-03-15/-0042", "15 March 44 BCE – 43 BCE"),
    ("1945-07-13/..", "from 13 July 1945"),
    ("1945-07-13/", "from 13 July 1945, end unknown"),
    ("../1945", "until 1945"),
    ("/1945", "until 1945, beginning unknown"),
    # Times with the offset that the source has
    ("1970-05-04T12:24:00-04:00", "4 May 1970, 12:24 (UTC−4)"),
    ("1941-12-08T00:45:00+07:30", "8 December 1941, 00:45 (UTC+7:30)"),
    ("1941-12-07T07:55:30Z", "7 December 1941, 07:55:30 (UTC)"),
    ("1945-07-12T07:00:00", "12 July 1945, 07:00"),
    ("1941-12-07T07:55:00-10:30/1941-12-07T09:45:00-10:30", "7 December 1941, 07:55–09:45 (UTC−10:30)"),
    (
        "1941-12-07T23:55:00-10:30/1941-12-08T00:45:00-10:30",
        "7 December 1941, 23:55 (UTC−10:30) – 8 December 1941, 00:45 (UTC−10:30)",
    ),
    ("1941-12-07T07:55:00-10:30/1941-12-07", "7 December 1941, 07:55 (UTC−10:30) – 7 December 1941"),
    # One of several
    ("[1945-07-14,1945-07-15]", "14 or 15 July 1945"),
    ("[1945-07,1945-08]", "July or August 1945"),
    ("[1945~,1946]", "about 1945 or 1946"),
    ("[1945?,1945~]", "perhaps 1945 or about 1945"),
    ("[1945-07-14,1945-07-15,1945-08-02]", "14 July 1945 or 15 July 1945 or 2 August 1945"),
    ("[1945-07-12..1945-07-14]", "between 12 and 14 July 1945"),
    ("[1945-07-12..1945-08-14]", "between 12 July and 14 August 1945"),
    ("[1945..]", "1945 or later"),
    ("[..1945-07-12]", "12 July 1945 or earlier"),
]


@pytest.mark.parametrize(("text", "words"), SAID)
def test_a_date_is_said_in_words(text: str, words: str) -> None:
    assert said(parse(text)) == words


def test_narrow_labels_have_short_months() -> None:
    assert said_short(parse("1945-07-13/1945-08-06")) == "13 Jul – 6 Aug 1945"
    assert said_short(parse("1945-09~")) == "about Sep 1945"


@pytest.mark.parametrize(
    ("jd", "lon", "words"),
    [
        (julian_day(1945, 7, 23), None, "Monday 23 July 1945"),
        (julian_day(1941, 12, 7) + 0.75, None, "Sunday 7 December 1941"),
        (julian_day(1941, 12, 7) + 0.75, 102.2, "Monday 8 December 1941"),  # Kota Bharu, past midnight
        (julian_day(1941, 12, 8) + 0.2, -157.9, "Sunday 7 December 1941"),  # Honolulu, the evening before
        (julian_day(-43, 3, 13), None, "Wednesday 13 March 44 BCE"),
        (julian_day(1582, 10, 15), None, "Friday 15 October 1582"),
    ],
)
def test_a_moment_is_said_as_the_day_of_its_place(jd: float, lon: float | None, words: str) -> None:
    assert said_day(jd, lon) == words


def test_the_era_is_named_where_a_year_could_be_mistaken() -> None:
    assert [year_said(year) for year in (-43, 0, 1, 999, 1000, 9999, 10_000)] == [
        *("44 BCE", "1 BCE", "1 CE", "999 CE", "1000", "9999", "10000 CE")
    ]


def test_days_are_said_from_one_to_another() -> None:
    assert said_days((1945, 7, 9), (1945, 7, 15)) == "9–15 July 1945"
    assert said_days((1944, 12, 1), (1945, 8, 31)) == "1 December 1944 – 31 August 1945"
    assert said_days((1945, 7, 9), (1945, 7, 9)) == "9 July 1945"
    assert said_days((-10_000, 1, 1), (0, 12, 31)) == "1 January 10001 BCE – 31 December 1 BCE"


def test_every_date_of_the_shipped_cases_is_said_in_plain_words_and_read_back() -> None:
    for text in dossier_texts():
        words = said(parse(text))
        assert not RAW.search(words), (text, words)
        assert understand(words).text == text, words


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_what_is_said_is_understood(text: str) -> None:
    """The text may differ (an interval from a day to itself is that day), the bounds never."""
    when = parse(text)
    words = said(when)
    assert not RAW.search(words), words
    found = understand(words).when
    assert (found.start, found.end) == (when.start, when.end), words
