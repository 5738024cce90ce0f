from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import dblquad

from desktop_app.analysis.chronology import Density, Order, admissible, chronology, p_before
from desktop_app.analysis.saying import record
from desktop_app.casebook.terms import LinkKind
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import When, parse
from tests.analysis.small import case_of, event, link


def _link(cause, effect, kind=LinkKind.CAUSED, density=Density.EVEN):
    case = case_of([event("c", cause), event("e", effect)], [link("c", "e", kind)])
    return admissible(case, case.links[0], density)


@pytest.mark.parametrize(
    ("cause", "effect", "order", "effect_first"),
    [
        ("1900-05-01", "1900-05-02", Order.SURELY_BEFORE, False),  # the midnight between them parts them
        ("1900-05-01/1900-08-01", "1900-05-02", Order.SURELY_BEFORE, False),  # the cause may last longer
        ("1900-05-01", "1900-05-01", Order.POSSIBLE, False),
        ("1900-05", "1900-05-01", Order.POSSIBLE, False),
        ("1900-05-02", "1900-05-01", Order.IMPOSSIBLE, True),
        ("1900-05-02", "1900-05-01/1900-05-09", Order.POSSIBLE, True),  # it began first, and lasted
        ("1900-05-02T12:00:00", "1900-05-02T12:00:00", Order.POSSIBLE, False),
        ("1900-05-02T12:01:00", "1900-05-02T12:00:00", Order.IMPOSSIBLE, True),
        ("1901", "1900-05-01/..", Order.POSSIBLE, True),
        ("../1901", "1899", Order.POSSIBLE, False),
    ],
)
def test_links_compare_beginnings(cause, effect, order, effect_first):
    found = _link(cause, effect)
    assert (found.order, found.effect_first) == (order, effect_first)
    assert bool(found.remark) == effect_first


@pytest.mark.parametrize("lon", [-76.99, 0.1, 33.37, 116.4074, 139.6917])
def test_the_midnight_of_a_place_ends_one_day_and_begins_the_next(lon):
    for day in range(1, 28):
        before, after = parse(f"1945-07-{day:02}", lon), parse(f"1945-07-{day + 1:02}", lon)
        assert _link(before, after).order == Order.SURELY_BEFORE
        assert _link(after, before).order == Order.IMPOSSIBLE


def test_what_only_coincided_has_no_order():
    found = _link("1900-05-02", "1900-05-01", LinkKind.COINCIDED)
    assert (found.order, found.probability, found.remark) == (Order.UNORDERED, None, "")


def test_the_talks_rested_before_potsdam_opened(shipped_case):
    case = shipped_case(14)
    found = admissible(case, case.link["potsdam-conference-to-talks-adjourned"])
    assert (found.order, found.remark) == (Order.POSSIBLE, "the effect began first")


@pytest.mark.parametrize("chapter", range(1, 22))
def test_every_shipped_link_is_admissible(shipped_case, chapter):
    case = shipped_case(chapter)
    found = chronology(case)
    assert [one.link for one in found.links if one.order == Order.IMPOSSIBLE] == []
    assert len(found.links) == len(case.links)
    assert found.assumptions
    assert record(found)["links"][0]["order"] in set(Order)


@pytest.mark.parametrize(
    ("a", "b", "even"),
    [
        ((0, 1), (0, 1), 1 / 2),
        ((0, 2), (0, 1), 1 / 4),
        ((0, 2), (1, 3), 7 / 8),
        ((0, 31), (15, 16), 1 / 2),
        ((0, 0), (0, 4), 1.0),
        ((1, 1), (0, 4), 3 / 4),
        ((0, 4), (1, 1), 1 / 4),
        ((2, 2), (2, 2), 1 / 2),
    ],
)
def test_even_dates(a, b, even):
    assert p_before(a, b) == pytest.approx(even)


@pytest.mark.parametrize("density", Density)
@pytest.mark.parametrize(("a", "b"), [((0, 5), (3, 11)), ((2, 4), (0, 9)), ((0, 9), (2, 4)), ((1, 8), (1, 8))])
def test_the_formula_agrees_with_numerical_integration_and_with_draws(a, b, density):
    def height(x, bounds):
        low, high = bounds
        middle, width = (low + high) / 2, high - low
        return 1 / width if density == Density.EVEN else (1 - abs(x - middle) / (width / 2)) * 2 / width

    low, high = a
    whole, _ = dblquad(
        lambda y, x: height(x, a) * height(y, b), low, high, lambda x: min(max(x, b[0]), b[1]), b[1], epsabs=1e-4
    )
    p = p_before(a, b, density)
    assert p == pytest.approx(whole, abs=1e-3)
    rng = np.random.default_rng(1)
    draw = rng.uniform if density == Density.EVEN else lambda l, h, n: rng.triangular(l, (l + h) / 2, h, n)  # noqa: E741
    assert p == pytest.approx(np.mean(draw(*a, 200_000) < draw(*b, 200_000)), abs=0.005)


def test_an_open_date_has_no_probability():
    assert p_before((-inf, 3), (1, 2)) is None
    assert _link("../1901", "1899").probability is None


_spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted).map(tuple)


@given(_spans, _spans, st.sampled_from(Density))
def test_one_of_the_two_comes_first(a, b, density):
    assert p_before(a, b, density) + p_before(b, a, density) == pytest.approx(1)


@given(_spans, _spans, st.integers(1, 20))
def test_a_later_effect_is_never_less_probable(a, b, days):
    assert p_before(a, (b[0] + days, b[1] + days)) >= p_before(a, b) - 1e-9


@given(_spans, _spans)
def test_the_words_agree_with_the_probability(a, b):
    assume(a[0] < a[1] and b[0] < b[1])
    order = _link(When("", a, a), When("", b, b)).order
    p = p_before(a, b)
    assert (order == Order.SURELY_BEFORE) == (p == pytest.approx(1, abs=1e-12))
    assert (order == Order.IMPOSSIBLE) == (p == pytest.approx(0, abs=1e-12))


def test_events_have_to_be_known_and_different():
    case = case_of([event("c"), event("e")])
    with pytest.raises(Trouble, match="no event “x”"):
        admissible(case, link("c", "x"))
    with pytest.raises(Trouble, match="cannot bear on itself"):
        chronology(case, [replace(link("c", "e"), effect="c")])
