"""Where does a hairline say that lines side by side in one band are not at one place?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.analysis.whereabouts import Sojourn
from desktop_app.casebook.when import Span

_MOST = 600
Pairs = Collection[frozenset[str]]  # of places


@dataclass(frozen=True, slots=True)
class Parting:
    """Between two actors' lines, for a span of days."""

    upper: str  # actors
    lower: str
    span: Span


def partings(sojourns: Sequence[Sojourn], lanes: Mapping[str, int], parted: Pairs) -> tuple[Parting, ...]:
    """Between each two neighbours of a band who may have been at `parted` places at one time, for that time.

    In a band of more than 600 stays no line can be told from another, and nothing parts them.
    """
    return tuple(_found(sojourns, lanes, parted)) if len(sojourns) <= _MOST else ()


def _found(sojourns: Sequence[Sojourn], lanes: Mapping[str, int], parted: Pairs) -> Iterator[Parting]:
    begun = sorted(sojourns, key=lambda one: one.outer[0])
    for at, one in enumerate(begun):
        for other in begun[at + 1 :]:
            if other.outer[0] >= one.outer[1]:
                break
            if one.actor == other.actor or frozenset((one.place, other.place)) not in parted:
                continue
            start, end = other.outer[0], min(one.outer[1], other.outer[1])
            upper, lower = sorted((one.actor, other.actor), key=lanes.__getitem__)
            between = any(
                lanes[upper] < lanes[third.actor] < lanes[lower] and third.outer[0] < end and start < third.outer[1]
                for third in begun
            )
            if not between:  # else the third stands apart from one of them
                yield Parting(upper, lower, (start, end))
