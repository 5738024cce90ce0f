"""The order of the bands minimises what it says it minimises; bands merge near by; lines keep their order."""

from itertools import combinations, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.charts.layout import Flight, Run, Web, disorder, lanes, merged, order_of_lines, ordered

positions = st.tuples(st.floats(-60, 60), st.floats(-180, 180))
spans = st.tuples(st.integers(0, 30), st.integers(1, 20)).map(lambda span: (float(span[0]), float(sum(span))))


def webs(least: int, most: int) -> st.SearchStrategy[Web]:
    def of(size: int) -> st.SearchStrategy[Web]:
        bands = st.integers(0, size - 1)
        actors = st.sampled_from("abcde")
        return st.builds(
            Web,
            st.lists(positions, min_size=size, max_size=size).map(tuple),
            st.lists(st.builds(Run, actors, bands, spans), max_size=8).map(tuple),
            st.lists(st.builds(Flight, actors, bands, bands, spans), max_size=6).map(tuple),
        )

    return st.integers(least, most).flatmap(of)


def least(web: Web) -> float:
    return min(disorder(web, order) for order in permutations(range(len(web.positions))))


@settings(max_examples=30, deadline=None)
@given(webs(1, 5))
def test_no_order_of_a_few_bands_is_better(web: Web) -> None:
    assert disorder(web, ordered(web)) <= least(web) + 1e-9


@settings(max_examples=30, deadline=None)
@given(webs(7, 12))
def test_no_order_is_worse_than_the_given_one(web: Web) -> None:
    order = ordered(web)
    assert sorted(order) == list(range(len(web.positions)))
    assert disorder(web, order) <= disorder(web, range(len(web.positions))) + 1e-9


def test_a_journey_across_a_line_is_a_crossing() -> None:
    here = (0.0, 0.0)
    web = Web((here, here, here), (Run("a", 1, (0, 10)),), (Flight("b", 0, 2, (4, 5)),))
    assert disorder(web, (0, 1, 2)) == disorder(web, (0, 2, 1)) + 1.2  # the line, and the band passed
    assert set(ordered(web)[:2]) != {0, 1} or ordered(web)[1] != 1


def test_neighbours_on_the_globe_are_neighbours() -> None:
    tokyo, moscow, nagasaki = (35.7, 139.7), (55.8, 37.6), (32.8, 129.9)
    order = ordered(Web((tokyo, moscow, nagasaki), (), ()))
    assert abs(order.index(0) - order.index(2)) == 1


def test_the_nearest_merge_first_and_never_two_that_stand_apart() -> None:
    places = {"a": (0.0, 0.0), "b": (0.0, 0.1), "c": (0.0, 10.0), "d": (0.0, 11.0), "e": (40.0, 90.0)}
    assert {frozenset(group) for group in merged(places, (), 4)} == {
        frozenset("ab"),
        frozenset("c"),
        frozenset("d"),
        frozenset("e"),
    }
    groups = merged(places, ("a", "b"), 2)
    assert not any({"a", "b"} <= set(group) for group in groups)
    assert len(groups) == 2


def test_what_is_parted_shares_a_group_only_where_there_would_be_too_many() -> None:
    places = {"a": (0.0, 0.0), "b": (0.0, 1.0), "c": (0.0, 10.0)}
    parted = [frozenset("ab")]
    assert len(merged(places, (), 1, most=3, parted=parted)) == 3
    assert merged(places, (), 1, most=2, parted=parted) == (("a",), ("b", "c"))
    assert len(merged(places, (), 1, most=1, parted=parted)) == 1


@given(st.lists(st.tuples(st.sampled_from("abcdef"), spans), max_size=14))
def test_lines_that_meet_keep_their_order_and_share_no_lane(parts: list[tuple[str, tuple[float, float]]]) -> None:
    own: dict[str, list[tuple[float, float]]] = {}
    for line, span in parts:
        own.setdefault(line, []).append(span)
    found = lanes("abcdef", own)
    for one, other in combinations(sorted(own), 2):
        if any(a[0] < b[1] and b[0] < a[1] for a in own[one] for b in own[other]):
            assert found[one] < found[other]


def test_who_comes_from_above_stands_higher() -> None:
    here = (0.0, 0.0)
    web = Web((here, here), (Run("stays", 1, (0, 10)),), (Flight("comes", 0, 1, (4, 5)),))
    assert order_of_lines(("stays", "comes"), web, (0, 1)) == ("comes", "stays")
    assert order_of_lines(("comes", "stays"), web, (1, 0)) == ("stays", "comes")
