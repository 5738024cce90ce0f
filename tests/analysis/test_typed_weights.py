"""What a reader types into the matrix."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.typed_weights import chance_typed, weight_typed
from desktop_app.analysis.weights import Chance, Weight, from_step, scale
from desktop_app.casebook.trouble import Trouble


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("7 to 13", Weight(7, 10, 13)),
        ("7–13", Weight(7, 10, 13)),
        ("13 - 7", Weight(7, 10, 13)),
        ("−4.5 to −1.5", Weight(-4.5, -3, -1.5)),
        ("-4,5…-1,5 dB", Weight(-4.5, -3, -1.5)),
        ("+10 (8 to 14)", Weight(8, 10, 14)),
        ("-3 -6 to -1", Weight(-6, -3, -1)),
        ("10", Weight(7, 10, 13)),
        ("+2", Weight(1, 2, 3)),
        ("−3", Weight(-4, -3, -2)),
        ("0", Weight(0, 0, 0)),
        ("Much  more", Weight(7, 10, 13)),
        ("somewhat less", Weight(-5, -3, -1)),
        ("alike", Weight(0, 0, 0)),
    ],
)
def test_numbers_ranges_and_words(text: str, weight: Weight) -> None:
    found = weight_typed(text)
    assert (found.low, found.mid, found.high) == pytest.approx((weight.low, weight.mid, weight.high))


@pytest.mark.parametrize("text", ["", "a lot", "7 to", "1 2", "much"])
def test_what_is_no_weight_is_refused_with_examples(text: str) -> None:
    with pytest.raises(Trouble, match="no weight") as raised:
        weight_typed(text)
    assert "7 to 13" in raised.value.do


@pytest.mark.parametrize(
    ("text", "chance"),
    [
        ("25–40", Chance(0.25, 0.325, 0.40)),
        ("25 - 40 %", Chance(0.25, 0.325, 0.40)),
        ("30 (25 to 40)", Chance(0.25, 0.30, 0.40)),
        ("40", Chance(0.30, 0.40, 0.50)),
        ("99", Chance(0.7425, 0.99, 0.995)),
        ("0.5", Chance(0.00375, 0.005, 0.00625)),
    ],
)
def test_chances_of_100(text: str, chance: Chance) -> None:
    found = chance_typed(text)
    assert (found.low, found.mid, found.high) == pytest.approx((chance.low, chance.mid, chance.high))


@pytest.mark.parametrize("text", ["0", "100", "0 to 50", "120", "50–100"])
def test_what_no_evidence_could_change_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(Trouble, match="no evidence could ever change it") as raised:
        chance_typed(text)
    assert "99.9 for" in raised.value.do


@given(st.integers(-5, 5))
def test_every_word_of_the_scale_means_its_own_weight(rank: int) -> None:
    word = scale()[abs(rank)]
    assert weight_typed(word.more if rank >= 0 else word.less) == from_step(rank)


@given(st.floats(0.2, 99.8))
def test_a_chance_alone_gets_a_range_about_it(share: float) -> None:
    found = chance_typed(f"{share:.2f}")
    assert 0 < found.low < found.mid < found.high < 1
