from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.causation import check, coincident_pairs, common_causes, graph, paths, rank
from desktop_app.analysis.saying import record
from desktop_app.casebook.terms import Certainty, LinkKind, Strength
from desktop_app.casebook.trouble import Trouble
from tests.analysis.small import arrows, case_of, event, link

LETTERS = "abcdefg"


def _graph(text):
    return graph(case_of(links=arrows(text)))


@pytest.mark.parametrize("chapter", range(1, 22))
def test_every_shipped_case_has_a_graph(shipped_case, chapter):
    case = shipped_case(chapter)
    drawn = graph(case)
    place = {key: number for number, key in enumerate(drawn.events)}
    assert set(place) == set(case.event)
    assert all(place[one.cause] < place[one.effect] for one in drawn.links)
    assert len(drawn.links) == sum(one.kind != LinkKind.COINCIDED for one in case.links)
    for first, second in coincident_pairs(case):
        found = common_causes(drawn, first, second)
        assert {one.event for one in found.candidates} <= drawn.before(first) & drawn.before(second)
        assert record(found)["assumptions"]


def test_causes_and_effects_over_however_many_links():
    drawn = _graph("a>b b>c a>d e>c")
    assert drawn.before("c") == {"a", "b", "e"}
    assert drawn.after("a") == {"b", "c", "d"}
    assert drawn.after("c") == frozenset()
    assert [one.cause for one in drawn.causes["c"]] == ["b", "e"]
    assert [one.effect for one in drawn.effects["a"]] == ["b", "d"]
    with pytest.raises(Trouble, match="no event “x”"):
        drawn.before("x")


def test_a_loop_is_refused_with_its_events():
    with pytest.raises(Trouble) as trouble:
        _graph("x>a a>b b>c c>a c>y")
    assert "“a” → “b” → “c” → “a”" in trouble.value.what


def test_what_only_coincided_closes_no_loop():
    case = case_of(links=(*arrows("a>b"), link("b", "a", LinkKind.COINCIDED)))
    assert [one.cause for one in graph(case).links] == ["a"]


def test_a_link_that_would_close_a_loop_is_refused():
    case = case_of([event(key, "1900") for key in "abcd"], arrows("a>b b>c a>c c>d"))
    check(case, case.links, link("a", "d"))
    check(case, case.links, link("c", "a", LinkKind.COINCIDED))
    with pytest.raises(Trouble) as trouble:
        check(case, case.links, link("c", "a"))
    assert "“c” → “a” → “c”" in trouble.value.what
    assert trouble.value.kept == "No link was drawn."


def test_a_link_may_be_turned_round():
    case = case_of([event(key, "1900") for key in "ab"], arrows("a>b"))
    check(case, case.links, replace(link("b", "a"), key="a-b"))


def test_a_link_backwards_in_time_is_refused():
    case = case_of([event("a", "1900-05-02"), event("b", "1900-05-01"), event("c", "1900-05")])
    check(case, (), link("b", "a"))
    check(case, (), link("a", "c"))
    check(case, (), link("a", "b", LinkKind.COINCIDED))
    with pytest.raises(Trouble, match="“a” cannot have led to “b”: the effect was over before the cause began"):
        check(case, (), link("a", "b"))


# Between two events


def test_ways_and_their_weakest_links():
    links = (
        link("a", "b", certainty=Certainty.PROBABLE),
        link("b", "d"),
        link("a", "c"),
        link("c", "d", strength=Strength.WEAK),
        link("a", "d", certainty=Certainty.CLAIMED),
        link("d", "e"),
        link("f", "d"),
    )
    found = paths(graph(case_of(links=links)), "a", "d")
    assert [(path.events, path.weakest) for path in found.paths] == [
        (("a", "c", "d"), "c-d"),
        (("a", "b", "d"), "a-b"),
        (("a", "d"), "a-d"),
    ]
    assert found.total == 3
    assert record(found)["paths"][0]["links"] == ["a-c", "c-d"]


def test_of_several_links_between_two_events_the_best_attested_counts():
    weak = replace(link("a", "b", certainty=Certainty.CLAIMED), key="the-book")
    found = paths(graph(case_of(links=(weak, link("a", "b", certainty=Certainty.PROBABLE)))), "a", "b")
    assert [path.links for path in found.paths] == [("a-b",)]
    assert found.total == 1


def test_no_way_leads_against_the_links():
    found = paths(_graph("a>b"), "b", "a")
    assert (found.paths, found.total) == ((), 0)


def test_all_ways_are_counted_and_some_listed():
    """A ladder of 40 rungs, 2⁴⁰ ways, of which one has no weak link."""
    links = []
    for rung in range(40):
        strong = rung % 2
        for side in range(2):
            certainty = Certainty.ESTABLISHED if side == strong else Certainty.CLAIMED
            links += [
                link(f"{rung}", f"{rung}-{side}", certainty=certainty),
                link(f"{rung}-{side}", f"{rung + 1}"),
            ]
    found = paths(graph(case_of(links=links)), "0", "40", limit=25)
    assert (found.total, len(found.paths)) == (2**40, 25)
    best = {one.key: one for one in links}[found.paths[0].weakest]
    assert best.certainty == Certainty.ESTABLISHED


@pytest.mark.parametrize(("cause", "effect", "limit"), [("a", "a", 5), ("a", "x", 5), ("x", "b", 5), ("a", "b", 0)])
def test_ways_take_two_events(cause, effect, limit):
    with pytest.raises(Trouble):
        paths(_graph("a>b"), cause, effect, limit)


_links = st.lists(
    st.builds(
        lambda pair, certainty, strength: link(*pair, certainty=certainty, strength=strength),
        st.sampled_from(list(combinations(LETTERS, 2))),
        st.sampled_from(Certainty),
        st.sampled_from(Strength),
    ),
    max_size=14,
    unique_by=lambda one: one.key,
)


def _all_ways(links, at, to):
    if at == to:
        yield ()
    for one in links:
        if one.cause == at:
            yield from ((one, *rest) for rest in _all_ways(links, one.effect, to))


@given(_links)
def test_ways_agree_with_brute_force(links):
    drawn = graph(case_of([event(key) for key in LETTERS], links))
    found = paths(drawn, "a", "g")
    brute = list(_all_ways(links, "a", "g"))
    assert {path.links for path in found.paths} == {tuple(one.key for one in way) for way in brute}
    assert found.total == len(brute)
    if brute:
        widest = max(min(rank(one) for one in way) for way in brute)
        first = paths(drawn, "a", "g", limit=1).paths[0]
        by_key = {one.key: one for one in links}
        assert rank(by_key[first.weakest]) == rank(by_key[found.paths[0].weakest]) == widest


# In common


def test_the_lowest_common_cause_comes_first():
    found = common_causes(_graph("top>low low>x low>y top>side side>y other>x"), "x", "y")
    assert [(one.event, one.lowest) for one in found.candidates] == [("low", True), ("top", False)]
    assert found.candidates[0].to_first.events == ("low", "x")
    assert found.leads is None


def test_what_leads_to_one_only_by_way_of_the_other_is_no_common_cause():
    assert common_causes(_graph("a>x x>y b>x b>y"), "x", "y").candidates[0].event == "b"
    found = common_causes(_graph("a>x x>y"), "y", "x")
    assert (found.candidates, found.leads) == ((), "x")


def test_common_causes_take_two_events():
    with pytest.raises(Trouble, match="two events"):
        common_causes(_graph("a>b"), "a", "a")


@settings(max_examples=60)
@given(_links)
def test_common_causes_agree_with_brute_force(links):
    drawn = graph(case_of([event(key) for key in LETTERS], links))
    found = common_causes(drawn, "f", "g")
    to_f = {key for key in "abcde" if any(all(one.effect != "g" for one in way) for way in _all_ways(links, key, "f"))}
    to_g = {key for key in "abcde" if any(all(one.effect != "f" for one in way) for way in _all_ways(links, key, "g"))}
    shared = to_f & to_g
    assert {one.event for one in found.candidates} == shared
    lowest = {key for key in shared if not any(any(_all_ways(links, key, low)) for low in shared - {key})}
    assert {one.event for one in found.candidates if one.lowest} == lowest
    assert [one.lowest for one in found.candidates] == sorted((one.lowest for one in found.candidates), reverse=True)


def test_pairs_that_coincided(shipped_case):
    case = shipped_case(20)
    pairs = {frozenset(pair) for pair in coincident_pairs(case)}
    assert frozenset({"may-fourth-1919", "kent-shootings"}) in pairs
    assert len(pairs) == len(coincident_pairs(case))
    for one in case.links:
        assert (one.kind == LinkKind.COINCIDED) <= (frozenset({one.cause, one.effect}) in pairs)
