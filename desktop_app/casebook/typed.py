"""What date did the reader mean by what he typed?"""

import re
from dataclasses import dataclass

from desktop_app.casebook.calendar import civil, from_julian, julian_days_in_month
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import MONTHS, said, year_said
from desktop_app.casebook.when import When, parse

_MONTH_OF = {name.casefold()[:3]: number for number, name in enumerate(MONTHS, 1)}
_NAMES = "|".join(
    sorted({name for month in MONTHS for name in (month.casefold(), month.casefold()[:3])} | {"sept"}, key=len)[::-1]
)
_ERA = r"(?:\s*(?P<era>bce?|ce|ad))?"
_YEAR = rf"(?:(?P<ad>ad)\s*)?(?P<year>\d{{1,4}}){_ERA}"
_WORDED = re.compile(
    rf"(?:(?P<day>\d{{1,2}})\.?\s+)?(?:(?P<month>{_NAMES})\.?\s+)(?P<day_after>\d{{1,2}}(?:,|\s(?=\s*\d{{3,4}}))\s*)?{_YEAR}"
)
_MONTH_FIRST = re.compile(rf"(?P<month>{_NAMES})\.?\s+(?P<day>\d{{1,2}}),?\s+{_YEAR}")
_ONLY_YEAR = re.compile(_YEAR)
_PARTIAL = re.compile(rf"(?:(?P<day>\d{{1,2}})\.?(?:\s+(?P<month>{_NAMES})\.?)?|(?P<month_only>{_NAMES})\.?)")
_NUMBERS = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})")
_TWO_DIGITS = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}|.*['’]\d\d")
_ISO = re.compile(r"-?\d{4}(?:-\d\d(?:-\d\d)?)?[~?%]?")
_TIME = re.compile(
    r"^(?P<date>.+?),?\s+(?P<clock>\d{1,2}:\d\d(?::\d\d)?)"
    r"(?:\s*\(?(?:utc|gmt)?\s*(?P<zone>[+−-]\d{1,2}(?::?\d\d)?|z|utc)?\)?)?$"
)
_ABOUT = re.compile(r"^(?:about|around|circa|ca?\.?|c\.|approximately)\s+")
_PERHAPS = re.compile(r"^(?:perhaps|possibly|probably|maybe)\s+")
_RANGES = (
    re.compile(r"^from\s+(?P<first>.+?)\s+(?:to|until|till)\s+(?P<last>.+)$"),
    re.compile(r"^between\s+(?P<first>.+?)\s+and\s+(?P<last>.+)$"),
    re.compile(r"^(?P<first>.+?)\s*(?:–|—|\s-\s|\s(?:to|until|till)\s)\s*(?P<last>.+)$"),
    re.compile(rf"^(?P<first>\d{{1,2}})-(?P<last>\d{{1,2}}\s+(?:{_NAMES})\b.*)$"),
)


@dataclass(frozen=True, slots=True)
class Understood:
    text: str  # EDTF, Gregorian
    typed: str
    said: str  # how it was understood: "about July 1945: 1 June – 31 August 1945"
    when: When


def understand(typed: str) -> Understood:
    """The date in what was typed, in words or as EDTF.

    Never guesses between day-month and month-day: "7/12/1941" is refused with both readings.
    Raises ValueError with a reason in plain words.
    """
    plain = " ".join(typed.split())
    if not plain:
        raise ValueError(tr("Type a date, such as 12 July 1945."))
    text = _edtf(plain)
    when = parse(text)
    words = said(when)
    if plain.casefold().endswith("julian"):
        words = tr("{} in the Gregorian calendar").format(words)
    elif any(mark in text for mark in "~?%X["):
        words = f"{words}: {_outer(when)}"
    return Understood(text, plain, words, when)


def _edtf(plain: str) -> str:
    signs = re.fullmatch(r"[\dTt:+\-/.~?%XxZz\[\],]+", plain)
    if signs and not _NUMBERS.fullmatch(plain) and not _TWO_DIGITS.fullmatch(plain):
        direct = plain.upper()
        if re.fullmatch(r"\d{1,3}", direct):
            return _one(direct)
        parse(direct)  # EDTF as it stands, or its reason why not
        return direct
    words = plain.casefold()
    for pattern in _RANGES:
        if match := pattern.match(words):
            return _range(match["first"], match["last"])
    if match := re.match(r"^(?:from|since|after)\s+(.+)$", words):
        return f"{_one(match[1])}/.."
    if match := re.match(r"^(?:until|till|before)\s+(.+)$", words):
        return f"../{_one(match[1])}"
    if match := re.match(r"^(\d{1,2}) or (\d{1,2} .+)$", words):
        second = _one(match[2])
        return f"[{second[:-2]}{int(match[1]):02d},{second}]"
    return _one(words)


def _range(first: str, last: str) -> str:
    """An interval; a first end without month or year takes them from the last."""
    end = _one(last)
    bare, mark = _unmarked(first)
    partial = _PARTIAL.fullmatch(bare)
    if partial:
        year, *rest = end.rstrip("~?%").rsplit("-", end.rstrip("~?%").lstrip("-").count("-"))
        month = partial["month"] or partial["month_only"]
        number = f"{_MONTH_OF[month[:3]]:02d}" if month else (rest[0] if rest else "")
        if not number:
            raise ValueError(tr("“{}” has no month.").format(first))
        day = f"-{int(partial['day']):02d}" if partial["day"] else ""
        return f"{year}-{number}{day}{mark}/{end}"
    return f"{_one(first)}/{end}"


def _unmarked(words: str) -> tuple[str, str]:
    """The words without about and perhaps, and the EDTF mark that these make."""
    rest = _PERHAPS.sub("", words)
    perhaps = rest != words
    bare = _ABOUT.sub("", rest)
    about = bare != rest
    return bare, "%" if perhaps and about else "~" if about else "?" if perhaps else ""


def _one(words: str) -> str:
    bare, mark = _unmarked(words.strip())
    julian = bare.endswith(" julian")
    bare = bare.removesuffix(" julian")
    if _ISO.fullmatch(bare):
        return bare + mark
    if match := _TIME.match(bare):
        hour, minute, *second = match["clock"].split(":")
        clock = f"{int(hour):02d}:{minute}:{second[0] if second else '00'}"
        return f"{_one(match['date'])}T{clock}{_zone(match['zone'])}"
    _refuse_ambiguous(bare)
    match = _MONTH_FIRST.fullmatch(bare) or _WORDED.fullmatch(bare)
    if match:
        day = match["day"]
        month = _MONTH_OF[match["month"][:3]]
        year = _astronomical(match)
        if julian:
            return _from_julian(year, month, day, bare) + mark
        return _written(year) + f"-{month:02d}" + (f"-{int(day):02d}" if day else "") + mark
    if match := _ONLY_YEAR.fullmatch(bare):
        return _written(_astronomical(match)) + mark
    if match := re.fullmatch(r"(spring|summer|autumn|fall|winter) (\d{4})", bare):
        code = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}[match[1]]
        return f"{match[2]}-{code}{mark}"
    if match := re.fullmatch(r"(?:the )?(\d{3})0s", bare):
        return f"{match[1]}X{mark}"
    raise ValueError(
        tr("“{}” is not understood. Write a date like 12 July 1945, July 1945 or 1945-07-12.").format(words)
    )


def _refuse_ambiguous(bare: str) -> None:
    if match := _NUMBERS.fullmatch(bare):
        a, b, year = int(match[1]), int(match[3]), int(match[4])
        readings = [
            f"{day} {tr(MONTHS[month - 1])} {year}"
            for day, month in ((a, b), (b, a))
            if 1 <= month <= 12 and 1 <= day <= 31
        ]
        if not readings:
            raise ValueError(tr("“{}” is no date.").format(bare))
        raise ValueError(tr("Write the month as a word: {}.").format(tr(" or ").join(dict.fromkeys(readings))))
    if _TWO_DIGITS.fullmatch(bare):
        raise ValueError(tr("Write the year with all its digits."))


def _astronomical(match: re.Match[str]) -> int:
    year = int(match["year"])
    era = match["era"] or match["ad"] or ""
    if not era and len(match["year"]) < 3:
        raise ValueError(tr("Write the year with all its digits, or with its era: {} CE or {} BCE.").format(year, year))
    if era and year == 0:
        raise ValueError(tr("There is no year 0 in this era."))
    return 1 - year if era.startswith("b") else year


def _written(year: int) -> str:
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def _from_julian(year: int, month: int, day: str | None, bare: str) -> str:
    if day is None:
        raise ValueError(tr("A Julian date needs its day."))
    if not 1 <= int(day) <= julian_days_in_month(year, month):
        raise ValueError(tr("There is no such day in the Julian calendar: {}.").format(bare))
    gregorian = from_julian(year, month, int(day))
    return f"{_written(gregorian[0])}-{gregorian[1]:02d}-{gregorian[2]:02d}"


def _zone(zone: str | None) -> str:
    if zone is None:
        return ""
    if zone in ("z", "utc"):
        return "Z"
    sign, digits = zone[0].replace("−", "-"), zone[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
    return f"{sign}{int(hours):02d}:{minutes}"


def _outer(when: When) -> str:
    """From the first to the last day that it may have been."""
    first, last = civil(when.outer[0]), civil(when.outer[1] - 0.5)
    names = [f"{day} {tr(MONTHS[month - 1])}" for _, month, day, _ in (first, last)]
    if first[0] == last[0]:
        return f"{names[0]} – {names[1]} {year_said(last[0])}"
    return f"{names[0]} {year_said(first[0])} – {names[1]} {year_said(last[0])}"
