"""How is a date written for the reader: the local date and offset, as the source has them?"""

import re

from desktop_app.casebook.calendar import civil, weekday
from desktop_app.casebook.language import tr
from desktop_app.casebook.when import When

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTHS_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SEASONS = {21: "spring {}", 22: "summer {}", 23: "autumn {}", 24: "winter {}"}
_MARKS = {"~": "about {}", "?": "perhaps {}", "%": "perhaps about {}"}
_PART = re.compile(
    r"(?P<year>Y?-?[\dX]+)(?:-(?P<month>[\dX]{2}))?(?:-(?P<day>[\dX]{2}))?(?:T(?P<time>[\d:]+)(?P<zone>Z|[+-][\d:]+)?)?"
    r"(?P<mark>[~?%]?)"
)


def said(when: When) -> str:
    """ "13 July – 6 August 1945", "about July 1945", "8 December 1941, 00:45 (UTC+7:30)"."""
    return _said(when.text, MONTHS)


def said_short(when: When) -> str:
    """The same with short names of months, for narrow labels."""
    return _said(when.text, MONTHS_SHORT)


def said_day(jd: float, lon: float | None = None) -> str:
    """ "Monday 23 July 1945": the day at a Julian Day (UTC), by the calendar of a longitude in degrees east."""
    local = jd + (lon / 360 if lon else 0.0)
    year, month, day, _ = civil(local)
    return f"{tr(WEEKDAYS[weekday(local)])} {day} {tr(MONTHS[month - 1])} {year_said(year)}"


def year_said(year: int) -> str:
    """An astronomical year as historians write it: 0 is 1 BCE; the era is named unless the year has four digits."""
    if year <= 0:
        return tr("{} BCE").format(1 - year)
    return str(year) if 1000 <= year <= 9999 else tr("{} CE").format(year)


def said_days(first: tuple[int, int, int], last: tuple[int, int, int]) -> str:
    """ "9–15 July 1945": from one day to another, each year, month and day."""
    begins, ends = (f"{year}-{month:02d}-{day:02d}" for year, month, day in (first, last))
    return _between(begins, ends, MONTHS)


def _said(text: str, months: tuple[str, ...]) -> str:
    if text.startswith("["):
        return _one_of(text[1:-1], months)
    first, stroke, last = text.partition("/")
    if not stroke:
        return _whole(first, months)
    if last in ("", ".."):
        words = tr("from {}") if last else tr("from {}, end unknown")
        return words.format(_whole(first, months))
    if first in ("", ".."):
        words = tr("until {}") if first else tr("until {}, beginning unknown")
        return words.format(_whole(last, months))
    return _between(first, last, months)


def _whole(text: str, months: tuple[str, ...]) -> str:
    """One date with its year."""
    part = _PART.fullmatch(text)
    if part is None:  # beyond what `parse` takes: shown as it stands
        return text
    return _marked(part, _date(part, months) + _time(part))


def _date(part: re.Match[str], months: tuple[str, ...], *, year: bool = True) -> str:
    month, day = part["month"], part["day"]
    tail = _year(part["year"])
    if month is None or "X" in month:
        return tail
    if int(month) in SEASONS:
        return tr(SEASONS[int(month)]).format(tail)
    words = tr(months[int(month) - 1])
    if day and "X" not in day:
        words = f"{int(day)} {words}"
    return f"{words} {tail}" if year else words


def _year(text: str) -> str:
    if "X" not in text:
        return year_said(int(text.lstrip("Y")))
    least, most = int(text.replace("X", "0")), int(text.replace("X", "9"))
    if least >= 1000 and most - least == 9:
        return tr("{}s").format(least)
    first, last = sorted((least, most))
    return tr("between {} and {}").format(year_said(first), year_said(last))


def _time(part: re.Match[str]) -> str:
    if part["time"] is None:
        return ""
    return f", {_clock(part)}{_zone(part)}"


def _clock(part: re.Match[str]) -> str:
    return str(part["time"]).removesuffix(":00")


def _zone(part: re.Match[str]) -> str:
    zone = part["zone"]
    if zone is None:
        return ""
    if zone == "Z":
        return " (UTC)"
    hours, _, minutes = zone[1:].partition(":")
    half = f":{minutes}" if minutes and minutes != "00" else ""
    sign = "+" if zone[0] == "+" else "−"
    return f" (UTC{sign}{int(hours)}{half})"


def _marked(part: re.Match[str], words: str) -> str:
    return tr(_MARKS[part["mark"]]).format(words) if part["mark"] else words


def _between(first: str, last: str, months: tuple[str, ...]) -> str:
    """An interval; what both ends share is said once."""
    return "".join(_ends(first, last, months))


def _ends(first: str, last: str, months: tuple[str, ...]) -> tuple[str, str, str]:
    """An interval as its beginning, a dash and its end; one date alone stands as the end."""
    a, b = _PART.fullmatch(first), _PART.fullmatch(last)
    if first == last or a is None or b is None:
        return ("", "", _whole(last, months)) if first == last else (first, " – ", last)
    same_year = a["year"] == b["year"] and "X" not in first + last
    same_day = same_year and (a["month"], a["day"]) == (b["month"], b["day"])
    if a["time"] and b["time"] and same_day and a["zone"] == b["zone"]:
        return f"{_date(a, months)}, {_clock(a)}", "–", f"{_clock(b)}{_zone(b)}"
    if a["time"] or b["time"] or not same_year or not (a["month"] and b["month"]):
        return _whole(first, months), " – ", _whole(last, months)
    if a["day"] and b["day"] and a["month"] == b["month"] and not (a["mark"] or b["mark"]):
        return str(int(a["day"])), "–", _date(b, months)
    return _marked(a, _date(a, months, year=False)), " – ", _marked(b, _date(b, months))


def _one_of(inside: str, months: tuple[str, ...]) -> str:
    """A set of which one date is meant."""
    said_members = []
    for member in (member.strip() for member in inside.split(",")):
        head, dots, tail = member.partition("..")
        if not dots:
            said_members.append(_whole(head, months))
        elif head and tail:
            first, dash, last = _ends(head, tail, months)
            said_members.append(tr("between {} and {}").format(first, last) if dash else last)
        elif head:
            said_members.append(tr("{} or later").format(_whole(head, months)))
        else:
            said_members.append(tr("{} or earlier").format(_whole(tail, months)))
    marked = any(sign in inside for sign in "~?%")
    return tr(" or ").join(said_members) if marked else _joined(said_members)


def _joined(words: list[str]) -> str:
    """ "14 or 15 July 1945": what stands at the end of all is said once."""
    if len(words) == 2:
        first, second = words[0].split(" "), words[1].split(" ")
        if len(first) == len(second) > 1 and first[1:] == second[1:]:
            return tr("{} or {}").format(first[0], words[1])
    return tr(" or ").join(words)
