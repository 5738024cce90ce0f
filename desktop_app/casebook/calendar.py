"""Which day is it, in the Gregorian and the Julian calendar, and how do days count on one axis?

Years are astronomical: 0 is 1 BCE, -43 is 44 BCE.  The axis is the Julian Day in UTC: a day begins at midnight, x.5.
Both calendars run on before their introduction (proleptically), so that every year has its days.
"""

from math import floor

MONTHS = 12
_DAYS_BEFORE_0000_03_01 = 1_721_120  # Julian Day Number of 1 March of the Gregorian year 0
_DAYS_IN_400_YEARS = 146_097
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def julian_day(year: int, month: int, day: int) -> float:
    """Julian Day of the midnight UTC at which this Gregorian day begins.

    Months and days outside their range count on: month 13 is January of the next year, day 0 the last of the month
    before.  Years are counted from March, so that the leap day comes last.
    """
    count = year * MONTHS + month - 3
    return _march_days(count) + (count // MONTHS // 4) - (count // MONTHS // 100) + (count // MONTHS // 400) + day - 1.5


def _march_days(count: int) -> int:
    """Julian Day Number of the first of a month, `count` months after March of year 0, if no year were a leap year."""
    year, month = divmod(count, MONTHS)
    return _DAYS_BEFORE_0000_03_01 + 365 * year + (153 * month + 2) // 5


def civil(jd: float) -> tuple[int, int, int, float]:
    """Year, month, day and fraction of the day since midnight UTC, Gregorian: the inverse of `julian_day`."""
    number = floor(jd + 0.5)
    era, day = divmod(number - _DAYS_BEFORE_0000_03_01, _DAYS_IN_400_YEARS)
    year = (day - day // 1460 + day // 36524 - day // 146096) // 365
    day -= 365 * year + year // 4 - year // 100
    return *_from_march(era * 400 + year, day), jd + 0.5 - number


def _from_march(year: int, day: int) -> tuple[int, int, int]:
    """Year, month and day from a year that begins on 1 March and the days since."""
    month = (5 * day + 2) // 153
    day -= (153 * month + 2) // 5 - 1
    return (year, month + 3, day) if month < 10 else (year + 1, month - 9, day)


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Length of a Gregorian month in days."""
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


def julian_days_in_month(year: int, month: int) -> int:
    """Length of a month of the Julian calendar in days: every fourth year is a leap year."""
    return 29 if month == 2 and year % 4 == 0 else _LENGTHS[month - 1]


def from_julian(year: int, month: int, day: int) -> tuple[int, int, int]:
    """The Gregorian date of a day given in the Julian calendar."""
    count = year * MONTHS + month - 3
    # The Julian 1 March of year 0 is the Gregorian 28 February: two days earlier on the axis.
    gregorian = civil(_march_days(count) + count // MONTHS // 4 + day - 1.5 - 2)
    return gregorian[:3]


def to_julian(year: int, month: int, day: int) -> tuple[int, int, int]:
    """The date in the Julian calendar of a day given in the Gregorian one."""
    number = floor(julian_day(year, month, day) + 0.5)
    cycle, days = divmod(number - _DAYS_BEFORE_0000_03_01 + 2, 1461)
    march = (days - days // 1460) // 365
    return _from_march(cycle * 4 + march, days - 365 * march)


def weekday(jd: float) -> int:
    """Day of the week at a Julian Day: 0 is Monday."""
    return floor(jd + 0.5) % 7
