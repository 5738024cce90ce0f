"""Statements that exclude one another are found and named, with their sources; nothing is repaired."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.contradictions import Clash, contradictions, in_words, part
from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.case import Case, Citation
from desktop_app.casebook.terms import ActorKind, Certainty, Kind
from desktop_app.casebook.when import When
from desktop_app.library.means import shipped
from tests.analysis.itineraries import case_of, event, place, stay


def found(case: Case, **options: object) -> list[tuple[str, str, Clash]]:
    return [(one.first.key, one.second.key, one.clash) for one in contradictions(case, shipped(), **options)]


def test_two_distant_places_at_the_same_time() -> None:
    a = replace(stay("ann", "paris", "1945-05-01/1945-05-20", key="a"), citations=(Citation("times", "p. 4"),))
    b = replace(stay("ann", "moscow", "1945-05-10/1945-05-30", key="b"), citations=(Citation("diary", None),))
    case = case_of(a, b)
    (one,) = contradictions(case, shipped())
    assert (one.clash, one.actor) == (Clash.AT_ONCE, "ann")
    assert {one.first.key, one.second.key} == {"a", "b"}
    assert one.sources == ("times", "diary")
    assert one.established
    assert one.least_km == pytest.approx(2486, abs=30)
    words = in_words(case, one)
    assert "paris, 1–20 May 1945" in words
    assert "at the same time" in words
    assert part(case, one.first) in case.stays


def test_a_journey_that_nothing_of_the_time_could_make() -> None:
    stays = (
        stay("ann", "paris", "1815-05-01/1815-05-20", key="a"),
        stay("ann", "moscow", "1815-05-23/1815-06-30", key="b"),
    )
    case = case_of(*stays)
    (one,) = contradictions(case, shipped())
    assert (one.clash, one.first.key, one.second.key) == (Clash.TOO_FAR, "a", "b")
    assert one.hours == 96
    assert one.needed_kmh == pytest.approx(one.least_km / one.hours)
    assert (one.means, one.means_kmh) == ("horse", 10.0)
    assert "km/h" in in_words(case, one)
    later = [replace(one, when=stay("x", "paris", one.when.text.replace("1815", "1945")).when) for one in stays]
    assert not found(case_of(*later))


def test_leaving_and_arriving_on_one_day_contradicts_nothing() -> None:
    stays = stay("ann", "paris", "1945-05-01/1945-05-10"), stay("ann", "rome", "1945-05-10/1945-05-20")
    assert not found(case_of(*stays))


def test_a_voyage_begins_in_port_however_far_the_middle_of_the_sea_is() -> None:
    sea = place("atlantic", 40.0, -40.0, 900.0, transit=True)
    port, voyage = stay("ann", "paris", "1945-05-01/1945-05-10"), stay("ann", "atlantic", "1945-05-10/1945-05-20")
    assert not found(case_of(port, voyage, places=(sea,)))
    late = replace(port, when=stay("x", "paris", "1945-05-01/1945-05-15").when)
    assert found(case_of(late, voyage, places=(sea,)))[0][2] == Clash.AT_ONCE


def test_a_ship_sails() -> None:
    stays = stay("ship", "suva", "1945-05-01/1945-05-10"), stay("ship", "quito", "1945-05-12/1945-05-20")
    assert found(case_of(*stays, kinds={"ship": ActorKind.SHIP}))
    assert not found(case_of(*stays))


def test_a_state_is_in_many_places() -> None:
    stays = stay("france", "paris", "1945-05"), stay("france", "rome", "1945-05-01/1945-05-30")
    assert not found(case_of(*stays, kinds={"france": ActorKind.STATE}))


def test_presence_at_an_event_while_surely_elsewhere() -> None:
    there = stay("ann", "paris", "1945-05-01/1945-05-20", key="a")
    case = case_of(there, events=(event("talk", "moscow", "1945-05-10", "ann"),))
    ((first, second, _),) = found(case)
    assert {first, second} == {"a", "talk"}
    assert {one.kind for each in contradictions(case, shipped()) for one in (each.first, each.second)} == {
        Kind.STAY,
        Kind.EVENT,
    }
    assert not found(case_of(there, events=(event("congress", "moscow", "1945-05-05/1945-05-15", "ann"),)))


def test_neighbouring_places_are_no_contradiction() -> None:
    near = place("versailles", 48.8, 2.12, 5.0)
    assert not found(case_of(stay("ann", "paris", "1945-05"), stay("ann", "versailles", "1945-05"), places=(near,)))


def test_of_whom_and_how_certain_is_asked() -> None:
    stays = (
        stay("ann", "paris", "1945-05-01/1945-05-20"),
        stay("ann", "moscow", "1945-05-10/1945-05-30", Certainty.PROBABLE),
    )
    case = case_of(*stays, stay("ben", "paris", "1945"))
    assert found(case, actors=("ann",))
    assert not found(case, actors=("ben",))
    assert not found(case, certainties=(Certainty.ESTABLISHED,))
    assert not contradictions(case, shipped())[0].established


def test_the_shipped_cases_have_few_and_case_14_none(shipped_case: Callable[[int], Case]) -> None:
    assert not found(shipped_case(14))
    rusk = contradictions(shipped_case(18), shipped())
    assert {"rusk-manila", "rusk-cam-ranh"} in [{one.first.key, one.second.key} for one in rusk]


DAY_ZERO = julian_day(1945, 1, 1)


@st.composite
def whens(draw: st.DrawFn) -> When:
    start = DAY_ZERO + draw(st.integers(0, 20))
    known = start + draw(st.integers(0, 4))
    end = start + draw(st.integers(0, 12))
    return When("1945", (start, known), (end, max(end, known) + draw(st.integers(0, 4))))


@settings(max_examples=80, deadline=None)
@given(whens(), whens(), st.randoms(use_true_random=False))
def test_where_a_reading_reconciles_them_there_is_no_contradiction(a: When, b: When, random: object) -> None:
    """Sampled readings: from the end of the one to the beginning of the other there is time for the way."""
    case = case_of(stay("ann", "paris", a, key="a"), stay("ann", "moscow", b, key="b"))
    contradicts = contradictions(case, shipped())
    fast = max(one.kmh for one in shipped() if one.in_use(1945))
    for _ in range(20):
        pick = random.uniform  # type: ignore[attr-defined]
        reads = []
        for when in (a, b):
            start = pick(*when.start)
            reads.append((start, max(start, pick(*when.end))))
        (start_a, end_a), (start_b, end_b) = reads
        if max(start_b - end_a, start_a - end_b) * 24 * fast > 2500:
            assert not contradicts
