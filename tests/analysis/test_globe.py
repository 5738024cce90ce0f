"""Circles on the globe: what they share, and how far apart what they bound is, against sampled points."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from desktop_app.analysis.globe import (
    HALF_ROUND_KM,
    apart_km,
    farthest_km,
    gap_km,
    inside,
    positions,
    ring,
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
STEP_KM = 260.0  # no point of the globe is farther from the sample


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
def test_going_somewhere_goes_so_far(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    there = toward(vector(a), vector(b), np.array(km))
    assert float(apart_km(vector(a), there)) == pytest.approx(km, abs=1e-6)
    back = toward(vector(a), vector(b), np.array(-km))
    assert float(apart_km(vector(a), back)) == pytest.approx(km, abs=1e-6)


def test_a_ring_lies_so_far_from_its_centre_also_over_the_pole() -> None:
    for centre in ((89.0, 20.0), (0.0, 179.9), (-35.0, 60.0)):
        np.testing.assert_allclose(apart_km(vector(centre), ring(vector(centre), 700.0)), 700.0)


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


@settings(max_examples=60, deadline=None)
@given(regions(2), regions(2))
def test_the_gap_is_the_least_distance_of_sampled_points(
    one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]
) -> None:
    in_one, in_other = SAMPLE[inside(SAMPLE, *one)][:700], SAMPLE[inside(SAMPLE, *other)][:700]
    if not len(in_one) or not len(in_other):
        return
    between = apart_km(in_one[:, None], in_other[None])
    least, most = float(gap_km(*one, *other)), float(farthest_km(*one, *other))
    assert least <= between.min() + 1e-2
    assert most >= between.max() - 1e-2
    whole_one, whole_other = SAMPLE[inside(SAMPLE, *one)], SAMPLE[inside(SAMPLE, *other)]
    if len(whole_one) < 2500 and len(whole_other) < 2500:
        between = apart_km(whole_one[:, None], whole_other[None])
        assert least >= between.min() - 2 * STEP_KM
        assert most <= between.max() + 2 * STEP_KM


def test_two_places_are_as_far_apart_as_their_edges() -> None:
    paris, rome = vector((48.9, 2.3)), vector((41.9, 12.5))
    between = float(apart_km(paris, rome))
    one, other = (paris[None], np.array([10.0])), (rome[None], np.array([25.0]))
    assert float(gap_km(*one, *other)) == pytest.approx(between - 35, abs=1e-6)
    assert float(farthest_km(*one, *other)) == pytest.approx(between + 35, abs=1e-6)
    assert float(gap_km(*one, *one)) == 0
    assert float(farthest_km(*one, *one)) == pytest.approx(20, abs=1e-6)


def test_a_point_has_no_width_and_the_globe_no_edge() -> None:
    paris = vector((48.9, 2.3))[None]
    point, all_of_it = np.array([0.0]), np.array([HALF_ROUND_KM])
    assert float(farthest_km(paris, point, paris, point)) == pytest.approx(0, abs=1e-2)
    assert float(gap_km(paris, point, paris, all_of_it)) == 0
    assert float(farthest_km(paris, point, paris, all_of_it)) == pytest.approx(HALF_ROUND_KM)


def test_what_is_empty_has_no_distance() -> None:
    two = np.stack((vector((0.0, 0.0)), vector((0.0, 30.0))))
    assert np.isnan(gap_km(two, np.array([100.0, 100.0]), two[:1], np.array([5.0])))


def test_many_regions_at_once() -> None:
    lat, lon = RANDOM.uniform(-80, 80, (5, 2)), RANDOM.uniform(-180, 180, (5, 2))
    centres, reach = vectors(lat, lon), RANDOM.uniform(3000, 9000, (5, 2))
    other = vectors(lat[::-1], lon[::-1])
    together = gap_km(centres, reach, other, reach)
    singly = [gap_km(centres[i], reach[i], other[i], reach[i]) for i in range(5)]
    np.testing.assert_allclose(together, np.array(singly))
