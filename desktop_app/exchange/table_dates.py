"""Which EDTF date does a cell of a table mean, in whatever form it is written?

Between day-month and month-day nothing is guessed: where the numbers allow both, the reader says which holds.
"""

import re
from enum import StrEnum
from functools import lru_cache

from desktop_app.casebook.language import tr
from desktop_app.casebook.typed import understand
from desktop_app.casebook.when import When, parse

_NUMBERS = re.compile(r"(\d{1,2})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{4})(?:\s+[0:]+)?")
_EAST_ASIAN = re.compile(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?)?")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[T ][0:.]+Z?")  # what a spreadsheet makes of a day
_KEPT = 100_000  # dates read that are remembered


class DateOrder(StrEnum):
    """Which of the first two numbers is the day."""

    DAY_MONTH = "day-month"
    MONTH_DAY = "month-day"


class Ambiguous(ValueError):
    """The date, `cell`, can be read in two ways."""

    def __init__(self, cell: str) -> None:
        super().__init__(tr("“{}” can be read in two ways: is the day or the month first?").format(cell))
        self.cell = cell


def order_shown(cell: str) -> DateOrder | None:
    """Which order a date shows of itself, because one of its numbers is no month; None: neither, or it is none such."""
    match = _NUMBERS.fullmatch(cell)
    if match is None:
        return None
    first, second = int(match[1]), int(match[2])
    if first > 12 >= second:
        return DateOrder.DAY_MONTH
    return DateOrder.MONTH_DAY if second > 12 >= first else None


def is_ambiguous(cell: str) -> bool:
    """Whether day and month can change places and it is another date."""
    match = _NUMBERS.fullmatch(cell)
    return match is not None and match[1] != match[2] and int(match[1]) <= 12 and int(match[2]) <= 12


@lru_cache(_KEPT)
def edtf(cell: str, order: DateOrder | None) -> str:
    """The date as EDTF.  Raises Ambiguous, or ValueError with a reason in plain words."""
    if match := _NUMBERS.fullmatch(cell):
        first, second, year = int(match[1]), int(match[2]), match[3]
        if is_ambiguous(cell) and order is None:
            raise Ambiguous(cell)
        read = order or order_shown(cell) or DateOrder.DAY_MONTH
        day, month = (first, second) if read == DateOrder.DAY_MONTH else (second, first)
        return _checked(f"{year}-{month:02d}-{day:02d}")
    if match := _EAST_ASIAN.fullmatch(cell):
        year, *rest = match.groups()
        return _checked("-".join([year, *(f"{int(part):02d}" for part in rest if part)]))
    if match := _MIDNIGHT.fullmatch(cell):
        return _checked(match[1])
    return understand(cell).text


def _checked(text: str) -> str:
    parse(text)
    return text


@lru_cache(_KEPT)
def span(start: str, end: str, order: DateOrder | None, *, within: bool, lon: float | None) -> When:
    """From one cell's date to the other's; an empty second one: the first alone.

    within: at some time in it, not throughout; lon: of the place whose days they are, in degrees east.
    Raises Ambiguous, or ValueError with a reason in plain words.
    """
    first = edtf(start, order)
    last = edtf(end, order) if end else first
    if "/" in first or first.startswith("["):
        if end and last != first:
            raise ValueError(tr("“{}” is a span already, and “{}” would end it once more.").format(start, end))
        text = first
    elif first == last:
        text = first
    elif within and _is_plain(first) and _is_plain(last):
        text = f"[{first}..{last}]"
    else:
        text = f"{first}/{last}"
    if within and "/" in text and all(map(_is_plain, text.split("/"))):
        text = f"[{text.replace('/', '..')}]"
    try:
        return parse(text, lon)
    except ValueError as error:
        if end and parse(first).start[0] >= parse(last).end[1]:
            raise ValueError(tr("it ends on {} before it begins on {}").format(end, start)) from error
        raise


def _is_plain(text: str) -> bool:
    return re.fullmatch(r"\d{4}(-\d\d){0,2}", text) is not None
