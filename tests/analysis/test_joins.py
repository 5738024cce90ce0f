"""Joins of many stays find what comparing each with each finds."""

from itertools import combinations
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis import joins
from desktop_app.analysis.joins import Places, Stays, near, neighbours, together
from desktop_app.casebook.where import great_circle_km

# Towns that are neighbours over the date line, round both poles, and some that are far from all others.
TOWNS = (
    (0.0, 179.9), (0.1, -179.9), (-16.5, 179.99), (-16.5, -179.99), (89.9, 0.0), (89.9, 180.0), (89.8, -90.0),
    (-89.95, 10.0), (-89.95, -170.0), (52.4, 13.06), (52.52, 13.4), (52.4, 13.06), (55.75, 37.6), (21.3, -157.9),
)  # fmt: skip

day = st.integers(0, 30).map(float)
stay = st.tuples(st.integers(0, 4), st.integers(0, len(TOWNS) - 1), day, st.integers(0, 9), st.booleans())


def places_of(radii: list[float], is_one: list[bool]) -> Places:
    lat, lon = np.array(TOWNS).T
    return Places(lat, lon, np.array(radii), np.array(is_one))


def stays_of(rows: list[tuple[int, int, float, int, bool]]) -> Stays:
    columns = [np.array(column) for column in zip(*rows, strict=True)] or [np.empty(0)] * 5
    actor, place, start, length, open_ = columns
    start, end = start.astype(float) + 2_430_000.5, start.astype(float) + length + 2_430_000.5
    sure = length > 2
    return Stays(
        actor.astype(np.int64),
        place.astype(np.int64),
        start,
        np.where(open_.astype(bool), inf, end),
        np.where(sure, start + 1, nan),
        np.where(sure, end - 1, nan),
    )


def brute(stays: Stays, places: Places, within_km: float | None) -> dict[tuple[int, int], bool]:
    """Each with each: the pair of rows -> whether it is sure."""
    found = {}
    for i, j in combinations(range(len(stays.actor)), 2):
        if stays.actor[i] == stays.actor[j] or max(stays.start[i], stays.start[j]) >= min(stays.end[i], stays.end[j]):
            continue
        p, q = int(stays.place[i]), int(stays.place[j])
        radii = float(places.radius_km[p] + places.radius_km[q])
        km = great_circle_km((places.lat[p], places.lon[p]), (places.lat[q], places.lon[q]))
        if within_km is None:
            here, certainly = p == q, bool(places.is_one[p])
        else:
            here, certainly = p == q or km - radii <= within_km, km + radii <= within_km
        if here:
            sure = max(stays.sure_start[i], stays.sure_start[j]) < min(stays.sure_end[i], stays.sure_end[j])
            sure &= not np.isnan([stays.sure_start[i], stays.sure_start[j]]).any()
            found[i, j] = bool(sure and certainly)
    return found


def pairs_of(found: joins.Pairs) -> dict[tuple[int, int], bool]:
    pairs = {(min(a, b), max(a, b)): bool(sure) for a, b, sure in zip(found.a, found.b, found.sure, strict=True)}
    assert len(pairs) == len(found), "each pair is found once"
    return pairs


radii = st.lists(st.sampled_from([0.0, 5.0, 20.0, 60.0]), min_size=len(TOWNS), max_size=len(TOWNS))
flags = st.lists(st.booleans(), min_size=len(TOWNS), max_size=len(TOWNS))


@given(st.lists(stay, max_size=40), radii, flags)
def test_by_place_as_by_brute_force(
    rows: list[tuple[int, int, float, int, bool]], km: list[float], one: list[bool]
) -> None:
    stays, places = stays_of(rows), places_of(km, one)
    assert pairs_of(together(stays, places)) == brute(stays, places, None)


@given(st.lists(stay, max_size=40), radii, st.sampled_from([0.0, 1.0, 23.9, 50.0, 1000.0, 21000.0]))
def test_by_distance_as_by_brute_force(
    rows: list[tuple[int, int, float, int, bool]], km: list[float], within_km: float
) -> None:
    stays, places = stays_of(rows), places_of(km, [True] * len(TOWNS))
    assert pairs_of(near(stays, places, within_km)) == brute(stays, places, within_km)


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 300)), max_size=60),
    st.floats(0, 3000),
)
def test_neighbours_as_by_brute_force(points: list[tuple[float, float, float]], within_km: float) -> None:
    lat, lon, radius = np.array(points).reshape(-1, 3).T
    places = Places(lat, lon, radius, np.ones(len(lat), dtype=bool))
    p, q, km = neighbours(places, within_km)
    found = dict(zip(zip(p.tolist(), q.tolist(), strict=True), km, strict=True))
    assert len(found) == len(p)
    for i, j in combinations(range(len(points)), 2):
        apart = great_circle_km(points[i][:2], points[j][:2])
        beyond = apart - points[i][2] - points[j][2] - within_km
        if abs(beyond) > 1e-3:  # a metre from the edge, either answer is right
            assert ((i, j) in found) == (beyond < 0)
        if (i, j) in found:
            assert found[i, j] == pytest.approx(apart, abs=1e-3)


def test_portions_do_not_change_what_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    rows = [
        (int(a), int(p), float(s), int(n), False)
        for a, p, s, n in zip(
            rng.integers(0, 5, 300),
            rng.integers(0, len(TOWNS), 300),
            rng.integers(0, 90, 300),
            rng.integers(1, 9, 300),
            strict=True,
        )
    ]  # fmt: skip
    stays, places = stays_of(rows), places_of([10.0] * len(TOWNS), [True] * len(TOWNS))
    whole = pairs_of(near(stays, places, 50)), pairs_of(together(stays, places))
    monkeypatch.setattr(joins, "_QUERIES", 7)
    assert (pairs_of(near(stays, places, 50)), pairs_of(together(stays, places))) == whole
    assert whole[0] == brute(stays, places, 50)


def test_spans_are_what_both_have_in_common() -> None:
    stays = stays_of([(0, 9, 0.0, 9, False), (1, 9, 4.0, 9, False)])
    found = together(stays, places_of([5.0] * len(TOWNS), [True] * len(TOWNS)))
    assert [span.tolist() for span in found.spans(stays)] == [[2_430_004.5], [2_430_009.5]]
    assert [span.tolist() for span in found.sure_spans(stays)] == [[2_430_005.5], [2_430_008.5]]
    assert found.sure.tolist() == [True]
