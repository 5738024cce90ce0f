from dataclasses import replace
from math import inf, pi

import pytest

from desktop_app.analysis.news import Arrival, Means, news, telegraph
from desktop_app.analysis.saying import record
from desktop_app.casebook.case import Participation
from desktop_app.casebook.terms import Presence
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.where import EARTH_RADIUS_KM
from tests.analysis.small import case_of, event, link, place

QUARTER_KM = EARTH_RADIUS_KM * pi / 2


def _news(cause, effect, means, *, radius_km=0.0, there="pole", participants=((), ())):
    by_cause, by_effect = ([Participation(actor, "", presence) for actor, presence in who] for who in participants)
    events = (
        event("c", cause, "equator", participants=tuple(by_cause)),
        event("e", effect, there, participants=tuple(by_effect)),
    )
    case = replace(
        case_of(events, [link("c", "e")]), places=(place("equator", 0, 0, radius_km), place("pole", 90, 0, radius_km))
    )
    return news(case, case.links[0], means)


def test_days_needed_beside_days_there_were():
    found = _news("1900-01-01", "1900-01-11", Means("ship", QUARTER_KM / 240, 24))
    assert found.distance_km == pytest.approx((QUARTER_KM, QUARTER_KM))
    assert found.needed_days == pytest.approx((11, 11))  # ten on the way, one before it left
    assert found.available_days == pytest.approx((9, 11))
    assert found.arrival == Arrival.POSSIBLE
    assert found.needed_kmh == pytest.approx(QUARTER_KM / 240)
    assert record(found)["arrival"] == "possible"
    assert found.assumptions


@pytest.mark.parametrize(
    ("effect", "arrival"),
    [
        ("1900-01-20", Arrival.IN_TIME),
        ("1900-01-13", Arrival.IN_TIME),
        ("1900-01-12", Arrival.POSSIBLE),
        ("1900-01-10", Arrival.TOO_LATE),
        ("1900-01-10/1900-02-10", Arrival.AFTER_IT_BEGAN),
        ("1899/1900-01-03", Arrival.TOO_LATE),
    ],
)
def test_in_time_or_not(effect, arrival):
    assert _news("1900-01-01", effect, Means("ship", QUARTER_KM / 264)).arrival == arrival


def test_radii_shorten_and_lengthen_the_way():
    found = _news("1900-01-01", "1900-01-11", Means("ship", 20), radius_km=100)
    assert found.distance_km == pytest.approx((QUARTER_KM - 200, QUARTER_KM + 200))
    near, far = found.needed_days
    assert far - near == pytest.approx(400 / 20 / 24)


def test_the_telegraph_needs_its_hours_alone():
    found = _news("1900-01-01T12:00:00", "1900-01-01T15:00:00", telegraph(2))
    assert found.needed_days == pytest.approx((2 / 24, 2 / 24))
    assert found.arrival == Arrival.IN_TIME
    assert _news("1900-01-01T12:00:00", "1900-01-01T13:00:00", telegraph(2)).arrival == Arrival.TOO_LATE
    assert record(found)["means"]["kmh"] == "inf"


def test_within_one_place_news_needs_no_time():
    found = _news("1900-01-01T12:00:00", "1900-01-01T12:05:00", telegraph(2), there="equator", radius_km=20)
    assert (found.needed_days, found.arrival, found.needed_kmh) == ((0, 0), Arrival.IN_TIME, 0)


def test_where_the_effect_happened_has_to_be_known():
    found = _news("1900-01-01", "1900-01-11", Means("ship", 20), there=None)
    assert (found.arrival, found.distance_km, found.needed_days) == (Arrival.UNKNOWN, None, None)


def test_an_open_date_leaves_it_open():
    assert _news("../1900-01-01", "1900-01-11", Means("ship", 20)).arrival == Arrival.UNKNOWN


def test_no_speed_makes_up_for_time_that_was_not_there():
    assert _news("1900-01-01", "1899-12-01", Means("ship", 20)).needed_kmh == inf


def test_who_was_there_himself_needed_no_news():
    who = ([("wang", Presence.PRESENT), ("soong", Presence.REMOTE)], [("wang", Presence.PRESENT)] * 1)
    found = _news("1900-01-01", "1900-01-03", Means("ship", 20), participants=who)
    assert found.acted == found.witnesses == ("wang",)


def test_no_steamer_brought_the_fall_of_mukden_to_washington_in_time(shipped_case):
    case = shipped_case(15)
    fall = case.link["mukden-falls-to-nsc-draft"]
    assert news(case, fall, Means("steamer", 25, 24)).arrival == Arrival.TOO_LATE
    assert news(case, fall, telegraph(6)).arrival != Arrival.TOO_LATE


@pytest.mark.parametrize(("kmh", "hours"), [(0, 0), (-3, 0), (float("nan"), 0), (20, -1), (20, inf)])
def test_means_have_to_move(kmh, hours):
    with pytest.raises(Trouble):
        Means("snail", kmh, hours)
