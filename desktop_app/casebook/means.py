"""By which means could one travel, how fast, and in which years?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

MOST_KMH = 10_000.0  # faster than whatever carries people
WATER = "water"


@dataclass(frozen=True, slots=True)
class MeansSource:
    cite: str  # as a bibliography has it
    url: str | None
    seen: bool  # False: named from other works, not consulted


@dataclass(frozen=True, slots=True)
class Means:
    """A way to travel.  The speed is along the great circle, over day and night, rests and changes included."""

    key: str
    name: str  # “by railway”
    over: str  # land, water, air
    since: int  # year of the first ordinary use
    until: int | None  # of the last; None: still in use
    kmh: float
    slow_kmh: float  # what is also attested
    fast_kmh: float
    note: str
    sources: tuple[MeansSource, ...]
    edited: bool = False  # the speed is the reader's

    def in_use(self, first_year: int, last_year: int | None = None) -> bool:
        """Whether it was in use at some time in these years."""
        last = first_year if last_year is None else last_year
        return self.since <= last and (self.until is None or first_year <= self.until)


def checked_kmh(kmh: float) -> float:
    """A speed that one can travel at.  Raises Trouble."""
    if not 0 < kmh <= MOST_KMH:
        raise Trouble(
            what=tr("Nobody travels at {:g} km/h.").format(kmh),
            do=tr("Give a speed of more than 0 and at most {:,.0f} km/h.").format(MOST_KMH),
        )
    return kmh


def at_speed(means: Means, kmh: float) -> Means:
    """The means at a speed of the reader's.  Raises Trouble if nobody travels at it."""
    return replace(means, kmh=checked_kmh(kmh), edited=kmh != means.kmh or means.edited)


def fastest(means: Iterable[Means], first_year: int, last_year: int | None = None, over: str | None = None) -> Means:
    """The fastest of the means in use in these years (over: only on land, on water or in the air).

    Raises Trouble if none was in use.
    """
    fit = [one for one in means if one.in_use(first_year, last_year) and over in (None, one.over)]
    if not fit:
        raise Trouble(
            what=tr("The table has no means of travel for the year {}.").format(first_year),
            do=tr("Put the speeds of the table back as they were."),
        )
    return max(fit, key=lambda one: one.kmh)


def means_named(means: Iterable[Means], key: str) -> Means:
    """The means of that key.  Raises Trouble, with the keys there are."""
    known = {one.key: one for one in means}
    if key not in known:
        raise Trouble(
            what=tr("There is no means of travel “{}”.").format(key),
            do=tr("Choose one of: {}.").format(", ".join(known)),
        )
    return known[key]
