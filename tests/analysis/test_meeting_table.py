"""The table of all meetings of a case: case 14, within a distance, documented or not, and all at once."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.copresence import Record
from desktop_app.analysis.meeting_table import STEPS, MeetingTable, Row, all_together, meeting_table
from desktop_app.analysis.meetings_told import when_said
from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.case import Case, Citation
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import When, parse
from desktop_app.library.means import shipped
from tests.analysis.itineraries import case_of, event, place, stay

CHUNGKING_LON = 106.552


def table(case: Case, *actors: str, **options: object) -> MeetingTable:
    return meeting_table(case, shipped(), actors or None, **options)  # type: ignore[arg-type]


def local(month: int, day: int) -> float:
    return julian_day(1945, month, day) - CHUNGKING_LON / 360


def test_soong_and_chiang_in_chungking(shipped_case: Callable[[int], Case]) -> None:
    found = table(shipped_case(14), "soong", "chiang-kai-shek", during=parse("1945-07").outer)
    assert {row.places for row in found.rows} == {("chungking",)}
    (certain,) = (row for row in found.rows if row.sure)
    (possible,) = (row for row in found.rows if not row.sure)
    assert (possible.start, certain.start) == pytest.approx((local(7, 14), local(7, 21)))
    assert (certain.end, possible.end) == pytest.approx((local(8, 5), local(8, 6)))
    assert certain.documented == ("soong-in-chungking", "wang-appointed")
    assert (certain.least_km, certain.greatest_km) == (0.0, 20.0)
    assert set(certain.stays) == {"soong-chungking-2", "chiang-kai-shek-chungking-3"}
    assert "frus-berlin-v02" in certain.sources


def test_every_two_of_a_case(shipped_case: Callable[[int], Case]) -> None:
    found = table(shipped_case(14))
    assert len({row.actors for row in found.rows}) > 30
    assert [row.start for row in found.rows] == sorted(row.start for row in found.rows)
    truman = [row for row in found.rows if row.sure and set(row.actors) == {"stalin", "truman"}]
    assert [row.places for row in truman] == [("potsdam",)]
    assert 0 < len(found.undocumented) < len(found.rows)
    assert not any(row.documented for row in found.undocumented)


def test_who_was_near_but_not_at_the_same_place() -> None:
    near = place("versailles", 48.8, 2.12, 5.0)
    stays = stay("ann", "paris", "1945-05-01/1945-05-20"), stay("ben", "versailles", "1945-05-05/1945-05-30")
    case = case_of(*stays, places=(near,))
    assert not table(case).rows
    found = table(case, within_km=50.0).rows
    assert [row.sure for row in found] == [False, True]
    assert {row.places for row in found} == {("paris", "versailles")}
    assert found[0].least_km < 10 < found[0].greatest_km < 50
    assert not any(row.sure for row in table(case, within_km=10.0).rows)


def test_over_the_date_line() -> None:
    places = place("east", 0.0, 179.9, 2.0), place("west", 0.0, -179.9, 2.0)
    case = case_of(stay("ann", "east", "1945-05"), stay("ben", "west", "1945-05"), places=places)
    assert table(case, within_km=50.0).rows
    assert not table(case, within_km=15.0).rows


def test_a_place_wider_than_the_distance_is_only_possibly_near() -> None:
    wide = place("london", 51.5, -0.1, 25.0)
    case = case_of(stay("ann", "london", "1945-01/1945-12"), stay("ben", "london", "1945-03/1945-09"), places=(wide,))
    assert any(row.sure for row in table(case).rows)
    assert any(row.sure for row in table(case, within_km=50.0).rows)
    assert not any(row.sure for row in table(case, within_km=20.0).rows)


def test_a_possible_meeting_that_says_no_more_than_a_sure_one_is_not_told_twice() -> None:
    (row,) = table(case_of(events=(event("talk", "paris", "1945-05-04", "ann", "ben"),))).rows
    assert row.sure
    assert row.documented == ("talk",)


def test_an_event_without_a_place_documents_a_meeting_nobody_knows_where() -> None:
    talk = replace(event("talk", None, "1945-05-04", "ann", "ben"), citations=(Citation("diary", None),))
    (row,) = table(case_of(events=(talk,))).rows
    assert (row.places, row.greatest_km, row.sources) == ((), None, ("diary",))


def test_contradictions_stand_beside_the_meetings() -> None:
    stays = (
        stay("ann", "paris", "1945-05-01/1945-05-20"),
        stay("ann", "moscow", "1945-05-10/1945-05-30"),
        stay("ben", "paris", "1945"),
        stay("eve", "paris", "1945"),
    )
    case = case_of(*stays)
    assert len(table(case).contradictions) == 1
    assert not table(case, "ben", "eve").contradictions
    assert table(case, during=parse("1945-05-25").outer).contradictions
    assert not table(case, during=parse("1946").outer).contradictions


def test_less_is_sure_and_possible_without_doubtful_statements(shipped_case: Callable[[int], Case]) -> None:
    days = []
    for _, certainties in STEPS:
        rows = table(shipped_case(14), certainties=certainties).rows
        days.append(sum(row.end - row.start for row in rows if not row.sure))
        assert {row.actors for row in rows if row.sure}
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(("actors", "words"), [(("ann",), "two actors"), (("ann", "nobody"), "nobody")])
def test_who_cannot_be_asked_of(actors: tuple[str, ...], words: str) -> None:
    with pytest.raises(Trouble, match=words):
        table(case_of(stay("ann", "paris", "1945"), stay("ben", "paris", "1945")), *actors)


@pytest.mark.parametrize("km", [-1.0, 1e9, float("nan")])
def test_no_distance_on_earth(km: float) -> None:
    with pytest.raises(Trouble, match="distance"):
        table(case_of(stay("ann", "paris", "1945"), stay("ben", "paris", "1945")), within_km=km)


def test_three_at_once(shipped_case: Callable[[int], Case]) -> None:
    rows = table(shipped_case(14)).rows
    (certain,) = (row for row in all_together(rows, ("stalin", "truman", "molotov")) if row.sure)
    assert certain.places == ("potsdam",)
    assert certain.documented == ("potsdam-conference",)
    assert not all_together(rows, ("stalin", "truman", "chiang-kai-shek"))


def test_three_who_met_two_by_two_on_one_day_need_not_have_met_at_once() -> None:
    pairs = (("ann", "ben"), ("ben", "eve"), ("ann", "eve"))
    talks = tuple(event(f"talk-{a}-{b}", "paris", "1945-05-04", a, b) for a, b in pairs)
    rows = table(case_of(events=talks)).rows
    assert len(rows) == 3
    assert not any(row.sure for row in all_together(rows, ("ann", "ben", "eve")))
    dinner = event("dinner", "paris", "1945-05-04", "ann", "ben", "eve")
    assert all_together(table(case_of(events=(*talks, dinner))).rows, ("ann", "ben", "eve"))[0].sure


DAY_ZERO = julian_day(1945, 1, 1)
PLACES = ("paris", "rome", "suva", "apia")


@st.composite
def whens(draw: st.DrawFn) -> When:
    start = DAY_ZERO + draw(st.integers(0, 30))
    known = start + draw(st.integers(0, 4))
    end = start + draw(st.integers(0, 20))
    return When("1945", (start, known), (end, max(end, known) + draw(st.integers(0, 4))))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    who, where = st.sampled_from(("ann", "ben", "eve")), st.sampled_from(PLACES)
    certain = st.sampled_from((Certainty.ESTABLISHED, Certainty.PROBABLE))
    stays = [
        stay(draw(who), draw(where), draw(whens()), draw(certain), key=str(n)) for n in range(draw(st.integers(1, 7)))
    ]
    return case_of(*stays, stay("ann", "null", "1800"), stay("ben", "quito", "1800"))


@settings(max_examples=60, deadline=None)
@given(cases(), st.sampled_from((None, 20.0, 1200.0)))
def test_what_is_sure_is_possible_and_a_greater_distance_loses_nothing(case: Case, km: float | None) -> None:
    record = Record(case, within_km=km)
    found = record.meetings("ann", "ben")
    for one in (one for one in found if one.sure):
        around = [other for other in found if not other.sure and other.places == one.places]
        assert any(other.start <= one.start and one.end <= other.end for other in around)
    if km is not None:
        wider = Record(case, within_km=2 * km).meetings("ann", "ben")
        for one in found:
            assert any(
                other.sure == one.sure
                and other.places == one.places
                and other.start <= one.start
                and one.end <= other.end
                for other in wider
            )


def test_days_are_told_without_hours_where_the_sources_have_none(shipped_case: Callable[[int], Case]) -> None:
    """Churchill surely was in London on 26 July, by London's midnights; Potsdam's are 53 minutes earlier."""
    case = shipped_case(14)
    said = [when_said(case, row) for row in table(case, "truman", "churchill").rows]
    assert {"15–25 July 1945", "27 July – 2 August 1945"} <= set(said)
    assert not any(":" in words for words in said)


def test_who_was_at_which_of_two_places_makes_no_second_row() -> None:
    case = case_of(
        *(stay(who, where, "1945-05") for who in ("ann", "ben") for where in ("here", "there")),
        places=(place("here", 50.0, 8.0, 1.0), place("there", 50.1, 8.0, 1.0)),
    )
    found = [frozenset(row.places) for row in table(case, within_km=50.0).rows]
    assert len(found) == len(set(found)) == 3


def test_a_row_is_plain() -> None:
    row = table(case_of(stay("ann", "paris", "1945-05"), stay("ben", "paris", "1945-05"))).rows[0]
    assert isinstance(row, Row)
    assert row.actors == ("ann", "ben")
