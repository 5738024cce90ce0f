from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis import chance
from desktop_app.analysis.overlap import Overlap, Relation, overlap, p_overlap
from desktop_app.analysis.same_date import Days, SameDate, checked, curve, date_grid, narrowest, same_date
from desktop_app.casebook.trouble import Trouble


class _StopError(Exception):
    pass


def _stop(_):
    raise _StopError


def _narrowest_by_hand(days, alike, classes, turning):
    spans = []
    for chosen in combinations(days, alike):
        if turning:
            spans.append(min(max((day - first) % classes for day in chosen) for first in chosen))
        else:
            spans.append(max(chosen) - min(chosen))
    return min(spans)


@pytest.mark.parametrize("days", list(Days))
@pytest.mark.parametrize("alike", [2, 3, 4])
def test_within_means_all_within_a_span(days, alike):
    """The simulation's narrowest spans, against all combinations of the same draws."""
    statement = SameDate(acts=6, alike=alike, classes=30, days=days)
    spans = narrowest(statement, 200, seed=4)
    drawn = np.random.default_rng(4).integers(0, 30, (200, 6), dtype=np.int16)
    expected = [_narrowest_by_hand(row.tolist(), alike, 30, days == Days.YEAR) for row in drawn]
    assert spans.tolist() == expected


def test_formula_and_simulation_stand_side_by_side():
    result = same_date(SameDate(40, 3), draws=60_000, seed=1902)
    same, next_day, week = result.rows
    assert [row.within for row in result.rows] == [0, 1, 7]
    assert result.row is same
    assert same.exact
    assert same.simulated.low <= same.formula <= same.simulated.high
    assert same.best == same.formula
    assert same.even_odds == 88
    assert not next_day.exact
    assert next_day.formula == pytest.approx(0.405, abs=0.001)  # Poisson's, which runs high
    assert next_day.best == next_day.simulated.share == pytest.approx(0.355, abs=0.01)
    assert next_day.even_odds == pytest.approx(47.5, abs=1)
    assert week.even_odds == 18
    assert chance.one_in(result.named) == pytest.approx(133_225)
    assert result.two_alike == pytest.approx(0.891, abs=0.001)
    within, uneven = result.uneven[0]
    assert within == 0
    assert uneven.low <= chance.p_alike_uneven(40, chance.seasonal(365, 0.5, 1 / 3), 3) <= uneven.high
    assert result.expected == pytest.approx(9880 / 133_225)
    assert abs(same.formula - chance.p_at_least_one(result.expected)) <= result.poisson_error
    assert "chosen because it is striking" in result.assumptions[-1]
    assert result == same_date(SameDate(40, 3), draws=60_000, seed=1902)


@pytest.mark.parametrize("days", list(Days))
def test_near_matches_of_two_are_exact(days):
    result = same_date(SameDate(20, 2, 1, 365, days), draws=60_000)
    for row in result.rows:
        assert row.exact
        assert row.simulated.low - 0.002 <= row.formula <= row.simulated.high + 0.002


def test_progress_is_told_and_the_work_can_be_stopped():
    told = []
    same_date(SameDate(40, 3), draws=20_000, step=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    with pytest.raises(_StopError):
        same_date(SameDate(40, 3), draws=20_000, step=_stop)
    with pytest.raises(_StopError):
        date_grid(SameDate(40, 3), draws=2_000, step=_stop)


def test_many_definitions_of_a_date():
    grid = date_grid(SameDate(40, 3), draws=20_000)
    assert grid.acts == (10, 20, 30, 40, 60, 80, 120, 160)
    assert grid.withins == (0, 1, 2, 3, 5, 7, 14)
    p = np.array(grid.p)
    assert p.shape == (7, 8)
    assert p[0, 3] == chance.p_alike(40, 365, 3)
    assert p[1, 3] == pytest.approx(0.36, abs=0.015)
    assert (np.diff(p, axis=0) >= -1e-9).all()  # a wider span never makes a match rarer
    assert 1 - grid.share_below == pytest.approx(0.89, abs=0.005)  # 50 of 56
    assert "not independent" in grid.assumptions[0]


def test_the_readers_own_choice_is_always_in_the_grid():
    grid = date_grid(SameDate(33, 2, 4), (10, 20), (0, 300))
    assert grid.acts == (10, 20, 33)
    assert grid.withins == (0, 4)


def test_the_curve_is_the_formula():
    assert curve(SameDate(40, 3), [10, 88]) == (chance.p_alike(10, 365, 3), chance.p_alike(88, 365, 3))
    assert curve(SameDate(40, 2, 1), [14]) == (chance.p_near(14, 365, 1),)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (SameDate(2, 3), "cannot be 3 alike"),
        (SameDate(1), "cannot be 2 alike"),
        (SameDate(1_000_000), "all but certain"),
        (SameDate(40, 3, classes=0), "at least 1 class"),
        (SameDate(40, 1), "at least two"),
        (SameDate(40, within=200), "less than half"),
    ],
)
def test_statements_that_cannot_be_answered(statement, words):
    with pytest.raises(Trouble, match=words) as refused:
        checked(statement)
    assert refused.value.do
    with pytest.raises(Trouble):
        same_date(statement)


# overlap and interval


def _spans_match(first, second, statement):
    a, b = first + statement.first_days - 1, second + statement.second_days - 1  # their last days
    if statement.relation == Relation.INSIDE:
        return (first <= second and b <= a) or (second <= first and a <= b)
    return second - a <= statement.within and first - b <= statement.within


def _by_enumeration(statement):
    firsts = range(statement.period_days - statement.first_days + 1)
    seconds = range(statement.period_days - statement.second_days + 1)
    hits = sum(_spans_match(first, second, statement) for first in firsts for second in seconds)
    return hits / (len(firsts) * len(seconds))


@settings(max_examples=60)
@given(
    st.integers(1, 8),
    st.integers(1, 8),
    st.integers(8, 16),
    st.integers(-7, 6),
    st.sampled_from(list(Relation)),
)
def test_overlap_of_two_spans_by_enumeration(first, second, period, within, relation):
    within = max(within, 1 - min(first, second))
    statement = Overlap(first, second, period, within, relation)
    assert p_overlap(statement) == pytest.approx(_by_enumeration(statement))


def test_two_events_within_so_many_days():
    assert p_overlap(Overlap(1, 1, 365)) == pytest.approx(1 / 365)
    for within in (1, 5, 30):
        assert p_overlap(Overlap(1, 1, 365, within)) == pytest.approx(chance.p_named_in_row(2, 365, within))
        assert p_overlap(Overlap(1, 1, 365, within)) == pytest.approx(chance.p_near_in_row(2, 365, within))


@pytest.mark.parametrize(
    "statement",
    [
        Overlap(17, 25, 180),
        Overlap(17, 25, 400, within=-9),
        Overlap(30, 5, 200, relation=Relation.INSIDE),
        Overlap(5, 30, 200, relation=Relation.INSIDE),
        Overlap(10, 1, 365, within=2),
    ],
)
def test_one_pair_of_spans_simulated(statement):
    result = overlap(statement, draws=40_000, seed=11)
    assert abs(result.simulated_one.share - result.one) < 4 * 0.5 / 200
    assert result.simulated_any == result.simulated_one
    assert result.any == pytest.approx(result.one)


def test_the_many_that_would_have_counted():
    statement = Overlap(6, 3, 365, first_count=4, second_count=7)
    result = overlap(statement, draws=20_000, seed=3)
    assert result.pairs == 28
    assert result.any == pytest.approx(1 - (1 - result.one) ** 28)
    rng = np.random.default_rng(77)
    hits = 0
    for _ in range(4000):
        firsts, seconds = rng.integers(0, 360, 4), rng.integers(0, 363, 7)
        hits += any(_spans_match(first, second, statement) for first in firsts for second in seconds)
    assert result.simulated_any.share == pytest.approx(hits / 4000, abs=0.035)
    assert overlap(statement, draws=20_000, seed=3) == result
    assert "Any of 4 spans" in result.assumptions[2]


def test_the_overlap_of_the_talks_and_the_conference():
    """Case 14: 25 days without talks, 17 days of conference, somewhere in a half-year."""
    result = overlap(Overlap(25, 17, 184), draws=50_000)
    assert result.one == pytest.approx(1 - 143 * 144 / (160 * 168))
    assert result.simulated_one.low <= result.one <= result.simulated_one.high


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (Overlap(0, 5, 30), "no day cannot overlap"),
        (Overlap(5, 50, 30), "does not fit"),
        (Overlap(5, 8, 30, within=-5), "cannot share 6"),
        (Overlap(5, 8, 30, first_count=0), "from 1 to 1,000"),
        (Overlap(5, 8, 30, second_count=5000), "from 1 to 1,000"),
    ],
)
def test_spans_that_cannot_be_compared(statement, words):
    with pytest.raises(Trouble, match=words) as refused:
        overlap(statement)
    assert refused.value.do


def test_spans_that_must_overlap():
    result = overlap(replace(Overlap(20, 20, 30), first_count=2), draws=1000)
    assert result.one == result.any == result.simulated_any.share == 1


def test_stopping_an_overlap():
    with pytest.raises(_StopError):
        overlap(Overlap(5, 8, 30), draws=1000, step=_stop)
