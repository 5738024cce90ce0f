"""Which places could have been reached on a journey, and when?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from desktop_app.analysis.whereabouts import Journey
from desktop_app.casebook.case import Case
from desktop_app.casebook.when import Span
from desktop_app.casebook.where import great_circle_km

HOURS = 24  # of a day


@dataclass(frozen=True, slots=True)
class Fan:
    """A journey's space-time prism, cut at places: when the traveller could have been within the radius of each."""

    actor: str
    leaves: str  # keys of places
    arrives: str
    during: Span  # from the earliest departure to the latest arrival
    kmh: float
    spans: Mapping[str, Span]  # by place; those out of reach are left out

    @property
    def is_possible(self) -> bool:
        """Whether that speed makes the journey at all."""
        return bool(self.spans)


def fan(case: Case, journey: Journey, places: Iterable[str], kmh: float) -> Fan | None:
    """The prism of a journey at these places, at a speed along the great circle; None where an end is not known.

    At a place no earlier than the way from where he left takes since the earliest departure, and no later than leaves
    time for the way to where he arrived by the latest arrival (Hägerstrand 1970; Miller 2005).
    """
    if journey.leaves is None or journey.arrives is None:
        return None
    start = min(journey.departure[0], journey.arrival[0])
    end = max(journey.departure[1], journey.arrival[1])
    if not (isfinite(start) and isfinite(end)):
        return None
    ends = journey.leaves.place, journey.arrives.place
    spans: dict[str, Span] = {}
    if _days(case, *ends, kmh) <= end - start:
        for key in places:
            span = start + _days(case, ends[0], key, kmh), end - _days(case, key, ends[1], kmh)
            if span[0] <= span[1]:
                spans[key] = span
    return Fan(journey.actor, *ends, (start, end), kmh, spans)


def _days(case: Case, a: str, b: str, kmh: float) -> float:
    """The least time from within the one place to within the other."""
    one, other = case.place[a], case.place[b]
    km = great_circle_km((one.lat, one.lon), (other.lat, other.lon)) - one.radius_km - other.radius_km
    return max(0.0, km) / kmh / HOURS
