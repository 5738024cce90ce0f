"""What do all dates and links of a case leave of each date, taken together, and which of them clash?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import inf

from desktop_app.analysis.chronology import ends_of, not_after, ordered
from desktop_app.analysis.network import (
    Apart,
    Contradiction,
    Network,
    Point,
    Statement,
    StatementKind,
    Tight,
    tighten,
)
from desktop_app.analysis.news import Means, needed_days
from desktop_app.casebook.case import Case, Link
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import ActorKind, Presence
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import Bounds

_ELSEWHERE = 0.5  # days: a life is dated without a place, an event in the local time of its own
_NARROWER = 1e-6  # days, a tenth of a second: less is rounding


@dataclass(frozen=True, slots=True)
class Interval:
    """What the reader states of two events: so many days from the beginning of one to that of the other."""

    key: str
    first: str  # event
    then: str  # event
    least_days: float
    most_days: float
    words: str


@dataclass(frozen=True, slots=True)
class Tightened:
    """The bounds of one event, as given and as they are left by all statements together."""

    event: str  # key
    start: Bounds
    end: Bounds
    given_start: Bounds
    given_end: Bounds
    reasons: tuple[Statement, ...]  # what narrows it; empty where nothing does

    @property
    def narrower(self) -> bool:
        return (self.start, self.end) != (self.given_start, self.given_end)


@dataclass(frozen=True, slots=True)
class Clash:
    """Statements that cannot all hold."""

    statements: tuple[Statement, ...]
    missing_days: float  # by how much they miss one another; 0.0 where they only just do
    words: str


@dataclass(frozen=True, slots=True)
class Whole:
    """All statements of a case about time, taken together."""

    events: tuple[Tightened, ...]  # as given where there is a clash
    clash: Clash | None
    statements: int
    assumptions: tuple[str, ...]


def whole(
    case: Case,
    links: Iterable[Link] | None = None,
    *,
    own: Sequence[Interval] = (),
    means: Means | None = None,
) -> Whole:
    """All statements of a case about time as one network: what they leave of each date, or which of them clash.

    links: None: those of the case; own: what the reader states besides; means: links carry news that needs its time.
    Raises Trouble for an event that the case lacks.
    """
    chosen = case.links if links is None else tuple(links)
    relations = [*_lives(case), *_links(case, chosen, means), *_own(case, own)]
    ends = {point for one in relations for point in (one.first, one.then) if point and point[0] == "end"}
    constraints = [*_dates(case, ends), *relations]
    result = tighten(Network(tuple(constraints)))
    given = tuple(
        Tightened(event.key, event.when.start, event.when.end, event.when.start, event.when.end, ())
        for event in case.events
    )
    return Whole(
        given if isinstance(result, Contradiction) else tuple(_tightened(one, result) for one in given),
        _clash(result) if isinstance(result, Contradiction) else None,
        len({one.statement for one in constraints if one.statement}),
        (
            tr("All links that were chosen hold: a cause begins before its effect does."),
            tr("Where the effect surely began first, the cause only has to begin before the effect ends."),
            tr("Who is present at an event is alive at some moment of it, give or take half a day for local time."),
            tr("Events that only coincided have no order."),
            *([tr("News of a cause has to arrive before its effect begins: {}.").format(means.name)] if means else []),
        ),
    )


def _start(event: str) -> Point:
    return ("start", event)


def _end(event: str) -> Point:
    return ("end", event)


def _dates(case: Case, ends: Collection[Point]) -> Iterable[Apart]:
    """The date of each event; an end of which nothing else is stated needs no point and only bounds the start."""
    for event in case.events:
        (first, last), (end_first, end_last) = event.when.start, event.when.end
        date = Statement(StatementKind.DATE, event.key, f"{event.title}: {said(event.when)}")
        yield Apart(None, _start(event.key), first, last, date, below=last > first)
        if _end(event.key) in ends:
            yield Apart(None, _end(event.key), end_first, end_last, date, below=end_last > end_first)
            yield Apart(_start(event.key), _end(event.key), 0.0)
        else:
            yield Apart(None, _start(event.key), -inf, end_last, date, below=end_last > end_first)


def _lives(case: Case) -> Iterable[Apart]:
    lived: set[str] = set()
    for event in case.events:
        for part in event.participants:
            actor = case.actor[part.actor]
            if part.presence != Presence.PRESENT or actor.kind != ActorKind.PERSON or actor.life is None:
                continue
            birth, death = ("birth", actor.key), ("death", actor.key)
            if actor.key not in lived:
                lived.add(actor.key)
                life = Statement(StatementKind.LIFE, actor.key, f"{actor.name}: {said(actor.life)}")
                yield Apart(None, birth, *actor.life.start, life)
                yield Apart(None, death, *actor.life.end, life)
            there = Statement(
                StatementKind.PRESENCE, event.key, tr("{} is present: {}").format(actor.short, event.title)
            )
            yield Apart(birth, _end(event.key), -_ELSEWHERE, inf, there)
            yield Apart(_start(event.key), death, -_ELSEWHERE, inf, there)


def _links(case: Case, links: Iterable[Link], means: Means | None) -> Iterable[Apart]:
    for link in links:
        cause, effect = ends_of(case, link)
        if not ordered(link):
            continue
        says = Statement(StatementKind.LINK, link.key, f"“{cause.title}” {tr(str(link.kind))} “{effect.title}”")
        if not_after(effect.when.start[1], cause.when.start[0]) and not not_after(
            cause.when.start[1], effect.when.start[0]
        ):
            yield Apart(_start(cause.key), _end(effect.key), 0.0, inf, says)
            continue
        yield Apart(_start(cause.key), _start(effect.key), 0.0, inf, says)
        needed = needed_days(case, cause, effect, means) if means else None
        if means and needed and needed[0] > 0:
            words = tr("News from “{}” to “{}” needs {:.3g} days at least: {}").format(
                cause.title, effect.title, needed[0], means.name
            )
            carried = Statement(StatementKind.NEWS, link.key, words)
            yield Apart(_start(cause.key), _start(effect.key), needed[0], inf, carried)


def _own(case: Case, own: Iterable[Interval]) -> Iterable[Apart]:
    for one in own:
        for key in (one.first, one.then):
            if key not in case.event:
                raise Trouble(
                    what=tr("There is no event “{}” in this case.").format(key),
                    do=tr("Choose one of its events, or remove what is stated of it."),
                )
        statement = Statement(StatementKind.OWN, one.key, one.words)
        yield Apart(_start(one.first), _start(one.then), one.least_days, one.most_days, statement)


def _tightened(given: Tightened, tight: Tight) -> Tightened:
    key = given.event
    start, from_, until = _within(given.given_start, tight, _start(key))
    if _end(key) in tight.network.points:
        end, later, sooner = _within(given.given_end, tight, _end(key))
    else:
        end, sooner = (max(given.given_end[0], start[0]), given.given_end[1]), ()
        later = tight.reasons(_start(key))[0] if end[0] > given.given_end[0] else ()
    reasons = tuple(dict.fromkeys((*from_, *until, *later, *sooner)))
    return Tightened(key, start, end, given.given_start, given.given_end, reasons)


def _within(given: Bounds, tight: Tight, point: Point) -> tuple[Bounds, tuple[Statement, ...], tuple[Statement, ...]]:
    """The bounds that are left, never wider than those given, and what narrows them from below and from above."""
    first, last = tight.bounds(point)
    before, after = tight.reasons(point)
    later, sooner = first > given[0] + _NARROWER, last < given[1] - _NARROWER
    return (
        (first if later else given[0], last if sooner else given[1]),
        before if later else (),
        after if sooner else (),
    )


def _clash(found: Contradiction) -> Clash:
    listed = "; ".join(statement.words for statement in found.statements)
    return Clash(found.statements, found.missing_days, tr("These cannot all hold: {}.").format(listed))
