"""What date did the reader mean by what he typed?"""

import re
from dataclasses import dataclass
from math import isfinite

from desktop_app.casebook.calendar import civil, from_julian, is_leap, julian_day, julian_days_in_month, weekday
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import MONTHS, WEEKDAYS, said, said_days, year_said
from desktop_app.casebook.when import When, parse


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII | re.IGNORECASE)


_MONTH_OF = {name.casefold()[:3]: number for number, name in enumerate(MONTHS, 1)}
_MONTH = "|".join(
    sorted({name for month in MONTHS for name in (month.casefold(), month.casefold()[:3])} | {"sept"}, key=len)[::-1]
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_SEASON = "|".join(_SEASONS)
_LAST_JULIAN_YEAR = 1923  # Greece, the last state to count by it

# "1066", "45 CE", "AD 45", "44 BCE"; the digits that a year may have differ.
_ERA = r"(?:\s*(?P<era>bce?|ce|ad))?"
_YEAR = rf"(?P<ad>ad\s*)?(?P<year>\d{{1,4}}){_ERA}"
_DAY_FIRST = _pattern(rf"(?:(?P<day>\d{{1,2}})\.?\s+)?(?P<month>{_MONTH})\.?,?\s+{_YEAR}")
_MONTH_FIRST = _pattern(rf"(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:,\s*|\s+){_YEAR}")
_SEASON_OF = _pattern(rf"(?P<season>{_SEASON})\s+{_YEAR}")
_ONLY_YEAR = _pattern(rf"(?P<ad>ad\s*)?(?P<year>\d{{1,9}}){_ERA}")
_DECADE = _pattern(r"(\d{3})0s")
_ARTICLE = _pattern(r"^the\s+")
_PARTIAL = _pattern(  # the first of two dates, which takes its month, year or era from the second
    rf"(?P<day>\d{{1,2}})\.?(?:\s+(?P<month>{_MONTH})\.?)?"
    rf"|(?P<month_first>{_MONTH})\.?(?:\s+(?P<day_after>\d{{1,2}}))?"
    rf"|(?P<season>{_SEASON})|(?P<year>\d{{3,9}})"
)
_DAY_OF_YEAR = _pattern(rf"(?P<day>\d{{1,2}})(?:,\s*|\s+)(?P<rest>{_YEAR})")  # "14, 1945" after "July 12–"
_ISO = _pattern(r"-?\d{4}(?:-\d\d(?:-\d\d)?)?")
_YEAR_FIRST = _pattern(r"(\d{4})([/.\-])(\d{1,2})\2(\d{1,2})")
_NUMBERS = _pattern(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})")
_TWO_DIGITS = _pattern(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}|.*['’]\d\d")

_ZONE = r"\s*\(?(?:(?:utc|gmt)(?=\s*[+−-]))?\s*(?P<zone>[+−-]\d{1,2}(?::?\d\d)?|z|utc|gmt)?\)?"
_CLOCK = rf"(?P<clock>\d{{1,2}}:\d\d(?::\d\d)?)(?P<place>{_ZONE})"
_ONLY_TIME = _pattern(_CLOCK)
_TIME = _pattern(rf"(?P<date>.+?),?\s+{_CLOCK}")
_TIMES_OR_ZONE = _pattern(r"(?:.*\s)?(\d\d?:\d\d(?::\d\d)?)-(\d\d?:\d\d)")

_EDTF_SIGNS = _pattern(r"[\dTY:+\-/.~?%XZ\[\]{},]+")
_NO_EDTF = _pattern(r"\d{1,3}|\d{5,}|\d{3,4}-\d{4}|\d+([/.\-])\d+\1\d+")
_ORDINAL = _pattern(r"\b(\d{1,2})(?:(?:st|nd|rd|th)(?: of)?| of)\b(?! century)")
_ABOUT = _pattern(r"(?:about|around|circa|approximately|ca?\.?)\s+|c\.")
_PERHAPS = _pattern(r"(?:perhaps|possibly|probably|maybe)\s+")
_JULIAN = _pattern(r",?\s*\(?julian(?: calendar)?\)?")
_GREGORIAN = _pattern(r",?\s*\(?(?:in the )?gregorian(?: calendar)?\)?")
_WEEKDAY = _pattern(rf"(?P<weekday>{'|'.join(day.casefold() for day in WEEKDAYS)}),?\s+")
_RANGES = (
    _pattern(r"from\s+(?P<first>.+?)\s+(?:to|until|till)\s+(?P<last>.+)"),
    _pattern(r"(?P<first>.+?)\s*(?:–|—|\s-\s|\s(?:to|until|till)\s)\s*(?P<last>.+)"),
    _pattern(r"(?P<first>\d{3,4})-(?P<last>\d{4})"),
    _pattern(r"(?!.*\d{4}-\d\d-\d\d)(?P<first>\d{1,3}|\d{4}(?=-\d{3})|.*[a-z].*?)-(?P<last>.*[a-z].*)"),
)
_BETWEEN = _pattern(r"between\s+(?P<first>.+?)\s+and\s+(?P<last>.+)")
_OR = _pattern(r"\s+or\s+(?!later\b|earlier\b)")
_OR_BEYOND = _pattern(r"(.+) or (later|earlier)")
_OPEN = (  # words, and where the date goes
    (_pattern(r"(?:from|since)\s+(.+),\s+end unknown"), "{}/"),
    (_pattern(r"(?:until|till)\s+(.+),\s+beginning unknown"), "/{}"),
    (_pattern(r"(?:from(?!.*\s(?:to|until|till)\s)|since)\s+(.+)"), "{}/.."),
    (_pattern(r"(?:until|till)\s+(.+)"), "../{}"),
)
_BEYOND = (  # words that leave out the date they name, where the neighbouring date goes, and which it is
    (_pattern(r"after\s+(.+),\s+end unknown"), "{}/", 1),
    (_pattern(r"before\s+(.+),\s+beginning unknown"), "/{}", -1),
    (_pattern(r"after\s+(.+)"), "{}/..", 1),
    (_pattern(r"before\s+(.+)"), "../{}", -1),
)
_PLAIN = _pattern(r"(-?\d{4})(?:-(0\d|1[0-2])(?:-(\d\d))?)?([~?%]?)")


@dataclass(frozen=True, slots=True)
class Understood:
    text: str  # EDTF, Gregorian
    typed: str
    said: str  # how it was understood: "about July 1945: 1 June – 31 August 1945"
    when: When


def understand(typed: str) -> Understood:
    """The date in what was typed, in words or as EDTF.

    Never guesses between day-month and month-day ("7/12/1941" is refused with both readings), nor between calendars.
    Raises ValueError with a reason in plain words.
    """
    plain = " ".join(typed.replace("\u2010", "-").replace("\u2011", "-").split())
    if not plain:
        raise ValueError(tr("Type a date, such as 12 July 1945."))
    text = _edtf(plain)
    when = parse(text)
    words = said(when)
    if _JULIAN.search(plain):
        words = tr("{} in the Gregorian calendar").format(words)
    if any(mark in text for mark in "~?%X["):
        words = f"{words}: {_outer(when)}"
    return Understood(text, plain, words, when)


def _edtf(plain: str) -> str:
    if _EDTF_SIGNS.fullmatch(plain) and not _NO_EDTF.fullmatch(plain):
        direct = plain.upper()
        parse(direct)  # EDTF as it stands, or its reason why not
        return direct
    words = _ORDINAL.sub(r"\1", plain)
    if match := _TIMES_OR_ZONE.fullmatch(words):
        one, two = match.groups()
        raise ValueError(tr("Write {} – {} for a span, {} (UTC−{}) for an offset.").format(one, two, one, two))
    for pattern, form in _OPEN:
        if match := pattern.fullmatch(words):
            return form.format(_one(match[1]))
    for pattern, form, step in _BEYOND:
        if match := pattern.fullmatch(words):
            return form.format(_neighbour(_one(match[1]), step))
    if _BETWEEN.fullmatch(words) or _OR.search(words) or _OR_BEYOND.fullmatch(words):
        return _one_of(words)
    for pattern in _RANGES:
        if match := pattern.fullmatch(words):
            return "/".join(map(_one, _completed(match["first"], match["last"])))
    return _one(words)


def _neighbour(text: str, step: int) -> str:
    """The year, month or day after (1) or before (-1) one; a moment or a vague date as it is, and told so."""
    match = _PLAIN.fullmatch(text)
    if match is None:
        return text
    year, month, day = int(match[1]), match[2], match[3]
    parts: tuple[int, ...]
    if day:
        parts = civil(julian_day(year, int(month), int(day)) + step)[:3]
    elif month:
        parts = civil(julian_day(year, int(month) + step, 1))[:2]
    else:
        parts = (year + step,)
    sign = "-" if parts[0] < 0 else ""
    return f"{sign}{abs(parts[0]):04d}{''.join(f'-{part:02d}' for part in parts[1:])}{match[4]}"


def _one_of(words: str) -> str:
    """A set of which one date is meant: "14 or 15 July 1945", "between 14 and 16 July 1945", "1945 or later"."""
    members: list[str] = []
    after = ""  # a date takes its month and year from the next one
    for part in reversed(_OR.split(words)):
        if match := _OR_BEYOND.fullmatch(part):
            member = f"{_one(match[1])}.." if match[2].casefold() == "later" else f"..{_one(match[1])}"
            after = match[1]
        elif match := _BETWEEN.fullmatch(part):
            first, last = _completed(match["first"], match["last"])
            member, after = f"{_one(first)}..{_one(last)}", first
        else:
            after = _completed(part, after)[0] if after else part
            member = _one(after)
        members.insert(0, member)
    return f"[{','.join(members)}]"


def _completed(first: str, last: str) -> tuple[str, str]:
    """Both dates in full: "1", "3 July 1945" are 1 July 1945 and 3 July 1945; "July 1", "3, 1945" likewise."""
    bare, mark = _unmarked(first)
    if (time := _TIME.fullmatch(bare)) and (clock := _ONLY_TIME.fullmatch(last)):
        begins, ends = (
            f"{time['date']} {one['clock']}{(one if one['zone'] else two)['place']}"
            for one, two in ((time, clock), (clock, time))
        )
        return f"{begins}{mark}", ends
    partial = _PARTIAL.fullmatch(bare)
    if partial is None:
        if bool(_JULIAN.search(first)) != bool(_JULIAN.search(last)) and not _GREGORIAN.search(first + last):
            raise ValueError(tr("Say of both dates whether they are Julian or Gregorian."))
        return first, last
    day, month = partial["day"] or partial["day_after"], partial["month"] or partial["month_first"]
    end, end_mark = _unmarked(last)
    calendar = " julian" if _JULIAN.search(end) else ""
    end = _GREGORIAN.sub("", _JULIAN.sub("", end))
    if month and day and (rest := _DAY_OF_YEAR.fullmatch(end)):  # only in "July 12–14, 1945"
        year = rest["rest"] + calendar
        return f"{day} {month} {year}{mark}", f"{rest['day']} {month} {year}{end_mark}"
    whole = _MONTH_FIRST.fullmatch(end) or _DAY_FIRST.fullmatch(end) or _SEASON_OF.fullmatch(end)
    whole = whole or _ONLY_YEAR.fullmatch(end)
    if whole is None or (partial["year"] and whole.re is not _ONLY_YEAR):
        return first, last
    year = f"{whole['ad'] or ''}{whole['year']} {whole['era'] or ''}".rstrip()
    named = whole.groupdict()
    if partial["season"]:
        words = f"{partial['season']} {year}"
    elif month:
        words = f"{day or ''} {month} {year}".lstrip()
    elif day and named.get("month"):
        words = f"{day} {named['month']} {year}"
    else:  # "44–40 BCE": a year of the same era
        words = f"{whole['ad'] or ''}{day or partial['year']} {whole['era'] or ''}".rstrip()
    return f"{words}{calendar}{mark}", last


def _unmarked(words: str) -> tuple[str, str]:
    """The words without about and perhaps, and the EDTF mark that these make."""
    if words[-1:] in {"~", "?", "%"}:
        return words[:-1].rstrip(), words[-1]
    rest = _PERHAPS.sub("", words, count=1) if _PERHAPS.match(words) else words
    bare = _ABOUT.sub("", rest, count=1) if _ABOUT.match(rest) else rest
    perhaps, about = rest != words, bare != rest
    return bare, "%" if perhaps and about else "~" if about else "?" if perhaps else ""


def _one(words: str) -> str:
    """The EDTF of one date or time."""
    bare, mark = _unmarked(words.strip())
    match = _TIME.fullmatch(bare)
    if match is None:
        return _date(bare, words) + mark
    if mark:
        raise ValueError(tr("A time cannot be marked as rough: leave out the time, or the “about”."))
    date = _date(match["date"], words)
    if len(date.lstrip("-")) != len("1945-07-12"):
        raise ValueError(tr("A time needs its day."))
    hour, minute, *second = match["clock"].split(":")
    return f"{date}T{int(hour):02d}:{minute}:{second[0] if second else '00'}{_zone(match['zone'])}"


def _date(words: str, typed: str) -> str:
    julian = _JULIAN.search(words) is not None
    bare = _GREGORIAN.sub("", _JULIAN.sub("", words))
    day_named = _WEEKDAY.match(bare)
    bare = _ARTICLE.sub("", bare[day_named.end() :] if day_named else bare)
    text = _in_numbers(bare) or _in_words(bare, julian=julian)
    if text is None:
        if _PARTIAL.fullmatch(bare) and not bare.rstrip(".").isdecimal():
            raise ValueError(tr("“{}” has no year.").format(typed))
        raise ValueError(
            tr("“{}” is not understood. Write a date like 12 July 1945, July 1945 or 1945-07-12.").format(typed)
        )
    if julian:
        text = _from_julian(text)
    if day_named:
        _check_weekday(text, day_named["weekday"])
    return text


def _in_numbers(bare: str) -> str | None:
    if _ISO.fullmatch(bare):
        return bare
    if match := _YEAR_FIRST.fullmatch(bare):
        return f"{match[1]}-{int(match[3]):02d}-{int(match[4]):02d}"
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
    return None


def _in_words(bare: str, *, julian: bool) -> str | None:
    if match := _MONTH_FIRST.fullmatch(bare) or _DAY_FIRST.fullmatch(bare):
        year, month, day = _astronomical(match), _MONTH_OF[match["month"][:3].casefold()], match["day"]
        only_julian = (month, day) == (2, "29") and not is_leap(year) and julian_days_in_month(year, 2) == 29
        if only_julian and not julian and year <= _LAST_JULIAN_YEAR:
            raise ValueError(
                tr("February {} had 28 days in the Gregorian calendar. Write “{} Julian” if that is meant.").format(
                    year_said(year), bare
                )
            )
        return f"{_written(year)}-{month:02d}" + (f"-{int(day):02d}" if day else "")
    if match := _ONLY_YEAR.fullmatch(bare):
        return _written(_astronomical(match))
    if match := _SEASON_OF.fullmatch(bare):
        return f"{_written(_astronomical(match))}-{_SEASONS[match['season'].casefold()]}"
    if match := _DECADE.fullmatch(bare):
        return f"{match[1]}X"
    return None


def _astronomical(match: re.Match[str]) -> int:
    year = int(match["year"])
    era = (match["era"] or match["ad"] or "").casefold()
    if year == 0:
        raise ValueError(tr("There is no year 0: 1 CE followed on 1 BCE."))
    if not era and len(match["year"]) < 3:
        raise ValueError(tr("Write the year with all its digits, or with its era: {} CE or {} BCE.").format(year, year))
    if not era and len(match["year"]) > 4:
        raise ValueError(tr("“{}” is no date; a year so far off needs its era: CE or BCE.").format(match["year"]))
    return 1 - year if era.startswith("b") else year


def _written(year: int) -> str:
    if not -9999 <= year <= 9999:
        return f"Y{year}"
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def _from_julian(text: str) -> str:
    """The Gregorian date of a Julian one, both as EDTF."""
    match = re.fullmatch(r"(-?\d{4})-(\d\d)-(\d\d)", text)
    if match is None:
        raise ValueError(tr("A Julian date needs its day."))
    year, month, day = map(int, match.groups())
    if not 1 <= month <= 12 or not 1 <= day <= julian_days_in_month(year, month):
        raise ValueError(tr("There is no such day in the Julian calendar: {}.").format(text))
    gregorian = from_julian(year, month, day)
    return f"{_written(gregorian[0])}-{gregorian[1]:02d}-{gregorian[2]:02d}"


def _check_weekday(text: str, named: str) -> None:
    match = re.fullmatch(r"(-?\d{4})-(\d\d)-(\d\d)", text)
    if match is None:
        raise ValueError(tr("A day of the week needs its day of the month."))
    parse(text)
    day = tr(WEEKDAYS[weekday(julian_day(*map(int, match.groups())))])
    if day.casefold() != named.casefold():
        raise ValueError(tr("That day was a {}.").format(day))


def _zone(zone: str | None) -> str:
    if zone is None:
        return ""
    if zone.casefold() in ("z", "utc", "gmt"):
        return "Z"
    digits = zone[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
    if int(hours) == int(minutes) == 0:
        return "Z"
    return f"{zone[0].replace('−', '-')}{int(hours):02d}:{minutes}"


def _outer(when: When) -> str:
    """From the first to the last day that it may have been."""
    first, last = when.outer
    if not isfinite(first):
        return tr("until {}").format(said_days(*[civil(last - 0.5)[:3]] * 2))
    if not isfinite(last):
        return tr("from {}").format(said_days(*[civil(first)[:3]] * 2))
    return said_days(civil(first)[:3], civil(last - 0.5)[:3])
