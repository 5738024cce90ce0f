"""Distances agree with geodesics on the ellipsoid to 0.5 %, over the date line and the poles too."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from desktop_app.casebook.where import EARTH_RADIUS_KM, great_circle_km, reduced

WGS84 = Geod(ellps="WGS84")
TOKYO, HITOKAPPU, HONOLULU = (35.685, 139.752), (44.97, 147.67), (21.307, -157.858)

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
points = st.tuples(latitudes, longitudes)


def geodesic_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    return WGS84.inv(a[1], a[0], b[1], b[0])[2] / 1000


@pytest.mark.parametrize("start", [TOKYO, HITOKAPPU])
def test_the_way_to_hawaii_leads_across_the_date_line(start: tuple[float, float]) -> None:
    assert great_circle_km(start, HONOLULU) == pytest.approx(geodesic_km(start, HONOLULU), rel=0.0025)
    assert great_circle_km(start, HONOLULU) < 6300


@settings(max_examples=400)
@given(points, points)
def test_distances_are_right_to_half_a_percent(a: tuple[float, float], b: tuple[float, float]) -> None:
    assert great_circle_km(a, b) == pytest.approx(geodesic_km(a, b), rel=0.005, abs=1e-6)


@settings(max_examples=200)
@given(points, st.floats(-3, 3), st.floats(-3, 3))
def test_short_distances_too(a: tuple[float, float], north: float, east: float) -> None:
    b = max(-90.0, min(90.0, a[0] + north)), a[1] + east
    assert great_circle_km(a, b) == pytest.approx(geodesic_km(a, b), rel=0.005, abs=1e-6)


def test_the_poles_and_the_equator_stay_where_they_are() -> None:
    assert reduced(0.0) == 0.0
    quarter = EARTH_RADIUS_KM * 3.141592653589793 / 2
    assert great_circle_km((90.0, 12.0), (0.0, -70.0)) == pytest.approx(quarter)
    assert great_circle_km((90.0, 12.0), (-90.0, -70.0)) == pytest.approx(2 * quarter)
