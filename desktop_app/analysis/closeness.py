"""Do events that are close in place also lie close in time, more than chance would have it?

Knox 1964 counts the pairs that are near in both; Mantel 1967 adds up distance × time over all pairs.  Dates are dealt
out anew among the events, within strata if there are any, and p = (1 + #{T* ≥ T}) / (B + 1), which is never 0.  Where
all orders can be gone through, they are: then p is the share of orders, the actual one among them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations, product
from math import exp, factorial, isfinite, lgamma, log, prod

import numpy as np
import numpy.typing as npt

from desktop_app.analysis import chance
from desktop_app.analysis.same_date import selection
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.where import EARTH_RADIUS_KM, reduced

Array = npt.NDArray[np.float64]
Orders = npt.NDArray[np.int16]
Step = Callable[[float], None]

PERMUTATIONS = 9999
EXACT_EVENTS = 8
MOST_ORDERS = factorial(EXACT_EVENTS)
MOST_EVENTS = 2000
BUSY = 3  # events at one place
_BATCH = 1000  # orders at a time
_ROUNDING = 1e-9  # days, and share of a sum


class Statistic(StrEnum):
    KNOX = "knox"
    MANTEL = "mantel"


@dataclass(frozen=True, slots=True)
class Points:
    """Events with a place and a time.  Degrees, and Julian Days (UTC) at the middle of what may have held."""

    keys: tuple[str, ...]
    lat: tuple[float, ...]
    lon: tuple[float, ...]
    jd: tuple[float, ...]
    strata: tuple[str, ...]  # dates are dealt out within a stratum only
    left_out: tuple[str, ...] = ()  # events without a place, or without bounds in time


@dataclass(frozen=True, slots=True)
class Closeness:
    statistic: Statistic
    events: int
    delta_km: float | None  # Knox: what is near in place
    tau_days: float | None  # Knox: what is near in time
    observed: float  # Knox: pairs near in both; Mantel: the correlation of distance and time
    expected: float  # its mean over the orders
    p: float
    low: float  # where p lies in 95 of 100 such tests; the same number where all orders were gone through
    high: float
    exact: bool
    orders: int  # gone through, or drawn
    least_p: float  # that so few events, or so few orders, can give
    near_in_place: int | None  # Knox: pairs
    near_in_time: int | None
    pairs: int
    poisson_p: float | None  # Knox: Poisson's approximation
    strata: int
    left_out: tuple[str, ...]
    seed: int
    assumptions: tuple[str, ...]


def points(case: Case, events: Sequence[str], strata: Mapping[str, str] | None = None) -> Points:
    """The events of a case, by keys, as points; those without a place or with an open date are left out.

    strata: event → stratum; without it, all are in one.
    """
    for key in events:
        if key not in case.event:
            raise Trouble(
                what=tr("There is no event “{}” in this case.").format(key), do=tr("Choose among its events.")
            )
    chosen = [case.event[key] for key in events]
    usable = [
        (event, case.place[event.place])
        for event in chosen
        if event.place is not None and all(isfinite(bound) for bound in event.when.outer)
    ]
    kept = {event.key for event, _ in usable}
    return Points(
        tuple(event.key for event, _ in usable),
        tuple(place.lat for _, place in usable),
        tuple(place.lon for _, place in usable),
        tuple(event.when.middle for event, _ in usable),
        tuple((strata or {}).get(event.key, "") for event, _ in usable),
        tuple(event.key for event in chosen if event.key not in kept),
    )


def busy_places(case: Case, events: Sequence[str]) -> dict[str, str]:
    """Strata by which capitals stay capitals: a place that holds at least BUSY of these events keeps its dates.

    All other places are one stratum.
    """
    places = [case.event[key].place for key in events]
    return {
        key: place if place is not None and places.count(place) >= BUSY else ""
        for key, place in zip(events, places, strict=True)
    }


def knox(
    where: Points,
    delta_km: float,
    tau_days: float,
    *,
    draws: int = PERMUTATIONS,
    seed: int = 1,
    step: Step = lambda _: None,
) -> Closeness:
    """Pairs that are within delta_km and tau_days of one another, against dates dealt out anew.

    step: called with the share done.  Raises Trouble for fewer than two events and where no date could be dealt anew.
    """
    if not (delta_km >= 0 and tau_days >= 0 and isfinite(delta_km) and isfinite(tau_days)):
        raise Trouble(
            what=tr("Nothing is near within {:g} km and {:g} days.").format(delta_km, tau_days),
            do=tr("Give a distance and a time of at least 0."),
        )
    orders, exact = orders_of(where, draws, seed)
    near = distances_km(where) <= delta_km + _ROUNDING
    jd = np.array(where.jd)
    counts = np.concatenate(
        [_knox_counts(near, jd[batch].T, tau_days) for batch in _batches(_with_the_actual(orders, exact), step)]
    )
    observed, drawn = _split(counts, exact)
    n = len(where.keys)
    pairs = n * (n - 1) // 2
    in_place = (int(np.count_nonzero(near)) - n) // 2
    in_time = int(np.count_nonzero(np.abs(jd[:, None] - jd) <= tau_days + _ROUNDING) - n) // 2
    return _result(
        Statistic.KNOX,
        where,
        (delta_km, tau_days),
        observed,
        drawn,
        exact,
        seed,
        (in_place, in_time, _poisson_tail(round(observed), in_place * in_time / pairs)),
    )


def mantel(where: Points, *, draws: int = PERMUTATIONS, seed: int = 1, step: Step = lambda _: None) -> Closeness:
    """The correlation of distance in place and in time over all pairs, against dates dealt out anew.

    Raises Trouble for fewer than two events, and where all lie at one place or on one day.
    """
    orders, exact = orders_of(where, draws, seed)
    far = distances_km(where)
    jd = np.array(where.jd)
    upper = np.triu_indices(len(jd), 1)
    x, y = far[upper], np.abs(jd[:, None] - jd)[upper]
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        raise Trouble(
            what=tr("All pairs of these events are equally far apart, in place or in time."),
            do=tr("Add events at other places and other times, or count pairs within a distance instead."),
        )
    centred = far / (x.std() * y.std() * len(x))
    sums = np.concatenate(
        [_mantel_sums(centred, jd[batch].T) for batch in _batches(_with_the_actual(orders, exact), step)]
    )
    shift = x.mean() * y.mean() / (x.std() * y.std())  # the same for every order
    observed, drawn = _split(sums - shift, exact)
    return _result(Statistic.MANTEL, where, None, observed, drawn, exact, seed, None)


def distances_km(where: Points) -> Array:
    """Great-circle distances of all pairs in km, shape (n, n): haversine, as in casebook.where."""
    lat, lon = np.array([reduced(each) for each in where.lat]), np.radians(where.lon)
    h = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(h))))


def orders_of(where: Points, draws: int, seed: int) -> tuple[Orders, bool]:
    """Orders in which dates are dealt out to the events, shape (orders, n), and whether these are all there are.

    Raises Trouble for fewer than two events, too many, and where every stratum holds a single event.
    """
    n = len(where.keys)
    if n < 2:
        raise Trouble(
            what=tr("One event cannot be close to another.")
            if n
            else tr("None of these events has a place and a date."),
            do=tr("Choose at least two events that have a place and a date; with fewer than five, p stays coarse."),
        )
    if n > MOST_EVENTS:
        raise Trouble(
            what=tr("{:,} events are too many to compare in pairs.").format(n),
            do=tr("Choose at most {:,}.").format(MOST_EVENTS),
        )
    if draws < 1:
        raise Trouble(what=tr("No order was to be drawn."), do=tr("Draw at least 99; 9,999 is usual."))
    groups = [
        np.array([at for at, own in enumerate(where.strata) if own == stratum], dtype=np.int16)
        for stratum in dict.fromkeys(where.strata)
    ]
    if all(len(group) == 1 for group in groups):
        raise Trouble(
            what=tr("Each stratum holds one event, so no date can be dealt out anew."),
            do=tr("Use fewer strata, or none."),
        )
    if prod(factorial(min(len(group), EXACT_EVENTS + 1)) for group in groups) <= MOST_ORDERS:
        return _all_orders(groups, n), True
    rng = np.random.default_rng(seed)
    orders = np.empty((draws, n), dtype=np.int16)
    for group in groups:
        orders[:, group] = rng.permuted(np.broadcast_to(group, (draws, len(group))), axis=1)
    return orders, False


def _all_orders(groups: Sequence[Orders], n: int) -> Orders:
    found = []
    for parts in product(*(permutations(group.tolist()) for group in groups)):
        order = np.empty(n, dtype=np.int16)
        for group, part in zip(groups, parts, strict=True):
            order[group] = part
        found.append(order)
    return np.array(found)


def _with_the_actual(orders: Orders, exact: bool) -> Orders:
    """The actual order first; where all orders are gone through, it already is."""
    return orders if exact else np.concatenate([np.arange(orders.shape[1], dtype=np.int16)[None], orders])


def _batches(orders: Orders, step: Step) -> Iterator[Orders]:
    for start in range(0, len(orders), _BATCH):
        step(start / len(orders))
        yield orders[start : start + _BATCH]
    step(1.0)


def _split(values: Array, exact: bool) -> tuple[float, Array]:
    return float(values[0]), values if exact else values[1:]


def _knox_counts(near: npt.NDArray[np.bool_], times: Array, tau_days: float) -> Array:
    """Pairs near in place that are also near in time; times in days, shape (n, orders)."""
    times = np.ascontiguousarray(times)
    counts = np.zeros(times.shape[1], dtype=np.int32)
    for at in range(len(near) - 1):
        neighbours = np.flatnonzero(near[at, at + 1 :]) + at + 1
        if neighbours.size:
            close = np.abs(times[neighbours] - times[at]) <= tau_days + _ROUNDING
            counts += np.add.reduce(close.view(np.uint8), axis=0, dtype=np.int32)
    return counts.astype(np.float64)


def _mantel_sums(far: Array, times: Array) -> Array:
    """Σ over pairs of distance × time apart; times in days, shape (n, orders)."""
    times = np.ascontiguousarray(times)
    sums = np.zeros(times.shape[1])
    for at in range(len(far) - 1):
        apart = np.abs(times[at + 1 :] - times[at])
        sums += far[at, at + 1 :] @ apart
    return sums


def _poisson_tail(observed: int, expected: float) -> float:
    """P(at least so many) if so many pairs are to be expected."""
    if observed == 0:
        return 1.0
    if expected == 0:
        return 0.0
    below = sum(exp(k * log(expected) - expected - lgamma(k + 1)) for k in range(observed))
    return max(0.0, 1 - below)


def _result(
    statistic: Statistic,
    where: Points,
    thresholds: tuple[float, float] | None,
    observed: float,
    drawn: Array,
    exact: bool,
    seed: int,
    knox_pairs: tuple[int, int, float] | None,
) -> Closeness:
    n = len(where.keys)
    as_great = int(np.count_nonzero(drawn >= observed - _ROUNDING * max(1.0, abs(observed))))
    orders = len(drawn)
    p = as_great / orders if exact else (1 + as_great) / (orders + 1)
    low, high = (p, p) if exact else chance.interval_95(as_great, orders)
    delta_km, tau_days = thresholds or (None, None)
    in_place, in_time, poisson = knox_pairs or (None, None, None)
    return Closeness(
        statistic,
        n,
        delta_km,
        tau_days,
        observed,
        float(drawn.mean()),
        p,
        min(p, low),
        max(p, high),
        exact,
        orders,
        1 / orders if exact else 1 / (orders + 1),
        in_place,
        in_time,
        n * (n - 1) // 2,
        poisson,
        len(set(where.strata)),
        where.left_out,
        seed,
        _assumptions(where, exact, orders, seed),
    )


def _assumptions(where: Points, exact: bool, orders: int, seed: int) -> tuple[str, ...]:
    found = [tr("By chance, each event could as well have had the date of any other.")]
    if len(set(where.strata)) > 1:
        found = [tr("By chance, each event could as well have had the date of any other of its stratum.")]
    else:
        found.append(tr("Where people gathered at some places in some years anyway, this finds closeness too easily."))
    found.append(tr("Each event is taken at the middle of its date and of its place."))
    found.append(
        tr("All {:,} orders were gone through.").format(orders)
        if exact
        else tr("{:,} orders were drawn, seed {}.").format(orders, seed)
    )
    if where.left_out:
        found.append(tr("{} events without a place or a date are left out.").format(len(where.left_out)))
    return (*found, selection())
