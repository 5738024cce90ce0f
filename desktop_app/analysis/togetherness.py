"""How many days was each with each, surely and possibly, and who belongs beside whom?"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isfinite

from desktop_app.analysis.copresence import CoPresence, Record
from desktop_app.casebook.case import Case
from desktop_app.casebook.terms import Certainty, Presence
from desktop_app.casebook.when import Span

Pair = tuple[str, str]  # keys of two actors
Meetings = Mapping[Pair, tuple[CoPresence, ...]]  # of the pairs that met at all, each in the order of the case


@dataclass(frozen=True, slots=True)
class Cell:
    """Two actors within a period."""

    pair: Pair
    sure: tuple[CoPresence, ...]  # by their beginning, cut to nothing: they may reach beyond the period
    possible: tuple[CoPresence, ...]
    sure_days: float
    most_days: float  # that the dates allow, the sure ones among them
    coincident: bool  # both were present at an event that coincided
    events: tuple[str, ...]  # at which both were present in the period

    @property
    def more_days(self) -> float:
        return self.most_days - self.sure_days


@dataclass(frozen=True, slots=True)
class Togetherness:
    """Every two of some actors within a period; who was with nobody has no cell."""

    actors: tuple[str, ...]  # in the order of who is most together
    cells: Mapping[frozenset[str], Cell]
    period: tuple[Span, ...]
    within_km: float | None

    @property
    def days(self) -> float:
        return sum(end - start for start, end in self.period)

    def cell(self, a: str, b: str) -> Cell | None:
        return self.cells.get(frozenset((a, b)))


def all_meetings(
    case: Case, certainties: Collection[Certainty] = tuple(Certainty), within_km: float | None = None
) -> Meetings:
    """The co-presences of every two actors of a case; within_km: how near counts, None: at one place."""
    record = Record(case, certainties, within_km)
    found = {pair: record.meetings(*pair) for pair in combinations(case.actor, 2)}
    return {pair: those for pair, those in found.items() if those}


def togetherness(
    case: Case,
    meetings: Meetings,
    actors: Iterable[str],
    period: Sequence[Span],
    within_km: float | None = None,
    certainties: Collection[Certainty] = tuple(Certainty),
) -> Togetherness:
    """The days of every two of the actors within a period, spans of Julian Days (UTC) that do not overlap."""
    chosen = [key for key in case.actor if key in set(actors)]
    cells = {}
    for pair in combinations(chosen, 2):
        within = [one for one in meetings.get(pair, ()) if _days([one], period) > 0]
        if not within:
            continue
        sure, possible = ([one for one in within if one.sure == wanted] for wanted in (True, False))
        sure_days = _days(sure, period)
        events, coincident = _events(case, pair, period, certainties)
        cells[frozenset(pair)] = Cell(
            pair,
            tuple(sure),
            tuple(possible),
            sure_days,
            max(sure_days, _days(within, period)),
            coincident,
            events,
        )
    return Togetherness(_ordered(chosen, cells), cells, tuple(period), within_km)


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that do not touch, ascending."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def cut(spans: Iterable[Span], period: Iterable[Span]) -> tuple[Span, ...]:
    """What of the spans lies within the period."""
    stretches = tuple(period)
    pieces = ((max(a, c), min(b, d)) for a, b in spans for c, d in stretches)
    return tuple(sorted(piece for piece in pieces if piece[0] < piece[1]))


def whole_time(case: Case) -> Span | None:
    """From the first to the last moment that a stay or an event of the case names."""
    whens = [*(stay.when for stay in case.stays), *(event.when for event in case.events)]
    starts = [jd for when in whens for jd in when.start if isfinite(jd)]
    ends = [jd for when in whens for jd in when.end if isfinite(jd)]
    return (min(starts), max(ends)) if starts and ends else None


def _days(found: Iterable[CoPresence], period: Iterable[Span]) -> float:
    return sum(end - start for start, end in cut(united((one.start, one.end) for one in found), period))


def _events(
    case: Case, pair: Pair, period: Sequence[Span], certainties: Collection[Certainty]
) -> tuple[tuple[str, ...], bool]:
    """The events of the period at which both were present, and whether one of them is among what coincided."""
    found = []
    for event in case.events:
        if event.certainty not in certainties:
            continue
        present = {one.actor for one in event.participants if one.presence == Presence.PRESENT}
        if present.issuperset(pair) and cut([event.when.outer], period):
            found.append(event.key)
    return tuple(found), any(key in case.coincident for key in found)


def _ordered(actors: Sequence[str], cells: Mapping[frozenset[str], Cell]) -> tuple[str, ...]:
    """A chain in which everybody stands beside one with whom he was much together; who was with nobody stands last.

    It begins with the two who were together most, and goes on with the one who was longest with the last.
    """

    def days(a: str, b: str) -> tuple[float, float]:
        cell = cells.get(frozenset((a, b)))
        return (cell.sure_days, cell.most_days) if cell else (0.0, 0.0)

    left = [key for key in actors if any(key in pair for pair in cells)]
    alone = [key for key in actors if key not in left]
    chain: list[str] = []
    while left:
        if not chain or not any(days(chain[-1], key)[1] for key in left):
            pairs = [(days(a, b), a, b) for a, b in combinations(left, 2)]
            if not pairs:
                chain += left
                break
            best = max(one[0] for one in pairs)
            a, b = next((a, b) for own, a, b in pairs if own == best)
            # the one of them who is with fewer others begins
            others = [sum(days(key, other)[0] for other in left if other not in (a, b)) for key in (a, b)]
            first = a if others[0] <= others[1] else b
            chain.append(first)
            left.remove(first)
            continue
        last = chain[-1]
        following = max(left, key=lambda key: (days(last, key), sum(days(key, other)[0] for other in chain)))
        chain.append(following)
        left.remove(following)
    return (*chain, *alone)
