"""How probable is it that two were together, if every reading of their dates and places may be the true one?

Monte Carlo, as for animals whose fixes are uncertain (Noonan and others 2021, Methods in Ecology and Evolution 12):
dates are drawn within their four bounds and positions within the radii, all draws at once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from math import isfinite

import numpy as np

from desktop_app.analysis.chance import interval_95
from desktop_app.analysis.chronology import Density
from desktop_app.analysis.copresence import DAY, SAME_PLACE_KM, Record
from desktop_app.analysis.globe import HALF_ROUND_KM, Array, Truth, apart_km, toward, vector
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import Span

DRAWS = 10_000
_MOST_DRAWS = 200_000


@dataclass(frozen=True, slots=True)
class Realised:
    """Of so many readings, in how many were two together, and for how long?"""

    actors: tuple[str, str]
    during: Span
    within_km: float | None
    p: float
    interval: tuple[float, float]  # 95 %, of the drawing alone
    days: float  # together, on average over all readings
    days_range: tuple[float, float]  # of the readings in which they were: 5 and 95 %
    draws: int
    seed: int
    density: Density
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One stay, or presence at an event of a day, in every reading."""

    place: str
    event: str | None
    start: Array  # JD, shape (draws,)
    end: Array


def p_together(
    case: Case,
    a: str,
    b: str,
    during: Span,
    within_km: float | None = None,
    certainties: Collection[Certainty] = tuple(Certainty),
    *,
    draws: int = DRAWS,
    seed: int = 1,
    density: Density = Density.EVEN,
) -> Realised:
    """The share of readings in which two were together at some time within a span, and for how many days.

    within_km: how near counts as together; None: at the same place.  Raises Trouble for draws that are no number of
    them, and for an actor that the case lacks.
    """
    for key in (a, b):
        if key not in case.actor:
            raise Trouble(what=tr("There is no actor “{}” in this case.").format(key))
    if not 1 <= draws <= _MOST_DRAWS:
        raise Trouble(
            what=tr("{:,} draws cannot be made.").format(draws), do=tr("Ask for 1 to {:,}.").format(_MOST_DRAWS)
        )
    record = Record(case, certainties, within_km)
    rng = np.random.default_rng(seed)
    moments: dict[str, Array] = {}
    own, theirs = (_drawn(record, actor, during, moments, (draws, density, rng)) for actor in (a, b))
    spots = {id(one): _spots(record, one.place, draws, rng) for one in (*own, *theirs)}
    starts, ends = [], []
    for one in own:
        for other in theirs:
            if one.event is not None and one.event == other.event:
                start, end, near = one.start, one.end, np.ones(draws, dtype=bool)
            elif other.place in record.may_be_together(one.place):
                start, end = np.maximum(one.start, other.start), np.minimum(one.end, other.end)
                near = _near(record, one, other, spots[id(one)], spots[id(other)])
            else:
                continue
            start, end = np.maximum(start, during[0]), np.minimum(end, during[1])
            at_once = one.event is not None or other.event is not None  # a moment has no length
            met = near & ((start <= end) if at_once else (start < end))
            starts.append(np.where(met, start, np.inf))
            ends.append(np.where(met, end, -np.inf))
    met, days = _united(starts, ends, draws)
    hits = int(np.count_nonzero(met))
    low, high = interval_95(hits, draws)
    some = days[met] if hits else np.zeros(1)
    return Realised(
        (a, b),
        during,
        within_km,
        hits / draws,
        (min(low, hits / draws), max(high, hits / draws)),  # rounding
        float(days.mean()),
        (float(np.quantile(some, 0.05)), float(np.quantile(some, 0.95))),
        draws,
        seed,
        density,
        _assumptions(within_km, density),
    )


def _drawn(
    record: Record,
    actor: str,
    during: Span,
    moments: dict[str, Array],
    how: tuple[int, Density, np.random.Generator],
) -> list[_Drawn]:
    """What may matter to the span.  moments: of each event one moment of its day, the same for all who were there."""
    draws, density, rng = how
    found = []
    for stay in record.stays(actor):
        when = stay.when
        first = when.start[0] if isfinite(when.start[0]) else when.start[1]
        last = when.end[1] if isfinite(when.end[1]) else when.end[0]
        if last < during[0] or first > during[1]:
            continue
        start = _between(np.full(draws, first), np.full(draws, when.start[1]), density, rng)
        end = _between(np.maximum(when.end[0], start), np.maximum(last, start), density, rng)
        found.append(_Drawn(stay.place, None, start, end))
    for event in record.attended(actor):
        begins, ends = event.when.outer
        if event.place and ends - begins <= DAY and begins <= during[1] and during[0] <= ends:
            if event.key not in moments:
                moments[event.key] = _between(np.full(draws, begins), np.full(draws, ends), density, rng)
            found.append(_Drawn(event.place, event.key, moments[event.key], moments[event.key]))
    return found


def _between(low: Array, high: Array, density: Density, rng: np.random.Generator) -> Array:
    share = rng.random(low.shape)
    if density == Density.PEAKED:
        share = (share + rng.random(low.shape)) / 2
    return low + share * (high - low)


def _spots(record: Record, place: str, draws: int, rng: np.random.Generator) -> Array:
    """Positions, each as likely as another of the same size, within the radius of a place."""
    where = record.case.place[place]
    centre = vector((where.lat, where.lon))
    north, east = (toward(centre, goal, np.array(HALF_ROUND_KM / 2)) for goal in _axes(centre))
    turn, share = rng.random(draws) * 2 * np.pi, np.sqrt(rng.random(draws))
    goals = np.cos(turn)[:, None] * north + np.sin(turn)[:, None] * east
    return toward(np.broadcast_to(centre, goals.shape), goals, share * where.radius_km)


def _axes(centre: Array) -> tuple[Array, Array]:
    """Points in two directions at right angles."""
    pole = np.array((0.0, 0.0, 1.0)) if abs(centre[2]) < 0.9 else np.array((1.0, 0.0, 0.0))
    return pole, np.cross(pole, centre)


def _near(record: Record, one: _Drawn, other: _Drawn, spot: Array, other_spot: Array) -> Truth:
    if record.are_together(one.place, other.place):
        return np.ones(len(spot), dtype=bool)
    reach = SAME_PLACE_KM if record.within_km is None else record.within_km
    return np.asarray(apart_km(spot, other_spot) <= reach)


def _united(starts: list[Array], ends: list[Array], draws: int) -> tuple[Truth, Array]:
    """Whether any of the spans of a reading is one, and how long they last together, overlaps counted once."""
    if not starts:
        return np.zeros(draws, dtype=bool), np.zeros(draws)
    start, end = np.stack(starts, axis=-1), np.stack(ends, axis=-1)
    met: Truth = np.asarray(np.isfinite(start).any(axis=-1))
    order = np.argsort(start, axis=-1)
    start, end = np.take_along_axis(start, order, axis=-1), np.take_along_axis(end, order, axis=-1)
    days, reached = np.zeros(draws), np.full(draws, -np.inf)
    for column in range(start.shape[-1]):
        begins = np.maximum(start[:, column], reached)
        held = np.isfinite(start[:, column]) & (end[:, column] > begins)
        days[held] += (end[:, column] - begins)[held]
        reached = np.maximum(reached, end[:, column])
    return met, days


def _assumptions(within_km: float | None, density: Density) -> tuple[str, ...]:
    near = SAME_PLACE_KM if within_km is None else within_km
    return (
        tr("The beginning of a stay lies anywhere within its bounds; its end anywhere from its earliest, though not")
        + " "
        + tr("before its beginning, to its latest."),
        tr("Each day is as probable as the next.")
        if density == Density.EVEN
        else tr("The middle of the bounds is the most probable."),
        tr("An open end adds nothing beyond what is known."),
        tr("Stays are independent of one another; all of them are taken as true, however certain they are."),
        tr(
            "In a wide place, or between two, everybody is at one spot anywhere within the radius; within {:g} km"
        ).format(near)
        + " "
        + tr("they are together."),
        tr("The interval tells of the drawing alone, not of what the sources leave unsaid."),
    )
