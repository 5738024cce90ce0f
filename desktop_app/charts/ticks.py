"""Which round moments does an axis name in a span, and in which words?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil, floor

from desktop_app.casebook.calendar import civil, julian_day
from desktop_app.casebook.language import tr
from desktop_app.casebook.when import MINUTE

_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720)
_DAYS = (1, 2, 3, 7, 14)
_MONTHS = (1, 2, 3, 6)
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
_YEAR_DAYS = 365.2425
_A_MONDAY = 2_440_955.5  # JD: weeks of two are counted from here


@dataclass(frozen=True, slots=True)
class Tick:
    """A round moment, in local time, with what the axis says of it."""

    jd: float
    text: str
    full: str  # with the year, or with the day where the text is a time
    context: str  # what `full` adds
    x: float = 0.0  # px, once placed
    label_x: float = 0.0  # the middle of the label, moved inwards at the edges


def candidates(
    span: tuple[float, float], px: float, offset_days: float, width: Callable[[str], float], gap: float
) -> tuple[Tick, ...]:
    """Round moments of a span of JD that is `px` pixels wide: the finest step whose labels have room, in order."""
    days = span[1] - span[0]
    if not 0 < px / days < float("inf"):
        return ()
    for step, ticks, sample in _steps():
        if step / days * px >= width(sample()) + gap:
            return tuple(ticks(span[0], span[1], offset_days))
    return ()


def one_tick(span: tuple[float, float], offset_days: float) -> tuple[Tick, ...]:
    """The middle of a span too narrow for any step: its day, or only its year where days tell nothing."""
    local = floor((span[0] + span[1]) / 2 + offset_days + 0.5) - 0.5
    year = civil(local)[0]
    name = day_name(local) if span[1] - span[0] < 100 else year_name(year)
    return (Tick(local - offset_days, name, name, year_name(year)),)


Maker = Callable[[float, float, float], Iterator[Tick]]


def _steps() -> Iterator[tuple[float, Maker, Callable[[], str]]]:
    """From fine to coarse: days of a step, the ticks of a span and offset, and a label to measure."""
    for minutes in _MINUTES:
        yield minutes * MINUTE, _every_minutes(minutes), lambda: "00:00"
    for days in _DAYS:
        yield days, _every_days(days), lambda: f"30 {month_names()[8]}"
    for months in _MONTHS:
        yield months * _YEAR_DAYS / 12, _every_months(months), lambda: f"{month_names()[10]}’45"  # the first says it
    for years in _YEARS:
        yield years * _YEAR_DAYS, _every_years(years), lambda: tr("{} BCE").format(1000)


def month_names() -> tuple[str, ...]:
    """Short names, January first."""
    return tuple(tr("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split())


def year_name(year: int) -> str:
    """An astronomical year as historians write it: 0 is 1 BCE."""
    return str(year) if year > 0 else tr("{} BCE").format(1 - year)


def day_name(jd_local: float) -> str:
    year, month, day, _ = civil(jd_local)
    return f"{day} {month_names()[month - 1]} {year_name(year)}"


def _every_minutes(step: int) -> Maker:
    def ticks(first: float, last: float, offset: float) -> Iterator[Tick]:
        whole = floor(first + offset - 0.5) + 0.5  # local midnight before, so that minutes stay whole numbers
        for index in range(ceil((first + offset - whole) / (step * MINUTE) - 1e-6), 100_000):
            local = whole + index * step * MINUTE
            if local - offset > last:
                return
            minute = index * step % 1440
            _, month, day, _ = civil(local + MINUTE / 2)
            date = f"{day} {month_names()[month - 1]}"
            if minute:
                text = f"{minute // 60:02}:{minute % 60:02}"
                yield Tick(local - offset, text, f"{date}, {text}", date)
            else:  # midnight is the day's name
                yield Tick(local - offset, date, date, date)

    return ticks


def _every_days(step: int) -> Maker:
    def ticks(first: float, last: float, offset: float) -> Iterator[Tick]:
        for index in range(ceil((first + offset - _A_MONDAY) / step - 1e-6), 10_000_000):
            local = _A_MONDAY + index * step
            if local - offset > last:
                return
            year, month, day, _ = civil(local)
            text = f"{day} {month_names()[month - 1]}"
            yield Tick(local - offset, text, f"{text} {year_name(year)}", year_name(year))

    return ticks


def _every_months(step: int) -> Maker:
    def ticks(first: float, last: float, offset: float) -> Iterator[Tick]:
        year, month, _, _ = civil(first + offset)
        count = -(-(year * 12 + month - 1) // step) * step
        while (at := julian_day(count // 12, count % 12 + 1, 1) - offset) <= last:
            if at >= first - 1e-6:
                text, name = month_names()[count % 12], year_name(count // 12)
                yield Tick(at, text, f"{text} {name}", name)
            count += step

    return ticks


def _every_years(step: int) -> Maker:
    def ticks(first: float, last: float, offset: float) -> Iterator[Tick]:
        year = -(-civil(first + offset)[0] // step) * step
        while (at := julian_day(year, 1, 1) - offset) <= last:
            if at >= first - 1e-6:
                yield Tick(at, year_name(year), year_name(year), "")
            year += step

    return ticks


def break_name(days: float) -> str:
    """How long a break is: "31 years", "5 months", "12 days"."""
    if days >= 730:
        return tr("{} years").format(round(days / _YEAR_DAYS))
    if days >= 61:
        return tr("{} months").format(round(days * 12 / _YEAR_DAYS))
    return tr("{} days").format(round(days))


def offset_name(offset_days: float, *, told: bool) -> str:
    """The local time of an axis: as the sources give it, "UTC−4"; else the local mean time of a longitude."""
    minutes = round(offset_days * 1440)
    sign = "−" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    text = f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
    return text if told else tr("local, {}").format(text)
