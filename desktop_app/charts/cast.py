"""Whose lines does a chart show at first, and in which colours?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from desktop_app.casebook.case import Case, Stay
from desktop_app.casebook.terms import ActorKind, Presence
from desktop_app.charts.colours import DARK, LIGHT, Theme, actor_colour
from desktop_app.charts.remembering import once_a_case

_LEAST, _MOST = 4, 7
_WEIGHS = {Presence.PRESENT: 3.0, Presence.REMOTE: 2.0, Presence.SUBJECT: 1.5}
_ENOUGH = 2.0  # the weight that earns a line beyond the least


LARGE = 5_000  # stays: beyond, what concerns a few actors is asked of their stays alone


@once_a_case
def stays_by_actor(case: Case) -> Mapping[str, tuple[Stay, ...]]:
    found: dict[str, list[Stay]] = {actor.key: [] for actor in case.actors}
    for stay in case.stays:
        found[stay.actor].append(stay)
    return {key: tuple(stays) for key, stays in found.items()}


def of_actors(case: Case, actors: Iterable[str]) -> Case:
    """The case with the stays of these actors alone, if it is a large one."""
    if len(case.stays) <= LARGE:
        return case
    by_actor = stays_by_actor(case)
    return replace(case, stays=tuple(stay for key in dict.fromkeys(actors) for stay in by_actor[key]))


@once_a_case
def default_actors(case: Case) -> tuple[str, ...]:
    """The persons who matter to the coincident events, in the case's order: present at them, or moving meanwhile.

    Bodies, forces and states follow after persons and ships; four at least, seven at most.
    """
    windows = [when.outer for when in case.focus]
    weight: dict[str, float] = {}
    by_actor = stays_by_actor(case)
    parts = Counter(one.actor for event in case.events for one in event.participants)
    for actor in case.actors:
        seen = [stay for stay in by_actor[actor.key] if any(_meets(stay.when.outer, window) for window in windows)]
        if not seen:
            continue
        total = 0.0
        for event in map(case.event.__getitem__, case.coincident):
            part = next((one for one in event.participants if one.actor == actor.key), None)
            if part:
                total += _WEIGHS[part.presence]
            if any(stay.place == event.place and _meets(stay.when.outer, event.when.outer) for stay in seen):
                total += 1.0
        total += min(len({stay.place for stay in seen}) - 1, 3) * 0.7
        total += 0.15 * parts[actor.key]
        if actor.kind not in (ActorKind.PERSON, ActorKind.SHIP):
            total -= 3.0
        weight[actor.key] = total
    ranked = sorted(weight, key=lambda key: -weight[key])
    chosen = [key for at, key in enumerate(ranked) if at < _LEAST or (at < _MOST and weight[key] >= _ENOUGH)]
    return tuple(actor.key for actor in case.actors if actor.key in chosen)


def line_colours(case: Case, theme: Theme) -> Mapping[str, str]:
    """Each actor's colour, the same in every chart of a case.

    Those shown at first come first, so that no two of them share a colour; the others follow in the case's order.
    """
    return _colours(case)[theme.name == "dark"]


@once_a_case
def _colours(case: Case) -> tuple[Mapping[str, str], Mapping[str, str]]:
    first = default_actors(case)
    keys = [*first, *(actor.key for actor in case.actors if actor.key not in set(first))]
    light, dark = ({key: actor_colour(theme, at) for at, key in enumerate(keys)} for theme in (LIGHT, DARK))
    return light, dark


def _meets(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return a[0] < b[1] and b[0] < a[1]
