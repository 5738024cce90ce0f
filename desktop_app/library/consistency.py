"""Do the statements of a case agree with one another?"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from desktop_app.casebook.case import Case, Citation, Event, Participation, Place, Stay
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import ActorKind, Certainty, HypothesisKind, LinkKind, Presence
from desktop_app.casebook.when import When
from desktop_app.casebook.where import great_circle_km

Finding = tuple[str, str]  # field, reason

_A_DAY_ELSEWHERE = 0.5  # days: a life is dated without a place, a stay in the local time of its own
_ROUNDING = 0.01  # days


def contradictions(case: Case) -> Iterator[Finding]:
    """What cannot be true as it stands; a case with any of these is refused."""
    yield from _unused(case)
    if case.hypotheses and case.hypotheses[0].kind != HypothesisKind.CHANCE:
        yield "hypotheses", tr("the first must be chance")
    for link in case.links:
        where = f"links.{link.key}"
        if link.cause == link.effect:
            yield f"{where}.effect", tr("an event cannot bear on itself")
        cause, effect = case.event.get(link.cause), case.event.get(link.effect)
        if cause and effect and link.kind != LinkKind.COINCIDED and _surely_after(cause.when, effect.when):
            yield (
                f"{where}.cause",
                tr("{} ({}) is surely later than its effect {} ({})").format(
                    cause.key, cause.when.text, effect.key, effect.when.text
                ),
            )
    for stay in case.stays:
        actor = case.actor.get(stay.actor)
        if actor and actor.life and _outside(stay.when, actor.life):
            yield (
                f"stays.{stay.key}.when",
                tr("{} is outside the life of {}, {}").format(stay.when.text, stay.actor, actor.life.text),
            )
    for first, second, sure in _double_whereabouts(case):
        if sure:
            yield f"stays.{second.key}.when", _double(first, second)


def doubts(case: Case) -> Iterator[Finding]:
    """What may be true, but a human being should look at."""
    cited = {citation.source for part in _cited(case) for citation in part}
    for source in case.sources:
        if source.key not in cited:
            yield f"sources.{source.key}", tr("is never cited")
    staying = {stay.actor for stay in case.stays}
    for actor in case.actors:
        if actor.kind == ActorKind.PERSON and actor.key not in staying:
            yield f"actors.{actor.key}", tr("has no stay")
    for first, second, sure in _double_whereabouts(case):
        if not sure:
            yield f"stays.{second.key}.when", _double(first, second)
    for event in case.events:
        for participation in event.participants:
            if stay := _stays_elsewhere(case, event, participation):
                yield (
                    f"events.{event.key}.participants",
                    tr("{} is present, but stays in {} at that time").format(participation.actor, stay.place),
                )
    for number, window in enumerate(case.focus, 1):
        events = [case.event[key].when for key in case.coincident if key in case.event]
        if not any(when.end[1] >= window.start[0] and when.start[0] <= window.end[1] for when in events):
            yield f"focus[{number}]", tr("holds none of the coincident events")


def _cited(case: Case) -> Iterator[tuple[Citation, ...]]:
    for parts in (case.events, case.stays, case.links, case.evidence):
        yield from (part.citations for part in parts)


def _unused(case: Case) -> Iterator[Finding]:
    acting = {part.actor for event in case.events for part in event.participants} | {stay.actor for stay in case.stays}
    for actor in case.actors:
        if actor.key not in acting:
            yield f"actors.{actor.key}", tr("is never used")
    used = {event.place for event in case.events} | {stay.place for stay in case.stays}
    for place in case.places:
        if place.key not in used:
            yield f"places.{place.key}", tr("is never used")


def _surely_after(cause: When, effect: When) -> bool:
    return cause.start[0] >= effect.end[1]


def _outside(when: When, life: When) -> bool:
    return when.end[1] < life.start[0] - _A_DAY_ELSEWHERE or when.start[0] > life.end[1] + _A_DAY_ELSEWHERE


def _apart(a: Place, b: Place) -> bool:
    return great_circle_km((a.lat, a.lon), (b.lat, b.lon)) > a.radius_km + b.radius_km


def _double_whereabouts(case: Case) -> Iterator[tuple[Stay, Stay, bool]]:
    """Pairs of stays of one actor, far apart, that share more than the day of travel; whether both are beyond doubt.

    Compared in local dates, as a historian reads them: who left on the 14th may arrive elsewhere on the 14th.
    """
    stays: dict[str, list[Stay]] = defaultdict(list)
    for stay in case.stays:
        if stay.actor in case.actor and stay.place in case.place:
            stays[stay.actor].append(stay)
    for actor, own in stays.items():
        for first, second in combinations(sorted(own, key=lambda stay: stay.when.outer), 2):
            a, b = case.place[first.place], case.place[second.place]
            begins = max(first.when.start[1] + a.lon / 360, second.when.start[1] + b.lon / 360)
            ends = min(first.when.end[0] + a.lon / 360, second.when.end[0] + b.lon / 360)
            if ends - begins > -_ROUNDING and a.key != b.key and _apart(a, b):
                established = first.certainty == second.certainty == Certainty.ESTABLISHED
                yield first, second, established and case.actor[actor].kind == ActorKind.PERSON


def _double(first: Stay, second: Stay) -> str:
    return tr("{} in {} overlaps {} in {}").format(second.when.text, second.place, first.when.text, first.place)


def _stays_elsewhere(case: Case, event: Event, participation: Participation) -> Stay | None:
    """A stay that has one who is present at the event somewhere else over the whole of it."""
    actor, there = case.actor.get(participation.actor), case.place.get(event.place or "")
    if participation.presence != Presence.PRESENT or not actor or actor.kind != ActorKind.PERSON or not there:
        return None
    stays = [
        stay
        for stay in case.stays
        if stay.actor == actor.key
        and stay.place in case.place
        and stay.when.start[0] <= event.when.start[0]
        and event.when.end[1] <= stay.when.end[1]
    ]
    if stays and all(_apart(case.place[stay.place], there) for stay in stays):
        return stays[0]
    return None
