"""Dates as EDTF texts: those of the shipped cases, and arbitrary ones for properties."""

from itertools import chain
from typing import Any

import yaml
from hypothesis import strategies as st

from desktop_app.casebook.calendar import days_in_month
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.when import parse


def dossier_texts() -> list[str]:
    """Every EDTF text of the shipped cases."""

    def texts(value: Any, key: str = "") -> set[str]:
        if isinstance(value, dict):
            return set(chain.from_iterable(texts(inside, name) for name, inside in value.items()))
        if isinstance(value, list):
            return set(chain.from_iterable(texts(inside, key) for inside in value))
        return {value} if isinstance(value, str) and key in ("when", "life", "focus") else set()

    files = sorted((RESOURCES / "cases").glob("[0-9]*.yaml"))
    return sorted(set().union(*(texts(yaml.load(file.read_bytes(), yaml.CSafeLoader)) for file in files)))


YEARS = st.integers(-9998, 9998)


def written(year: int) -> str:
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


@st.composite
def plain_dates(draw: st.DrawFn, least: int = 1) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD, of no fewer parts than `least`."""
    year = draw(YEARS)
    parts = draw(st.integers(least, 3))
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, days_in_month(year, month)))
    return "-".join([written(year), f"{month:02d}", f"{day:02d}"][:parts])


MARKS = st.sampled_from(["", "", "~", "?", "%"])
MARKED = st.builds("{}{}".format, plain_dates(), MARKS)
SEASONS = st.builds(lambda year, season: f"{written(year)}-{season}", YEARS, st.integers(21, 24))
TIMES = st.builds(
    lambda year, month, day, hour, minute, second, zone: (
        f"{written(year)}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}{zone}"
    ),
    YEARS,
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from([0, 0, 30]),
    st.sampled_from(["", "Z", "+07:30", "-10:30", "+09", "-04:00"]),
)
ENDS = st.one_of(MARKED, MARKED, SEASONS, TIMES)


@st.composite
def intervals(draw: st.DrawFn, ends: st.SearchStrategy[str] = ENDS) -> str:
    """Two dates, the earlier first."""
    first, last = sorted((draw(ends), draw(ends)), key=lambda text: parse(text).outer)
    return f"{first}/{last}"


OPEN = st.one_of(
    st.builds(lambda date, form: form.format(date), ENDS, st.sampled_from(["{}/..", "{}/", "../{}", "/{}"])),
    st.builds(lambda date, form: form.format(date), plain_dates(), st.sampled_from(["[{}..]", "[..{}]"])),
)
SETS = st.lists(MARKED, min_size=2, max_size=3).map(
    lambda dates: f"[{','.join(sorted(dates, key=lambda text: parse(text).outer))}]"
)
TEXTS = st.one_of(ENDS, intervals(), OPEN, SETS)
LONGITUDES = st.none() | st.floats(-180, 180)
