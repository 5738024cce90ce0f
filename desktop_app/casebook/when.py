"""When was it, and how exactly do we know?

A date is kept as EDTF text (Library of Congress, 2019: levels 0 and 1, one-of sets, also times in intervals) and as
four bounds.  The `edtf` library checks the syntax of the rarer forms; the bounds are ours.
"""

import re
import warnings
from dataclasses import dataclass
from math import inf, isfinite

from desktop_app.casebook.calendar import MONTHS, days_in_month, julian_day
from desktop_app.casebook.language import tr

# By how much a mark (~ about, ? perhaps, % both) widens a date on either side.
MARGIN_DAYS = 3  # of a day
MARGIN_MONTHS = 1  # of a month
MARGIN_YEARS = 1  # of a year
# A marked season, decade or century widens by its own length; EDTF marks no times.

MINUTE = 1 / 1440  # in days
_SECOND = 1 / 86400
_FARTHEST_OFFSET = 14 * 60  # minutes from UTC, as EDTF allows

Bounds = tuple[float, float]  # the earliest and the latest that something may have been, JD
Span = tuple[float, float]  # from when to when, JD

_DATE = r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%]?)"
_PLAIN = re.compile(rf"{_DATE}(?:/{_DATE})?", re.ASCII)
_SINGLE = re.compile(_DATE, re.ASCII)
_PLAIN_SET = re.compile(r"\[\d{4}(?:-\d\d){0,2}\.\.\d{4}(?:-\d\d){0,2}\]", re.ASCII)
_TIME = re.compile(r"(-?\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:(Z)|([+-])(\d\d)(?::(\d\d))?)?", re.ASCII)
_LONG_YEAR = re.compile(r"Y(-?\d{5,9})", re.ASCII)
_DIGITS = re.compile(r"(-?)(\d{1,3})(X{1,3})([~?%]?)", re.ASCII)
_NO_MONTH = re.compile(r"(-?\d{4})-XX(?:-XX)?([~?%]?)", re.ASCII)
_NO_DAY = re.compile(r"(-?\d{4})-(\d\d)-XX([~?%]?)", re.ASCII)
_FULL_DATE = re.compile(r"(-?\d{4})-(\d\d)-(\d\d)(?:T.+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class When:
    """A dated span on one axis, Julian Days in UTC; its start and its end each lie between two bounds.

    An open or unknown end asserts nothing: its outer bound is infinite.
    """

    text: str  # EDTF, as the source has it
    start: Bounds  # earliest, latest
    end: Bounds

    @property
    def inner(self) -> Span | None:
        """What certainly held (CIDOC CRM P81); None if nothing did."""
        return (self.start[1], self.end[0]) if self.start[1] <= self.end[0] else None

    @property
    def outer(self) -> Span:
        """What may have held (CIDOC CRM P82)."""
        return (self.start[0], self.end[1])

    @property
    def middle(self) -> float:
        """One moment to sort by: the middle of what may have held, or the one end that is known."""
        earliest, latest = self.start[0], self.end[1]
        if isfinite(earliest) and isfinite(latest):
            return (earliest + latest) / 2
        return next((jd for jd in (earliest, latest, self.start[1], self.end[0]) if isfinite(jd)), inf)

    @property
    def order(self) -> tuple[float, float]:
        """What a list is sorted by: about when it began, then about when it ended.

        Not the earliest that it may have begun: a flight of the 14th stands before an arrival of about the 17th.
        """
        return sum(self.start) / 2, sum(self.end) / 2  # infinite where open or unknown

    @property
    def fades_start(self) -> bool:
        """Whether the start is open, marked or known more coarsely than to the day."""
        return self.start[1] - self.start[0] > 1 + _SECOND

    @property
    def fades_end(self) -> bool:
        """Whether the end is open, marked or known more coarsely than to the day."""
        return self.end[1] - self.end[0] > 1 + _SECOND


def parse(text: str, lon: float | None = None) -> When:
    """The bounds of an EDTF text.

    lon: longitude in degrees east of the place whose calendar the date is of; its days begin at local midnight,
    UTC - lon / 15 h.  None: UTC.  Times carry their own offset; without one they are local like the days.
    A time whose seconds are :00 is known to the minute, others to the second.
    Raises ValueError with a reason in plain words.
    """
    shift = -lon / 360 if lon else 0.0
    plain = _PLAIN.fullmatch(text)
    if plain:
        year, month, day, mark, year_b, month_b, day_b, mark_b = plain.groups()
        first = _date(year, month, day, mark, shift)
        if year_b is None:
            return When(text, first, first)
        return _interval(text, first, _date(year_b, month_b, day_b, mark_b, shift))
    if text.startswith("["):
        bounds = _one_of(text, shift)
        return When(text, bounds, bounds)
    if text.startswith("{"):
        raise ValueError(tr("A set in braces means all of its dates; give each its own event or stay."))
    if "/" in text:
        return _open_interval(text, shift)
    bounds = _part(text, shift)
    return When(text, bounds, bounds)


def local_date(when: When) -> tuple[int, int, int] | None:
    """Year, month and day of the calendar that hung on the wall there, as the source has it.

    Not from the axis: 00:45 at UTC+7:30 is still the day before in UTC.  None if it is not known to the day, is marked
    as doubtful, or ran over more than one day.  Astronomical years, Gregorian.
    """
    days = [_FULL_DATE.fullmatch(part) for part in when.text.split("/")]
    dates = {(int(day[1]), int(day[2]), int(day[3])) if day else None for day in days}
    return dates.pop() if len(dates) == 1 else None


def anniversary(a: When, b: When) -> bool:
    """Whether both fell on the same day of the same month, in different years, each by its own local calendar."""
    one, other = local_date(a), local_date(b)
    return one is not None and other is not None and one[1:] == other[1:] and one[0] != other[0]


def _interval(text: str, first: Bounds, last: Bounds) -> When:
    """From a moment of the first date to a moment of the last, as far as that is not before it."""
    if last[1] <= first[0]:
        raise ValueError(tr("The end lies before the beginning."))
    return When(text, (first[0], min(first[1], last[1])), (max(first[0], last[0]), last[1]))


def _open_interval(text: str, shift: float) -> When:
    """An interval whose ends are of any form; `..` is an open end, nothing an unknown one: neither is sure."""
    head, *rest = text.split("/")
    if len(rest) != 1:
        raise ValueError(tr("An interval has two ends, with one stroke between them."))
    tail = rest[0]
    open_head, open_tail = head in ("", ".."), tail in ("", "..")
    if open_head and open_tail:
        raise ValueError(tr("An interval needs at least one end that is known."))
    if open_tail:
        first = _part(head, shift)
        return When(text, first, (first[0], inf))
    last = _part(tail, shift)
    if open_head:
        return When(text, (-inf, last[1]), last)
    return _interval(text, _part(head, shift), last)


def _one_of(text: str, shift: float) -> Bounds:
    """Bounds of a set of which one date is meant: from the earliest that it may be to the latest."""
    if not _PLAIN_SET.fullmatch(text):  # the commonest form, and the library takes 30 ms
        _check_syntax(text)
    members: list[Bounds] = []
    for member in text[1:-1].split(","):
        head, dots, tail = member.strip().partition("..")
        first = _part(head, shift) if head else None
        last = _part(tail, shift) if tail else None
        if not dots:
            members += [first] if first else []
        elif first and last and last[1] <= first[0]:
            raise ValueError(tr("The end lies before the beginning."))
        else:
            members.append((first[0] if first else -inf, last[1] if last else inf))
    return min(first for first, _ in members), max(last for _, last in members)


def _part(text: str, shift: float) -> Bounds:
    """Bounds of one date or time, without a stroke or brackets."""
    if match := _SINGLE.fullmatch(text):
        year, month, day, mark = match.groups()
        return _date(year, month, day, mark, shift)
    if match := _TIME.fullmatch(text):
        bounds = _time(match, shift)  # first: it says what is wrong with the clock
        _check_syntax(text)
        return bounds
    _check_syntax(text)
    if match := _LONG_YEAR.fullmatch(text):
        return _years(int(match[1]), 1, 0, shift)
    if match := _DIGITS.fullmatch(text):
        width = 10 ** len(match[3])
        first = int(match[2]) * width
        if len(match[2] + match[3]) == 4:
            return _years(1 - first - width if match[1] else first, width, width if match[4] else 0, shift)
    if match := _NO_MONTH.fullmatch(text):
        return _date(match[1], None, None, match[2], shift)
    if match := _NO_DAY.fullmatch(text):
        return _date(match[1], match[2], None, match[3], shift)
    raise ValueError(
        tr("“{}” is EDTF beyond level 1; write it as a plain date, an interval or a set of dates.").format(text)
    )


def _date(year_text: str, month_text: str | None, day_text: str | None, mark: str, shift: float) -> Bounds:
    """From the first midnight of a year, month or day to the one after it, widened by its margin if marked."""
    year = int(year_text)
    if year_text == "-0000":
        raise ValueError(tr("The year 0 has no sign."))
    if month_text is None:
        return _years(year, 1, MARGIN_YEARS if mark else 0, shift)
    month = int(month_text)
    if not 1 <= month <= MONTHS:
        if 21 <= month <= 24 and day_text is None:
            return _season(year, month, mark, shift)
        raise ValueError(tr("There is no month {}.").format(month_text))
    if day_text is None:
        margin = MARGIN_MONTHS if mark else 0
        first = julian_day(year, month - margin, 1)
        return first + shift, julian_day(year, month + 1 + margin, 1) + shift
    day = int(day_text)
    if not 1 <= day <= 28 and not 1 <= day <= days_in_month(year, month):
        raise ValueError(_no_day(year, month, day))
    margin = MARGIN_DAYS if mark else 0
    midnight = julian_day(year, month, day) + shift
    return midnight - margin, midnight + 1 + margin


def _no_day(year: int, month: int, day: int) -> str:
    from desktop_app.casebook.said import MONTHS as NAMES  # which imports this module
    from desktop_app.casebook.said import year_said

    return tr("There is no {} {} {}: that month had {} days.").format(
        day, tr(NAMES[month - 1]), year_said(year), days_in_month(year, month)
    )


def _years(year: int, width: int, margin: int, shift: float) -> Bounds:
    return julian_day(year - margin, 1, 1) + shift, julian_day(year + width + margin, 1, 1) + shift


def _season(year: int, code: int, mark: str, shift: float) -> Bounds:
    """Three months of the northern year: 21 spring from March, 22 summer, 23 autumn, 24 winter into the next year."""
    month = 3 * (code - 20)
    margin = 3 if mark else 0
    return julian_day(year, month - margin, 1) + shift, julian_day(year, month + 3 + margin, 1) + shift


def _time(match: re.Match[str], shift: float) -> Bounds:
    year, month, day, hour, minute, second, zulu, sign, offset_hours, offset_minutes = match.groups()
    midnight, _ = _date(year, month, day, "", 0.0)
    if int(hour) > 23 or int(minute) > 59 or int(second) > 59:
        raise ValueError(tr("There is no time {}:{}:{}.").format(hour, minute, second))
    if zulu:
        shift = 0.0
    elif sign:
        minutes = int(offset_hours) * 60 + int(offset_minutes or 0)
        if minutes > _FARTHEST_OFFSET or int(offset_minutes or 0) > 59:
            raise ValueError(tr("No clock is {}{}:{} from UTC.").format(sign, offset_hours, offset_minutes or "00"))
        shift = -float(sign + "1") * minutes * MINUTE
    begins = midnight + (int(hour) * 3600 + int(minute) * 60 + int(second)) * _SECOND + shift
    return begins, begins + (MINUTE if second == "00" else _SECOND)


def _check_syntax(text: str) -> None:
    """Let the `edtf` library refuse what is no EDTF."""
    with warnings.catch_warnings(action="ignore"):  # its grammar is older than the pyparsing that reads it
        from edtf import EDTFParseException, parse_edtf  # heavy, and needed for the rarer forms alone

    try:
        parse_edtf(text)
    except EDTFParseException:
        raise ValueError(tr("“{}” is no EDTF date, such as 1945-07-12 or 1945-07/1945-08.").format(text)) from None
