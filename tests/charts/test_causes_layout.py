"""Rows and ways of a causal graph: no two titles meet, few links cross, the same every time."""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.charts.boxes import Box
from desktop_app.charts.causes_layout import Arc, Node, Place, arranged
from desktop_app.charts.causes_routes import From, Spot, Turn, Wire, points, routed, segments

FRAME = (0.0, 800.0)


def nodes_of(*lefts: float, label: float = 90.0) -> list[Node]:
    return [Node(left, left + 9, label) for left in lefts]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Node], list[Arc]]:
    lefts = sorted(draw(st.lists(st.floats(0, 780), min_size=1, max_size=12)))
    widths = [draw(st.floats(9, 60)) for _ in lefts]
    nodes = [Node(left, left + width, draw(st.floats(20, 180))) for left, width in zip(lefts, widths, strict=True)]
    pairs = st.tuples(st.integers(0, len(nodes) - 1), st.integers(0, len(nodes) - 1))
    arcs = [Arc(min(pair), max(pair)) for pair in draw(st.lists(pairs, max_size=14)) if pair[0] != pair[1]]
    return nodes, arcs


def overlaps(nodes: list[Node], places: tuple[Place, ...]) -> list[tuple[int, int]]:
    spans = [node.interval(flipped=place.flipped) for node, place in zip(nodes, places, strict=True)]
    return [
        (a, b)
        for a, b in combinations(range(len(nodes)), 2)
        if places[a].row == places[b].row and spans[a][0] < spans[b][1] and spans[b][0] < spans[a][1]
    ]


@settings(max_examples=40, deadline=None)
@given(graphs(), st.integers(1, 8))
def test_no_two_titles_of_a_row_overlap_and_the_same_graph_looks_the_same(
    graph: tuple[list[Node], list[Arc]], rows: int
) -> None:
    nodes, arcs = graph
    places, used = arranged(nodes, arcs, FRAME, rows)
    assert overlaps(nodes, places) == []
    assert {place.row for place in places} == set(range(used))
    assert arranged(nodes, arcs, FRAME, rows) == (places, used)


def test_a_title_turns_to_the_left_where_the_right_has_no_room() -> None:
    (place,), _ = arranged([Node(760, 769, 120)], [], FRAME, 3)
    assert place.flipped


def test_links_that_could_cross_do_not() -> None:
    # two early causes, two late effects: straight across or crosswise, by the order of the rows
    nodes = nodes_of(0, 0, 600, 600)
    arcs = [Arc(0, 3), Arc(1, 2)]
    places, _ = arranged(nodes, arcs, FRAME, 4)
    assert (places[0].row - places[1].row) * (places[3].row - places[2].row) > 0


def test_two_thousand_events_find_their_rows() -> None:
    nodes = [Node(at * 0.39, at * 0.39 + 9, 60 + at * 37 % 130) for at in range(2000)]
    arcs = [Arc(at - 1 - at * 7 % 40, at) for at in range(60, 2000)]
    places, _ = arranged(nodes, arcs, FRAME, 12)
    assert overlaps(nodes, places) == []


def spot(x: float, y: float, title: Box | None = None, right: float | None = None) -> Spot:
    return Spot(x, x - 5 if right is None else x, x + 5 if right is None else right, y, 5, title)


def test_a_link_leaves_its_cause_upright_and_runs_along_the_row_of_its_effect() -> None:
    (turn,) = routed([spot(100, 50), spot(300, 150)], [Wire(0, 1, "")], Box(0, 0, 800, 400))
    assert points(turn, spot(100, 50), spot(300, 150)) == ((100, 55), (100, 150), (295, 150))


def test_a_link_goes_round_a_title_in_its_way() -> None:
    title = Box(80, 90, 140, 110)
    spots = [spot(100, 50), spot(300, 150), spot(85, 120, title)]
    (turn,) = routed(spots, [Wire(0, 1, "")], Box(0, 0, 800, 400))
    way = segments(points(turn, spots[0], spots[1]))
    assert not any(Box(x0 - 1, y0 - 1, x1 + 1, y1 + 1).hits(title) for x0, y0, x1, y1 in way)


def test_an_effect_that_began_first_is_reached_from_its_left() -> None:
    cause, effect = spot(200, 50, right=320), spot(150, 120, right=400)
    (turn,) = routed([cause, effect], [Wire(0, 1, "")], Box(0, 0, 800, 400))
    way = points(turn, cause, effect)
    assert way[-1][0] <= effect.right
    assert turn.since in (From.EFFECT, From.CAUSE)


def test_links_into_one_event_arrive_side_by_side() -> None:
    spots = [spot(100, 50), spot(120, 250), spot(400, 150)]
    first, second = routed(spots, [Wire(0, 2, "a"), Wire(1, 2, "b")], Box(0, 0, 800, 400))
    assert first.port < second.port  # the one from above ends above


def test_a_way_stays_whole_when_events_move_apart() -> None:
    turn = Turn(From.EFFECT, -15.0)
    for stretch in (1, 4):
        way = points(turn, spot(100 * stretch, 50), spot(300 * stretch, 150))
        assert all(x0 == x1 or y0 == y1 for (x0, y0), (x1, y1) in pairwise(way))


def test_one_more_link_leaves_most_events_where_they_stood() -> None:
    nodes = nodes_of(*(at * 45.0 for at in range(16)), label=80.0)
    arcs = [Arc(at, at + 2) for at in range(13)]
    places, used = arranged(nodes, arcs, FRAME, 6)
    again, _ = arranged(nodes, [*arcs, Arc(0, 15)], FRAME, used, dict(enumerate(places)))
    moved = sum(a.row != b.row for a, b in zip(places, again, strict=True))
    assert moved <= 4
    assert overlaps(nodes, again) == []
