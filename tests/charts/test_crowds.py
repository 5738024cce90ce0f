"""Of too many lines the widest are drawn one by one, and the rest shows that there is something."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.charts.boxes import Box
from desktop_app.charts.crowds import crowd, shelf, widest
from desktop_app.charts.drawing import Stroke
from desktop_app.charts.layout import merged

ROOM = Box(100.0, 10.0, 400.0, 200.0)
spans = st.lists(st.tuples(st.floats(0, 500), st.floats(0, 60)).map(lambda one: (one[0], one[0] + one[1])), max_size=30)


@settings(max_examples=50)
@given(spans, st.floats(0, 500), st.floats(0.1, 100))
def test_what_lies_in_a_span_is_found(made: list[tuple[float, float]], first: float, days: float) -> None:
    own = shelf(made, lambda one: one)
    found = [own.parts[at] for at in own.between(first, first + days)]
    assert sorted(found) == sorted(one for one in made if one[0] <= first + days and one[1] > first)


@settings(max_examples=50)
@given(spans, st.integers(0, 12))
def test_each_column_with_a_line_is_marked_and_no_other(made: list[tuple[float, float]], row: int) -> None:
    left, right = (np.array([one[at] for one in made]) for at in (0, 1))
    heights = 20.0 + 10 * ((np.arange(len(made)) + row) % 3)
    path = crowd(left, right, heights, ROOM, Stroke("#000000", 2))
    bars = path.lines.points.reshape(-1, 4)
    assert (bars[:, 1] == bars[:, 3]).all()
    assert ((bars[:, 0] >= ROOM.left) & (bars[:, 2] <= ROOM.right + 3)).all()
    for x in np.arange(ROOM.left + 3, ROOM.right - 3, 7.0):
        for y in (20.0, 30.0, 40.0):
            there = ((left <= x) & (right >= x) & (heights == y)).any()
            marked = ((bars[:, 0] <= x) & (bars[:, 2] > x) & (bars[:, 1] == y)).any()
            assert marked or not there
    assert (np.diff(np.sort(bars[bars[:, 1] == 20.0][:, 0])) > 0).all()  # bars of a row do not overlap


def test_the_widest_are_drawn_and_of_each_actor_one() -> None:
    chosen = widest([np.array([50.0, 9.0, 40.0]), np.array([2.0, 3.0]), np.array([])], 2)
    assert [own.tolist() for own in chosen] == [[True, False, True], [False, True], []]


def test_thousands_of_places_are_joined_by_their_neighbourhood() -> None:
    rng = np.random.default_rng(3)
    places = {
        f"{centre}-{at}": (10.0 * centre + float(dy), 10.0 * centre + float(dx))
        for centre in range(5)
        for at, (dy, dx) in enumerate(rng.normal(scale=0.3, size=(600, 2)))
    }
    groups = merged(places, (), 5)
    assert sorted(key for group in groups for key in group) == sorted(places)
    assert all(len({key.split("-")[0] for key in group}) == 1 for group in groups)
    assert len(groups) == 5
