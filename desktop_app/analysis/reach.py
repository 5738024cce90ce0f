"""Could they have met? With how much to spare, where and when, and how fast would they have had to be?"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import pairwise, takewhile
from math import inf, isfinite

from desktop_app.analysis.alibi import Spare, Together
from desktop_app.analysis.globe import positions
from desktop_app.analysis.meeting_ground import Ground, meeting_ground
from desktop_app.analysis.prisms import HOURS, MANY_PLACES, Anchor, Bead, Necklace, ground_between_km, necklace
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import MOST_KMH
from desktop_app.casebook.terms import ActorKind, Certainty
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import Span

Step = Callable[[float], None]

MOST_ACTORS = 20
_MOST_SETS = 400  # of prisms in which all could have met, that ground and times are told of


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether actors could have met within a span, at a top speed.

    Spare hours: the most by which everybody could have set out, or come, so much later and had to go on so much sooner.
    Spare kilometres: what can be travelled in them.  Negative: so much was lacking.
    """

    actors: tuple[str, ...]
    during: Span
    kmh: float
    possible: bool
    slack_hours: float  # infinite: nothing recorded of them sets a bound
    slack_km: float
    needed_kmh: float | None  # the least speed that would do; 0: none was needed; None: no speed would
    times: tuple[Span, ...]  # when they could have met, ascending
    ground: Ground | None  # where; None: nowhere
    best: tuple[float, float, float] | None  # JD, latitude, longitude: where the most is to spare, or the least lacking
    stays: tuple[str, ...]  # the anchors that the answer rests on
    events: tuple[str, ...]
    cones: tuple[str, ...]  # actors of whom the answer takes what lies before the first or after the last record
    unknown: tuple[str, ...]  # actors of whom no place is recorded
    hurried: tuple[tuple[str, str, str], ...]  # actor, from, to: his own journeys, too fast for it
    with_transit: bool
    assumptions: tuple[str, ...]

    @property
    def when(self) -> Span | None:
        return (self.times[0][0], self.times[-1][1]) if self.times else None


def could_meet(
    case: Case,
    actors: Sequence[str],
    during: Span | None,
    kmh: float,
    certainties: Collection[Certainty] = tuple(Certainty),
    *,
    with_transit: bool = False,
    step: Step = lambda _: None,
) -> Reach:
    """Whether two or more actors could have met within a span (None: all that is recorded of them).

    kmh: the top speed along great circles.  The answer agrees with a search over all places and times; spare hours are
    right to a hundredth of an hour or two in a thousand.  step: called with the share done, now and then.
    Raises Trouble for fewer than two actors, for one that the case lacks, and for one that is in many places at once.
    """
    chosen = _checked(actors)

    def chains_at(speed: float) -> list[Necklace]:
        return [necklace(case, actor, speed, certainties, with_transit=with_transit) for actor in chosen]

    kmh = float(kmh)
    chains = chains_at(kmh)
    span = recorded_span(chains) if during is None else during
    best, together = _best(chains, span, kmh)
    step(0.3)
    possible = best.hours >= 0
    sets = list(_possible(chains, span, kmh)) if possible else []
    step(0.5)
    needed = _settled_kmh(chains_at, chains, span, kmh if possible else inf)
    step(0.7)
    times = _united(one.times(kmh, spare.jd) for one, spare in sets)
    ground = _ground(sets, span, kmh)
    step(1.0)
    hours = _lacking_at_least(best, chains, span, kmh)
    beads = together.beads if together else ()
    stays = tuple(dict.fromkeys(key for bead in beads for anchor in _anchors(bead) for key in anchor.stays))
    events = tuple(dict.fromkeys(key for bead in beads for anchor in _anchors(bead) for key in anchor.events))
    cones = tuple(bead.actor for bead in beads if bead.is_cone and (bead.leaves or bead.arrives))
    unknown = tuple(chain.actor for chain in chains if not chain.anchors)
    return Reach(
        chosen,
        span,
        kmh,
        possible,
        hours,
        hours * kmh,
        needed,
        times,
        ground,
        _place_and_time(best),
        stays,
        events,
        cones,
        unknown,
        _hurried(chains, span, kmh),
        with_transit,
        _assumptions(case, chains, cones, unknown, with_transit=with_transit),
    )


def no_better(bound: Reach, plain: Reach) -> Reach:
    """The answer by all that is recorded: it cannot leave more than what the journeys alone are left out of."""
    needed = None if None in (bound.needed_kmh, plain.needed_kmh) else max(bound.needed_kmh or 0, plain.needed_kmh or 0)
    if bound.slack_hours <= plain.slack_hours:
        return replace(bound, needed_kmh=needed)
    times, ground = (bound.times, bound.ground) if plain.possible else ((), None)
    return replace(
        plain,
        needed_kmh=needed,
        times=times,
        ground=ground,
        with_transit=True,
        hurried=bound.hurried,
        assumptions=bound.assumptions,
    )


@dataclass(frozen=True, slots=True)
class Slack:
    """The short answer: whether they could have met, and with how much to spare."""

    kmh: float
    possible: bool
    hours: float
    km: float
    hopeless: bool  # no speed would have helped


def slack(
    case: Case,
    actors: Sequence[str],
    during: Span,
    kmh: float,
    certainties: Collection[Certainty] = tuple(Certainty),
    *,
    with_transit: bool = False,
) -> Slack:
    """What `could_meet` says, but for when, where and how fast: in a fraction of its time.  Raises Trouble likewise."""
    chains = [necklace(case, actor, kmh, certainties, with_transit=with_transit) for actor in _checked(actors)]
    best, _ = _best(chains, during, kmh)
    hours = _lacking_at_least(best, chains, during, kmh)
    return Slack(kmh, hours >= 0, hours, hours * kmh, best.hours == -inf)


def no_more(bound: Slack, plain: Slack) -> Slack:
    """The short answer by all that is recorded, which cannot leave more than that without the journeys."""
    hours = min(bound.hours, plain.hours)
    return Slack(bound.kmh, hours >= 0, hours, hours * bound.kmh, bound.hopeless or plain.hopeless)


def bodies(case: Case) -> tuple[str, ...]:
    """The actors who are in one place at a time: persons, ships, forces and groups."""
    return tuple(actor.key for actor in case.actors if actor.kind not in MANY_PLACES)


def _checked(actors: Sequence[str]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(actors))
    if not 2 <= len(chosen) <= MOST_ACTORS:
        raise Trouble(
            what=tr("A meeting needs two actors or more, at most {}.").format(MOST_ACTORS), do=tr("Choose them.")
        )
    return chosen


def _lacking_at_least(best: Spare, chains: Sequence[Necklace], span: Span, kmh: float) -> float:
    """The hours to spare; where no speed helps, minus half the way between the places where they were."""
    return best.hours if best.hours > -inf else -_least_gap_km(chains, span) / 2 / kmh


def recorded_span(chains: Sequence[Necklace]) -> Span:
    """From the first that is recorded of any of them to the last.  Raises Trouble if nothing is."""
    dated = [anchor for chain in chains for anchor in chain.anchors]
    if not dated:
        raise Trouble(
            what=tr("Nothing is recorded of where they were."), do=tr("Say for which time it is to be answered.")
        )
    first = min(one.begins if isfinite(one.begins) else min(one.arrives, one.leaves) for one in dated)
    last = max(one.ends if isfinite(one.ends) else max(one.arrives, one.leaves) for one in dated)
    return first, last


def _best(chains: Sequence[Necklace], span: Span, kmh: float) -> tuple[Spare, Together | None]:
    """The set of prisms, one of each actor, with the most to spare: the most promising first."""
    best, chosen = Spare(-inf, span[0], None), None
    for together, bound in _in_order(chains, span, lambda one: one.bound(kmh)):
        if bound <= best.hours or bound == -inf:
            break
        spare = together.spare(kmh, floor=best.hours)
        if spare.hours > best.hours:
            best, chosen = spare, together
    return best, chosen


def _possible(chains: Sequence[Necklace], span: Span, kmh: float) -> Iterator[tuple[Together, Spare]]:
    """The sets of prisms in which they could have met."""
    count = 0
    for together, bound in _in_order(chains, span, lambda one: one.bound(kmh)):
        if bound < 0 or count >= _MOST_SETS:
            return
        spare = together.any_spare(kmh)
        if spare.hours >= 0:
            count += 1
            yield together, spare


def _settled_kmh(
    chains_at: Callable[[float], list[Necklace]], chains: Sequence[Necklace], span: Span, known: float
) -> float | None:
    """The least speed that would do; where trips and voyages allow for the way, at that speed itself."""
    needed, tight = _needed_kmh(chains, span, known), chains_at(MOST_KMH)
    if not needed or _alike(chains, tight, chains_at(needed / 2)):
        return needed
    enough = _needed_kmh(tight, span, inf)
    if not enough:
        return enough
    low, high = 0.0, enough
    while high - low > 0.002 * high:
        middle = (low + high) / 2
        low, high = (low, middle) if _can(chains_at(middle), span, middle) else (middle, high)
    return high


def _alike(*chains: Sequence[Necklace]) -> bool:
    return len({tuple(one.anchors for one in each) for each in chains}) == 1


def _can(chains: Sequence[Necklace], span: Span, kmh: float) -> bool:
    """Whether they could have met at this speed."""
    sets = _in_order(chains, span, lambda one: one.bound(kmh))
    return any(together.can(kmh) for together, _ in takewhile(lambda each: each[1] >= 0, sets))


def _needed_kmh(chains: Sequence[Necklace], span: Span, known: float) -> float | None:
    """The least speed that would do."""
    least = known
    for together, bound in _in_order(chains, span, lambda one: -one.least_kmh()):
        if -bound >= least:
            break
        least = min(least, together.needed_kmh(least))
    return least if isfinite(least) else None


def _least_gap_km(chains: Sequence[Necklace], span: Span) -> float:
    """How far apart the places are at which they surely were, where that is least."""
    return next((-bound for _, bound in _in_order(chains, span, lambda one: -one.apart_km)), 0.0)


def _in_order(
    chains: Sequence[Necklace], span: Span, rank: Callable[[Together], float]
) -> Iterator[tuple[Together, float]]:
    """All sets of one bead an actor that share some time, the highest rank first; more actors never raise a rank."""
    heap: list[tuple[float, int, int, tuple[Bead, ...], Together]] = []
    made = 0

    def push(beads: tuple[Bead, ...]) -> None:
        nonlocal made
        together = Together(beads, span)
        if together.span[0] <= together.span[1]:
            made += 1
            heappush(heap, (-rank(together), -len(beads), made, beads, together))

    for bead in chains[0].beads:
        push((bead,))
    while heap:
        rank_of, _, _, beads, together = heappop(heap)
        if len(beads) == len(chains):
            yield together, -rank_of
        else:
            for bead in chains[len(beads)].beads:
                if bead.start <= together.span[1] and together.span[0] <= bead.end:
                    push((*beads, bead))


def _anchors(bead: Bead) -> Iterator[Anchor]:
    return (one for one in (bead.leaves, bead.at, bead.arrives) if one)


def _hurried(chains: Sequence[Necklace], span: Span, kmh: float) -> tuple[tuple[str, str, str], ...]:
    """The recorded journeys of that time that nobody could make so slowly."""
    return tuple(
        (chain.actor, one.place, other.place)
        for chain in chains
        for one, other in pairwise(chain.anchors)
        if other.arrives >= span[0]
        and one.leaves <= span[1]
        and ground_between_km(one, other) / kmh / HOURS > other.arrives - one.leaves
    )


def _united(spans: Iterator[Span]) -> tuple[Span, ...]:
    united: list[Span] = []
    for first, last in sorted(spans):
        if united and first <= united[-1][1] + 1 / 1440:
            united[-1] = (united[-1][0], max(last, united[-1][1]))
        else:
            united.append((first, last))
    return tuple(united)


def _ground(sets: Sequence[tuple[Together, Spare]], span: Span, kmh: float) -> Ground | None:
    points = [spare.point for _, spare in sets if spare.point is not None]
    return meeting_ground([one.beads for one, _ in sets], span, kmh, points[0]) if points else None


def _place_and_time(best: Spare) -> tuple[float, float, float] | None:
    if best.point is None:
        return None
    lat, lon = positions(best.point)
    return best.jd, float(lat), float(lon)


def _assumptions(
    case: Case,
    chains: Sequence[Necklace],
    cones: Collection[str],
    unknown: Collection[str],
    *,
    with_transit: bool,
) -> tuple[str, ...]:
    def names(keys: Collection[str]) -> str:
        return ", ".join(case.actor[key].short for key in dict.fromkeys(keys))

    found = [
        tr("All travel along great circles, by day and by night, at no more than this speed."),
        tr("Roads, sea lanes, frontiers and seasons are not asked."),
        tr("Stays are left as early and reached as late as their dates allow."),
        tr("Presence at an event of at most a day counts like a stay of which only the day is known."),
    ]
    if with_transit:
        found.append(tr("Stays at sea, in trains and in the air bound where they were, as widely as the record does."))
    else:
        found.append(tr("What is recorded of journeys is left aside: anything that speed allows counts."))
    if trips := [chain.actor for chain in chains if any(anchor.trips for anchor in chain.anchors)]:
        found.append(
            tr("A stay within a longer one elsewhere is a trip out of it, without time lost on the way: {}.").format(
                names(trips)
            )
        )
    if cones:
        found.append(
            tr("Before the first and after the last record there is only a cone, bounded on one side: {}.").format(
                names(cones)
            )
        )
    if unknown:
        found.append(tr("No place is recorded; anywhere counts: {}.").format(names(unknown)))
    if many := [chain.actor for chain in chains if case.actor[chain.actor].kind in (ActorKind.FORCE, ActorKind.GROUP)]:
        found.append(tr("A force or a group moves as one body: {}.").format(names(many)))
    found.append(tr("That they could have met does not say that they met."))
    return tuple(found)
