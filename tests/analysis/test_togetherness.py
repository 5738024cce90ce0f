"""Days together are those of the meetings, each counted once."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.copresence import Record
from desktop_app.analysis.togetherness import all_meetings, cut, togetherness, united, whole_time
from desktop_app.casebook.case import Case
from desktop_app.casebook.resources import SHIPPED
from desktop_app.library.library import Library

span = st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda one: (float(one[0]), float(one[0] + one[1])))


@pytest.fixture(scope="module")
def case() -> Case:
    with Library.open(SHIPPED, read_only=True) as library:
        return library.case(14)


@given(st.lists(span, max_size=8), st.lists(span, max_size=3))
def test_each_day_is_counted_once(spans: list[tuple[float, float]], period: list[tuple[float, float]]) -> None:
    stretches = united(period)
    days = {day for a, b in spans for day in range(int(a), int(b))}
    wanted = {day for a, b in stretches for day in range(int(a), int(b))}
    assert sum(b - a for a, b in cut(united(spans), stretches)) == len(days & wanted)


def test_the_days_of_case_14(case: Case) -> None:
    period = [when.outer for when in case.focus]
    whole = togetherness(case, all_meetings(case), case.actor, period)
    assert whole.days == 57
    cell = whole.cell("soong", "chiang-kai-shek")
    assert cell is whole.cell("chiang-kai-shek", "soong")
    assert cell
    met = [one for one in Record(case).meetings("soong", "chiang-kai-shek") if one.sure]
    assert cell.sure_days == pytest.approx(sum(b - a for a, b in cut(united((m.start, m.end) for m in met), period)))
    assert 13 < cell.sure_days < cell.most_days < 57
    potsdam = whole.cell("stalin", "truman")
    assert potsdam
    assert potsdam.coincident, "both were present at the Potsdam Conference, which is what coincided"
    assert "potsdam-conference" in potsdam.events
    assert whole.cell("chiang-kai-shek", "stalin") is None, "Chiang was never in Moscow"


def test_the_sure_lies_within_the_possible_and_neighbours_were_together(case: Case) -> None:
    period = [when.outer for when in case.focus]
    for within_km in (None, 50.0):
        meetings = all_meetings(case, within_km=within_km)
        whole = togetherness(case, meetings, case.actor, period, within_km)
        assert sorted(whole.actors) == sorted(case.actor), "everybody stands once"
        for cell in whole.cells.values():
            assert 0 <= cell.sure_days <= cell.most_days <= whole.days
        first, second = whole.actors[:2]
        best = whole.cell(first, second)
        assert best
        assert best.sure_days == max(cell.sure_days for cell in whole.cells.values())


def test_only_the_actors_and_the_time_asked_for(case: Case) -> None:
    meetings = all_meetings(case)
    few = togetherness(case, meetings, ["truman", "soong", "stalin"], [(0.0, 1.0)])
    assert few.cells == {}
    assert set(few.actors) == {"truman", "soong", "stalin"}
    time = whole_time(case)
    assert time
    every = togetherness(case, meetings, case.actor, [time])
    assert set(every.cells) == {frozenset(pair) for pair in combinations(case.actor, 2)} & set(map(frozenset, meetings))
