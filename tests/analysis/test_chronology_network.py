from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import NegativeCycleError, csgraph_from_dense, floyd_warshall

from desktop_app.analysis.network import Apart, Contradiction, Network, Statement, StatementKind, Tight, tighten
from desktop_app.analysis.news import Means
from desktop_app.analysis.saying import record
from desktop_app.analysis.tightening import Interval, whole
from desktop_app.casebook.case import Actor, Participation
from desktop_app.casebook.terms import ActorKind, LinkKind, Presence
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import When, parse
from tests.analysis.small import arrows, case_of, event, link, place

MINUTES = 1440


def _said(key):
    return Statement(StatementKind.OWN, str(key), str(key))


def _point(key):
    return ("start", str(key))


def test_john_and_fred():
    """Dechter, Meiri and Pearl 1991, example 1.1, John by car and Fred in the car pool: minutes after seven."""
    john_left, john_came, fred_left, fred_came = map(_point, ("x1", "x2", "x3", "x4"))
    stated = [
        (None, john_left, 10, 20),
        (john_left, john_came, 30, 40),
        (fred_left, john_came, 10, 20),
        (fred_left, fred_came, 40, 50),
        (None, fred_came, 60, 70),
    ]
    tight = tighten(Network(tuple(Apart(a, b, low / MINUTES, high / MINUTES) for a, b, low, high in stated)))
    assert isinstance(tight, Tight)
    minutes = {point: [round(day * MINUTES, 3) for day in tight.bounds(point)] for point in tight.network.points}
    assert minutes[john_came] == [40, 50]
    assert minutes[fred_left] == [20, 30]
    assert minutes[john_left] == [10, 20]
    assert minutes[fred_came] == [60, 70]
    assert [round(day * MINUTES, 3) for day in tight.apart(john_left, fred_left)] == [10, 20]


_constraints = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(-20, 20), st.integers(0, 15)).filter(
        lambda one: one[0] != one[1]
    ),
    max_size=14,
)


def _network(rows):
    return Network(
        tuple(
            Apart(_point(a) if a else None, _point(b) if b else None, low, low + width, _said(number))
            for number, (a, b, low, width) in enumerate(rows)
        )
    )


@given(_constraints)
def test_bounds_and_contradictions_agree_with_scipy(rows):
    network = _network(rows)
    size = len(network.points)
    weights = np.full((size, size), inf)
    for a, b, low, width in rows:
        at, to = (network.points[_point(key) if key else None] for key in (a, b))
        weights[at, to] = min(weights[at, to], low + width)
        weights[to, at] = min(weights[to, at], -low)
    found = tighten(network)
    try:
        shortest = floyd_warshall(csgraph_from_dense(weights, null_value=inf))
    except NegativeCycleError:
        assert isinstance(found, Contradiction)
        return
    assert isinstance(found, Tight)
    for point, at in network.points.items():
        for other, to in network.points.items():
            if at != to:
                assert found.apart(point, other)[1] == pytest.approx(shortest[at, to])


@given(_constraints)
def test_statements_that_contradict_one_another_do_so_on_their_own(rows):
    found = tighten(_network(rows))
    assume(isinstance(found, Contradiction))
    named = [int(statement.key) for statement in found.statements]
    alone = tighten(_network([rows[number] for number in named]))
    assert isinstance(alone, Contradiction)
    assert found.missing_days > 0


@given(_constraints, _constraints)
def test_what_is_stated_besides_never_widens(rows, more):
    few, many = tighten(_network(rows)), tighten(_network([*rows, *more]))
    assume(isinstance(many, Tight))
    assert isinstance(few, Tight)
    for point in few.network.points:
        assert many.bounds(point)[0] >= few.bounds(point)[0]
        assert many.bounds(point)[1] <= few.bounds(point)[1]


@given(_constraints)
def test_the_reasons_alone_give_the_same_bounds(rows):
    tight = tighten(_network(rows))
    assume(isinstance(tight, Tight))
    for point in tight.network.points:
        if point is None:
            continue
        for end, reasons in enumerate(tight.reasons(point)):
            alone = tighten(_network([rows[int(one.key)] for one in reasons]))
            if reasons:
                assert alone.bounds(point)[end] == tight.bounds(point)[end]


def test_least_before_most():
    with pytest.raises(Trouble, match="at least 3 and at most 2"):
        Network((Apart(None, _point(1), 3, 2),))


# A case as a whole


def _bounds(case, key, **settings):
    return next(one for one in whole(case, **settings).events if one.event == key)


def test_a_link_narrows_both_of_its_dates():
    case = case_of([event("c", "1900-05"), event("e", "1900-05-10/1900-05-20")], arrows("c>e"))
    cause = _bounds(case, "c")
    assert cause.start[1] == pytest.approx(parse("1900-05-10").start[1], abs=1e-6)
    assert cause.start[0] == parse("1900-05").start[0]
    assert [reason.key for reason in cause.reasons] == ["e", "c-e"]
    assert not _bounds(case, "e").narrower
    later = case_of([event("c", "1900-05-10"), event("e", "1900-05")], arrows("c>e"))
    effect = _bounds(later, "e")
    assert effect.start == effect.end == (parse("1900-05-10").start[0], parse("1900-05").start[1])


def test_what_coincided_narrows_nothing():
    case = case_of([event("c", "1900-05"), event("e", "1900-05-10")], [link("c", "e", LinkKind.COINCIDED)])
    assert not any(one.narrower for one in whole(case).events)


def test_a_clash_names_its_statements_and_no_others():
    dates = {"a": "1900-05-09", "b": "1900", "c": "1900-05-04", "d": "1901"}
    case = case_of([event(key, date) for key, date in dates.items()], arrows("a>b b>c c>d"))
    found = whole(case)
    assert {(one.kind, one.key) for one in found.clash.statements} == {
        (StatementKind.DATE, "a"),
        (StatementKind.LINK, "a-b"),
        (StatementKind.LINK, "b-c"),
        (StatementKind.DATE, "c"),
    }
    assert found.clash.missing_days == pytest.approx(4)
    assert "a: 9 May 1900" in found.clash.words
    assert not any(one.narrower for one in found.events)
    assert record(found)["clash"]["statements"]


def test_a_link_that_runs_backwards_by_a_day_is_a_clash():
    case = case_of([event("c", "1900-05-02"), event("e", "1900-05-01")], arrows("c>e"))
    assert whole(case).clash.missing_days == 0


def test_an_effect_in_expectation_of_its_cause_is_none():
    case = case_of([event("c", "1900-05-05"), event("e", "1900-05-01/1900-05")], arrows("c>e"))
    found = whole(case)
    assert found.clash is None
    assert next(one for one in found.events if one.event == "e").end[0] == parse("1900-05-05").start[0]


def test_a_loop_of_days_that_are_the_same_is_no_matter_of_dates():
    case = case_of([event("a", "1900-05-02"), event("b", "1900-05-02")], arrows("a>b b>a"))
    assert whole(case).clash is None


def test_the_reader_states_an_interval():
    case = case_of([event("a", "1900-05-02"), event("b", "1900")])
    ten = Interval("ten", "a", "b", 10, 20, "B came ten to twenty days after A")
    found = _bounds(case, "b", own=[ten])
    assert found.start == pytest.approx((parse("1900-05-12").start[0], parse("1900-05-22").start[1]), abs=1e-6)
    assert {one.key for one in found.reasons} == {"a", "ten"}
    with pytest.raises(Trouble, match="no event “x”"):
        whole(case, own=[replace(ten, then="x")])


def test_the_dead_are_not_present():
    actor = Actor("li", "Li", None, ActorKind.PERSON, parse("1850/1899-12-01"), "Li", "", "")
    there = (Participation("li", "", Presence.PRESENT),)
    case = replace(case_of([event("a", "1899/1900", participants=there)]), actors=(actor,))
    assert _bounds(case, "a").start[1] == pytest.approx(parse("1899-12-01").end[1] + 0.5, abs=1e-6)
    dead = replace(case, events=(event("a", "1900", participants=there),))
    assert {one.kind for one in whole(dead).clash.statements} == {
        StatementKind.DATE,
        StatementKind.LIFE,
        StatementKind.PRESENCE,
    }


def test_news_takes_its_time():
    places = (place("here", 0, 0), place("there", 0, 10))
    case = replace(
        case_of([event("c", "1900-05-02", "here"), event("e", "1900-05", "there")], arrows("c>e")), places=places
    )
    needed = 10 / 360 * 40030.2 / 5 / 24
    found = _bounds(case, "e", means=Means("on foot", 5))
    assert found.start[0] == pytest.approx(parse("1900-05-02").start[0] + needed, abs=0.01)
    hurried = replace(case, events=(case.events[0], event("e", "1900-05-06", "there")))
    assert StatementKind.NEWS in {one.kind for one in whole(hurried, means=Means("on foot", 5)).clash.statements}


@pytest.mark.parametrize("chapter", range(1, 22))
def test_the_shipped_cases_hold_together(shipped_case, chapter):
    found = whole(shipped_case(chapter))
    assert found.clash is None
    assert found.assumptions
    _never_wider(found)


def _never_wider(found):
    for one in found.events:
        assert one.given_start[0] <= one.start[0] <= one.start[1] <= one.given_start[1]
        assert one.given_end[0] <= one.end[0] <= one.end[1] <= one.given_end[1]
        assert bool(one.reasons) == one.narrower


@st.composite
def _whens(draw):
    a, b, c, d = (draw(st.integers(0, 30)) for _ in range(4))
    if draw(st.booleans()):
        return When("1900", (a, a + b + 1), (a, a + b + 1))
    return When("1900", (a, a + b + 1), (a + c, max(a + c, a + b) + d + 1))


@settings(max_examples=60)
@given(
    st.lists(_whens(), min_size=6, max_size=6),
    st.lists(st.sampled_from([(a, b) for a in "abcdef" for b in "abcdef" if a < b]), max_size=8, unique=True),
)
def test_tightening_never_widens(whens, pairs):
    events = [event(key, when) for key, when in zip("abcdef", whens, strict=True)]
    _never_wider(whole(case_of(events, [link(a, b) for a, b in pairs])))


def test_a_case_of_five_hundred_events():
    rng = np.random.default_rng(3)
    keys = [f"e{number}" for number in range(500)]
    events = [
        event(key, When("1900", (at, at + width), (at, at + width)))
        for key, at, width in zip(keys, range(500), rng.integers(1, 40, 500).tolist(), strict=True)
    ]
    links = {(int(a), int(b)) for a, b in np.sort(rng.integers(0, 500, (1000, 2)), axis=1) if a != b}
    found = whole(case_of(events, [link(keys[a], keys[b]) for a, b in links]))
    assert found.clash is None
    _never_wider(found)
