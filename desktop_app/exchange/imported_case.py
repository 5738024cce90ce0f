"""How do the stops of a table become a case: its people, its places and its stays, under keys that stay the same?"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import inf, isfinite
from unicodedata import normalize

from desktop_app.casebook.calendar import civil
from desktop_app.casebook.case import Actor, Case, Citation, Place, Source, Stay
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import PREFIX
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import ActorKind, Certainty, Pattern
from desktop_app.casebook.when import When, parse
from desktop_app.exchange.place_names import Named, Resolved, Spot, Sureness, without_bracket
from desktop_app.exchange.table_dates import DateOrder, span

SOURCE = "table"  # key of the one source: the table itself
WINDOW_DAYS = 92.0  # what the charts open on: the three months in which most people's stays overlap


@dataclass(slots=True)
class Stop:
    """One place that a row names, as it was read."""

    row: int
    person: str  # key
    start: str
    end: str
    note: str
    reference: str
    named: Named
    point: tuple[float, float] | None  # latitude and longitude, if the row gives them
    beside: int  # how many places the row names


@dataclass(slots=True)
class Person:
    key: str
    name: str
    roles: dict[str, None] = field(default_factory=dict)  # in their order


def key_of(name: str) -> str:
    """A key for what has this name, the same each time: letters of the alphabet where the name has them."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    lost = sum(c.isalpha() for c in name) > 2 * sum(c.isalpha() for c in words)
    return f"{PREFIX}{words[:60].rstrip('-')}" if words and not lost else f"{PREFIX}{digest(name)}"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:10]


def case_of(
    title: str, file: str, order: DateOrder | None, persons: Iterable[Person], stops: Sequence[tuple[Stop, Resolved]]
) -> Case:
    """The case that holds these stops, all of settled places."""
    places: dict[tuple[int, float, float, str], _Gathered] = {}
    stays: list[Stay] = []
    keys: Counter[str] = Counter()
    for stop, resolved in stops:
        if resolved.spot is None:
            continue
        gathered = places.setdefault(_identity(resolved.spot), _Gathered(resolved.spot))
        gathered.names[without_bracket(stop.named.place)] += 1
        gathered.lands[stop.named.land] += 1
        key = f"{stop.person.removeprefix(PREFIX)}-{_content(stop)}"
        keys[key] += 1
        number = f"-{keys[key]}" if keys[key] > 1 else ""
        when = span(stop.start, stop.end, order, within=stop.beside > 1, lon=resolved.spot.lon)
        stays.append(
            Stay(
                key=key + number,
                actor=stop.person,
                place=gathered.key,
                when=when,
                certainty=Certainty.PROBABLE if resolved.sureness == Sureness.TAKEN else Certainty.ESTABLISHED,
                note=_note(stop, when),
                citations=(Citation(SOURCE, _locator(stop)),),
            )
        )
    moving = {stay.actor for stay in stays}
    slug = key_of(title)
    first, last = _first_and_last_year(stays)
    years = "" if first is None else str(first) if first == last else f"{first}–{last}"
    return Case(
        slug=slug,
        chapter=None,
        title=title,
        short_title=title,
        years=years,
        book_pages=None,
        question="",
        coincidence=tr("Itineraries of {} people, imported from {}.").format(len(moving), file),
        author_claim="",
        background="",
        assessment="",
        pattern=Pattern.OVERLAP,
        focus=_windows(stays),
        coincident=(),
        related=(),
        actors=_actors([person for person in persons if person.key in moving]),
        places=tuple(gathered.place() for gathered in places.values()),
        sources=(Source(SOURCE, {"type": "dataset", "title": file}, seen=True),),
        events=(),
        stays=tuple(stays),
        links=(),
        hypotheses=(),
        evidence=(),
        open_questions=(),
        checks=(),
    )


# Stays


def _content(stop: Stop) -> str:
    """What makes a stay the same one at the next import: who, when and where, as the table says it."""
    return digest("\0".join((stop.start, stop.end, stop.named.place, stop.named.land, str(stop.point or ""))))


def _note(stop: Stop, when: When) -> str:
    if stop.beside == 1:
        return stop.note
    words = tr("One of {} places named for {}; on which of these days is not recorded.").format(
        stop.beside, said(parse(when.text.strip("[]").replace("..", "/")))
    )
    return f"{stop.note}\n\n{words}" if stop.note else words


def _locator(stop: Stop) -> str:
    row = tr("row {}").format(stop.row)
    return f"{row}, {stop.reference}" if stop.reference else row


# Places


def _identity(spot: Spot) -> tuple[int, float, float, str]:
    return (spot.id, 0.0, 0.0, "") if spot.id else (0, spot.lat, spot.lon, spot.name)


class _Gathered:
    """A place, and how the table names it."""

    def __init__(self, spot: Spot) -> None:
        self._spot = spot
        self.names: Counter[str] = Counter()
        self.lands: Counter[str] = Counter()
        mark = str(spot.id) if spot.id else digest(f"{spot.lat},{spot.lon},{spot.name}")[:6]
        self.key = f"{key_of(spot.name.partition(',')[0])}-{mark}"

    def place(self) -> Place:
        (name, _), *others = self.names.most_common()
        ((land, _),) = self.lands.most_common(1)
        spot = self._spot
        spellings = tuple(other for other, _ in others)
        return Place(
            self.key, name, spot.name, spellings, land or spot.country, spot.lat, spot.lon, spot.radius_km,
            transit=False, aboard=False,
        )  # fmt: skip


# People


def _actors(persons: Collection[Person]) -> tuple[Actor, ...]:
    shorts = Counter(_short(person.name) for person in persons)
    return tuple(
        Actor(
            key=person.key,
            name=person.name,
            native_name=None,
            kind=ActorKind.PERSON,
            life=None,
            short=_short(person.name) if shorts[_short(person.name)] == 1 else _initialled(person.name),
            side="",
            role=", ".join(person.roles),
        )
        for person in persons
    )


def _short(name: str) -> str:
    """The last name: what stands before a comma, or the last word that is no “Jr.”."""
    before, comma, _ = name.partition(",")
    words = [word for word in name.split() if word.rstrip(".").lower() not in ("jr", "sr", "ii", "iii", "iv")]
    return before.strip() if comma and before.strip() else words[-1] if words else name


def _initialled(name: str) -> str:
    """First names as letters before the last: G. H. W. Bush."""
    last = _short(name)
    first = [word for word in name.replace(",", " ").split() if word != last]
    return " ".join([*(f"{word[0]}." for word in first if word[0].isalpha()), last])


# Times


def _first_and_last_year(stays: Iterable[Stay]) -> tuple[int | None, int | None]:
    moments = [jd for stay in stays for jd in (*stay.when.start, *stay.when.end) if isfinite(jd)]
    if not moments:
        return None, None
    return civil(min(moments) + 0.5)[0], civil(max(moments) - 0.5)[0]


def _windows(stays: Sequence[Stay]) -> tuple[When, ...]:
    """The three months in which most stays of different people overlap; all of the time if it is no longer."""
    begins = sorted(stay.when.start[0] for stay in stays if isfinite(stay.when.start[0]))
    if not begins:
        return ()
    last = max(stay.when.end[1] for stay in stays if isfinite(stay.when.end[1])) if stays else inf
    if last - begins[0] <= WINDOW_DAYS:
        return (_days(begins[0], last),)
    moments = sorted(_meetings(stays)) or begins
    first, best = 0, (0, 0.0)
    for at, moment in enumerate(moments):
        while moment - moments[first] > WINDOW_DAYS:
            first += 1
        best = max(best, (at - first + 1, -moments[first]))
    return (_days(-best[1] - 1, -best[1] + WINDOW_DAYS),)


def _meetings(stays: Sequence[Stay]) -> Iterable[float]:
    """When stays of two people begin to overlap at one place, by their outer bounds."""
    by_place: dict[str, list[Stay]] = {}
    for stay in stays:
        if isfinite(stay.when.start[0]) and isfinite(stay.when.end[1]):
            by_place.setdefault(stay.place, []).append(stay)
    for own in by_place.values():
        own.sort(key=lambda stay: stay.when.start[0])
        for at, stay in enumerate(own):
            for other in own[at + 1 :]:
                if other.when.start[0] >= stay.when.end[1]:
                    break
                if other.actor != stay.actor:
                    yield other.when.start[0]


def _days(first: float, last: float) -> When:
    begin, end = (civil(jd)[:3] for jd in (first + 0.5, last - 0.5))
    return parse("/".join(f"{year:04d}-{month:02d}-{day:02d}" for year, month, day in (begin, end)))
