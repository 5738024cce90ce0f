"""Whose distances tell a case's story?"""

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from desktop_app.analysis.copresence import SAME_PLACE_KM
from desktop_app.analysis.courses import Pair
from desktop_app.analysis.proximity import Array, meetings, separation_km, tracks
from desktop_app.casebook.case import Case
from desktop_app.casebook.terms import ActorKind
from desktop_app.casebook.when import Span
from desktop_app.charts.cast import default_actors, of_actors

PAIRS = 3  # at first view
_ALIKE = 0.35  # of a unit of log kilometres: two distances that differ less on average tell the same
_SAMPLES = 160
_MOST_ACTORS = 12  # among whom pairs are looked for


def default_pairs(case: Case, actors: Iterable[str] | None = None, limit: int = PAIRS) -> tuple[Pair, ...]:
    """Pairs of the actors (None: of the first view) that come together and part about the coincident events.

    A pair counts for what is known of it, for how evenly it was together and apart in the case's windows, and for the
    coincident events that both took part in; one whose distance runs like that of a pair already chosen counts less.
    """
    first = default_actors(case)
    keys = first if actors is None else tuple(actors)
    if len(keys) > _MOST_ACTORS:  # those of the first view before the others
        keys = tuple(sorted(keys, key=lambda key: key not in first))[:_MOST_ACTORS]
    case = of_actors(case, keys)
    known = tracks(case, keys)
    jd = _samples(case)
    series = {}
    for pair in combinations(keys, 2):
        band = separation_km(known[pair[0]], known[pair[1]], jd)
        if not np.isnan(band).all():
            series[pair] = band
    worth = {pair: _worth(case, pair, band) for pair, band in series.items()}
    chosen: list[Pair] = []
    while len(chosen) < limit and len(chosen) < len(series):
        rest = [pair for pair in series if pair not in chosen]
        chosen.append(max(rest, key=lambda pair: worth[pair] - _known_already(pair, chosen, series)))
    return tuple(chosen)


def _samples(case: Case) -> Array:
    """Moments in the windows that the charts open on."""
    windows: list[Span] = [when.outer for when in case.focus]
    return np.concatenate([np.linspace(start, end, _SAMPLES // len(windows)) for start, end in windows])


def _worth(case: Case, pair: Pair, band: Array) -> float:
    seen = ~np.isnan(band[0])
    near = float((seen & (band[0] <= SAME_PLACE_KM)).mean())
    apart = float((seen & (band[0] > SAME_PLACE_KM)).mean())
    events = [case.event[key] for key in case.coincident]
    shares = sum(1 for event in events if set(pair) <= {one.actor for one in event.participants})
    met = any(
        one.start < event.when.end[1] and event.when.start[0] < one.end and one.place == event.place
        for one in meetings(case, *pair)
        for event in events
    )
    persons = sum(1 for key in pair if case.actor[key].kind == ActorKind.PERSON)
    order = {actor.key: at for at, actor in enumerate(case.actors)}
    rank = sum(order[key] for key in pair) / len(order)
    together = 2 * min(near, apart) + 0.3 * near
    return 0.6 * float(seen.mean()) + together + 0.3 * min(shares, 2) + 0.5 * met + 0.1 * persons - 0.5 * rank


def _known_already(pair: Pair, chosen: Sequence[Pair], series: dict[Pair, Array]) -> float:
    """What a pair adds nothing to: the same course as a chosen one, or the same people again."""
    cost = 0.0
    for other in chosen:
        difference = np.abs(np.log1p(series[pair] / 10) - np.log1p(series[other] / 10))
        shared = ~np.isnan(difference)
        if shared.any() and float(difference[shared].mean()) < _ALIKE:
            cost += 1.0
        cost += 0.03 * len(set(pair) & set(other))
    return cost
