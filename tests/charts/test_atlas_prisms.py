"""Where somebody could have been: the rim agrees with every place, and what bounds nothing is not drawn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Certainty
from desktop_app.charts.atlas_prisms import Cap, area, bounds, common
from desktop_app.charts.atlas_scene import MapScene, map_scene
from desktop_app.charts.projections import Azimuthal
from desktop_app.charts.sphere import angle, vectors
from desktop_app.charts.strands import strands
from desktop_app.library.book import load
from tests.charts.test_projections import inside, off_the_seam

EARTH_KM = 6371.0088
caps = st.tuples(st.floats(-80, 80), st.floats(-180, 180), st.floats(50, 6_000))


def away_km(lat: float, lon: float, cap: Cap) -> float:
    a, b = (vectors(np.array(x), np.array(y)) for x, y in ((lon, lat), (cap[1], cap[0])))
    return float(angle(a, b)) * EARTH_KM


@settings(max_examples=60)
@given(caps, caps, st.lists(st.tuples(st.floats(-85, 85), st.floats(-180, 180)), min_size=8, max_size=8))
def test_the_rim_holds_what_both_circles_hold(a: Cap, b: Cap, places: list[tuple[float, float]]) -> None:
    ring = common(a, b)
    small = min((a, b), key=lambda cap: cap[2])
    projection = Azimuthal(small[0], small[1])  # no place of the area is beyond its horizon
    plane = projection.rings(strands([ring])) if ring is not None else None
    for lat, lon in off_the_seam((*places, small[:2])):
        margins = [cap[2] - away_km(lat, lon, cap) for cap in (a, b)]
        if min(map(abs, margins)) < 40:
            continue  # the rim is a polygon
        if plane is None:
            assert min(margins) < 40
        elif projection.seen(np.array(lon), np.array(lat)):
            x, y = (float(value) for value in projection.forward(np.array(lon), np.array(lat)))
            assert inside(plane, x, y) == (min(margins) > 0)


def test_circles_that_are_wider_than_the_earth_bound_nothing() -> None:
    assert common((0, 0, 12_000), (10, 10, 15_000)) is None
    assert common((0, 0, 100), (10, 10, 100)) is None
    assert common((0, 0, 100), (0, 0, 500)) is not None


@pytest.fixture(scope="module")
def potsdam() -> MapScene:
    case = load(sorted((RESOURCES / "cases").glob("*.yaml"))[13])
    return map_scene(case, ("soong", "stalin", "truman"), frozenset(Certainty))


def test_soong_on_the_way_could_have_been_near_both_ends_and_not_far_from_them(potsdam: MapScene) -> None:
    found = bounds(potsdam, "soong", julian_day(1945, 7, 15) + 0.5, 60)
    assert found is not None
    (lat, lon, reached), (_, to, left) = found
    assert (round(lat), round(lon), round(to)) == (56, 38, 107)
    assert 1_000 < reached < 4_000
    assert left > 1_000
    assert area(potsdam, "soong", julian_day(1945, 7, 15) + 0.5, 60) is not None
    assert area(potsdam, "soong", julian_day(1945, 7, 15) + 0.5, 800) is None  # anywhere


def test_nothing_is_drawn_of_one_who_is_known_to_be_somewhere(potsdam: MapScene) -> None:
    assert bounds(potsdam, "stalin", julian_day(1945, 7, 25), 60) is None
    assert bounds(potsdam, "soong", julian_day(1930, 1, 1), 60) is None
