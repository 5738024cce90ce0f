"""The Earth on a plane: the same as PROJ's, there and back, and land is land on every map."""

from collections.abc import Iterable

import numpy as np
import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.casebook.where import EARTH_RADIUS_KM
from desktop_app.charts.land import land, level_for
from desktop_app.charts.projections import HORIZON, Azimuthal, EqualEarth, Projection
from desktop_app.charts.sphere import circle, great_circle, great_circles, holds, mean_position
from desktop_app.charts.strands import (
    Strands,
    closed,
    densified,
    lines_within,
    rings_within,
    strands,
    thinned,
    unwrapped,
)

TOKYO, HAWAII, HITOKAPPU = (35.685, 139.752), (21.355, -157.97), (44.97, 147.7)
GEOD = pyproj.Geod(a=EARTH_RADIUS_KM * 1000, b=EARTH_RADIUS_KM * 1000)

latitudes = st.floats(-89.9, 89.9)
longitudes = st.floats(-180, 180)
positions = st.tuples(latitudes, longitudes)
projections = st.one_of(
    st.builds(Azimuthal, latitudes, longitudes, st.booleans()), st.builds(EqualEarth, st.floats(-180, 180))
)


def proj(projection: Projection) -> pyproj.Proj:
    sphere = f"+R={EARTH_RADIUS_KM * 1000}"
    if isinstance(projection, EqualEarth):
        return pyproj.Proj(f"+proj=eqearth +lon_0={projection.lon} {sphere}")
    assert isinstance(projection, Azimuthal)
    name = "laea" if projection.equal_area else "aeqd"
    return pyproj.Proj(f"+proj={name} +lat_0={projection.lat} +lon_0={projection.lon} {sphere}")


@pytest.mark.parametrize(
    "projection",
    [Azimuthal(62, 22), Azimuthal(0, 180), Azimuthal(-35, -70, True), Azimuthal(90, 0, True), EqualEarth(180)],
    ids=str,
)
def test_positions_are_those_of_proj(projection: Projection) -> None:
    lon, lat = np.meshgrid(np.arange(-179.5, 180, 13), np.arange(-88.5, 90, 11))
    x, y = proj(projection)(lon, lat)
    own_x, own_y = projection.forward(lon, lat)
    seen = projection.seen(lon, lat)
    assert seen.sum() > 0.85 * seen.size
    assert np.abs(own_x - x / 1000)[seen].max() < 1e-6
    assert np.abs(own_y - y / 1000)[seen].max() < 1e-6


@given(projections, positions)
def test_there_and_back_is_the_same_position(projection: Projection, position: tuple[float, float]) -> None:
    lat, lon = (np.array([value]) for value in position)
    back_lon, back_lat = projection.inverse(*projection.forward(lon, lat))
    if not projection.seen(lon, lat)[0]:
        assert np.isnan(back_lat[0])
        return
    away = GEOD.inv(lon, lat, back_lon, back_lat)[2]
    assert away[0] < 0.01  # m


def test_beyond_its_edge_a_map_has_no_position() -> None:
    far = np.array([50_000.0])
    for projection in (Azimuthal(10, 10), Azimuthal(10, 10, True), EqualEarth(0)):
        assert np.isnan(projection.inverse(far, far)[0][0])


@given(positions, positions)
def test_a_great_circle_is_the_shortest_way(a: tuple[float, float], b: tuple[float, float]) -> None:
    way = great_circle(a, b)
    direct = GEOD.inv(a[1], a[0], b[1], b[0])[2]
    assert GEOD.line_length(way[:, 0], way[:, 1]) == pytest.approx(direct, abs=1.0)
    assert np.abs(np.diff(way[:, 0])).max() < 180 or np.abs(way[:, 1]).max() > 80  # over a pole, longitudes leap
    assert GEOD.inv(*way[0], a[1], a[0])[2] < 0.1
    assert GEOD.inv(*way[-1], b[1], b[0])[2] < 0.1


@pytest.mark.parametrize("start", [TOKYO, HITOKAPPU], ids=["Tokyo", "Hitokappu Bay"])
def test_the_way_to_hawaii_leads_east_across_the_date_line(start: tuple[float, float]) -> None:
    way = great_circle(start, HAWAII)
    assert (np.diff(way[:, 0]) > 0).all()
    assert way[0, 0] < 180 < way[-1, 0]
    for projection in (Azimuthal(40, -170), Azimuthal(62, 22), EqualEarth(180)):
        drawn = projection.lines(strands([way]))
        assert len(drawn) == 1
        assert GEOD.line_length(*_unprojected(projection, drawn.points)) == pytest.approx(
            GEOD.inv(start[1], start[0], HAWAII[1], HAWAII[0])[2], rel=1e-4
        )
    east = EqualEarth(180).lines(strands([way])).points[:, 0]
    assert (np.diff(east) > 0).all()


def _unprojected(projection: Projection, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return projection.inverse(points[:, 0], points[:, 1])


def test_a_way_that_leaves_the_map_is_cut_there_and_goes_on_at_the_other_edge() -> None:
    drawn = EqualEarth(0).lines(strands([great_circle(TOKYO, HAWAII)]))
    assert len(drawn) == 2
    width = EqualEarth(0).forward(np.array([179.999]), np.array([0.0]))[0][0]
    for line in (drawn[0], drawn[1]):
        assert np.hypot(*np.diff(line, axis=0).T).max() < 0.02 * width


@given(positions, st.floats(1, 9_000))
def test_a_circle_lies_everywhere_as_far_from_its_middle(centre: tuple[float, float], radius: float) -> None:
    rim = circle(centre, radius)
    middle = np.full(len(rim), centre[1]), np.full(len(rim), centre[0])
    assert GEOD.inv(*middle, rim[:, 0], rim[:, 1])[2] == pytest.approx(radius * 1000, rel=1e-6)


def test_distances_from_the_middle_are_true_and_areas_where_they_are_promised() -> None:
    rim = circle((30, 100), 3_000)
    x, y = Azimuthal(30, 100).forward(*rim.T)
    assert np.hypot(x, y) == pytest.approx(3_000, rel=1e-9)
    for projection in (Azimuthal(62, 22, True), EqualEarth(180)):
        for centre in ((62, 22), (10, 80), (-20, 150)):
            ring = projection.rings(strands([circle(centre, 500, 400)]))[0]
            after = np.roll(ring, -1, axis=0)
            area = abs(np.sum(ring[:, 0] * after[:, 1] - after[:, 0] * ring[:, 1])) / 2
            cap = 2 * np.pi * EARTH_RADIUS_KM**2 * (1 - np.cos(500 / EARTH_RADIUS_KM))
            assert area == pytest.approx(cap, rel=2e-3)


@settings(max_examples=40)
@given(projections, positions, st.floats(300, 8_000), st.lists(positions, min_size=10, max_size=10))
def test_a_filled_circle_holds_what_is_near_its_middle_also_about_a_pole(
    projection: Projection, centre: tuple[float, float], radius: float, places: list[tuple[float, float]]
) -> None:
    plane = projection.rings(strands([circle(centre, radius, 360)]))
    for lat, lon in off_the_seam(places):
        away = GEOD.inv(centre[1], centre[0], lon, lat)[2] / 1000
        seen = projection.seen(np.array(lon), np.array(lat)) and not on_the_edge(projection, lon)
        if abs(away - radius) > 120 and seen:
            x, y = (float(value) for value in projection.forward(np.array(lon), np.array(lat)))
            assert inside(plane, x, y) == (away < radius)


@given(st.lists(positions, min_size=1, max_size=6))
def test_the_middle_of_places_lies_among_them(places: list[tuple[float, float]]) -> None:
    lat, lon = mean_position(places)
    assert -90 <= lat <= 90
    away = [GEOD.inv(lon, lat, place[1], place[0])[2] for place in places]
    assert min(away) <= np.pi / 2 * EARTH_RADIUS_KM * 1000 + 1


# Land


@pytest.mark.parametrize(
    ("name", "lat", "lon", "dry"),
    [
        ("Moscow", 55.75, 37.62, True),
        ("Chukotka, east of the antimeridian", 66.5, -175.0, True),
        ("Chukotka, west of it", 67.5, 178.0, True),
        ("Vanua Levu", -16.6, 179.2, True),
        ("the Pacific", 30.0, -150.0, False),
        ("the Caspian", 42.0, 50.5, False),
        ("the Bering Strait", 65.9, -168.9, False),
    ],
)
def test_coasts_part_land_from_sea(name: str, lat: float, lon: float, dry: bool) -> None:
    for level in ("middle", "fine"):
        assert holds(land(level), lat, lon) == dry, name


def test_no_coast_has_a_seam_at_the_antimeridian() -> None:
    for level in ("coarse", "middle", "fine"):
        rings = land(level)
        lon, lat = closed(unwrapped(rings)).points.T
        on_it = np.isclose(np.abs((lon % 360) - 180), 0, atol=0.002)
        along = on_it[1:] & on_it[:-1] & (np.abs(np.diff(lat)) > 0.05) & (np.abs(np.diff(lon)) < 1)
        assert not along.any()
        assert np.abs(np.diff(rings.points[:, 0])[rings.owners[1:] == rings.owners[:-1]]).max() < 20


def test_a_closer_look_asks_for_finer_coasts() -> None:
    assert [level_for(km) for km in (50, 10, 0.5)] == ["coarse", "middle", "fine"]


@settings(max_examples=25)
@given(projections, st.lists(positions, min_size=20, max_size=20))
def test_land_is_land_on_every_map(projection: Projection, places: list[tuple[float, float]]) -> None:
    rings = land("coarse")
    plane = projection.rings(rings)
    for lat, lon in places:
        around = [holds(rings, y, x) for x, y in circle((lat, lon), 250, 8)]
        if len(set(around)) > 1 or not projection.seen(np.array(lon), np.array(lat)):
            continue  # too near a coast for two ways of bending it
        if on_the_edge(projection, lon):
            continue
        x, y = (float(value) for value in projection.forward(np.array(lon), np.array(lat)))
        assert inside(plane, x, y) == holds(rings, lat, lon), (lat, lon)


def off_the_seam(places: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Places a little aside: a ring about a pole goes there and back along a meridian, which nobody stands on."""
    return [(lat * 0.999 + 0.0137, lon + 0.0219) for lat, lon in places]


def on_the_edge(projection: Projection, lon: float) -> bool:
    return isinstance(projection, EqualEarth) and abs((lon - projection.lon) % 360 - 180) < 1


def inside(rings: Strands, x: float, y: float) -> bool:
    """By the even-odd rule, as a painter fills."""
    ends = closed(rings)
    a, b = ends.points[:-1], ends.points[1:]
    own = ends.owners[:-1] == ends.owners[1:]
    crosses = ((a[:, 1] > y) != (b[:, 1] > y)) & own
    a, b = a[crosses], b[crosses]
    at = a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
    return bool(np.count_nonzero(at > x) % 2)


@settings(max_examples=25)
@given(projections)
def test_no_edge_of_land_runs_as_a_streak_across_the_map(projection: Projection) -> None:
    plane = closed(projection.rings(land("coarse")))
    own = plane.owners[:-1] == plane.owners[1:]
    steps = np.hypot(*np.diff(plane.points, axis=0).T)[own]
    widest = np.hypot(*projection.edge().points.T).max()
    assert steps.max() < 0.12 * widest
    coasts = projection.lines(closed(land("coarse")))
    own = coasts.owners[:-1] == coasts.owners[1:]
    assert np.hypot(*np.diff(coasts.points, axis=0).T)[own].max() < 0.12 * widest


# Cutting and thinning


@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=3, max_size=12))
def test_a_ring_cut_to_a_frame_is_the_same_within_it(points: list[tuple[float, float]]) -> None:
    ring = strands([points])
    cut = rings_within(ring, (-4, -3, 5, 6))
    assert (cut.points >= np.array((-4, -3)) - 1e-9).all()
    assert (cut.points <= np.array((5, 6)) + 1e-9).all()
    for x, y in ((-3.93, 5.71), (0.137, 0.219), (4.71, -2.61), (2.37, 3.13)):
        near = np.hypot(*(densified(closed(ring), 0.05).points - (x, y)).T).min()
        if near > 0.1:
            assert inside(cut, x, y) == inside(ring, x, y)


def test_a_line_that_leaves_the_frame_and_comes_back_becomes_two() -> None:
    line = strands([[(0, 0), (8, 0), (8, 1), (0, 1)], [(9, 9), (8, 8)], [(1, 1), (2, 2)]])
    cut = lines_within(line, (-1, -1, 5, 5))
    assert [one.tolist() for one in (cut[0], cut[1], cut[2])] == [
        [[0, 0], [5, 0]],
        [[5, 1], [0, 1]],
        [[1, 1], [2, 2]],
    ]


def test_thinning_keeps_what_pixels_can_show() -> None:
    line = strands([[(0.0, 0.0), (0.1, 0.1), (0.9, 0.0), (5.2, 0.1)], [(3, 3), (3.01, 3.01)]])
    thin = thinned(line, 0.5, 2)
    assert [one.tolist() for one in (thin[0],)] == [[[0, 0], [1, 0], [5, 0]]]
    assert len(thin) == 1


def test_points_put_in_are_even_and_none_joins_two_lines() -> None:
    dense = densified(strands([[(0, 0), (3, 0)], [(100, 0), (100, 1.5)]]), 1.0)
    assert dense[0].tolist() == [[0, 0], [1, 0], [2, 0], [3, 0]]
    assert dense[1].tolist() == [[100, 0], [100, 0.75], [100, 1.5]]


def test_the_horizon_is_the_rim_of_an_azimuthal_map() -> None:
    rim = Azimuthal(10, 20).edge().points
    assert np.hypot(*rim.T) == pytest.approx(np.radians(HORIZON) * EARTH_RADIUS_KM)


@settings(max_examples=30)
@given(projections, st.lists(st.tuples(positions, positions), min_size=1, max_size=8))
def test_many_ways_at_once_are_the_same_as_one_by_one_and_each_piece_knows_its_way(
    projection: Projection, ways: list[tuple[tuple[float, float], tuple[float, float]]]
) -> None:
    together = great_circles(ways, 1.0)
    for at, (a, b) in enumerate(ways):
        assert together[at] == pytest.approx(great_circle(a, b), abs=1e-9)
    pieces, of = projection.lines_of(together)
    for at in range(len(ways)):
        alone = projection.lines(strands([together[at]]))
        own = [pieces[piece] for piece in np.flatnonzero(of == at).tolist()]
        assert len(own) == len(alone)
        for one, other in zip(own, (alone[piece] for piece in range(len(alone))), strict=True):
            assert one == pytest.approx(other, abs=1e-6)
