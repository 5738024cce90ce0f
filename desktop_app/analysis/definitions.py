"""How much hangs on what counts as near: the same test under many definitions at once?

A multiverse (Steegen and others 2016): p over a grid of distances and times, and over sets of events.  Cells share
their data and are no replications of one another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_app.analysis.closeness import Array, Points, Step, distances_km, orders_of
from desktop_app.analysis.same_date import selection
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

PERMUTATIONS = 999
_BATCH = 500  # orders at a time
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Definition:
    """One way to say what counts."""

    events: str  # name of a set of events: a window, a set of actors
    delta_km: float
    tau_days: float


@dataclass(frozen=True, slots=True)
class Outcome:
    definition: Definition
    p: float
    observed: int  # pairs near in both
    expected: float


@dataclass(frozen=True, slots=True)
class Definitions:
    outcomes: tuple[Outcome, ...]  # by set of events, then distance, then time
    sets: tuple[str, ...]
    deltas_km: tuple[float, ...]
    taus_days: tuple[float, ...]
    chosen: Outcome | None  # the reader's own choice, if it is on the grid
    alpha: float
    share_below: float  # of the definitions, how many give p < alpha
    too_few: tuple[str, ...]  # sets with fewer than two events, or without a date to deal out anew
    draws: int
    seed: int
    assumptions: tuple[str, ...]


def many_definitions(
    sets: Mapping[str, Points],
    deltas_km: Sequence[float],
    taus_days: Sequence[float],
    chosen: Definition | None = None,
    *,
    alpha: float = 0.05,
    draws: int = PERMUTATIONS,
    seed: int = 1,
    step: Step = lambda _: None,
) -> Definitions:
    """Knox's test over the whole grid; within a set, every cell sees the same orders.

    sets: name → events.  The reader's own choice is added to the grid where it is missing.
    step: called with the share done.  Raises Trouble for an empty grid, and where no set can be tested.
    """
    deltas = sorted({float(delta) for delta in deltas_km} | ({float(chosen.delta_km)} if chosen else set()))
    taus = sorted({float(tau) for tau in taus_days} | ({float(chosen.tau_days)} if chosen else set()))
    if chosen and chosen.events not in sets:
        raise Trouble(
            what=tr("The choice names events “{}”, which are not among the sets.").format(chosen.events),
            do=tr("Choose one of the sets that are compared."),
        )
    if not deltas or not taus or not sets or min(deltas + taus) < 0:
        raise Trouble(
            what=tr("There is no definition to compare."),
            do=tr("Give at least one distance and one time, each of at least 0."),
        )
    outcomes: list[Outcome] = []
    too_few: list[str] = []
    for at, (name, where) in enumerate(sets.items()):
        if len(set(where.strata)) == len(where.keys) > 1 or len(where.keys) < 2:
            too_few.append(name)
            continue
        orders, exact = orders_of(where, draws, seed)
        if not exact:
            orders = np.concatenate([np.arange(orders.shape[1], dtype=np.int16)[None], orders])
        times = np.ascontiguousarray(np.array(where.jd)[orders].T)
        near = _near_pairs(where, deltas)
        batches = []
        for start in range(0, len(orders), _BATCH):
            step((at + start / len(orders)) / len(sets))
            batches.append(_counts(near, times[:, start : start + _BATCH], taus))
        counts = np.concatenate(batches, axis=2)
        outcomes += _outcomes(name, counts, deltas, taus, exact)
    step(1.0)
    if not outcomes:
        raise Trouble(
            what=tr("None of the sets has two events with a place and a date."),
            do=tr("Choose more events, or fewer strata."),
        )
    return Definitions(
        tuple(outcomes),
        tuple(name for name in sets if name not in too_few),
        tuple(deltas),
        tuple(taus),
        next((outcome for outcome in outcomes if outcome.definition == chosen), None),
        alpha,
        sum(outcome.p < alpha for outcome in outcomes) / len(outcomes),
        tuple(too_few),
        draws,
        seed,
        (
            tr("Definitions share their events and are not independent: do not count them as repetitions."),
            tr("Within a set of events, every definition is tested against the same orders; seed {}.").format(seed),
            selection(),
        ),
    )


def in_windows(where: Points, spans: Mapping[str, tuple[float, float]]) -> dict[str, Points]:
    """The same events cut to windows of time, name → first and last Julian Day."""
    return {name: _cut(where, [first <= jd <= last for jd in where.jd]) for name, (first, last) in spans.items()}


def with_actors(case: Case, where: Points, actors: Mapping[str, Sequence[str]]) -> dict[str, Points]:
    """The same events cut to those in which any of some actors took part, name → keys of actors."""
    return {
        name: _cut(where, [any(part.actor in chosen for part in case.event[key].participants) for key in where.keys])
        for name, chosen in actors.items()
    }


def _cut(where: Points, keep: Sequence[bool]) -> Points:
    at = [index for index, own in enumerate(keep) if own]
    return Points(
        tuple(where.keys[index] for index in at),
        tuple(where.lat[index] for index in at),
        tuple(where.lon[index] for index in at),
        tuple(where.jd[index] for index in at),
        tuple(where.strata[index] for index in at),
        where.left_out,
    )


def _near_pairs(where: Points, deltas: Sequence[float]) -> npt.NDArray[np.float32]:
    """1 where two events are within a distance, shape (deltas, n, n); as numbers, to be multiplied."""
    far = distances_km(where)
    return np.array([far <= delta + _ROUNDING for delta in deltas], dtype=np.float32)


def _counts(near: npt.NDArray[np.float32], times: Array, taus: Sequence[float]) -> npt.NDArray[np.float32]:
    """Pairs near in both, shape (deltas, taus, orders); times in days, shape (n, orders)."""
    found = np.zeros((len(near), len(taus), times.shape[1]), dtype=np.float32)
    for at in range(len(times) - 1):
        apart = np.abs(times[at + 1 :] - times[at])
        for number, tau in enumerate(taus):
            close = (apart <= tau + _ROUNDING).astype(np.float32)
            found[:, number] += near[:, at, at + 1 :] @ close
    return found


def _outcomes(
    name: str, counts: npt.NDArray[np.float32], deltas: Sequence[float], taus: Sequence[float], exact: bool
) -> list[Outcome]:
    """counts: shape (deltas, taus, orders), the actual order first."""
    drawn = counts if exact else counts[:, :, 1:]
    as_great = np.count_nonzero(drawn >= counts[:, :, :1], axis=2)
    p = as_great / drawn.shape[2] if exact else (1 + as_great) / (drawn.shape[2] + 1)
    mean = drawn.mean(axis=2, dtype=np.float64)
    return [
        Outcome(Definition(name, delta, tau), float(p[i, j]), int(counts[i, j, 0]), float(mean[i, j]))
        for i, delta in enumerate(deltas)
        for j, tau in enumerate(taus)
    ]
