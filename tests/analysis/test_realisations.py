"""The probability of co-presence: exact where it is known, the same for the same seed, within what is possible."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.chronology import Density
from desktop_app.analysis.copresence import Record
from desktop_app.analysis.realisations import Realised, p_together
from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.case import Case
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import When, parse
from tests.analysis.itineraries import case_of, event, place, stay

DAY_ZERO = julian_day(1945, 1, 1)
MAY = parse("1945-05").outer


def when(start: tuple[float, float], end: tuple[float, float]) -> When:
    return When("", (DAY_ZERO + start[0], DAY_ZERO + start[1]), (DAY_ZERO + end[0], DAY_ZERO + end[1]))


def ask(case: Case, during: tuple[float, float] = (DAY_ZERO, DAY_ZERO + 100), **options: object) -> Realised:
    return p_together(case, "ann", "ben", during, draws=20_000, **options)  # type: ignore[arg-type]


def test_one_who_may_have_come_before_the_other_left() -> None:
    """Ann left on a day of 0 … 10, Ben came on a day of 6 … 10: he came first in 0.4 · 0.5 of all readings."""
    case = case_of(stay("ann", "paris", when((-20, -20), (0, 10))), stay("ben", "paris", when((6, 10), (20, 20))))
    found = ask(case)
    assert found.p == pytest.approx(0.2, abs=0.015)
    assert found.interval[0] < found.p < found.interval[1]
    peaked = ask(case, density=Density.PEAKED)
    assert 0.02 < peaked.p < 0.15  # to leave late is less probable than to leave in the middle
    assert found.assumptions != peaked.assumptions


def test_days_together_are_counted_once() -> None:
    stays = (
        stay("ann", "paris", when((0, 0), (10, 10)), key="a"),
        stay("ann", "paris", when((5, 5), (12, 12)), key="b"),
        stay("ben", "paris", when((2, 2), (30, 30)), key="c"),
    )
    found = ask(case_of(*stays))
    assert (found.p, found.days) == pytest.approx((1.0, 10.0))
    assert found.days_range == pytest.approx((10.0, 10.0))
    assert ask(case_of(*stays), during=(DAY_ZERO + 4, DAY_ZERO + 6)).days == pytest.approx(2.0)


def test_who_was_never_at_one_place_was_never_together() -> None:
    found = ask(case_of(stay("ann", "paris", "1945"), stay("ben", "rome", "1945")))
    assert (found.p, found.days) == (0.0, 0.0)
    assert found.interval[0] == 0.0
    assert 0 < found.interval[1] < 0.001


def test_an_event_of_a_day_brings_those_present_together_and_meets_who_was_there_at_its_hour() -> None:
    talk = event("talk", "paris", "1945-05-04", "ann", "ben")
    assert ask(case_of(events=(talk,)), during=MAY).p == 1.0
    alone = event("talk", "paris", "1945-05-04", "ann")
    half = stay("ben", "paris", When("", (julian_day(1945, 5, 4.0) + 0.5,) * 2, (julian_day(1945, 5, 9),) * 2))
    assert ask(case_of(half, events=(alone,)), during=MAY).p == pytest.approx(0.5, abs=0.015)


def test_in_a_wide_place_they_are_rarely_near() -> None:
    """Two random points of a circle of 400 km are within 50 km of one another in about 1.5 of 100."""
    wide = place("china", 32.0, 107.0, 400.0)
    case = case_of(stay("ann", "china", "1945-05"), stay("ben", "china", "1945-05"), places=(wide,))
    sure_to_overlap = case_of(
        stay("ann", "china", "1945-04/1945-06"), stay("ben", "china", "1945-04/1945-06"), places=(wide,)
    )
    assert ask(sure_to_overlap, during=MAY).p == pytest.approx((50 / 400) ** 2, abs=0.004)
    assert ask(sure_to_overlap, during=MAY, within_km=900.0).p == 1.0
    assert ask(case, during=MAY).p < 0.02


def test_open_ends_add_nothing() -> None:
    case = case_of(stay("ann", "paris", "1945-05-01/.."), stay("ben", "paris", "1945-05-03/1945-06"))
    assert ask(case, during=(julian_day(1945, 5, 3), julian_day(1945, 7, 1))).p == 0.0


def test_case_14_and_the_seed(shipped_case: Callable[[int], Case]) -> None:
    case = shipped_case(14)
    sure = p_together(case, "soong", "chiang-kai-shek", parse("1945-07").outer)
    assert sure.p == 1.0
    assert 10 < sure.days < 18
    early = (parse("1945-07-14").outer[0], parse("1945-07-18").outer[1])
    one, again, other = (p_together(case, "soong", "chiang-kai-shek", early, seed=seed) for seed in (7, 7, 8))
    assert one == again
    assert one.days != other.days
    assert one.p == pytest.approx(other.p, abs=0.02)
    assert 0.3 < one.p < 0.9
    assert one.interval[0] < one.p < one.interval[1]
    assert one.assumptions


@pytest.mark.parametrize("draws", [0, -1, 10**9])
def test_no_number_of_draws(draws: int) -> None:
    with pytest.raises(Trouble, match="draws"):
        p_together(case_of(stay("ann", "paris", "1945"), stay("ben", "paris", "1945")), "ann", "ben", MAY, draws=draws)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    stays = []
    for n in range(draw(st.integers(2, 6))):
        start = draw(st.integers(0, 30))
        known = start + draw(st.integers(0, 5))
        end = start + draw(st.integers(0, 20))
        bounds = when((start, known), (end, max(end, known) + draw(st.integers(0, 5))))
        who, where = draw(st.sampled_from(("ann", "ben"))), draw(st.sampled_from(("paris", "rome")))
        certainty = draw(st.sampled_from((Certainty.ESTABLISHED, Certainty.PROBABLE)))
        stays.append(stay(who, where, bounds, certainty, key=str(n)))
    return case_of(*stays, stay("ann", "null", "1800"), stay("ben", "quito", "1800"))


@settings(max_examples=50, deadline=None)
@given(cases())
def test_sure_is_certain_and_impossible_is_never(case: Case) -> None:
    meetings = Record(case).meetings("ann", "ben")
    found = p_together(case, "ann", "ben", (DAY_ZERO, DAY_ZERO + 100), draws=500)
    held = [one for one in meetings if one.sure and len(one.stays) == 2]
    if held:  # by two stays alone: between two of one actor a night may be missing in a reading
        assert found.p == 1.0
    if not meetings:
        assert found.p == 0.0
    assert 0 <= found.interval[0] <= found.p <= found.interval[1] <= 1
