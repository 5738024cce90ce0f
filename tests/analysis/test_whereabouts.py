"""Stays become itineraries: what touches is one sojourn, and between two of them lies a journey."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.whereabouts import Itinerary, itineraries, joined, roads
from desktop_app.casebook.case import Case, Stay
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import ActorKind, Certainty
from desktop_app.casebook.when import parse
from desktop_app.library.book import load

FILES = sorted((RESOURCES / "cases").glob("*.yaml"))


@pytest.fixture(scope="module")
def potsdam() -> Case:
    return load(FILES[13])


def stay(place: str, when: str, certainty: Certainty = Certainty.ESTABLISHED) -> Stay:
    return Stay(f"{place}-{when}", "soong", place, parse(when), certainty, "", ())


def itinerary(case: Case, *stays: Stay) -> Itinerary:
    return itineraries(replace(case, stays=stays), ["soong"])["soong"]


def ways(one: Itinerary) -> list[tuple[str | None, str | None]]:
    return [(way.leaves and way.leaves.place, way.arrives and way.arrives.place) for way in one.journeys]


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("1945-07-01/1945-07-10", "1945-07-10/1945-07-20", 1),  # touch
        ("1945-07-01/1945-07-10", "1945-07-11/1945-07-20", 1),  # follow on the next day
        ("1945-07-01/1945-07-10", "1945-07-12/1945-07-20", 2),  # a day between
        ("1945-07-01/1945-07-10~", "1945-07-12/1945-07-20", 1),  # a day between that may be none
        ("1945-07-01/1945-07-20", "1945-07-05", 1),  # within
    ],
)
def test_stays_that_touch_or_follow_on_the_next_day_are_one(first: str, second: str, count: int) -> None:
    found = joined([stay("moscow", second), stay("moscow", first)])
    assert len(found) == count
    assert found[0].start == parse(first).start
    assert found[-1].end[1] == max(parse(first).end[1], parse(second).end[1])


def test_inner_and_outer_bounds_are_those_of_the_ends() -> None:
    (one,) = joined([stay("moscow", "1945-06-30/1945-07-07"), stay("moscow", "1945-07-08/1945-07")])
    assert one.inner == (parse("1945-06-30").start[1], parse("1945-07-08").start[0])  # the second began only then
    assert one.outer == (parse("1945-06-30").start[0], parse("1945-07").end[1])


def test_a_flight_is_told_as_the_journey_between_two_stays(potsdam: Case) -> None:
    route = itineraries(potsdam, ["soong"])["soong"]
    way = next(way for way in route.journeys if any(s.key == "soong-chungking-moscow-air-route-2" for s in way.stays))
    assert way.leaves is not None
    assert way.arrives is not None
    assert (way.leaves.place, way.arrives.place) == ("moscow", "chungking")
    assert "flight home" in way.stays[-1].note


def test_leaving_and_arriving_on_one_day_is_one_journey(potsdam: Case) -> None:
    route = itinerary(potsdam, stay("moscow", "1945-07-01/1945-07-14"), stay("potsdam", "1945-07-14/1945-07-20"))
    assert ways(route) == [("moscow", "potsdam")]


def test_a_trip_leads_there_and_back(potsdam: Case) -> None:
    route = itinerary(
        potsdam,
        stay("potsdam", "1945-07-15/1945-08-02"),
        stay("chungking", "1945-07-26/1945-07-27"),
        stay("moscow", "1945-08-05/1945-08-10"),
    )
    assert ways(route) == [("potsdam", "chungking"), ("chungking", "potsdam"), ("potsdam", "moscow")]


def test_a_body_is_in_two_places_without_a_journey(potsdam: Case) -> None:
    actors = tuple(replace(actor, kind=ActorKind.STATE) for actor in potsdam.actors)
    route = itinerary(
        replace(potsdam, actors=actors), stay("moscow", "1945-07"), stay("chungking", "1945-07-05/1945-07-20")
    )
    assert route.journeys == ()


def test_a_statement_left_out_is_left_out(potsdam: Case) -> None:
    route = itineraries(potsdam, ["soong"], [Certainty.ESTABLISHED])["soong"]
    assert {one.certainty for sojourn in route.sojourns for one in sojourn.stays} == {Certainty.ESTABLISHED}


def test_no_road_is_where_something_happened_or_where_someone_only_was() -> None:
    for path in FILES:
        case = load(path)
        on_the_way = roads(case)
        assert all(case.place[key].transit for key in on_the_way)
        assert not on_the_way & {event.place for event in case.events}
        for actor, route in itineraries(case).items():
            own = [one for one in case.stays if one.actor == actor]
            assert bool(own) == bool(route.sojourns)
            told = [one.key for sojourn in route.sojourns for one in sojourn.stays]
            told += [one.key for way in route.journeys for one in way.stays]
            assert sorted(told) == sorted(one.key for one in own)  # nothing is lost or told twice


days = st.integers(1, 28).flatmap(lambda a: st.tuples(st.just(a), st.integers(a, 28)))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["moscow", "potsdam"]), days), min_size=1, max_size=8))
def test_sojourns_at_one_place_stand_apart_and_hold_every_stay(spans: list[tuple[str, tuple[int, int]]]) -> None:
    stays = [stay(place, f"1945-07-{a:02}/1945-07-{b:02}") for place, (a, b) in spans]
    found = joined(stays)
    assert sorted(one.key for sojourn in found for one in sojourn.stays) == sorted(one.key for one in stays)
    for place in ("moscow", "potsdam"):
        own = [one for one in found if one.place == place]
        assert all(a.end[1] < b.start[0] for a, b in pairwise(own))
