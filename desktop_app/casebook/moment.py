"""How is a moment, or a span between two, written by the calendar of a place?

Both are Julian Days in UTC; at a longitude a day begins at local midnight, UTC - lon / 15 h, as in casebook.when.
"""

from math import floor, inf, isfinite

from desktop_app.casebook.calendar import civil
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import MONTHS, said_days, year_said
from desktop_app.casebook.when import Span

_SECONDS = 86_400
_NEAR = 2.5 / _SECONDS  # of a midnight; rounding stays below
_DAY = 1.0


def edtf_moment(jd: float, lon: float | None = None) -> str:
    """A moment as an EDTF time to the second: local to a longitude in degrees east, else UTC; “..” where it is open."""
    if not isfinite(jd):
        return ".."
    seconds = round((_local(jd, lon) + 0.5) * _SECONDS)
    day, clock = divmod(seconds, _SECONDS)
    year, month, date, _ = civil(day - 0.5)
    zone = "Z" if lon is None else ""
    sign, width = ("-", abs(year)) if year < 0 else ("", year)
    return f"{sign}{width:04d}-{month:02d}-{date:02d}T{clock // 3600:02d}:{clock // 60 % 60:02d}:{clock % 60:02d}{zone}"


def said_span(span: Span, lon: float | None = None, *, sure: bool = False, ends_by: float | None = None) -> str:
    """ "14 July – 5 August 1945"; of what is sure "21 July – beginning of 5 August 1945"; with hours if it has them.

    ends_by: the longitude by whose calendar its end is dated, if that is another.
    """
    first, last = _local(span[0], lon), _local(span[1], lon if ends_by is None else ends_by)
    if not isfinite(first) or not isfinite(last):
        return _half_open(first, last)
    begins_at_midnight, ends_at_midnight = _is_midnight(first), _is_midnight(last)
    if not begins_at_midnight or not ends_at_midnight:
        return _by_the_clock(first, last, sure=sure)
    first, last = first + _NEAR, last + _NEAR
    if last - first < _DAY / 2:  # a day ends later in the west than the same day begins in the east
        return tr("the night of {}").format(said_days(civil(last - _DAY)[:3], civil(last)[:3]))
    whole_day = last - first <= _DAY + 2 * _NEAR
    if not sure or whole_day:
        return said_days(civil(first)[:3], civil(last - _DAY)[:3])
    begins = _day(first, with_year=civil(first)[0] != civil(last)[0])
    return tr("{} – beginning of {}").format(begins, _day(last))


def begins_a_day(jd: float, lon: float | None = None) -> bool:
    """Whether a moment is a midnight by the calendar of a longitude."""
    return isfinite(jd) and _is_midnight(_local(jd, lon))


def said_moment(jd: float, lon: float | None = None) -> str:
    """ "14 July 1945, 06:30", to the minute."""
    local = floor((_local(jd, lon) + 0.5) * 1440 + 0.5) / 1440 - 0.5 + _NEAR
    return f"{_day(local)}, {_clock(local)}"


def _local(jd: float, lon: float | None) -> float:
    return jd + (lon / 360 if lon else 0.0)


def _is_midnight(local: float) -> bool:
    share = (local + 0.5) % 1
    return min(share, 1 - share) <= _NEAR


def _day(local: float, *, with_year: bool = True) -> str:
    year, month, day, _ = civil(local)
    words = f"{day} {tr(MONTHS[month - 1])}"
    return f"{words} {year_said(year)}" if with_year else words


def _clock(local: float) -> str:
    minutes = int((local + 0.5) % 1 * 1440)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _by_the_clock(first: float, last: float, *, sure: bool) -> str:
    """Hours where it has them; an end that is a midnight is the end of a day, and of what is sure its beginning."""
    starts_a_day, ends_a_day = _is_midnight(first), _is_midnight(last)
    first, last = (floor((each + 0.5) * 1440 + 0.5) / 1440 - 0.5 + _NEAR for each in (first, last))
    if ends_a_day and civil(first)[:3] == civil(last - _DAY)[:3]:
        return f"{_day(first)}, {_clock(first)}–24:00"
    if starts_a_day and civil(first)[:3] != civil(last)[:3]:
        return f"{_day(first)} – {_day(last)}, {_clock(last)}"
    if ends_a_day:
        ending = tr("beginning of {}").format(_day(last)) if sure else _day(last - _DAY)
        return f"{_day(first)}, {_clock(first)} – {ending}"
    if civil(first)[:3] == civil(last)[:3]:
        return f"{_day(first)}, {_clock(first)}–{_clock(last)}"
    return f"{_day(first)}, {_clock(first)} – {_day(last)}, {_clock(last)}"


def _half_open(first: float, last: float) -> str:
    if first == -inf and last == inf:
        return tr("at any time")
    if first == -inf:
        return tr("until {}").format(_day(last - _NEAR))
    return tr("from {}").format(_day(first + _NEAR))
