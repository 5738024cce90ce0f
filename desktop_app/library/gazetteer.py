"""Where is a place of this name, as sources of any time and language write it?

The resource is GeoNames' populated places of today with their other names, past and foreign, packed by
packaging/gazetteer.py: blocks of sorted lines, so that a name costs one block, and nothing is held in memory.
"""

import re
import sqlite3
import zlib
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from math import log10, pi, sqrt
from pathlib import Path
from typing import Any

from desktop_app.casebook.language import tr
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.folding import fold

GAZETTEER = RESOURCES / "gazetteer" / "gazetteer.sqlite"

PEOPLE_PER_KM2 = 3000.0  # of a built-up area: what a town's radius is reckoned from
LEAST_RADIUS_KM, GREATEST_RADIUS_KM = 2.0, 40.0
NAME_WEIGHT = 2.0  # a place of that very name counts like one a hundred times its size that is also called so
LEAST_LETTERS = 5  # of a name in which a wrong letter can be told
_BLOCKS = 200  # unpacked ones kept, some 40 KB each

_NO_WORD = re.compile(r"[\W_]+")
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}


def folded_name(name: str) -> str:
    """The name in small letters without accents, points and hyphens, nor a leading “the”; St. is Saint."""
    words = _NO_WORD.sub(" ", fold(name)).split()
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(_SHORT.get(word, word) for word in words)


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place of today, as GeoNames knows it."""

    id: int  # at GeoNames
    name: str
    country: str  # code, ISO 3166
    state: str  # of the USA, two letters; else empty
    population: int  # 0: unknown
    lat: float  # degrees, to 0.01
    lon: float

    @property
    def radius_km(self) -> float:
        """That of a disc on which its people live as close as in a built-up area."""
        return min(max(sqrt(self.population / PEOPLE_PER_KM2 / pi), LEAST_RADIUS_KM), GREATEST_RADIUS_KM)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant."""

    town: Town
    so_named: bool  # its name of today; False: it is also called so, or was
    in_land: bool  # it lies where the source says

    @property
    def weight(self) -> float:
        """How far it is to be thought of first: orders of magnitude of its size, and its name."""
        return log10(self.town.population + 10) + (NAME_WEIGHT if self.so_named else 0.0)


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    name: str
    area_km2: float
    capital: str


class Gazetteer:
    """The open gazetteer; to be used on the thread that opened it."""

    def __init__(self, path: Path = GAZETTEER) -> None:
        """Raises Trouble if the file is not there."""
        try:
            self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        except sqlite3.OperationalError as error:
            raise Trouble(
                what=tr("The gazetteer {} is missing.").format(path),
                kept=tr("Nothing was changed."),
                do=tr("Install the program again, or give latitude and longitude in columns of your own."),
            ) from error
        self._towns = _Blocks(self._connection, "places")
        self._names = _Blocks(self._connection, "names")
        self.countries = {
            row[0]: Country(*row)
            for row in self._connection.execute("SELECT code, name, area_km2, capital FROM countries")
        }
        lands = self._connection.execute("SELECT name, codes FROM lands").fetchall()
        self._lands = {name: frozenset(one for one in codes.split() if one[0] != "+") for name, codes in lands}
        self._with_territories = {name: frozenset(codes.replace("+", "").split()) for name, codes in lands}
        self._states: dict[str, str] = dict(self._connection.execute("SELECT name, code FROM states"))

    def __enter__(self) -> "Gazetteer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def look_up(
        self, name: str, countries: Collection[str] = (), state: str = "", limit: int = 8
    ) -> tuple[Candidate, ...]:
        """The places that are or were called so, those in these countries first, then by `weight`.

        countries: codes; state: of the USA, two letters, if the source names one.
        """
        folded = folded_name(name)
        line = self._names.line(folded) if folded else None
        if line is None:
            return ()
        found = []
        for position in line[1:]:
            town = self._town(int(position, 16))
            in_land = town.country in countries and (not state or town.state == state)
            found.append(Candidate(town, folded_name(town.name) == folded, in_land))
        found.sort(key=lambda one: (not one.in_land, -one.weight, one.town.id))
        return tuple(found[:limit])

    def codes(self, land: str) -> frozenset[str]:
        """The countries of today in which a state or land that is written so may have lain; empty: none is known.

        A land within another, "Denmark (Greenland)", is both.
        """
        return _codes(self._lands, land)

    def territories(self, land: str) -> frozenset[str]:
        """The same, and the lands of their own that belonged to it: Bermuda, Martinique."""
        return _codes(self._with_territories, land)

    def state(self, name: str) -> str:
        """The two letters of a state of the USA; empty if it is none."""
        return self._states.get(folded_name(name), "")

    def misspelt(
        self,
        names: Collection[str],
        countries: Mapping[str, Collection[str]],
        step: Callable[[float], None] = lambda _: None,
    ) -> dict[str, list[Candidate]]:
        """Places whose name differs from one of these by one letter, in the countries given for it; likeliest first.

        Reads the whole gazetteer once, however many names there are: about a second.  step: hears the share done.
        """
        by_end: dict[str, list[tuple[str, str]]] = {}  # one letter leaves the first two or the last two as they are
        for name in names:
            folded = folded_name(name)
            if len(folded) >= LEAST_LETTERS:
                by_end.setdefault(f"{folded[:2]}…", []).append((folded, name))
                by_end.setdefault(f"…{folded[-2:]}", []).append((folded, name))
        found: dict[str, list[Candidate]] = {}
        for line in self._names.lines(step) if by_end else ():
            written, *positions = line.split("\t")
            for folded, name in (*by_end.get(f"{written[:2]}…", ()), *by_end.get(f"…{written[-2:]}", ())):
                if abs(len(folded) - len(written)) <= 1 and _differ_by_a_letter(folded, written):
                    towns = (self._town(int(position, 16)) for position in positions)
                    found.setdefault(name, []).extend(
                        Candidate(town, so_named=False, in_land=True)
                        for town in towns
                        if town.country in countries[name]
                    )
        for name, candidates in found.items():
            unique = {one.town.id: one for one in candidates}
            found[name] = sorted(unique.values(), key=lambda one: (-one.weight, one.town.id))
        return found

    def _town(self, position: int) -> Town:
        number, name, country, state, population, lat, lon = self._towns.row(position)
        return Town(int(number), name, country, state, int(population), float(lat), float(lon))


def _differ_by_a_letter(a: str, b: str) -> bool:
    """One letter more, less or another one, or two neighbours changed about."""
    first = next((at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))
    rest_a, rest_b = a[first:], b[first:]
    return (
        rest_a[1:] == rest_b
        or rest_a == rest_b[1:]
        or rest_a[1:] == rest_b[1:]
        or (rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])
    )


def _codes(lands: Mapping[str, frozenset[str]], land: str) -> frozenset[str]:
    whole = lands.get(folded_name(land))
    if whole is not None:
        return whole
    outer, bracket, inner = land.partition("(")
    if not bracket:
        return frozenset()
    return lands.get(folded_name(outer), frozenset()) | _codes(lands, inner.rstrip(" )"))


class _Blocks:
    """Lines of text in order, packed in blocks by the key of their first line; those unpacked lately are kept."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self._connection, self._table = connection, table
        self._first: list[Any] = [first for (first,) in connection.execute(f"SELECT first FROM {table} ORDER BY first")]
        self._unpacked: OrderedDict[str | int, list[str]] = OrderedDict()  # by their first key

    def line(self, key: str) -> list[str] | None:
        """The parts of the line that begins with this key; None: there is none."""
        block = self._block(bisect_right(self._first, key) - 1)
        at = bisect_left(block, f"{key}\t")
        found = block[at].split("\t") if at < len(block) else [""]
        return found if found[0] == key else None

    def row(self, position: int) -> list[str]:
        """The parts of the line at a position."""
        number = bisect_right(self._first, position) - 1
        return self._block(number)[position - int(self._first[number])].split("\t")

    def lines(self, step: Callable[[float], None]) -> Iterator[str]:
        """All lines in order."""
        for number in range(len(self._first)):
            step(number / len(self._first))
            yield from self._block(number)

    def _block(self, number: int) -> list[str]:
        if number < 0:
            return []
        first: str | int = self._first[number]
        if kept := self._unpacked.get(first):
            self._unpacked.move_to_end(first)
            return kept
        query = f"SELECT lines FROM {self._table} WHERE first = ?"
        ((packed,),) = self._connection.execute(query, (first,)).fetchall()
        lines = str(zlib.decompress(packed), "utf-8").split("\n")
        self._unpacked[first] = lines
        if len(self._unpacked) > _BLOCKS:
            self._unpacked.popitem(last=False)
        return lines
