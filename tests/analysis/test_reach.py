"""Could they have met: the reference values of the alibi query, case 14, and a search over all places and times."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.globe import HALF_ROUND_KM, apart_km, vector
from desktop_app.analysis.prisms import necklace
from desktop_app.analysis.reach import Reach, bodies, could_meet, no_better
from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.case import Case, Stay
from desktop_app.casebook.terms import ActorKind, Certainty
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import When, parse
from desktop_app.casebook.where import great_circle_km
from tests.analysis.itineraries import PLACES, case_of, event, place, stay

JULY = parse("1945-07").outer
PROPELLER, RAILWAY = 330.0, 60.0
ZERO = julian_day(1945, 1, 1)


def moment(day: float) -> When:
    """A stay of no length at a known moment, in days."""
    return When(str(day), (ZERO + day, ZERO + day), (ZERO + day, ZERO + day))


def span(first: float, last: float) -> When:
    return When(f"{first}/{last}", (ZERO + first, ZERO + first), (ZERO + last, ZERO + last))


def north_of_null(km: float) -> float:
    """The latitude so many kilometres north of the equator."""
    low, high = 0.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if great_circle_km((0, 0), (middle, 0)) < km else (low, middle)
    return low


def far(case: Case, a: str, b: str) -> float:
    one, other = case.place[a], case.place[b]
    return great_circle_km((one.lat, one.lon), (other.lat, other.lon))


# The planar reference values of Othman, Kuijpers and Grimson, on ground so small that it is flat


@pytest.mark.parametrize(("km", "spare"), [(8, 1.0), (12, -1.0), (10, 0.0)])
def test_two_who_leave_and_return_within_ten_hours(km: float, spare: float) -> None:
    ends = (moment(0), moment(10 / 24))
    case = case_of(
        *(stay("ann", "null", when) for when in ends),
        *(stay("ben", "there", when) for when in ends),
        places=(place("there", north_of_null(km), 0.0, 0.0),),
    )
    found = could_meet(case, ("ann", "ben"), (ZERO, ZERO + 10 / 24), 1.0)
    assert found.slack_hours == pytest.approx(spare, abs=0.02)
    assert found.slack_km == pytest.approx(spare, abs=0.02)
    assert found.needed_kmh == pytest.approx(km / 10, rel=0.01)
    if spare > 0:
        assert found.possible
        assert found.best is not None
        assert found.best[0] == pytest.approx(ZERO + 5 / 24, abs=0.05)
        assert found.when == pytest.approx((ZERO + 4 / 24, ZERO + 6 / 24), abs=0.01)


def test_the_ground_of_one_prism_is_an_ellipse() -> None:
    """Budget 10 km between two points 8 km apart: half axes 5 and 3 km; the other is everywhere."""
    case = case_of(
        stay("ann", "null", moment(0)),
        stay("ann", "there", moment(10 / 24)),
        places=(place("there", north_of_null(8), 0.0, 0.0),),
        kinds={"ben": ActorKind.PERSON},
    )
    found = could_meet(case, ("ann", "ben"), (ZERO, ZERO + 10 / 24), 1.0)
    assert found.ground is not None
    assert found.ground.area_km2 == pytest.approx(np.pi * 5 * 3, rel=0.03)
    assert found.ground.radius_km == pytest.approx(5, rel=0.05)
    assert (found.ground.lat, found.ground.lon) == pytest.approx((north_of_null(4), 0.0), abs=0.01)
    assert found.unknown == ("ben",)


def test_who_passes_by_one_who_stays_can_lose_half_the_time_to_spare_on_either_way() -> None:
    case = case_of(
        stay("ann", "moscow", span(0, 10)),
        stay("ann", "rome", span(13, 30)),
        stay("ben", "paris", span(0, 30)),
    )
    way = far(case, "moscow", "paris") + far(case, "paris", "rome") - 20 - 2 * 10 - 10
    found = could_meet(case, ("ann", "ben"), (ZERO, ZERO + 30), 100.0)
    assert found.slack_hours == pytest.approx((3 * 24 - way / 100) / 2, abs=0.2)
    assert found.needed_kmh == pytest.approx(way / 72, rel=0.01)
    assert {"ann-moscow-0/10", "ann-rome-13/30", "ben-paris-0/30"} <= set(found.stays)


# Case 14


def test_soong_could_have_met_truman_in_july_1945_by_air(shipped_case: Callable[[int], Case]) -> None:
    found = could_meet(shipped_case(14), ("soong", "truman"), JULY, PROPELLER)
    assert found.possible
    assert found.slack_hours > 24
    assert found.needed_kmh is not None
    assert 30 < found.needed_kmh < RAILWAY
    assert {"soong-moscow", "soong-chungking-2", "truman-potsdam"} <= set(found.stays)
    assert found.ground is not None


def test_with_the_voyage_in_the_augusta_no_train_would_have_done(shipped_case: Callable[[int], Case]) -> None:
    case = shipped_case(14)
    without = could_meet(case, ("soong", "truman"), JULY, RAILWAY)
    with_it = no_better(could_meet(case, ("soong", "truman"), JULY, RAILWAY, with_transit=True), without)
    assert without.possible
    assert not with_it.possible
    assert with_it.slack_hours < 0 < without.slack_hours
    assert with_it.needed_kmh is not None
    assert with_it.needed_kmh > RAILWAY
    assert "truman-uss-augusta-north-atlantic" in with_it.stays
    assert not any("augusta" in key for key in without.stays)


def test_while_one_is_surely_in_chungking_and_the_other_in_potsdam_no_speed_helps(
    shipped_case: Callable[[int], Case],
) -> None:
    case = shipped_case(14)
    found = could_meet(case, ("soong", "truman"), parse("1945-07-22/1945-07-23").outer, 800.0)
    assert not found.possible
    assert found.needed_kmh is None
    assert found.ground is None
    assert found.times == ()
    assert found.slack_km == pytest.approx(-(far(case, "chungking", "potsdam") - 20) / 2, rel=1e-3)
    assert found.slack_hours == pytest.approx(found.slack_km / 800)


def test_those_who_were_together_needed_no_speed(shipped_case: Callable[[int], Case]) -> None:
    found = could_meet(shipped_case(14), ("stalin", "truman"), parse("1945-07-20").outer, 5.0)
    assert found.possible
    assert found.needed_kmh == 0
    assert found.ground is not None
    assert found.ground.radius_km == pytest.approx(10, rel=0.05)
    assert found.ground.area_km2 == pytest.approx(np.pi * 100, rel=0.03)
    assert found.when == pytest.approx(parse("1945-07-20").outer)


def test_all_persons_of_a_case_at_once(shipped_case: Callable[[int], Case]) -> None:
    case = shipped_case(14)
    found = could_meet(case, bodies(case), parse("1945-07-22/1945-07-23").outer, PROPELLER)
    assert not found.possible
    assert len(found.actors) == 14


# Rules


def test_a_journey_that_no_such_means_can_make_leaves_no_time_to_meet_on_it() -> None:
    case = case_of(
        stay("ann", "paris", span(0, 5)), stay("ann", "moscow", span(6, 20)), stay("ben", "rome", span(0, 20))
    )
    found = could_meet(case, ("ann", "ben"), (ZERO, ZERO + 20), 60.0)
    assert not found.possible
    assert found.slack_hours < 0
    assert found.hurried == (("ann", "paris", "moscow"),)


def test_over_the_date_line_by_the_short_way() -> None:
    case = case_of(stay("ann", "suva", span(0, 5)), stay("ann", "suva", span(7, 20)), stay("ben", "apia", span(0, 20)))
    found = could_meet(case, ("ann", "ben"), (ZERO, ZERO + 20), 60.0)
    way = far(case, "suva", "apia") - 20
    assert found.possible
    assert found.slack_hours == pytest.approx((48 - 2 * way / 60) / 2, abs=0.1)


def test_over_the_pole() -> None:
    """From Longyearbyen to Fairbanks the way leads past the pole, not round the parallel."""
    case = case_of(
        stay("ann", "longyearbyen", span(0, 5)),
        stay("ann", "fairbanks", span(7, 20)),
        stay("ben", "pole", span(0, 20)),
        places=(place("pole", 90.0, 0.0, 5.0),),
    )
    found = could_meet(case, ("ann", "ben"), (ZERO, ZERO + 20), 100.0)
    way = far(case, "longyearbyen", "pole") + far(case, "pole", "fairbanks") - 20
    assert found.slack_hours == pytest.approx((48 - way / 100) / 2, abs=0.1)


def test_beyond_the_record_there_is_a_cone_and_it_is_said_so() -> None:
    case = case_of(stay("ann", "paris", span(0, 5)), stay("ben", "rome", span(0, 20)))
    found = could_meet(case, ("ann", "ben"), (ZERO + 10, ZERO + 20), 60.0)
    assert found.possible
    assert found.cones == ("ann",)
    assert any("cone" in line and "ann" in line for line in found.assumptions)
    assert not could_meet(case, ("ann", "ben"), (ZERO + 5, ZERO + 5.5), 60.0).possible


def test_presence_at_an_event_of_a_day_is_an_anchor() -> None:
    stays = stay("ann", "paris", "1945-05-01/1945-05-03"), stay("ann", "paris", "1945-05-20/1945-05-30")
    there = stay("ben", "moscow", "1945-05-01/1945-05-30")
    talk = event("talk", "quito", "1945-05-11", "ann")
    between = parse("1945-05-05/1945-05-18").outer
    assert could_meet(case_of(*stays, there), ("ann", "ben"), between, 50.0).possible
    found = could_meet(case_of(*stays, there, events=(talk,)), ("ann", "ben"), between, 50.0)
    assert not found.possible
    assert "talk" in found.events


def test_a_stay_within_a_longer_one_is_a_trip_out_of_it_and_it_is_said_so() -> None:
    base, trip = stay("ann", "moscow", span(0, 30)), stay("ann", "paris", span(10, 12))
    case = case_of(base, trip, stay("ben", "rome", span(0, 30)), stay("eve", "paris", span(0, 30)))
    assert could_meet(case, ("ann", "eve"), (ZERO, ZERO + 30), 200.0).possible
    assert not could_meet(case, ("ann", "ben"), (ZERO, ZERO + 30), 200.0).possible
    beads = necklace(case, "ann", 200.0).beads
    assert [bead.at.place for bead in beads if bead.at] == ["moscow", "paris", "moscow"]
    assert any("trip" in line for line in could_meet(case, ("ann", "eve"), None, 200.0).assumptions)


def test_nights_between_stays_at_one_place_are_spent_there() -> None:
    stays = stay("ann", "paris", "1945-05-01/1945-05-10"), stay("ann", "paris", "1945-05-11/1945-05-20")
    there = stay("ben", "rome", "1945-05-01/1945-05-30")
    within = parse("1945-05-09/1945-05-12").outer
    assert not could_meet(case_of(*stays, there), ("ann", "ben"), within, 800.0).possible
    about = replace(stays[0], when=parse("1945-05-01/1945-05-10~"))
    assert could_meet(case_of(about, stays[1], there), ("ann", "ben"), within, 800.0).possible


@pytest.mark.parametrize("actors", [("ann",), (), ("ann", "ann")])
def test_a_meeting_needs_two(actors: tuple[str, ...]) -> None:
    with pytest.raises(Trouble, match="two actors"):
        could_meet(case_of(stay("ann", "paris", "1945")), actors, None, 50.0)


def test_a_state_is_nowhere_in_particular() -> None:
    case = case_of(stay("ann", "paris", "1945"), kinds={"france": ActorKind.STATE})
    with pytest.raises(Trouble, match="many places"):
        could_meet(case, ("ann", "france"), None, 50.0)
    with pytest.raises(Trouble, match="no actor"):
        could_meet(case, ("ann", "nobody"), None, 50.0)


def test_of_those_of_whom_nothing_is_known_anything_may_be() -> None:
    case = case_of(kinds={"ann": ActorKind.PERSON, "ben": ActorKind.PERSON})
    with pytest.raises(Trouble, match="Nothing is recorded"):
        could_meet(case, ("ann", "ben"), None, 50.0)
    found = could_meet(case, ("ann", "ben"), JULY, 50.0)
    assert found.possible
    assert found.slack_hours == inf
    assert found.unknown == ("ann", "ben")


# Properties: random itineraries, everywhere on the globe

KEYS = tuple(key for key, *_ in PLACES)


@st.composite
def itinerary(draw: st.DrawFn, who: str) -> tuple[Stay, ...]:
    """Stays one after another; the days of some are uncertain."""
    stays, day = [], draw(st.integers(0, 6))
    for at in range(draw(st.integers(1, 3))):
        doubt = draw(st.sampled_from((0, 0, 1, 3)))
        length = draw(st.integers(0, 6))
        start, end = (ZERO + day, ZERO + day + doubt), (ZERO + day + length, ZERO + day + length + doubt)
        when = When(str(at), start, end)
        stays.append(stay(who, draw(st.sampled_from(KEYS)), when, key=f"{who}-{at}"))
        day += length + doubt + draw(st.integers(1, 5))
    return tuple(stays)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Case, tuple[str, ...], tuple[float, float], float]:
    actors = ("ann", "ben", "eve")[: draw(st.integers(2, 3))]
    stays = [one for who in actors for one in draw(itinerary(who))]
    first = draw(st.integers(0, 12))
    during = ZERO + first, ZERO + first + draw(st.integers(1, 10))
    return case_of(*stays), actors, during, float(draw(st.sampled_from((15, 40, 90, 250))))


def globe_points(count: int) -> np.ndarray:
    at = np.arange(count) + 0.5
    z, turn = 1 - 2 * at / count, np.pi * (1 + 5**0.5) * at
    across = np.sqrt(1 - z**2)
    return np.stack((across * np.cos(turn), across * np.sin(turn), z), axis=-1)


POINTS = np.concatenate((globe_points(2500), [vector((lat, lon)) for _, lat, lon, _ in PLACES]))
NEAR_KM, STEP_DAYS = 330.0, 0.25  # every point is nearer than this to one of the grid


def may_be(case: Case, who: str, jd: np.ndarray, kmh: float, wider_km: float = 0.0) -> np.ndarray:
    """Where and when an actor may have been, by the definition, or so near to it: shape (points, moments)."""
    stays = sorted((one for one in case.stays if one.actor == who), key=lambda one: one.when.start)
    places = [case.place[one.place] for one in stays]
    away = [apart_km(vector((p.lat, p.lon)), POINTS)[:, None] - p.radius_km - wider_km for p in places]
    within = np.zeros((len(POINTS), len(jd)), dtype=bool)
    for one, km in zip(stays, away, strict=True):
        within |= (km <= 1e-6) & (jd >= one.when.start[1]) & (jd <= one.when.end[0])
    for at in range(len(stays) + 1):
        fits = np.ones_like(within)
        if at > 0:
            left = stays[at - 1].when.end[0]
            fits &= (jd >= left) & (km_in(jd - left, kmh) >= away[at - 1])
        if at < len(stays):
            came = stays[at].when.start[1]
            fits &= (jd <= came) & (km_in(came - jd, kmh) >= away[at])
        within |= fits
    return within


def km_in(days: np.ndarray, kmh: float) -> np.ndarray:
    return 24 * kmh * np.maximum(days, 0)


@settings(max_examples=40, deadline=None)
@given(questions())
def test_the_answer_is_that_of_a_search_over_all_places_and_times(
    question: tuple[Case, tuple[str, ...], tuple[float, float], float],
) -> None:
    case, actors, during, kmh = question
    found = could_meet(case, actors, during, kmh)
    jd = np.arange(during[0], during[1] + 1e-9, STEP_DAYS)
    met = np.logical_and.reduce([may_be(case, who, jd, kmh) for who in actors])
    if met.any():
        assert found.possible
        assert found.ground is not None
        times = jd[met.any(axis=0)]
        assert all(any(a - 1e-3 <= one <= b + 1e-3 for a, b in found.times) for one in times)
        middle = vector((found.ground.lat, found.ground.lon))
        assert (apart_km(middle, POINTS[met.any(axis=1)]) <= found.ground.radius_km * 1.02 + 1).all()
    if found.slack_hours > NEAR_KM / kmh + 24 * STEP_DAYS:
        assert met.any()
    nearly = np.logical_and.reduce([may_be(case, who, jd, kmh, NEAR_KM) for who in actors]).any(axis=0)
    assert not any(a + 1e-3 < one < b - 1e-3 for a, b in found.times for one in jd[~nearly])


@settings(max_examples=40, deadline=None)
@given(questions())
def test_the_needed_speed_is_enough_and_no_more(
    question: tuple[Case, tuple[str, ...], tuple[float, float], float],
) -> None:
    case, actors, during, kmh = question
    found = could_meet(case, actors, during, kmh)
    assert found.possible == (found.slack_hours >= 0)
    assert found.slack_km == pytest.approx(found.slack_hours * kmh)
    if found.needed_kmh is None:
        assert not found.possible
        return
    assert found.possible == (found.needed_kmh <= kmh * (1 + 1e-6))
    if found.needed_kmh > 0:
        assert could_meet(case, actors, during, found.needed_kmh * 1.01).possible
        slower = could_meet(case, actors, during, found.needed_kmh * 0.99)
        assert not slower.possible


@settings(max_examples=20, deadline=None)
@given(questions(), st.integers(1, 4))
def test_uncertain_dates_widen_the_prisms(
    question: tuple[Case, tuple[str, ...], tuple[float, float], float], days: int
) -> None:
    case, actors, during, kmh = question
    before = could_meet(case, actors, during, kmh)
    if any(_hurries(case, who, kmh) for who in actors):
        return  # then a stay that becomes uncertain takes with it what it alone made possible

    def wider(when: When) -> When:
        return When("", (when.start[0], when.start[1] + days), (when.end[0] - days, when.end[1]))

    after = could_meet(
        replace(case, stays=tuple(_dated(one, wider(one.when)) for one in case.stays)), actors, during, kmh
    )
    if before.possible:
        assert after.possible


def _hurries(case: Case, who: str, kmh: float) -> bool:
    """Whether a way between two stays is too long for its time."""
    stays = sorted((one for one in case.stays if one.actor == who), key=lambda one: one.when.start)
    return any(
        far(case, a.place, b.place) - 40 > 24 * kmh * (b.when.start[1] - a.when.end[0]) for a, b in pairwise(stays)
    )


def _dated(one: Stay, when: When) -> Stay:
    return replace(one, when=when)


@settings(max_examples=20, deadline=None)
@given(questions())
def test_more_speed_is_never_worse(question: tuple[Case, tuple[str, ...], tuple[float, float], float]) -> None:
    case, actors, during, kmh = question
    slow, fast = could_meet(case, actors, during, kmh), could_meet(case, actors, during, 2 * kmh)
    assert fast.possible >= slow.possible
    if slow.ground and fast.ground:
        assert fast.ground.area_km2 >= 0.97 * slow.ground.area_km2
    if np.isfinite(slow.slack_hours) and slow.needed_kmh is not None:
        assert fast.slack_hours >= slow.slack_hours - 0.02 - 0.004 * abs(slow.slack_hours)


def test_answers_are_of_plain_numbers() -> None:
    case = case_of(stay("ann", "paris", "1945"), stay("ben", "paris", "1945-06/1945-08", Certainty.PROBABLE))
    found: Reach = could_meet(case, ("ann", "ben"), JULY, 50.0)
    assert isinstance(found.slack_hours, float)
    assert found.ground is not None
    assert found.ground.radius_km <= HALF_ROUND_KM
    assert could_meet(case, ("ann", "ben"), JULY, 50.0, (Certainty.ESTABLISHED,)).stays != found.stays
