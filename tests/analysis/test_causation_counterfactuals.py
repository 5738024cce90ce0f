from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.causation import graph
from desktop_app.analysis.counterfactuals import ALL, ANY, Together, model, without
from desktop_app.analysis.saying import record
from desktop_app.casebook.terms import LinkKind
from desktop_app.casebook.trouble import Trouble
from tests.analysis.small import arrows, case_of, event, link

LETTERS = "abcdefg"


def _graph(text):
    return graph(case_of(links=arrows(text)))


def _happens(text, together, given):
    return model(_graph(text), together, given=given).world()["e"]


@pytest.mark.parametrize(
    ("together", "given", "happens"),
    [
        (ANY, {"a": False, "b": False}, True),
        (ANY, {"a": False, "b": False, "c": False}, False),
        (ALL, {}, True),
        (ALL, {"a": False}, False),
        (Together(2), {"a": False}, True),
        (Together(2), {"a": False, "b": False}, False),
    ],
)
def test_causes_combine_as_stated(together, given, happens):
    assert _happens("a>e b>e c>e", {"e": together}, given) == happens


def test_what_prevents_outweighs_all_causes():
    assert not _happens("a>e b>e p-|e", {"e": ANY}, {})
    assert _happens("a>e b>e p-|e", {"e": ANY}, {"p": False})
    assert not _happens("p-|e", {}, {})
    assert _happens("q-|p p-|e", {}, {})  # double prevention


def test_taking_out_a_cause():
    drawn = _graph("a>b b>c d>c c>f q-|g a>q")
    needed = without(drawn, "a", {"c": ALL})
    assert (needed.lost, needed.depends, needed.remains) == (("b", "c", "f", "q"), (), ("d",))
    assert (needed.freed, needed.unexplained) == (("g",), ("g",))
    assert needed.unstated == ()
    enough = without(drawn, "a", {"c": ANY})
    assert (enough.lost, enough.remains) == (("b", "q"), ("d", "c", "f"))
    unsaid = without(drawn, "a")
    assert (unsaid.lost, unsaid.depends, unsaid.unstated) == (("b", "q"), ("c", "f"), ("c",))
    assert record(unsaid)["assumptions"]


def test_what_hastens_or_delays_bears_on_when_not_on_whether():
    links = (*arrows("a>b"), link("a", "c", LinkKind.HASTENED), link("b", "d", LinkKind.DELAYED))
    found = without(graph(case_of(links=links)), "a")
    assert (found.lost, found.remains, found.later, found.sooner) == (("b",), ("c", "d"), ("c",), ("d",))


def test_what_only_coincided_bears_on_nothing():
    found = without(graph(case_of(links=[link("a", "b", LinkKind.COINCIDED)])), "a")
    assert (found.lost, found.remains) == ((), ("b",))


@pytest.mark.parametrize("chapter", range(1, 22))
def test_all_events_of_a_shipped_case_happen_in_its_model(shipped_case, chapter):
    drawn = graph(shipped_case(chapter))
    for key in drawn.events:
        found = without(drawn, key)
        assert found.unexplained == ()
        assert set(found.lost) | set(found.depends) <= drawn.after(key)
        assert {key, *found.lost, *found.depends, *found.remains} == set(drawn.events)


_pairs = st.lists(st.sampled_from(list(combinations(LETTERS, 2))), max_size=14, unique=True)
_kinds = st.sampled_from([LinkKind.CAUSED, LinkKind.ENABLED, LinkKind.MOTIVATED, LinkKind.SIGNALLED])


@given(_pairs, st.data())
def test_removing_a_necessary_cause_removes_its_effect(pairs, data):
    links = [link(*pair, data.draw(_kinds)) for pair in pairs]
    drawn = graph(case_of([event(key) for key in LETTERS], links))
    taken = data.draw(st.sampled_from(LETTERS))
    needed = {one.effect: ALL for one in links}
    assert set(without(drawn, taken, needed).lost) == drawn.after(taken)
    sole = {one.effect for one in links if one.cause == taken and len(drawn.causes[one.effect]) == 1}
    assert sole <= set(without(drawn, taken).lost)


@given(_pairs, st.data())
def test_the_more_causes_are_needed_the_more_is_lost(pairs, data):
    links = [link(*pair) for pair in pairs]
    drawn = graph(case_of([event(key) for key in LETTERS], links))
    taken = data.draw(st.sampled_from(LETTERS))
    stated = {key: Together(data.draw(st.integers(1, len(causes)))) for key, causes in drawn.causes.items() if causes}
    any_, as_stated, all_ = (
        set(without(drawn, taken, together).lost)
        for together in (dict.fromkeys(stated, ANY), stated, dict.fromkeys(stated, ALL))
    )
    assert any_ <= as_stated <= all_


@pytest.mark.parametrize(
    ("stated", "given", "words"),
    [
        ({"e": Together(3)}, {}, "cannot take 3 causes; it has 2"),
        ({"x": ANY}, {}, "no event “x”"),
        ({}, {"e": False}, "follows from its causes"),
        ({}, {"x": True}, "no event “x”"),
    ],
)
def test_what_cannot_be_modelled_is_said(stated, given, words):
    with pytest.raises(Trouble, match=words):
        model(_graph("a>e b>e"), stated, given=given)


def test_nothing_both_brings_about_and_prevents():
    with pytest.raises(Trouble, match="both to bring about and to prevent"):
        without(_graph("a>e a-|e"), "a")


def test_no_cause_at_all_is_not_enough():
    with pytest.raises(Trouble, match="has none"):
        Together(0)
