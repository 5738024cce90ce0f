"""How dates are typed, what is understood, and what is refused with which reason."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_app.casebook.calendar import civil, julian_day
from desktop_app.casebook.said import said_day
from desktop_app.casebook.typed import understand
from desktop_app.casebook.when import parse

FORMS = [
    ("12 July 1945", "1945-07-12", "12 July 1945"),
    ("12 jul. 1945", "1945-07-12", "12 July 1945"),
    ("July 12, 1945", "1945-07-12", "12 July 1945"),
    ("JULY 12 1945", "1945-07-12", "12 July 1945"),
    ("the 12th of July 1945", "1945-07-12", "12 July 1945"),
    ("Monday, 23 July 1945", "1945-07-23", "23 July 1945"),
    ("14 Sept 1752", "1752-09-14", "14 September 1752"),
    ("  12   July\t1945 ", "1945-07-12", "12 July 1945"),
    ("Jul 1945", "1945-07", "July 1945"),
    ("1945", "1945", "1945"),
    ("spring 1945", "1945-21", "spring 1945"),
    ("the 1940s", "194X", "1940s: 1 January 1940 – 31 December 1949"),
    # EDTF and other forms with the year first
    ("1945-07-12", "1945-07-12", "12 July 1945"),
    ("1945-7-12", "1945-07-12", "12 July 1945"),
    ("1945/7/12", "1945-07-12", "12 July 1945"),
    ("1945.07.12", "1945-07-12", "12 July 1945"),
    ("1945-07-12/1945-07-14", "1945-07-12/1945-07-14", "12–14 July 1945"),
    ("[1945-07-14,1945-07-15]", "[1945-07-14,1945-07-15]", "14 or 15 July 1945: 14–15 July 1945"),
    ("194x", "194X", "1940s: 1 January 1940 – 31 December 1949"),
    ("y-12000", "Y-12000", "12001 BCE"),
    # About and perhaps
    ("about July 1945", "1945-07~", "about July 1945: 1 June – 31 August 1945"),
    ("c. 12 July 1945", "1945-07-12~", "about 12 July 1945: 9–15 July 1945"),
    ("c.1945", "1945~", "about 1945: 1 January 1944 – 31 December 1946"),
    ("12 July 1945?", "1945-07-12?", "perhaps 12 July 1945: 9–15 July 1945"),
    ("perhaps about 1945", "1945%", "perhaps about 1945: 1 January 1944 – 31 December 1946"),
    ("about 1 June – 3 July 1945", "1945-06-01~/1945-07-03", "about 1 June – 3 July 1945: 29 May – 3 July 1945"),
    ("from about 1945", "1945~/..", "from about 1945: from 1 January 1944"),
    ("until about 1945", "../1945~", "until about 1945: until 31 December 1946"),
    # Spans; the first end takes its month and year from the last
    ("1 June – 31 August 1945", "1945-06-01/1945-08-31", "1 June – 31 August 1945"),
    ("12-14 July 1945", "1945-07-12/1945-07-14", "12–14 July 1945"),
    ("July 12–14, 1945", "1945-07-12/1945-07-14", "12–14 July 1945"),
    ("July 12–14, 1945?", "1945-07-12/1945-07-14?", "12 July – perhaps 14 July 1945: 12–17 July 1945"),
    ("July 12 – August 3, 1945", "1945-07-12/1945-08-03", "12 July – 3 August 1945"),
    ("12 July-3 August 1945", "1945-07-12/1945-08-03", "12 July – 3 August 1945"),
    ("12 July 1945 - 3 August 1946", "1945-07-12/1946-08-03", "12 July 1945 – 3 August 1946"),
    ("July-August 1945", "1945-07/1945-08", "July – August 1945"),
    ("spring – autumn 1945", "1945-21/1945-23", "spring 1945 – autumn 1945"),
    ("from 1914 to 1918", "1914/1918", "1914 – 1918"),
    ("1914-1918", "1914/1918", "1914 – 1918"),
    ("since 12 July 1945", "1945-07-12/..", "from 12 July 1945"),
    ("until 1945", "../1945", "until 1945"),
    ("after 1945", "1946/..", "from 1946"),
    ("before 1945", "../1944", "until 1944"),
    ("after December 1945", "1946-01/..", "from January 1946"),
    ("before January 1945", "../1944-12", "until December 1944"),
    ("after 28 Feb 1900", "1900-03-01/..", "from 1 March 1900"),
    ("after 29 Feb 1500 Julian", "1500-03-11/..", "from 11 March 1500 in the Gregorian calendar"),
    ("before 1 January 1 CE", "../0000-12-31", "until 31 December 1 BCE"),
    ("after 44 BCE", "-0042/..", "from 43 BCE"),
    ("after about July 1945", "1945-08~/..", "from about August 1945: from 1 July 1945"),
    ("after spring 1945", "1945-21/..", "from spring 1945"),
    ("before 1945, beginning unknown", "/1944", "until 1944, beginning unknown"),
    ("from 1945, end unknown", "1945/", "from 1945, end unknown"),
    ("until 1945, beginning unknown", "/1945", "until 1945, beginning unknown"),
    # One of several
    ("14 or 15 July 1945", "[1945-07-14,1945-07-15]", "14 or 15 July 1945: 14–15 July 1945"),
    ("July or August 1945", "[1945-07,1945-08]", "July or August 1945: 1 July – 31 August 1945"),
    ("between 12 and 14 July 1945", "[1945-07-12..1945-07-14]", "between 12 and 14 July 1945: 12–14 July 1945"),
    ("1945 or later", "[1945..]", "1945 or later: from 1 January 1945"),
    ("1945 or earlier", "[..1945]", "1945 or earlier: until 31 December 1945"),
    # Eras
    ("44 BCE", "-0043", "44 BCE"),
    ("15 March 44 BC", "-0043-03-15", "15 March 44 BCE"),
    ("44–40 BCE", "-0043/-0039", "44 BCE – 40 BCE"),
    ("144-140 BCE", "-0143/-0139", "144 BCE – 140 BCE"),
    ("144 or 143 BCE", "[-0143,-0142]", "144 or 143 BCE: 1 January 144 BCE – 31 December 143 BCE"),
    ("1914 – 1918 CE", "1914/1918", "1914 – 1918"),
    ("44 BCE – 14 CE", "-0043/0014", "44 BCE – 14 CE"),
    ("1 BCE", "0000", "1 BCE"),
    ("1 CE", "0001", "1 CE"),
    ("AD 14", "0014", "14 CE"),
    ("145", "0145", "145 CE"),
    ("12001 BCE", "Y-12000", "12001 BCE"),
    # Julian
    ("29 Feb 1500 Julian", "1500-03-10", "10 March 1500 in the Gregorian calendar"),
    ("1500-02-29 Julian", "1500-03-10", "10 March 1500 in the Gregorian calendar"),
    ("29 February 1900 (Julian)", "1900-03-13", "13 March 1900 in the Gregorian calendar"),
    ("5 October 1582 Julian", "1582-10-15", "15 October 1582 in the Gregorian calendar"),
    ("3 September 1752 Julian", "1752-09-14", "14 September 1752 in the Gregorian calendar"),
    ("15 March 44 BCE Julian", "-0043-03-13", "13 March 44 BCE in the Gregorian calendar"),
    ("1 – 3 March 1918 Julian", "1918-03-14/1918-03-16", "14–16 March 1918 in the Gregorian calendar"),
    (
        "1 March 1918 Julian – 3 May 1918 Gregorian",
        "1918-03-14/1918-05-03",
        "14 March – 3 May 1918 in the Gregorian calendar",
    ),
    (
        "about 25 October 1917 Julian",
        "1917-11-07~",
        "about 7 November 1917 in the Gregorian calendar: 4–10 November 1917",
    ),
    ("25 October 1917 Julian, 21:40", "1917-11-07T21:40:00", "7 November 1917, 21:40 in the Gregorian calendar"),
    ("10 March 1500 Gregorian", "1500-03-10", "10 March 1500"),
    # Times
    ("8 December 1941, 00:45 (UTC+7:30)", "1941-12-08T00:45:00+07:30", "8 December 1941, 00:45 (UTC+7:30)"),
    ("7 Dec 1941 7:55 -10:30", "1941-12-07T07:55:00-10:30", "7 December 1941, 07:55 (UTC−10:30)"),
    ("1941-12-07 07:55 utc", "1941-12-07T07:55:00Z", "7 December 1941, 07:55 (UTC)"),
    ("7 December 1941, 07:55:30 GMT+0", "1941-12-07T07:55:30Z", "7 December 1941, 07:55:30 (UTC)"),
    (
        "7 December 1941, 07:55–09:45 (UTC−10:30)",
        "1941-12-07T07:55:00-10:30/1941-12-07T09:45:00-10:30",
        "7 December 1941, 07:55–09:45 (UTC−10:30)",
    ),
    (
        "7 December 1941 07:55 -10:30 to 09:45",
        "1941-12-07T07:55:00-10:30/1941-12-07T09:45:00-10:30",
        "7 December 1941, 07:55–09:45 (UTC−10:30)",
    ),
]

REFUSALS = [
    ("", "Type a date, such as 12 July 1945."),
    (" \t ", "Type a date, such as 12 July 1945."),
    ("7/12/1941", "Write the month as a word: 7 December 1941 or 12 July 1941."),
    ("7.12.1941", "Write the month as a word: 7 December 1941 or 12 July 1941."),
    ("13/12/1941", "Write the month as a word: 13 December 1941."),
    ("7/7/1941", "Write the month as a word: 7 July 1941."),
    ("31/31/1941", "“31/31/1941” is no date."),
    ("12.7.45", "Write the year with all its digits."),
    ("12 July '45", "Write the year with all its digits."),
    ("7", "Write the year with all its digits, or with its era: 7 CE or 7 BCE."),
    ("12 July 45", "Write the year with all its digits, or with its era: 45 CE or 45 BCE."),
    ("0 CE", "There is no year 0: 1 CE followed on 1 BCE."),
    ("0", "There is no year 0: 1 CE followed on 1 BCE."),
    ("19450712", "“19450712” is no date; a year so far off needs its era: CE or BCE."),
    ("12 July", "“12 July” has no year."),
    ("Spring", "“Spring” has no year."),
    ("29 Feb 2100", "There is no 29 February 2100: that month had 28 days."),
    (
        "29 Feb 1900",
        "February 1900 had 28 days in the Gregorian calendar. Write “29 Feb 1900 Julian” if that is meant.",
    ),
    ("31 June 1945", "There is no 31 June 1945: that month had 30 days."),
    ("1945-13", "There is no month 13."),
    ("3 – 1 July 1945", "The end lies before the beginning."),
    ("30 Feb 1500 Julian", "There is no such day in the Julian calendar: 1500-02-30."),
    ("1500 Julian", "A Julian date needs its day."),
    ("Feb 1500 Julian", "A Julian date needs its day."),
    ("1 March 1918 – 3 May 1918 Julian", "Say of both dates whether they are Julian or Gregorian."),
    ("1 March 1918 Julian – 3 May 1918", "Say of both dates whether they are Julian or Gregorian."),
    ("Tuesday 23 July 1945", "That day was a Monday."),
    ("Monday 1945", "A day of the week needs its day of the month."),
    ("12 July 1945, 25:00", "There is no time 25:00:00."),
    ("12 July 1945, 12:00 UTC+15", "No clock is +15:00 from UTC."),
    ("July 1945, 12:30", "A time needs its day."),
    ("about 12 July 1945, 12:30", "A time cannot be marked as rough: leave out the time, or the “about”."),
    (
        "7 December 1941 07:55-09:45",
        "Write 07:55 – 09:45 for a span, 07:55 (UTC−09:45) for an offset.",
    ),
    ("Tomorrow", "“Tomorrow” is not understood. Write a date like 12 July 1945, July 1945 or 1945-07-12."),
    ("{1945,1946}", "A set in braces means all of its dates; give each its own event or stay."),
]

_WORDS = (
    "about perhaps c. 1 12 29 31 45 1945 1500 -0043 July Feb sept spring – - / .. to from until between and or later "
    "BCE CE AD Julian Gregorian , T : 12:30 UTC (UTC+7:30) −9 Z ~ ? % X [ ] { } Monday the of th 194X "
    "1945-07-12"
)
WORDS = st.sampled_from(_WORDS.split())


@pytest.mark.parametrize(("typed", "text", "said"), FORMS)
def test_a_date_is_understood(typed: str, text: str, said: str) -> None:
    found = understand(typed)
    assert (found.text, found.said) == (text, said)
    assert found.typed == " ".join(typed.split())
    assert found.when == parse(text)


@pytest.mark.parametrize(("typed", "reason"), REFUSALS)
def test_what_is_no_date_is_refused_with_a_reason(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        understand(typed)
    assert str(refused.value) == reason


@settings(deadline=None)
@given(st.integers(-9998, 9998), st.integers(1, 12), st.integers(1, 28))
def test_a_day_with_its_weekday_is_read_as_it_is_said(year: int, month: int, day: int) -> None:
    jd = julian_day(year, month, day)
    assert civil(understand(said_day(jd)).when.start[0])[:3] == (year, month, day)


def reads_or_refuses(typed: str) -> None:
    """Nothing but a date or a ValueError with a reason."""
    try:
        answer = understand(typed).said
    except ValueError as reason:
        answer = str(reason)
    assert answer


@settings(deadline=None)
@given(st.text(max_size=30))
@example("1:00 " * 2000)
@example("1 or " * 2000 + "1945")
@example("to " * 2000)
@example("9" * 5000)
@example("[" * 3000)
@example("٧ July ١٩٤٥")
@example("12 Aprıl 1945")
def test_nonsense_is_refused_in_words(typed: str) -> None:
    reads_or_refuses(typed)


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from(["", " "])), max_size=7))
def test_jumbled_parts_of_dates_are_read_or_refused_in_words(parts: list[tuple[str, str]]) -> None:
    reads_or_refuses("".join(word + space for word, space in parts))
