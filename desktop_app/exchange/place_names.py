"""Which place does a field of a table name, and how sure is that?

Nothing is guessed in silence: a place is taken only where the gazetteer has one of that name in the named land that is
far greater than all others there, and the report says so; everything else waits for the reader.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import pi, sqrt
from typing import Any

from desktop_app.casebook.language import tr
from desktop_app.casebook.where import great_circle_km
from desktop_app.library.gazetteer import LEAST_RADIUS_KM, Candidate, Gazetteer, Town, folded_name

CLEAR_WEIGHT, GREATER_WEIGHT = 2.0, 1.0  # a hundred times and ten times as much to be thought of as the next
GREAT = 100_000  # inhabitants; a place of that name is meant, and not the state around another
SMALL = 20_000  # inhabitants; a smaller place that is only also called so may be another one
ONE_SPOT_KM = 15.0  # entries of the gazetteer so near to one another are one town and its quarters
WIDEST_KM = 50.0  # a land of a greater radius is no place where two people meet
OFFERED = 8

_STRONG = re.compile(r"\s*[;/、；|\n]\s*")
_COMMAS = re.compile(r"\s*[,，]\s*(?![^()]*\))")  # not within brackets
_AND = re.compile(r"\s+(?:and|&|und|et|y|и)\s+")
_BEFORE = re.compile(r"^(?:east|west|north|south|old|new|camp|fort|schloss|castle)\s+", re.IGNORECASE)
_AFTER = re.compile(
    r"\s+(?:(?:naval |army )?(?:air )?(?:force )?(?:base|station|field)|airport|city|town|village|bay|harbou?r|islands?"
    r"|castle|palace|beach|province|peninsula|d\.?m\.?z\.?)$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"(?P<outer>[^()]+?)\s*\((?P<inner>[^()]+)\)\.?")


class Sureness(StrEnum):
    """How a place was settled."""

    GIVEN = "given"  # latitude and longitude stand in the row
    DECIDED = "decided"  # by the reader
    FOUND = "found"  # the only one so called in its land, or a hundred times greater than the next
    TAKEN = "taken"  # ten times greater than the next, or a small place that is only also called so: look at it
    DOUBTFUL = "doubtful"  # the reader has to choose
    UNKNOWN = "unknown"  # the gazetteer has nothing of that name
    LEFT_OUT = "left out"  # by the reader


SETTLED = (Sureness.GIVEN, Sureness.DECIDED, Sureness.FOUND, Sureness.TAKEN)


@dataclass(frozen=True, slots=True)
class Named:
    """A place as a source writes it, with the land that the source names."""

    place: str
    land: str

    @property
    def key(self) -> str:
        """What decisions are remembered by."""
        return f"{folded_name(self.land)}|{folded_name(self.place)}"

    def __str__(self) -> str:
        return f"{self.place}, {self.land}" if self.land and self.land != self.place else self.place


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the earth that may be meant."""

    name: str
    country: str  # of today, in English
    lat: float  # degrees
    lon: float
    radius_km: float
    population: int = 0  # 0: unknown
    id: int = 0  # at GeoNames; 0: not from there

    @property
    def words(self) -> str:
        """ "Potsdam, Germany (184,754)"."""
        people = f" ({self.population:,})" if self.population else ""
        return f"{self.name}, {self.country}{people}" if self.country not in ("", self.name) else self.name + people


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a named place was found to be; `others` may be meant as well, the likeliest first."""

    named: Named
    sureness: Sureness
    spot: Spot | None
    others: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the reader says of a named place; no spot: its stays are left out."""

    spot: Spot | None

    def as_json(self) -> dict[str, Any]:
        if self.spot is None:
            return {"left_out": True}
        return {name: getattr(self.spot, name) for name in Spot.__slots__}


def decision_of(value: Mapping[str, Any]) -> Decision:
    """The decision that was kept as plain JSON."""
    return Decision(None if value.get("left_out") else Spot(**{name: value[name] for name in Spot.__slots__}))


class Resolver:
    """Settles the places of one table; each name is looked up once."""

    def __init__(self, gazetteer: Gazetteer, decisions: Mapping[str, Decision]) -> None:
        self._gazetteer = gazetteer
        self._decisions = decisions
        self._countries = {folded_name(country.name): country for country in gazetteer.countries.values()}
        self._parts: dict[tuple[str, str], tuple[Named, ...]] = {}
        self._resolved: dict[str, Resolved] = {}

    def named(self, field: str, land: str) -> tuple[Named, ...]:
        """The places that a field names, in its order; an empty field names the land as a whole."""
        if (field, land) not in self._parts:
            self._parts[field, land] = tuple(dict.fromkeys(self._named(field, land)))
        return self._parts[field, land]

    def resolve(self, named: Named) -> Resolved:
        key = named.key
        if key not in self._resolved:
            found = self._look_up(named)
            if decision := self._decisions.get(key):
                sureness = Sureness.DECIDED if decision.spot else Sureness.LEFT_OUT
                others = tuple(one for one in (found.spot, *found.others) if one and one != decision.spot)
                found = Resolved(named, sureness, decision.spot, others)
            self._resolved[key] = found
        return self._resolved[key]

    def offer(self, step: Callable[[float], None] = lambda _: None) -> None:
        """Look for what the unknown places may be a slip of the pen for: offered to the reader, never taken."""
        unknown: dict[str, list[Resolved]] = {}
        for one in self._resolved.values():
            if one.sureness == Sureness.UNKNOWN and not one.others:
                unknown.setdefault(without_bracket(one.named.place), []).append(one)
        lands = {
            place: frozenset().union(*(self._where(one.named.land)[0] for one in those))
            for place, those in unknown.items()
        }
        for place, candidates in self._gazetteer.misspelt(unknown, lands, step).items():
            for one in unknown[place]:
                self._resolved[one.named.key] = replace(one, others=tuple(map(self._spot, candidates[:OFFERED])))

    # Splitting

    def _named(self, field: str, land: str) -> Iterable[Named]:
        if not field:
            yield Named(land, land)
            return
        for portion in _STRONG.split(field):
            yield from self._qualified(self._separated(portion, land), land)

    def _separated(self, text: str, land: str) -> list[str]:
        """The names between commas and “and”, but for those that belong to one name: “Mexico, D.F.”."""
        tokens = [token for token in _COMMAS.split(text) if token]
        parts: list[str] = []
        at = 0
        while at < len(tokens):
            end = next(
                (end for end in range(len(tokens), at + 1, -1) if self._is_in(", ".join(tokens[at:end]), land)), at + 1
            )
            whole = ", ".join(tokens[at:end])
            apart = _AND.split(whole)
            one_name = len(apart) == 1 or self._is_in(whole, land) or self._gazetteer.codes(whole)
            parts += [whole] if one_name else apart
            at = end
        return parts

    def _qualified(self, parts: list[str], land: str) -> Iterable[Named]:
        """“Dakar, Senegal” is one place: a land that holds the place before it says where that is."""
        at = 0
        while at < len(parts):
            place = parts[at]
            after = parts[at + 1] if at + 1 < len(parts) else ""
            if after and self._is_land(after) and not self._is_city(after, land) and self._is_in(place, after):
                yield Named(place, after)
                at += 2
            else:
                yield Named(place, land)
                at += 1

    def _is_land(self, name: str) -> bool:
        return bool(self._gazetteer.codes(name) or self._gazetteer.state(name))

    def _is_in(self, place: str, land: str) -> bool:
        found = self._gazetteer.look_up(place, *self._where(land), limit=1)
        return bool(found and found[0].in_land)

    def _is_city(self, name: str, land: str) -> bool:
        """Whether it may well be a place itself: New York is, Illinois is not, whoever else is called so."""
        found = self._gazetteer.look_up(name, *self._where(land), limit=1)
        return bool(found and found[0].in_land and found[0].so_named and found[0].town.population >= GREAT)

    def _where(self, land: str) -> tuple[frozenset[str], str]:
        """Countries and, in the USA, the state."""
        codes = self._gazetteer.codes(land)
        state = self._gazetteer.state(land)
        if state and (not codes or folded_name(land) != "georgia"):
            return frozenset({"US"}), state
        return codes, ""

    # Looking up

    def _look_up(self, named: Named) -> Resolved:
        place, land = named.place, named.land
        bracket = _BRACKET.fullmatch(place)
        if bracket:
            place = bracket["outer"]
            if self._is_land(bracket["inner"]):
                land = bracket["inner"]  # “Havana (Cuba)”, whatever the row's land: a colony, or a slip
        codes, state = self._where(land)
        found = list(self._gazetteer.look_up(place, codes, state, limit=50))
        if bracket and land != bracket["inner"] and not any(one.in_land for one in found):
            found += self._gazetteer.look_up(bracket["inner"], codes, state, limit=50)
        inside = [one for one in found if one.in_land]
        spots = tuple(map(self._spot, found))[:OFFERED]
        if not inside and (whole := self._whole_land(place)):
            spot, code = whole
            within = land == place or code in self._gazetteer.territories(land)
            if within and spot.radius_km <= WIDEST_KM:
                return Resolved(named, Sureness.FOUND, spot, spots)
            return Resolved(named, Sureness.DOUBTFUL, None, (spot, *spots))
        if not inside and (core := _core(place)):
            found = [one for one in self._gazetteer.look_up(core, codes, state, limit=50) if one.in_land] + found
            spots = tuple(map(self._spot, found))[:OFFERED]
        if not found:
            return Resolved(named, Sureness.UNKNOWN, None)
        sureness = _sureness(inside)
        if sureness == Sureness.DOUBTFUL:
            return Resolved(named, sureness, None, spots)
        return Resolved(named, sureness, self._spot(inside[0]), spots[1:])

    def _whole_land(self, name: str) -> tuple[Spot, str] | None:
        """A country that is called so, at its capital, and its code: Malta, Bermuda, Singapore."""
        country = self._countries.get(folded_name(name))
        if country is None or not country.capital:
            return None
        found = self._gazetteer.look_up(country.capital, {country.code}, limit=1)
        if not found or not found[0].in_land:
            return None
        town, radius = found[0].town, max(sqrt(country.area_km2 / pi), LEAST_RADIUS_KM)
        words = country.name if radius <= WIDEST_KM else tr("{} as a whole").format(country.name)
        return Spot(words, country.name, town.lat, town.lon, round(radius, 1)), country.code

    def _spot(self, candidate: Candidate) -> Spot:
        town = candidate.town
        country = self._gazetteer.countries.get(town.country)
        name = f"{town.name}, {town.state}" if town.state else town.name
        return Spot(
            name,
            country.name if country else town.country,
            town.lat,
            town.lon,
            round(town.radius_km, 1),
            town.population,
            town.id,
        )


def without_bracket(place: str) -> str:
    """“Havana (Cuba)” is Havana."""
    bracket = _BRACKET.fullmatch(place)
    return bracket["outer"] if bracket else place


def _core(place: str) -> str:
    """What a name may stand for without what goes before and after it: “West Berlin”, “Ramstein Air Force Base”."""
    bare = _AFTER.sub("", _BEFORE.sub("", place))
    return bare if bare and bare != place else ""


def _sureness(inside: list[Candidate]) -> Sureness:
    """Of those that lie in the named land, the likeliest first: how far it stands out."""
    if not inside:
        return Sureness.DOUBTFUL
    first = inside[0]
    rivals = [one for one in inside[1:] if _apart_km(first.town, one.town) > ONE_SPOT_KM]
    margin = min((first.weight - one.weight for one in rivals), default=CLEAR_WEIGHT)
    if margin >= CLEAR_WEIGHT and (first.so_named or first.town.population >= SMALL):
        return Sureness.FOUND
    return Sureness.TAKEN if margin >= GREATER_WEIGHT else Sureness.DOUBTFUL


def _apart_km(a: Town, b: Town) -> float:
    return great_circle_km((a.lat, a.lon), (b.lat, b.lon))
