"""Where does a hairline say that lines side by side in one band are not at one place?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from desktop_app.analysis.whereabouts import Sojourn

Span = tuple[float, float]
Pairs = Collection[frozenset[str]]  # of places


@dataclass(frozen=True, slots=True)
class Parting:
    """Between two actors' lines, for a span of days."""

    upper: str  # actors
    lower: str
    span: Span


def partings(sojourns: Sequence[Sojourn], lanes: Mapping[str, int], parted: Pairs) -> tuple[Parting, ...]:
    """Between each two neighbours of a band who may have been at `parted` places at one time, for that time."""
    return tuple(_found(sojourns, lanes, parted))


def _found(sojourns: Sequence[Sojourn], lanes: Mapping[str, int], parted: Pairs) -> Iterator[Parting]:
    for one, other in combinations(sojourns, 2):
        if one.actor == other.actor or frozenset((one.place, other.place)) not in parted:
            continue
        start, end = max(one.outer[0], other.outer[0]), min(one.outer[1], other.outer[1])
        upper, lower = sorted((one.actor, other.actor), key=lanes.__getitem__)
        between = any(
            lanes[upper] < lanes[third.actor] < lanes[lower] and third.outer[0] < end and start < third.outer[1]
            for third in sojourns
        )
        if start < end and not between:  # else the third stands apart from one of them
            yield Parting(upper, lower, (start, end))
