"""One body is drawn in full at one place at a time: which of two stays gives way?"""

import pytest

from desktop_app.analysis.whereabouts import itineraries
from desktop_app.casebook.case import Case
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import ActorKind
from desktop_app.charts.doubles import doubles
from desktop_app.library.book import load

FILES = sorted((RESOURCES / "cases").glob("*.yaml"))


@pytest.fixture(scope="module")
def tonkin() -> Case:
    return load(FILES[15])


def pale(case: Case, actor: str, place: str) -> list[tuple[float, float]]:
    """The pale spans of an actor's lines at a place, in days from their beginning."""
    route = itineraries(case, [actor])[actor]
    found = doubles(route)
    return [
        (round(a - one.start[0], 1), round(b - one.start[0], 1))
        for one in route.sojourns
        if one.place == place
        for a, b in found.get(one.stays[0].key, ())
    ]


def test_who_is_on_a_trip_is_pale_at_home(tonkin: Case) -> None:
    assert pale(tonkin, "stockdale", "tonkin-gulf-mouth") == [(0.0, 1.0), (2.0, 4.0)]  # 2 August, and from the 4th on
    assert pale(tonkin, "stockdale", "hon-me-waters") == []
    assert pale(tonkin, "stockdale", "vinh") == []


def test_what_is_only_probable_gives_way_to_what_is_established(tonkin: Case) -> None:
    assert pale(tonkin, "herrick", "tonkin-gulf-mouth") == [(0.0, 2.0)]
    assert pale(tonkin, "herrick", "hon-me-waters") == []
    assert pale(tonkin, "herrick", "tonkin-gulf-centre") == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_nobody_is_drawn_in_full_at_two_places_that_are_both_sure(path: object) -> None:
    case = load(path)  # type: ignore[arg-type]
    for actor, route in itineraries(case).items():
        if case.actor[actor].kind not in (ActorKind.PERSON, ActorKind.SHIP):
            continue
        found = doubles(route)
        for one in route.sojourns:
            for other in route.sojourns:
                if one.place == other.place or not (one.inner and other.inner):
                    continue
                start, end = max(one.inner[0], other.inner[0]), min(one.inner[1], other.inner[1])
                if end - start > 0.1:
                    spans = [*found.get(one.stays[0].key, ()), *found.get(other.stays[0].key, ())]
                    assert any(a <= start + 0.1 and end - 0.1 <= b for a, b in spans), (one, other)
