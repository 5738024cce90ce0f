"""Which stays of one person in a table exclude one another: surely at two distant places at once?

A first look for the report; the meetings of a case tell all contradictions, journeys that were too fast among them.
"""

from dataclasses import dataclass

from desktop_app.analysis.copresence import SAME_PLACE_KM, Record, There
from desktop_app.casebook.case import Case


@dataclass(frozen=True, slots=True)
class Excluding:
    """One person, surely at both places during some time."""

    first: There
    second: There
    start: float  # JD
    end: float


def excluding(case: Case) -> tuple[Excluding, ...]:
    """By time.  Distant are places whose edges are more than 50 km apart."""
    record = Record(case)
    found: list[Excluding] = []
    for actor in case.actor:
        begun: list[There] = []
        for there in sorted(record.surely(actor), key=lambda one: one.start):
            begun = [one for one in begun if one.end > there.start]
            found += [
                Excluding(one, there, there.start, min(one.end, there.end))
                for one in begun
                if record.between_km(one.place, there.place)[0] > SAME_PLACE_KM
            ]
            begun.append(there)
    return tuple(sorted(found, key=lambda one: one.start))
