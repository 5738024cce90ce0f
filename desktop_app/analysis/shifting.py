"""Were two itineraries near one another more often than if one had been shifted in time as a whole?

The one actor's days are turned round in a circle within the period in which both are attested; his itinerary keeps its
shape, and every shift by whole days is gone through, the actual one among them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from desktop_app.analysis.closeness import Array
from desktop_app.analysis.same_date import selection
from desktop_app.analysis.whereabouts import Sojourn, itineraries
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.where import great_circle_km

MOST_DAYS = 40_000
LEAST_DAYS = 20
UNKNOWN = -1

Places = npt.NDArray[np.int32]
Step = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Shifting:
    first: str  # actors, by keys
    second: str
    delta_km: float
    days: int  # in the period that both itineraries span
    start: float  # Julian Day (UTC) at which it begins
    observed: int  # days near one another
    expected: float  # mean over the shifts
    p: float
    shifts: int  # gone through: all there are
    near_by_shift: tuple[int, ...]  # days near one another if the second is shifted by so many days, from 0
    unattested: tuple[int, int]  # days on which nobody says where the one, or the other, was
    assumptions: tuple[str, ...]


def shift_test(case: Case, first: str, second: str, delta_km: float, *, step: Step = lambda _: None) -> Shifting:
    """Days on which two actors were within delta_km of one another, against all shifts of the second's itinerary.

    Raises Trouble for unknown actors, actors without stays, and itineraries that share less than LEAST_DAYS days.
    """
    for key in (first, second):
        if key not in case.actor:
            raise Trouble(
                what=tr("There is no actor “{}” in this case.").format(key), do=tr("Choose two of its actors.")
            )
    if first == second:
        raise Trouble(what=tr("An actor is always near himself."), do=tr("Choose two different actors."))
    if not delta_km >= 0:
        raise Trouble(
            what=tr("Nobody is nearer than {:g} km.").format(delta_km), do=tr("Give a distance of at least 0.")
        )
    sojourns = {key: own.sojourns for key, own in itineraries(case, (first, second)).items()}
    spans = []
    for key in (first, second):
        bounds = [_known(sojourn) for sojourn in sojourns[key]]
        if not bounds:
            raise Trouble(
                what=tr("Nothing says where {} was.").format(case.actor[key].name),
                do=tr("Choose an actor with stays, or enter some."),
            )
        spans.append((min(start for start, _ in bounds), max(end for _, end in bounds)))
    start, end = max(span[0] for span in spans), min(span[1] for span in spans)
    days = floor(end) - ceil(start)
    if days < LEAST_DAYS:
        raise Trouble(
            what=tr("The two itineraries have {} days in common.").format(max(0, days)),
            do=tr("Choose two actors who are attested over the same {} days or more.").format(LEAST_DAYS),
        )
    if days > MOST_DAYS:
        raise Trouble(
            what=tr("The two itineraries have {:,} days in common.").format(days),
            do=tr("Choose actors whose stays lie within {:,} days.").format(MOST_DAYS),
        )
    keys = [place.key for place in case.places]
    by_day = [_by_day(sojourns[key], keys, ceil(start), days) for key in (first, second)]
    counts = near_by_shift(by_day[0], by_day[1], _near(case, delta_km), step)
    return Shifting(
        first,
        second,
        delta_km,
        days,
        float(ceil(start)),
        int(counts[0]),
        float(counts.mean()),
        int(np.count_nonzero(counts >= counts[0])) / days,
        days,
        tuple(int(count) for count in counts),
        (int(np.count_nonzero(by_day[0] == UNKNOWN)), int(np.count_nonzero(by_day[1] == UNKNOWN))),
        (
            tr("By chance, the second itinerary could have begun on any day; what runs over the end begins again."),
            tr("A day on which nobody says where an actor was does not count as near."),
            tr("Neighbouring shifts are alike, so that p says less than so many shifts suggest."),
            tr("Where both had to be in the capital at one season, a shift takes that away: compare with the story."),
            selection(),
        ),
    )


def _known(sojourn: Sojourn) -> tuple[float, float]:
    """The span of a sojourn; an open end is cut where its other bound stands."""
    first, last = sojourn.start, sojourn.end
    start = first[0] if np.isfinite(first[0]) else first[1]
    end = last[1] if np.isfinite(last[1]) else last[0]
    return start, end


def _by_day(sojourns: Sequence[Sojourn], places: Sequence[str], start: int, days: int) -> Places:
    """The place of an actor at noon of each day; the shortest sojourn counts where one lies within another."""
    found = np.full(days, UNKNOWN, dtype=np.int32)
    for sojourn in sorted(sojourns, key=lambda one: _known(one)[0] - _known(one)[1]):
        first, last = _known(sojourn)
        found[max(0, ceil(first - start)) : max(0, floor(last - start) + 1)] = places.index(sojourn.place)
    return found


def _near(case: Case, delta_km: float) -> npt.NDArray[np.bool_]:
    at = [(place.lat, place.lon) for place in case.places]
    return np.array([[great_circle_km(a, b) <= delta_km + 1e-9 for b in at] for a in at])


def near_by_shift(
    first: Places, second: Places, near: npt.NDArray[np.bool_], step: Step = lambda _: None
) -> npt.NDArray[np.int64]:
    """Days near one another for each shift of the second, shape (days,).

    first, second: numbers of places by day, UNKNOWN where unattested; near: shape (places, places).
    A correlation in a circle for each place of the first, by the Fourier transform.
    """
    total: Array = np.zeros(len(first))
    visited = [place for place in np.unique(first) if place != UNKNOWN]
    for number, place in enumerate(visited):
        step(number / len(visited))
        there = (second != UNKNOWN) & near[place][second]
        spectrum = np.conj(np.fft.rfft(first == place)) * np.fft.rfft(there)
        total += np.fft.irfft(spectrum, len(first))
    step(1.0)
    # shifted by s, the second is on day d where he was on day d - s
    return np.rint(np.roll(total[::-1], 1)).astype(np.int64)
