"""When is one body recorded at two places, and which of the two lines is then drawn pale?"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from desktop_app.analysis.whereabouts import Itinerary, Sojourn
from desktop_app.casebook.case import Stay
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.when import Span

SLIVER_DAYS = 0.07  # that the days of two places differ by is no stay
_DAY = 1.01
_RANK = {Certainty.ESTABLISHED: 0, Certainty.PROBABLE: 1, Certainty.DISPUTED: 2, Certainty.CLAIMED: 2}


def doubles(itinerary: Itinerary) -> Mapping[str, tuple[Span, ...]]:
    """Spans of days, by the first stay of a sojourn, in which its line is pale: another stay tells more of them.

    During a trip the stay that it was a trip from; else what is less certain, or held less surely.  On a day that ends
    one stay and begins the next, of which nobody tells the hour, the longer one is pale; both if they are alike.
    """
    found: dict[str, list[Span]] = {}
    for at, first in enumerate(itinerary.sojourns):
        for later in itinerary.sojourns[at + 1 :]:
            if later.outer[0] >= first.outer[1]:
                break  # they stand in the order of their start
            if first.place != later.place:
                for one, other in ((first, later), (later, first)):
                    found.setdefault(one.stays[0].key, []).extend(_pale(one, other))
    whole = {key: [(a, b) for a, b in united(spans) if b - a > SLIVER_DAYS] for key, spans in found.items()}
    return {key: tuple(spans) for key, spans in whole.items() if spans}


def _pale(one: Sojourn, other: Sojourn) -> Iterator[Span]:
    """When the one gives way to the other."""
    start, end = max(one.outer[0], other.outer[0]), min(one.outer[1], other.outer[1])
    if start >= end:
        return
    if _nested(one, other) or _nested(other, one):
        trip, base = (other, one) if _nested(other, one) else (one, other)
        doubted = _rank(trip, start, end) == 2 > _rank(base, start, end)
        if (one is base) != doubted:
            yield start, end
        return
    cuts = sorted({start, end, *(jd for span in (one.inner, other.inner) if span for jd in span if start < jd < end)})
    for a, b in pairwise(cuts):
        own, theirs = (_rank(each, a, b) for each in (one, other))
        sure, they_sure = (_holds(each.inner, a, b) for each in (one, other))
        alike = (own, sure) == (theirs, they_sure) and b - a <= _DAY and _length(one) >= _length(other) - 0.01
        if (own, not sure) > (theirs, not they_sure) or alike:
            yield a, b


def _nested(inner: Sojourn, outer: Sojourn) -> bool:
    a, b = inner.outer, outer.outer
    return b[0] <= a[0] and a[1] <= b[1] and a[1] - a[0] < b[1] - b[0]


def _length(sojourn: Sojourn) -> float:
    return sojourn.outer[1] - sojourn.outer[0]


def _holds(span: Span | None, start: float, end: float) -> bool:
    return span is not None and span[0] <= start and end <= span[1]


def _rank(sojourn: Sojourn, start: float, end: float) -> int:
    """How certain the stay is that holds then: the most certain, if several do."""
    holding = [stay for stay in sojourn.stays if _meets(stay, start, end)] or sojourn.stays
    return min(_RANK[stay.certainty] for stay in holding)


def _meets(stay: Stay, start: float, end: float) -> bool:
    return stay.when.outer[0] < end and start < stay.when.outer[1]


def united(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans with something between them, ascending."""
    last: Span | None = None
    for start, end in sorted(spans):
        if last and start <= last[1] + SLIVER_DAYS:
            last = (last[0], max(end, last[1]))
        else:
            if last:
                yield last
            last = (start, end)
    if last:
        yield last
