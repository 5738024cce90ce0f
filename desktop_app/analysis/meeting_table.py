"""Who of these met whom, when and where, documented by what; which statements exclude one another?"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from desktop_app.analysis.contradictions import Contradiction, contradictions
from desktop_app.analysis.copresence import SAME_PLACE_KM, CoPresence, Record
from desktop_app.analysis.near_misses import NearMiss, bounded, near_misses
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import Span

Step = Callable[[float], None]

MOST_DAYS = 3660.0  # between two for a near miss

# What may be left out to see how much rests on it, from all to the least: name, certainties.
STEPS: tuple[tuple[str, tuple[Certainty, ...]], ...] = (
    ("all", tuple(Certainty)),
    ("without-disputed", (Certainty.ESTABLISHED, Certainty.PROBABLE)),
    ("established", (Certainty.ESTABLISHED,)),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting, sure or possible, of two actors (of all_together: of more); or a near miss, which is none.

    Of a near miss it runs from the day the first actor left to the day the second came, and is sure if the days between
    surely were no more than those asked for.
    """

    actors: tuple[str, ...]  # keys
    places: tuple[str, ...]  # one, or two that are near; none: an event without a place documents it
    start: float  # JD
    end: float
    sure: bool
    least_km: float
    greatest_km: float | None  # None: not known where
    stays: tuple[str, ...]  # what it rests on
    events: tuple[str, ...]  # what it rests on, and what documents it
    documented: tuple[str, ...]  # the events at which both were present at the time
    sources: tuple[str, ...]
    calendars: Span | None = None  # longitudes by whose days beginning and end are dated; None: those of its place
    gap_days: Span | None = None  # of a near miss: the least and the greatest time between them; None: a meeting

    @property
    def is_meeting(self) -> bool:
        """Whether they were, or may have been, there at once."""
        return self.gap_days is None


@dataclass(frozen=True, slots=True)
class MeetingTable:
    actors: tuple[str, ...]
    during: Span | None
    within_km: float | None
    rows: tuple[Row, ...]  # by beginning; of two that begin together the sure one last
    contradictions: tuple[Contradiction, ...]
    assumptions: tuple[str, ...]
    within_days: float = 0.0  # so many days from one another count as a near miss; 0: none is looked for

    @property
    def undocumented(self) -> tuple[Row, ...]:
        """The meetings that no event of the case tells of."""
        return tuple(row for row in self.rows if row.is_meeting and not row.documented)


def meeting_table(
    case: Case,
    means: Sequence[Means],
    actors: Iterable[str] | None = None,
    during: Span | None = None,
    within_km: float | None = None,
    certainties: Collection[Certainty] = tuple(Certainty),
    step: Step = lambda _: None,
    within_days: float = 0.0,
) -> MeetingTable:
    """All meetings of every two of the actors (None: of all) that may have been within a span, in whole.

    within_km: how near counts as together; None: at the same place.  within_days: of those who were not there at once,
    how many days may lie between them for a near miss.  means: those that contradictions are told by.
    step: called with the share done, now and then.  Raises Trouble for an actor that the case lacks, for fewer than
    two, and for a distance or a number of days that is none.
    """
    chosen = chosen_actors(case, actors)
    if within_km is not None and not 0 <= within_km < 30_000:
        raise Trouble(
            what=tr("{:g} km is no distance on Earth.").format(within_km), do=tr("Give a distance such as 50km.")
        )
    if not 0 <= within_days <= MOST_DAYS:
        raise Trouble(
            what=tr("{:g} days are no near miss.").format(within_days),
            do=tr("Give a number of days from 0 to {:g}.").format(MOST_DAYS),
        )
    record = Record(case, certainties, within_km)
    rows: list[Row] = []
    for at, a in enumerate(chosen):
        rows += [_row(record, one) for b in chosen[at + 1 :] for one in _distinct(record.meetings(a, b))]
        step((at + 1) / len(chosen) * (0.7 if within_days else 1.0))
    rows += [_missed(record, one) for one in near_misses(record, chosen, within_days)]
    step(1.0)
    kept = [row for row in rows if during is None or (row.start < during[1] and during[0] < row.end)]
    kept.sort(key=lambda row: (row.start, row.end, row.sure, row.actors))
    clashes = [
        one
        for one in contradictions(case, means, chosen, certainties)
        if during is None or any(_meets(statement.when.outer, during) for statement in (one.first, one.second))
    ]
    assumptions = _assumptions(within_km, within_days, certainties)
    return MeetingTable(chosen, during, within_km, tuple(kept), tuple(clashes), assumptions, within_days)


def chosen_actors(case: Case, actors: Iterable[str] | None) -> tuple[str, ...]:
    """The actors asked of (None: all), each once.  Raises Trouble for one that the case lacks, or fewer than two."""
    chosen = tuple(dict.fromkeys(case.actor if actors is None else actors))
    for key in chosen:
        if key not in case.actor:
            raise Trouble(
                what=tr("There is no actor “{}” in this case.").format(key),
                do=tr("Choose among: {}.").format(", ".join(case.actor)),
            )
    if len(chosen) < 2:
        raise Trouble(what=tr("A meeting needs two actors or more."), do=tr("Name at least two."))
    return chosen


def all_together(rows: Iterable[Row], actors: Collection[str]) -> tuple[Row, ...]:
    """Spans in which all of three or more actors were at one place, out of the meetings of every two of them.

    Sure where every two surely met there at the time, and an event of that time documents no more than one of them
    without documenting all.
    """
    pairs = {frozenset(pair) for pair in combinations(dict.fromkeys(actors), 2)}
    by_place: dict[tuple[tuple[str, ...], bool], dict[frozenset[str], list[Row]]] = {}
    for row in rows:
        if row.is_meeting and frozenset(row.actors) in pairs and len(row.places) <= 1:
            by_place.setdefault((row.places, row.sure), {}).setdefault(frozenset(row.actors), []).append(row)
    found: list[Row] = []
    for own in by_place.values():
        if own.keys() != pairs:
            continue
        first, *others = own.values()
        shared: list[tuple[float, float, tuple[Row, ...]]] = [(row.start, row.end, (row,)) for row in first]
        for other in others:
            shared = [
                (max(start, row.start), min(end, row.end), (*of, row))
                for start, end, of in shared
                for row in other
                if max(start, row.start) < min(end, row.end)
            ]
        found += [_joined(tuple(dict.fromkeys(actors)), start, end, of) for start, end, of in shared if _at_once(of)]
    return tuple(sorted(found, key=lambda row: (row.start, row.end, row.sure)))


def _at_once(rows: Sequence[Row]) -> bool:
    """Whether those who surely met two by two did so at the same time: all by stays, or all at one event."""
    by_events = [row for row in rows if row.sure and row.end - row.start <= 1.01 and row.events]
    return not by_events or bool(frozenset.intersection(*(frozenset(row.events) for row in by_events)))


def _joined(actors: tuple[str, ...], start: float, end: float, rows: Sequence[Row]) -> Row:
    def united(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for part in parts for key in part))

    known = [row.greatest_km for row in rows if row.greatest_km is not None]
    return Row(
        actors,
        rows[0].places,
        start,
        end,
        rows[0].sure,
        max(row.least_km for row in rows),
        max(known) if known else None,
        united(row.stays for row in rows),
        united(row.events for row in rows),
        tuple(sorted(frozenset.intersection(*(frozenset(row.documented) for row in rows)))),
        united(row.sources for row in rows),
    )


def _distinct(found: Iterable[CoPresence]) -> list[CoPresence]:
    """Without the possible ones that say no more than a sure one."""
    known = list(found)
    sure = {(one.places, one.start, one.end) for one in known if one.sure}
    return [one for one in known if one.sure or (one.places, one.start, one.end) not in sure]


def _row(record: Record, one: CoPresence) -> Row:
    case = record.case
    theirs = {event.key for event in record.attended(one.b)}
    documented = tuple(
        event.key
        for event in record.attended(one.a)
        if event.key in theirs
        and _meets(event.when.outer, (one.start, one.end))
        and (event.place is None or event.place in one.places)
    )
    events = tuple(dict.fromkeys((*one.events, *documented)))
    least, greatest = record.between_km(one.places[0], one.places[-1]) if one.places else (0.0, None)
    return Row(
        (one.a, one.b),
        one.places,
        one.start,
        one.end,
        one.sure,
        least,
        greatest,
        one.stays,
        events,
        documented,
        _sources(case, one.stays, events),
        record.calendars((one.a, one.b), (one.start, one.end)),
    )


def _missed(record: Record, one: NearMiss) -> Row:
    first, last = bounded(one)
    least, greatest = record.between_km(one.places[0], one.places[-1])
    return Row(
        (one.first, one.second),
        one.places,
        first,
        last,
        one.sure,
        least,
        greatest,
        one.stays,
        one.events,
        (),
        _sources(record.case, one.stays, one.events),
        record.calendars((one.first, one.second), (first, last)),
        one.gap_days,
    )


def _sources(case: Case, stays: Iterable[str], events: Iterable[str]) -> tuple[str, ...]:
    cited = [citation for key in stays for citation in case.stay[key].citations]
    cited += [citation for key in events for citation in case.event[key].citations]
    return tuple(dict.fromkeys(citation.source for citation in cited))


def _meets(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _assumptions(within_km: float | None, within_days: float, certainties: Collection[Certainty]) -> tuple[str, ...]:
    found = [
        tr("Sure is what holds for every reading of the dates and rests on established statements alone."),
        tr("Possible is what holds for at least one reading, or rests on a probable, disputed or claimed statement."),
        tr("A stay known to the day surely lasted from the end of its first day to the beginning of its last."),
    ]
    if within_km is None:
        found.append(
            tr(
                "At the same place is sure only where its radius is at most {:g} km, or aboard one ship or train."
            ).format(SAME_PLACE_KM)
        )
    else:
        found.append(
            tr("Together is who was within {:g} km: surely by the greatest distance that the radii allow,").format(
                within_km
            )
            + " "
            + tr("possibly by the least.")
        )
    if within_days:
        words = tr("A near miss is no meeting: one had left before the other came, by every reading of the dates, and")
        words += " " + tr("at the least no more than {:g} days lay between; it is sure if at the most no more did.")
        found.append(words.format(within_days))
    found += [
        tr("Who was present at one event of at most a day met the others there; at a longer one, possibly."),
        tr("A state or a body counts as present where any of it is recorded."),
    ]
    if left := [str(each) for each in Certainty if each not in certainties]:
        found.append(tr("Left out are statements that are {}.").format(", ".join(map(tr, left))))
    return tuple(found)
