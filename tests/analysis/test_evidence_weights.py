from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.weights import (
    TABLE,
    Chance,
    Weight,
    decibels,
    from_step,
    implied,
    in_words,
    kind_of_test,
    odds,
    scale,
    step,
    weight_absent,
    weight_found,
)
from desktop_app.casebook.terms import Test
from desktop_app.casebook.trouble import Trouble


@pytest.mark.parametrize(("ratio", "db"), [(2, 3.01), (10, 10), (100, 20), (1000, 30)])
def test_likelihood_ratios_of_the_literature(ratio, db):
    assert decibels(ratio) == pytest.approx(db, abs=0.005)
    assert odds(decibels(ratio)) == pytest.approx(ratio)


def test_finding_a_smoking_gun_and_missing_a_hoop():
    assert weight_found(0.5, 0.05) == pytest.approx(10)
    assert weight_found(0.95, 0.5) == pytest.approx(2.8, abs=0.02)
    assert weight_absent(0.95, 0.5) == pytest.approx(10 * log10(0.05 / 0.5))


@pytest.mark.parametrize("chance", [0, 1, -0.1, 1.5, float("nan")])
def test_certainty_is_refused_with_what_to_do_instead(chance):
    for weigh in (weight_found, weight_absent, kind_of_test):
        with pytest.raises(Trouble, match="above 0 and below 100"):
            weigh(chance, 0.5)
        with pytest.raises(Trouble, match="no room for error"):
            weigh(0.5, chance)
    with pytest.raises(Trouble):
        Chance(chance, chance, chance)


@pytest.mark.parametrize(
    ("certitude", "uniqueness", "test"),
    [
        (0.5, 0.05, Test.SMOKING_GUN),
        (0.95, 0.5, Test.HOOP),
        (0.6, 0.4, Test.STRAW),
        (0.95, 0.05, Test.DOUBLY_DECISIVE),
    ],
)
def test_which_process_tracing_test_an_item_is(certitude, uniqueness, test):
    assert kind_of_test(certitude, uniqueness) == test


@given(st.floats(-19.5, 19.5), st.sampled_from(Test))
def test_a_pair_of_chances_gives_its_weight(db, test):
    certitude, uniqueness = implied(db, test)
    assert weight_found(certitude, uniqueness) == pytest.approx(db, abs=1e-9)
    assert {implied(-db, test)} == {(uniqueness, certitude)} or db == 0


@pytest.mark.parametrize("test", Test)
def test_the_pair_of_a_weight_of_the_table_is_of_its_test(test):
    assert kind_of_test(*implied(TABLE[test].mid, test)) == test


def test_the_table_from_tests_to_weights():
    assert {test: (weight.low, weight.mid, weight.high) for test, weight in TABLE.items()} == {
        Test.STRAW: (1, 3, 5),
        Test.HOOP: (2, 3, 5),
        Test.SMOKING_GUN: (7, 10, 13),
        Test.DOUBLY_DECISIVE: (15, 20, 25),
    }


@pytest.mark.parametrize(
    ("db", "words"),
    [
        (0, "alike"),
        (-1.5, "slightly less"),
        (3, "somewhat more"),
        (5, "clearly more"),
        (6, "clearly more"),
        (-5, "clearly less"),
        (10, "much more"),
        (20, "very much more"),
        (-300, "very much less"),
    ],
)
def test_decibels_in_words(db, words):
    assert in_words(db) == words


def test_a_word_means_a_weight_that_is_said_by_the_same_word():
    for rank in range(1 - len(scale()), len(scale())):
        assert step(from_step(rank).mid) == rank


def test_a_range_has_its_weight_inside_and_an_end():
    with pytest.raises(Trouble, match="outside its own range"):
        Weight(3, 2, 5)
    with pytest.raises(Trouble, match="without end"):
        Weight(0, 1, float("inf"))
    with pytest.raises(Trouble, match="outside its own range"):
        Chance(0.3, 0.2, 0.5)
    assert Weight(1, 3, 5).times(-0.5) == Weight(-2.5, -1.5, -0.5)
    with pytest.raises(Trouble, match="settle the question"):
        decibels(0)
