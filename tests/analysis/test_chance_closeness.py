from dataclasses import replace
from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from desktop_app.analysis.closeness import (
    Points,
    busy_places,
    distances_km,
    knox,
    mantel,
    orders_of,
    points,
)
from desktop_app.analysis.definitions import Definition, in_windows, many_definitions, with_actors
from desktop_app.analysis.shifting import UNKNOWN, near_by_shift, shift_test
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.where import great_circle_km


class _StopError(Exception):
    pass


def _stop(_):
    raise _StopError


def _points(seed, n, strata=None, days=100):
    rng = np.random.default_rng(seed)
    return Points(
        tuple(f"e{at}" for at in range(n)),
        tuple(rng.uniform(40, 50, n).tolist()),
        tuple(rng.uniform(0, 20, n).tolist()),
        tuple((2_420_000.5 + rng.integers(0, days, n)).tolist()),
        tuple(strata) if strata else ("",) * n,
    )


def _knox_by_hand(where, delta, tau, order):
    n = len(where.keys)
    return sum(
        great_circle_km((where.lat[i], where.lon[i]), (where.lat[j], where.lon[j])) <= delta
        and abs(where.jd[order[i]] - where.jd[order[j]]) <= tau
        for i in range(n)
        for j in range(i + 1, n)
    )


def test_distances_are_those_of_the_casebook():
    where = _points(1, 12)
    far = distances_km(where)
    for i in range(12):
        for j in range(12):
            expected = great_circle_km((where.lat[i], where.lon[i]), (where.lat[j], where.lon[j]))
            assert far[i, j] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("n", "delta", "tau"), [(2, 900, 40), (5, 600, 20), (6, 500, 30)])
def test_knox_goes_through_all_orders_of_few_events(n, delta, tau):
    where = _points(n, n)
    counts = [_knox_by_hand(where, delta, tau, order) for order in permutations(range(n))]
    result = knox(where, delta, tau)
    assert result.exact
    assert result.orders == factorial(n)
    assert result.observed == counts[0]
    assert result.expected == pytest.approx(np.mean(counts))
    assert result.p == np.mean([count >= counts[0] for count in counts])
    assert result.p >= result.least_p == 1 / factorial(n)
    assert result.low == result.high == result.p


def test_eight_events_are_gone_through_and_nine_are_drawn():
    assert knox(_points(8, 8), 500, 20).orders == 40_320
    nine = knox(_points(9, 9), 500, 20)
    assert not nine.exact
    assert nine.orders == 9999
    assert nine.least_p == 1 / 10_000
    assert nine.low <= nine.p <= nine.high


def test_drawn_orders_come_near_to_all_orders():
    where = _points(21, 8)
    exact = knox(where, 500, 20)
    orders = np.random.default_rng(2).permuted(np.tile(np.arange(8), (4000, 1)), axis=1)
    drawn = np.array([_knox_by_hand(where, 500, 20, order) for order in orders])
    assert exact.p == pytest.approx((drawn >= exact.observed).mean(), abs=0.04)
    assert exact.expected == pytest.approx(drawn.mean(), abs=0.1)


def test_mantel_is_the_correlation_of_distances():
    where = _points(3, 6)
    upper = np.triu_indices(6, 1)
    far, jd = distances_km(where)[upper], np.array(where.jd)
    theirs = [
        stats.pearsonr(far, np.abs(jd[list(order)][:, None] - jd[list(order)])[upper]).statistic
        for order in permutations(range(6))
    ]
    result = mantel(where)
    assert result.exact
    assert result.observed == pytest.approx(theirs[0])
    assert result.p == pytest.approx(np.mean(np.array(theirs) >= theirs[0] - 1e-9))
    assert result.expected == pytest.approx(np.mean(theirs), abs=1e-9)


def test_closeness_that_was_put_in_is_found():
    rng = np.random.default_rng(8)
    n = 40
    jd = np.sort(rng.uniform(0, 1000, n))
    where = Points(
        tuple(map(str, range(n))),
        tuple((30 + jd / 100).tolist()),  # moves steadily north
        tuple(rng.uniform(0, 0.5, n).tolist()),
        tuple((2_420_000 + jd).tolist()),
        ("",) * n,
    )
    for result in (knox(where, 150, 120), mantel(where)):
        assert result.p == 1 / 10_000  # the least that so many orders can give
        assert result.low == pytest.approx(0, abs=1e-9)
    assert knox(where, 150, 120).poisson_p < 1e-6


def test_with_nothing_put_in_p_values_are_evenly_spread():
    values = [knox(_points(seed, 12, days=30), 400, 5, draws=199, seed=seed).p for seed in range(60)]
    assert 0.25 < np.mean(values) < 0.8
    assert np.mean([value <= 0.1 for value in values]) < 0.25


def test_the_poisson_approximation():
    where = _points(4, 60, days=365)
    result = knox(where, 150, 10, draws=999)
    expected = result.near_in_place * result.near_in_time / result.pairs
    assert result.expected == pytest.approx(expected, rel=0.1)
    assert result.poisson_p == pytest.approx(stats.poisson.sf(result.observed - 1, expected))
    assert result.pairs == 1770


def test_strata_keep_their_dates():
    strata = ["capital"] * 4 + [""] * 3
    where = _points(5, 7, strata)
    orders, exact = orders_of(where, 999, 1)
    assert exact
    assert len(orders) == factorial(4) * factorial(3)
    assert orders[0].tolist() == list(range(7))
    assert all(set(order[:4]) == {0, 1, 2, 3} for order in orders.tolist())
    long = _points(6, 30, ["a"] * 12 + ["b"] * 18)
    drawn, exact = orders_of(long, 50, 1)
    assert not exact
    assert all(sorted(order[:12]) == list(range(12)) for order in drawn.tolist())
    assert all(sorted(order) == list(range(30)) for order in drawn.tolist())
    assert knox(long, 400, 20, draws=99).strata == 2
    assert "stratum" in knox(long, 400, 20, draws=99).assumptions[0]


@settings(max_examples=25)
@given(st.integers(2, 12), st.integers(0, 10**6), st.floats(0, 2000), st.floats(0, 200))
def test_a_p_value_is_never_0(n, seed, delta, tau):
    result = knox(_points(seed, n), delta, tau, draws=19, seed=seed)
    assert 0 < result.least_p <= result.p <= 1
    assert result.low <= result.p <= result.high


def test_the_seed_repeats_a_test():
    where = _points(9, 20)
    assert knox(where, 400, 10, draws=99, seed=4) == knox(where, 400, 10, draws=99, seed=4)
    assert mantel(where, draws=99, seed=4).seed == 4


def test_progress_and_stopping():
    told = []
    knox(_points(9, 20), 400, 10, step=told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    for test in (lambda: knox(_points(9, 20), 400, 10, step=_stop), lambda: mantel(_points(9, 20), step=_stop)):
        with pytest.raises(_StopError):
            test()


def test_events_of_a_case_as_points(shipped_case):
    case = shipped_case(14)
    keys = tuple(case.event)
    where = points(case, keys)
    assert set(where.keys) | set(where.left_out) == set(keys)
    result = knox(where, 100, 3, draws=199)
    assert result.events == len(where.keys)
    assert "chosen because it is striking" in result.assumptions[-1]
    strata = busy_places(case, keys)
    assert strata["talks-adjourned"] == "moscow"  # the capital keeps its dates
    assert "" in strata.values()
    assert knox(points(case, keys, strata), 100, 3, draws=199).strata == len({strata[key] for key in where.keys})


def test_an_event_with_an_open_date_or_no_place_is_left_out(shipped_case):
    case = shipped_case(17)
    assert points(case, ("sunken-ship-report", "rail-agreement")).left_out == ("sunken-ship-report",)


def test_what_cannot_be_permuted(shipped_case):
    case = shipped_case(14)
    one = points(case, ("potsdam-conference",))
    with pytest.raises(Trouble, match="One event cannot be close") as refused:
        knox(one, 100, 3)
    assert "at least two" in refused.value.do
    with pytest.raises(Trouble, match="One event cannot be close"):
        mantel(one)
    with pytest.raises(Trouble, match="None of these events"):
        knox(points(case, ()), 100, 3)
    with pytest.raises(Trouble, match="no event “nothing”"):
        points(case, ("nothing",))
    with pytest.raises(Trouble, match="Each stratum holds one"):
        knox(_points(1, 3, ["a", "b", "c"]), 100, 3)
    with pytest.raises(Trouble, match="at least 99"):
        knox(_points(1, 20), 100, 3, draws=0)
    with pytest.raises(Trouble, match="of at least 0"):
        knox(_points(1, 3), -1, 3)
    with pytest.raises(Trouble, match="equally far apart"):
        mantel(Points(("a", "b", "c"), (1.0,) * 3, (1.0,) * 3, (1.0, 2.0, 3.0), ("",) * 3))
    with pytest.raises(Trouble, match=r"at most 2,000"):
        knox(_points(1, 2001), 100, 3)


# many definitions


def test_every_cell_of_the_grid_is_knoxs_test():
    where = _points(11, 25)
    grid = many_definitions({"all": where}, (100, 500, 1000), (5, 20), draws=499, seed=3)
    assert len(grid.outcomes) == 6
    for outcome in grid.outcomes:
        alone = knox(where, outcome.definition.delta_km, outcome.definition.tau_days, draws=499, seed=3)
        assert outcome.p == alone.p
        assert outcome.observed == alone.observed
        assert outcome.expected == pytest.approx(alone.expected)
    assert grid.share_below == np.mean([outcome.p < 0.05 for outcome in grid.outcomes])
    assert "not independent" in grid.assumptions[0]


def test_few_events_are_gone_through_in_every_cell():
    where = _points(12, 6)
    grid = many_definitions({"all": where}, (400, 800), (10, 30))
    for outcome in grid.outcomes:
        assert outcome.p == knox(where, outcome.definition.delta_km, outcome.definition.tau_days).p


def test_the_readers_own_choice_is_marked():
    choice = Definition("all", 250, 7)
    grid = many_definitions({"all": _points(11, 25)}, (100, 500), (5,), choice, draws=99)
    assert grid.deltas_km == (100, 250, 500)
    assert grid.taus_days == (5, 7)
    assert grid.chosen is not None
    assert grid.chosen.definition == choice


def test_windows_and_actors_cut_the_events(shipped_case):
    case = shipped_case(14)
    where = points(case, tuple(case.event))
    middle = float(np.median(where.jd))
    sets = in_windows(where, {"early": (0, middle), "all": (0, 1e9), "none": (0, 1)})
    sets |= with_actors(case, where, {"Soong": ("soong",)})
    assert all(jd <= middle for jd in sets["early"].jd)
    assert 0 < len(sets["Soong"].keys) < len(where.keys)
    told = []
    grid = many_definitions(sets, (10, 100), (1, 7), draws=99, step=told.append)
    assert grid.sets == ("early", "all", "Soong")
    assert grid.too_few == ("none",)
    assert told == sorted(told)
    assert told[-1] == 1
    with pytest.raises(_StopError):
        many_definitions(sets, (10, 100), (1, 7), draws=99, step=_stop)


def test_grids_that_cannot_be_tested():
    with pytest.raises(Trouble, match="no definition to compare"):
        many_definitions({"all": _points(1, 9)}, (), (1,))
    with pytest.raises(Trouble, match="None of the sets"):
        many_definitions({"one": _points(1, 1)}, (100,), (1,))
    with pytest.raises(Trouble, match="not among the sets"):
        many_definitions({"all": _points(1, 9)}, (100,), (1,), Definition("some", 100, 1))


# itineraries


@settings(max_examples=25)
@given(st.integers(1, 60), st.integers(0, 10**6))
def test_all_shifts_by_hand(days, seed):
    rng = np.random.default_rng(seed)
    first, second = rng.integers(UNKNOWN, 4, (2, days)).astype(np.int32)
    near = rng.random((4, 4)) < 0.4
    expected = [
        sum(
            first[day] != UNKNOWN
            and second[(day - shift) % days] != UNKNOWN
            and bool(near[first[day], second[(day - shift) % days]])
            for day in range(days)
        )
        for shift in range(days)
    ]
    assert near_by_shift(first, second, near).tolist() == expected


def test_two_itineraries_of_a_case(shipped_case):
    result = shift_test(shipped_case(14), "soong", "stalin", 50)
    assert result.shifts == result.days == len(result.near_by_shift)
    assert result.observed == result.near_by_shift[0]
    assert result.p == np.mean(np.array(result.near_by_shift) >= result.observed) > 0
    assert result.expected == pytest.approx(np.mean(result.near_by_shift))
    # Soong was in Moscow with Stalin in July until Potsdam, and again in August
    assert 15 <= result.observed <= 30


def test_itineraries_that_cannot_be_shifted(shipped_case):
    case = shipped_case(14)
    with pytest.raises(Trouble, match="no actor “nobody”"):
        shift_test(case, "soong", "nobody", 50)
    with pytest.raises(Trouble, match="always near himself"):
        shift_test(case, "soong", "soong", 50)
    with pytest.raises(Trouble, match="at least 0"):
        shift_test(case, "soong", "stalin", -1)
    with pytest.raises(Trouble, match="Nothing says where"):
        shift_test(replace(case, stays=()), "soong", "stalin", 50)
    with pytest.raises(Trouble, match="0 days in common"):
        shift_test(shipped_case(5), "castro", "wilson", 50)  # Caracas in 1902, Washington in 1917
