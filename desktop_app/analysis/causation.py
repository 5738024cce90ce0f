"""What led to what: which ways lead from one event to another, and what do two of them have in common?

The causal graph of a case has its events as points and its links as arrows, without those that only `coincided`.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import combinations, islice
from operator import itemgetter

from desktop_app.analysis.chronology import Order, admissible, ends_of, ordered
from desktop_app.casebook.case import Case, Link
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty, Strength
from desktop_app.casebook.trouble import Trouble

PATHS = 1000  # at most so many are listed; all are counted

Rank = tuple[int, int]  # of a link, by certainty and then by strength; the greater the better attested

_CERTAINTY = {
    certainty: rank
    for rank, certainty in enumerate((Certainty.CLAIMED, Certainty.DISPUTED, Certainty.PROBABLE, Certainty.ESTABLISHED))
}
_STRENGTH = {strength: rank for rank, strength in enumerate((Strength.WEAK, Strength.MODERATE, Strength.STRONG))}
_NO_LINK: Rank = (len(_CERTAINTY), len(_STRENGTH))  # above any link: a way without a link has no weak one

Steps = dict[str, list[Link]]  # from each event, the links that may be followed


@dataclass(frozen=True)
class Graph:
    """Events, each after all of its causes, and the links between them."""

    events: tuple[str, ...]  # keys
    links: tuple[Link, ...]
    titles: Mapping[str, str]

    @cached_property
    def effects(self) -> Mapping[str, tuple[Link, ...]]:
        """The links that lead from each event."""
        return _by(self.events, ((link.cause, link) for link in self.links))

    @cached_property
    def causes(self) -> Mapping[str, tuple[Link, ...]]:
        """The links that lead to each event."""
        return _by(self.events, ((link.effect, link) for link in self.links))

    def checked(self, event: str) -> str:
        """The event itself.  Raises Trouble if the graph does not have it."""
        if event not in self.titles:
            raise Trouble(
                what=tr("There is no event “{}” in this case.").format(event), do=tr("Choose one of its events.")
            )
        return event

    def before(self, event: str) -> frozenset[str]:
        """All events that lead to this one, over however many links."""
        return self._reached(event, lambda at: (link.cause for link in self.causes[at]))

    def after(self, event: str) -> frozenset[str]:
        """All events that this one leads to, over however many links."""
        return self._reached(event, lambda at: (link.effect for link in self.effects[at]))

    def without(self, event: str) -> "Graph":
        """The same without one event and its links."""
        links = tuple(link for link in self.links if event not in (link.cause, link.effect))
        titles = {key: title for key, title in self.titles.items() if key != event}
        return Graph(tuple(key for key in self.events if key != event), links, titles)

    def _reached(self, event: str, next_to: Callable[[str], Iterable[str]]) -> frozenset[str]:
        found: set[str] = set()
        waiting = [self.checked(event)]
        while waiting:
            new = set(next_to(waiting.pop())) - found
            found |= new
            waiting += new
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Path:
    """One way from a cause to an effect; of several links between the same two events the best attested one."""

    events: tuple[str, ...]
    links: tuple[str, ...]
    weakest: str  # link


@dataclass(frozen=True, slots=True)
class Paths:
    cause: str
    effect: str
    paths: tuple[Path, ...]  # those whose weakest link is the best attested first, then the shorter ones
    total: int  # all there are
    limit: int  # at most so many are listed
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommonCause:
    """An event that leads to both of two, to each not only by way of the other."""

    event: str
    lowest: bool  # no other candidate stands between it and the two
    to_first: Path  # the best attested way
    to_second: Path


@dataclass(frozen=True, slots=True)
class CommonCauses:
    """What two coincident events may both come from."""

    first: str
    second: str
    candidates: tuple[CommonCause, ...]  # lowest first
    leads: str | None  # the one of the two that leads to the other
    assumptions: tuple[str, ...]


def rank(link: Link) -> Rank:
    return _CERTAINTY[link.certainty], _STRENGTH[link.strength]


def graph(case: Case, links: Iterable[Link] | None = None) -> Graph:
    """The causal graph of a case with these links (None: its own); those that only coincided are left out.

    Raises Trouble for a loop, with its events, and for a link to an event that the case lacks.
    """
    chosen = tuple(link for link in (case.links if links is None else links) if _bears(case, link))
    titles = {event.key: event.title for event in case.events}
    waiting_for = dict.fromkeys(titles, 0)
    for link in chosen:
        waiting_for[link.effect] += 1
    effects = _by(titles, ((link.cause, link) for link in chosen))
    place = {event.key: (event.when.middle, number) for number, event in enumerate(case.events)}
    ready = [(place[key], key) for key, count in waiting_for.items() if count == 0]
    heapify(ready)
    found: list[str] = []
    while ready:
        _, key = heappop(ready)
        found.append(key)
        for link in effects[key]:
            waiting_for[link.effect] -= 1
            if waiting_for[link.effect] == 0:
                heappush(ready, (place[link.effect], link.effect))
    if len(found) < len(titles):
        raise _loop(_round({key for key, count in waiting_for.items() if count}, effects), titles)
    return Graph(tuple(found), chosen, titles)


def check(case: Case, links: Iterable[Link], link: Link) -> None:
    """Whether a link may be drawn beside these.  Raises Trouble for a loop and for one that runs backwards in time."""
    found = admissible(case, link)
    if found.order == Order.IMPOSSIBLE:
        cause, effect = ends_of(case, link)
        raise Trouble(
            what=tr("“{}” cannot have led to “{}”: {}.").format(cause.title, effect.title, found.remark),
            kept=tr("No link was drawn."),
            do=tr("Draw it the other way round, or correct the dates."),
        )
    if not ordered(link):
        return
    present = graph(case, (one for one in links if one.key != link.key))
    if link.cause in present.after(link.effect):
        back = _shortest(present, link.effect, link.cause)
        raise _loop((link.cause, *back), present.titles, tr("No link was drawn."))


def paths(graph: Graph, cause: str, effect: str, limit: int = PATHS) -> Paths:
    """All ways from one event to another, each with its weakest link.

    A link is the weaker, the less certain it is, and among equally certain ones the less strong.  At most `limit` ways
    are listed, one of the best attested always among them.  Raises Trouble for one event alone or an unknown one.
    """
    if limit < 1:
        raise Trouble(what=tr("At most {} ways are none.").format(limit), do=tr("Ask for at least 1."))
    if graph.checked(cause) == graph.checked(effect):
        raise Trouble(
            what=tr("A way leads from one event to another."),
            do=tr("Choose two events that are not the same."),
        )
    steps = _toward(graph, effect)
    ways = dict.fromkeys(graph.events, 0)
    ways[effect] = 1
    for key in reversed(graph.events):
        ways[key] += sum(ways[step.effect] for step in steps[key])
    found = [_path(way) for way in islice(_ways(steps, cause, effect), limit)]
    rank_of = {link.key: rank(link) for link in graph.links}
    found.sort(key=lambda path: (rank_of[path.weakest], -len(path.links)), reverse=True)
    return Paths(
        cause,
        effect,
        tuple(found),
        ways[cause],
        limit,
        (
            tr("A way is as well attested as its weakest link: the least certain, then the least strong."),
            tr("Of several links between the same two events the best attested one counts."),
            tr("That each step holds does not yet say that the first event led to the last."),
        ),
    )


def common_causes(graph: Graph, first: str, second: str) -> CommonCauses:
    """The events that lead to both of two, lowest first: candidates, each of which needs evidence of its own.

    What leads to the one only by way of the other is none.  Raises Trouble for one event alone or an unknown one.
    """
    if graph.checked(first) == graph.checked(second):
        raise Trouble(what=tr("A common cause takes two events."), do=tr("Choose two events that are not the same."))
    apart, other = graph.without(second), graph.without(first)
    shared = apart.before(first) & other.before(second)
    below = {key: graph.after(key) & shared for key in shared}
    level: dict[str, int] = {}
    for key in reversed([key for key in graph.events if key in shared]):
        level[key] = max((level[one] + 1 for one in below[key]), default=0)
    order = {key: number for number, key in enumerate(graph.events)}
    candidates = sorted(shared, key=lambda key: (level[key], -order[key]))
    to_first, to_second = _toward(apart, first), _toward(other, second)
    return CommonCauses(
        first,
        second,
        tuple(
            CommonCause(
                key,
                not below[key],
                _path(next(_ways(to_first, key, first))),
                _path(next(_ways(to_second, key, second))),
            )
            for key in candidates
        ),
        _leader(graph, first, second),
        (
            tr("A candidate leads to both events by links that somebody claims; it is no finding."),
            tr("A cause of both that is no event of this case does not show."),
            tr("A true common cause leaves nothing over: given it, the two events are independent (Reichenbach 1956)."),
        ),
    )


def coincident_pairs(case: Case) -> tuple[tuple[str, str], ...]:
    """The pairs of events that coincided: those the case points at, and those of its `coincided` links."""
    named = (
        *combinations(case.coincident, 2),
        *((link.cause, link.effect) for link in case.links if not ordered(link)),
    )
    pairs = {frozenset(pair): pair for pair in reversed(named)}
    return tuple(reversed(pairs.values()))


def _leader(graph: Graph, first: str, second: str) -> str | None:
    if second in graph.after(first):
        return first
    return second if first in graph.after(second) else None


def _bears(case: Case, link: Link) -> bool:
    ends_of(case, link)
    return ordered(link)


def _by(keys: Iterable[str], links: Iterable[tuple[str, Link]]) -> dict[str, tuple[Link, ...]]:
    found: dict[str, list[Link]] = {key: [] for key in keys}
    for key, link in links:
        found[key].append(link)
    return {key: tuple(own) for key, own in found.items()}


def _loop(events: Sequence[str], titles: Mapping[str, str], kept: str = "") -> Trouble:
    return Trouble(
        what=tr("Nothing can be its own cause: {}.").format(" → ".join(f"“{titles[key]}”" for key in events)),
        kept=kept,
        do=tr("Leave out one of these links."),
    )


def _round(caught: Collection[str], effects: Mapping[str, Sequence[Link]]) -> tuple[str, ...]:
    """A loop among events each of which has a cause among them, from an event back to it."""
    cause = {link.effect: key for key in sorted(caught) for link in effects[key]}
    at, seen = min(caught), list[str]()
    while at not in seen:
        seen.append(at)
        at = cause[at]
    return tuple(reversed((*seen[seen.index(at) :], at)))


def _shortest(graph: Graph, cause: str, effect: str) -> tuple[str, ...]:
    """The events of a way with the fewest links; there must be one."""
    came: dict[str, str] = {}
    waiting = deque([cause])
    while effect not in came:
        key = waiting.popleft()
        for link in graph.effects[key]:
            if link.effect not in came:
                came[link.effect] = key
                waiting.append(link.effect)
    way = [effect]
    while way[-1] != cause:
        way.append(came[way[-1]])
    return tuple(reversed(way))


def _toward(graph: Graph, effect: str) -> Steps:
    """The links of which each leads on to an event, the best attested of several, those of the best way first."""
    leading = graph.before(effect) | {effect}
    best = {effect: (_NO_LINK, 0)}  # the rank of the best way and its length below 0
    steps: Steps = {key: [] for key in graph.events}
    for key in reversed(graph.events):
        if key not in leading or key == effect:
            continue
        own: dict[str, Link] = {}
        for link in sorted(graph.effects[key], key=rank):
            if link.effect in leading:
                own[link.effect] = link
        valued = [((min(rank(link), best[link.effect][0]), best[link.effect][1] - 1), link) for link in own.values()]
        valued.sort(key=itemgetter(0), reverse=True)
        steps[key] = [link for _, link in valued]
        best[key] = valued[0][0]
    return steps


def _ways(steps: Steps, cause: str, effect: str) -> Iterator[tuple[Link, ...]]:
    """All ways from a cause to an effect; every step must lead on to it."""
    way: list[Link] = []
    open_ = [iter(steps[cause])]
    while open_:
        step = next(open_[-1], None)
        if step is None:
            open_.pop()
            if way:
                way.pop()
        elif step.effect == effect:
            yield (*way, step)
        else:
            way.append(step)
            open_.append(iter(steps[step.effect]))


def _path(way: Sequence[Link]) -> Path:
    return Path(
        (way[0].cause, *(link.effect for link in way)),
        tuple(link.key for link in way),
        min(way, key=rank).key,
    )
