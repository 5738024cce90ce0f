"""Points and circles on the globe: how far they are, and what circles share, against sampled points."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from desktop_app.analysis.globe import (
    HALF_ROUND_KM,
    apart_km,
    inside,
    positions,
    share_a_point,
    toward,
    vector,
    vectors,
)
from desktop_app.casebook.where import great_circle_km

WGS84 = Geod(ellps="WGS84")
places = st.tuples(st.floats(-89.9, 89.9), st.floats(-180, 180))
radii = st.floats(1, 19_000)
RANDOM = np.random.default_rng(7)
SAMPLE = RANDOM.normal(size=(60_000, 3))
SAMPLE /= np.linalg.norm(SAMPLE, axis=-1, keepdims=True)


@given(places)
def test_a_position_comes_back(place: tuple[float, float]) -> None:
    lat, lon = positions(vector(place))
    assert lat == pytest.approx(place[0], abs=1e-9)
    assert (lon - place[1] + 180) % 360 - 180 == pytest.approx(0, abs=1e-7)


@given(places, places)
def test_distances_are_those_of_the_casebook_and_of_the_ellipsoid(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    apart = float(apart_km(vector(a), vector(b)))
    assert apart == pytest.approx(great_circle_km(a, b), abs=1e-3)
    assert apart == pytest.approx(WGS84.inv(a[1], a[0], b[1], b[0])[2] / 1000, rel=0.005, abs=1e-3)


@given(places, places, st.floats(0, 15_000))
@example((0.0, 1e-5), (0.0, 0.0), 6029.0)  # a goal a metre away
@example((48.0, 2.0), (48.0, 2.0 + 1e-9), 6029.0)
def test_going_somewhere_goes_so_far(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    there = toward(vector(a), vector(b), np.array(km))
    assert float(apart_km(vector(a), there)) == pytest.approx(km, abs=1e-6)
    back = toward(vector(a), vector(b), np.array(-km))
    assert float(apart_km(vector(a), back)) == pytest.approx(km, abs=1e-6)


@st.composite
def regions(draw: st.DrawFn, most: int = 3) -> tuple[np.ndarray, np.ndarray]:
    count = draw(st.integers(1, most))
    centres = np.stack([vector(draw(places)) for _ in range(count)])
    return centres, np.array([draw(radii) for _ in range(count)])


@settings(max_examples=150, deadline=None)
@given(regions(4))
def test_circles_share_a_point_if_a_sampled_one_lies_in_all(region: tuple[np.ndarray, np.ndarray]) -> None:
    centres, reach = region
    found, point = share_a_point(centres, reach)
    if inside(SAMPLE, centres, reach).any():
        assert found
    if found:
        assert inside(point, centres, reach, 1e-3)


def test_a_point_has_no_width_and_the_globe_no_edge() -> None:
    paris, rome = vector((48.9, 2.3)), vector((41.9, 12.5))
    assert inside(paris, paris[None], np.array([0.0]))
    assert not inside(paris, paris[None], np.array([-0.01]))
    assert not inside(rome, paris[None], np.array([1000.0]))
    assert inside(-paris, paris[None], np.array([HALF_ROUND_KM]))
    assert not inside(-paris, paris[None], np.array([HALF_ROUND_KM - 5]))


@given(places, places, radii)
def test_who_is_inside_is_no_farther_than_the_radius(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    apart = float(apart_km(vector(a), vector(b)))
    if abs(apart - km) > 0.01:
        assert bool(inside(vector(a), vector(b)[None], np.array([km]))) == (apart < km)


def test_many_regions_at_once() -> None:
    lat, lon = RANDOM.uniform(-80, 80, (50, 3)), RANDOM.uniform(-180, 180, (50, 3))
    centres, reach = vectors(lat, lon), RANDOM.uniform(2000, 9000, (50, 3))
    together, points = share_a_point(centres, reach)
    singly = [share_a_point(centres[i], reach[i])[0] for i in range(50)]
    np.testing.assert_array_equal(together, singly)
    assert 0 < together.sum() < 50
    assert np.isnan(points[~together]).all()
