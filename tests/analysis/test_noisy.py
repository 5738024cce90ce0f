"""Links that work with some chance: necessity and screening off, beside formulas and a simulation."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.causation import graph
from desktop_app.analysis.counterfactuals import ALL, ANY, Together, without
from desktop_app.analysis.noisy import LIMIT, Working, necessity, screening
from desktop_app.casebook.terms import LinkKind, Strength
from desktop_app.casebook.trouble import Trouble
from tests.analysis.small import arrows, case_of, link

SURE = Working(1, 1, 1)


def of(text: str, **strengths: Strength):
    links = arrows(text)
    return graph(case_of((), [replace(one, strength=strengths.get(one.cause, Strength.STRONG)) for one in links]))


@pytest.mark.parametrize(("q", "other"), [(0.9, 0.6), (0.6, 0.6), (0.3, 0.9)])
def test_either_of_two_causes_is_necessary_as_the_noisy_or_has_it(q: float, other: float) -> None:
    working = Working(weak=0.01, moderate=other, strong=q)
    found = necessity(of("X>Y Z>Y", Z=Strength.MODERATE), "X", "Y", working)
    happened = 1 - (1 - q) * (1 - other)
    assert found.necessary == pytest.approx(q * (1 - other) / happened)
    assert found.with_cause == pytest.approx(happened)
    assert found.without_cause == pytest.approx(other)
    # Tian and Pearl 2000: with an exogenous and monotonic cause, the excess risk ratio
    assert found.necessary == pytest.approx((happened - other) / happened)


def test_where_all_causes_are_needed_each_is_necessary() -> None:
    found = necessity(of("X>Y Z>Y"), "X", "Y", Working(), {"Y": ALL})
    assert found.necessary == pytest.approx(1)
    assert found.with_cause == pytest.approx(0.81)


def test_a_chain_is_as_probable_as_all_its_links() -> None:
    found = necessity(of("X>M M>Y", M=Strength.WEAK), "X", "Y", Working())
    assert found.with_cause == pytest.approx(0.9 * 0.3)
    assert found.necessary == pytest.approx(1)


def test_a_simulation_agrees() -> None:
    text = "X>A X>B A>Y B>Y Z>Y Z-|B"
    working = Working()
    found = necessity(of(text), "X", "Y", working, {"Y": Together(2)})
    random = Random(7)
    happened = needed = 0
    for _ in range(60_000):
        works = {name: random.random() < 0.9 for name in text.split()}

        def y(x: bool, works: dict[str, bool] = works) -> bool:
            a = x and works["X>A"]
            b = x and works["X>B"] and not works["Z-|B"]
            return (a and works["A>Y"]) + (b and works["B>Y"]) + works["Z>Y"] >= 2

        if y(True):
            happened += 1
            needed += not y(False)
    assert found.necessary == pytest.approx(needed / happened, abs=0.01)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["X>Y", "X>Y Z>Y", "X>M M>Y Z>Y", "X>A X>B A>Y B>Y"]), st.sampled_from([ANY, ALL]))
def test_without_chance_it_is_the_but_for_question(text: str, how: Together) -> None:
    made = of(text)
    stated = {key: how for key in made.events if len(made.causes[key]) > 1}
    found = necessity(made, "X", "Y", SURE, stated)
    assert found.necessary == float("Y" in without(made, "X", stated).lost)


def test_a_common_cause_screens_off_what_else_has_nothing_to_do_with_one_another() -> None:
    found = screening(of("C>A C>B"), "C", "A", "B", Working())
    assert found.screens_off
    assert found.given.both == pytest.approx(0.81)
    assert found.otherwise.both == 0


def test_a_cause_of_the_common_cause_leaves_something_over() -> None:
    made = of("C>D D>A D>B", C=Strength.MODERATE)
    above, below = (screening(made, key, "A", "B", Working()) for key in ("C", "D"))
    assert not above.screens_off
    assert above.given.left_over == pytest.approx(0.6 * 0.81 - (0.6 * 0.9) ** 2)
    assert below.screens_off


def test_what_cannot_be_asked_is_refused_in_a_sentence() -> None:
    made = of("X>Y Z>Y")
    for chance in (0.0, 1.2):
        with pytest.raises(Trouble, match="of 100"):
            Working(weak=chance)
    with pytest.raises(Trouble, match="not the same"):
        necessity(made, "X", "X", Working())
    with pytest.raises(Trouble, match="No link leads"):
        necessity(made, "Y", "X", Working())
    with pytest.raises(Trouble, match="no event"):
        necessity(made, "X", "nobody", Working())
    prevented = graph(case_of((), [*arrows("X>Y"), link("P", "Y", LinkKind.PREVENTED)]))
    with pytest.raises(Trouble, match="cannot both have happened"):
        necessity(prevented, "X", "Y", SURE)
    many = of(" ".join(f"X>M{at} M{at}>Y" for at in range(LIMIT)))
    with pytest.raises(Trouble, match="at most"):
        necessity(many, "X", "Y", Working())
