from itertools import combinations, product
from math import comb, inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from desktop_app.analysis import chance
from desktop_app.casebook.trouble import Trouble

# reference values


def test_birthdays():
    assert chance.p_alike(23, 365) == pytest.approx(0.5073, abs=5e-5)
    assert chance.p_alike(22, 365) < 0.5


def test_triple_birthdays():
    assert chance.p_alike(87, 365, 3) == pytest.approx(0.4995, abs=5e-5)
    assert chance.p_alike(88, 365, 3) == pytest.approx(0.5111, abs=5e-5)


def test_almost_birthdays():
    assert chance.p_near(14, 365, 1) == pytest.approx(0.537, abs=0.0006)
    assert chance.p_near(13, 365, 1) < 0.5
    assert chance.p_near(7, 365, 7) == pytest.approx(0.606, abs=0.0006)
    assert chance.p_near(6, 365, 7) < 0.5


def test_the_trials_factor():
    assert comb(21, 2) == 210
    assert chance.p_overall(0.001, 210) == pytest.approx(0.19, abs=0.001)
    assert chance.p_overall(0.001, 210) == pytest.approx(stats.binom.sf(0, 210, 0.001))


def test_rules_of_thumb():
    assert chance.roughly_even(365) == pytest.approx(23, abs=0.2)
    assert chance.roughly_sure(365) == pytest.approx(47, abs=0.3)  # exactly 47
    assert chance.least_for(0.5, lambda n: chance.p_alike(n, 365)) == 23
    assert chance.least_for(0.95, lambda n: chance.p_alike(n, 365)) == 47
    assert chance.roughly_even(365, 1) == pytest.approx(13.2, abs=0.1)
    assert chance.least_for(0.5, lambda n: chance.p_near(n, 365, 1)) == 14
    assert chance.roughly_even_of_kinds([365, 365]) == pytest.approx(chance.roughly_even(365) / 2**0.5)


def test_three_seventh_decembers():
    assert chance.one_in(chance.p_named(3, 365)) == pytest.approx(133_225)
    assert chance.p_alike(40, 365, 3) == pytest.approx(0.067, abs=0.0005)
    assert chance.p_alike(40, 365) == pytest.approx(0.89, abs=0.005)
    assert chance.p_alike_uneven(40, chance.seasonal(365, 1 / 2, 1 / 3), 3) == pytest.approx(0.090, abs=0.001)


# against brute force


def _circular_span(days, classes):
    """The narrowest stretch of a circle that holds all of them."""
    return min(max((day - first) % classes for day in days) for first in days)


def _row_span(days, _):
    return max(days) - min(days)


def _by_enumeration(n, classes, alike, within, span):
    hits = sum(
        any(span(chosen, classes) <= within for chosen in combinations(days, alike))
        for days in product(range(classes), repeat=n)
    )
    return hits / classes**n


@pytest.mark.parametrize(
    ("n", "classes", "alike"), [(2, 7, 2), (4, 6, 2), (5, 4, 3), (6, 3, 3), (6, 3, 4), (2, 5, 3), (7, 3, 3), (4, 1, 2)]
)
def test_alike_by_enumeration(n, classes, alike):
    expected = _by_enumeration(n, classes, alike, 0, _row_span)
    assert chance.p_alike(n, classes, alike) == pytest.approx(expected, abs=1e-12)
    assert chance.p_alike_uneven(n, [1.0] * classes, alike) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("n", "classes", "within"), [(2, 9, 2), (3, 9, 1), (4, 9, 1), (3, 7, 3), (5, 6, 0)])
def test_near_matches_by_enumeration(n, classes, within):
    assert chance.p_near(n, classes, within) == pytest.approx(_by_enumeration(n, classes, 2, within, _circular_span))
    assert chance.p_near_in_row(n, classes, within) == pytest.approx(_by_enumeration(n, classes, 2, within, _row_span))


@pytest.mark.parametrize(("alike", "classes", "within"), [(2, 9, 0), (2, 9, 2), (3, 9, 1), (4, 7, 3), (3, 11, 4)])
def test_named_beforehand_by_enumeration(alike, classes, within):
    assert chance.p_named(alike, classes, within) == pytest.approx(
        _by_enumeration(alike, classes, alike, within, _circular_span)
    )
    assert chance.p_named_in_row(alike, classes, within) == pytest.approx(
        _by_enumeration(alike, classes, alike, within, _row_span)
    )


def test_uneven_classes_by_enumeration():
    shares = np.array([0.5, 0.2, 0.2, 0.1])
    for n, alike in ((3, 2), (5, 3), (6, 4)):
        expected = sum(
            np.prod(shares[list(drawn)])
            for drawn in product(range(4), repeat=n)
            if max(drawn.count(one) for one in range(4)) >= alike
        )
        assert chance.p_alike_uneven(n, shares, alike) == pytest.approx(expected)
        assert chance.p_alike_uneven(n, 10 * shares, alike) == pytest.approx(expected)


def test_uneven_classes_make_matches_likelier_and_nothing_underflows():
    assert chance.p_alike_uneven(23, chance.seasonal(365, 0.5, 1 / 3)) > chance.p_alike(23, 365)
    assert chance.p_alike_uneven(600, [1.0] * 365, 6) == pytest.approx(chance.p_alike(600, 365, 6), rel=1e-9)
    assert chance.p_alike_uneven(3, [1.0, 0.0, 0.0]) == 1
    assert chance.p_alike_uneven(1, [1.0, 1.0]) == 0
    assert chance.seasonal(365, 0.5, 1 / 3).sum() == pytest.approx(1)


@settings(max_examples=25)
@given(st.integers(2, 60), st.integers(2, 400), st.integers(2, 4))
def test_alike_against_the_poisson_bound(n, classes, alike):
    """Chen and Stein: the Poisson formula is no further off than the bound says."""
    exact = chance.p_alike(n, classes, alike)
    poisson = chance.p_at_least_one(chance.expected_matches(n, alike, chance.p_named(alike, classes)))
    assert abs(exact - poisson) <= chance.chen_stein_bound(n, classes, alike) + 1e-12


@settings(max_examples=20)
@given(st.integers(2, 30), st.integers(2, 400))
def test_two_alike_against_the_product_over_floats(n, classes):
    none = np.prod([max(0.0, 1 - i / classes) for i in range(n)])
    assert chance.p_alike(n, classes) == pytest.approx(1 - none, abs=1e-9)
    assert chance.alike_curve(n, classes)[n] == pytest.approx(1 - none, abs=1e-9)


def test_tiny_chances_keep_their_digits():
    assert chance.p_alike(3, 10**6, 3) == pytest.approx(1e-12, rel=1e-9)
    assert chance.p_near(2, 10**9, 0) == pytest.approx(1e-9, rel=1e-9)
    assert chance.p_overall(1e-17, 10) == pytest.approx(1e-16, rel=1e-9)


def test_several_kinds_of_match():
    both = chance.p_kinds(10, [365, 100])
    assert both == pytest.approx(1 - (1 - chance.p_alike(10, 365)) * (1 - chance.p_alike(10, 100)))
    rng = np.random.default_rng(5)
    days, offices = np.sort(rng.integers(0, 365, (40_000, 10))), np.sort(rng.integers(0, 100, (40_000, 10)))
    met = (np.diff(days) == 0).any(axis=1) | (np.diff(offices) == 0).any(axis=1)
    assert both == pytest.approx(met.mean(), abs=4 * met.std() / 200)
    even = chance.least_for(0.5, lambda n: chance.p_kinds(n, [365, 1000, 500]))
    assert even == pytest.approx(chance.roughly_even_of_kinds([365, 1000, 500]), abs=1)


def test_many_opportunities():
    exact, poisson = chance.p_any([0.01, 0.02, 0.003] * 5)
    assert exact == pytest.approx(1 - np.prod([0.99, 0.98, 0.997] * 5))
    assert poisson == pytest.approx(1 - np.exp(-0.165))
    assert chance.p_any([0.2, 1.0])[0] == 1
    assert chance.p_any([0.0]) == (0, 0)
    assert chance.one_in(0) == inf


def test_the_interval_of_a_simulation_is_wilsons():
    for hits, draws in ((0, 50), (3, 200), (199, 200), (67_000, 1_000_000)):
        theirs = stats.binomtest(hits, draws).proportion_ci(method="wilson")
        assert chance.interval_95(hits, draws) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: chance.p_alike(23, 0), "at least 1 class"),
        (lambda: chance.p_alike(-1, 365), "no negative number"),
        (lambda: chance.p_alike(23, 365, 1), "at least two"),
        (lambda: chance.p_alike(230, 365, 51), "at most 50"),
        (lambda: chance.p_near(23, 365, 183), "less than half"),
        (lambda: chance.p_near(23, 365, -1), "less than half"),
        (lambda: chance.alike_curve(30_000, 365), "at most 20,000"),
        (lambda: chance.p_alike_uneven(5, []), "not all 0"),
        (lambda: chance.p_alike_uneven(5, [1, -1]), "not all 0"),
        (lambda: chance.p_alike_uneven(5, [0, 0]), "not all 0"),
        (lambda: chance.seasonal(365, 1.0, 0.3), "nothing for the rest"),
        (lambda: chance.p_kinds(5, []), "No kind"),
        (lambda: chance.p_any([1.5]), "no probability"),
        (lambda: chance.p_overall(0.1, 0), "no look"),
        (lambda: chance.p_at_least_one(-1), "cannot be expected"),
    ],
)
def test_impossible_input_is_refused_in_plain_words(ask, words):
    with pytest.raises(Trouble, match=words) as refused:
        ask()
    assert refused.value.do
