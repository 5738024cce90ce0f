"""Near misses: who came shortly after another had left, never told as a meeting."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.meeting_table import MeetingTable, Row, all_together, meeting_table
from desktop_app.analysis.meetings_told import gap_said, kind_said, when_said
from desktop_app.casebook.case import Case
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.means import shipped
from tests.analysis.itineraries import case_of, event, place, stay
from tests.analysis.test_meeting_table import cases


def table(case: Case, days: float, km: float | None = None) -> MeetingTable:
    return meeting_table(case, shipped(), within_km=km, within_days=days)


def missed(case: Case, days: float, km: float | None = None) -> list[Row]:
    return [row for row in table(case, days, km).rows if not row.is_meeting]


LEFT_BEFORE = (stay("ann", "null", "1945-05-01/1945-05-05"), stay("ben", "null", "1945-05-08/1945-05-20"))


def test_one_left_and_the_other_came() -> None:
    case = case_of(*LEFT_BEFORE)
    (row,) = missed(case, 2)
    assert row.actors == ("ann", "ben")
    assert row.gap_days == pytest.approx((2, 4))
    assert (when_said(case, row), gap_said(row), kind_said(row)) == (
        "5–8 May 1945",
        "2–4 days between",
        "possible near miss",
    )
    assert set(row.stays) == {one.key for one in LEFT_BEFORE}
    assert not missed(case, 1)
    assert missed(case, 4)[0].sure
    found = table(case, 2)
    assert not found.undocumented
    assert any("near miss is no meeting" in line for line in found.assumptions)


def test_what_rests_on_doubtful_statements_is_only_possible() -> None:
    doubtful = stay("ben", "null", "1945-05-08/1945-05-20", Certainty.PROBABLE)
    assert not missed(case_of(LEFT_BEFORE[0], doubtful), 30)[0].sure


def test_within_a_distance_across_the_date_line() -> None:
    ann, ben = stay("ann", "here", "1945-05-01/1945-05-05"), stay("ben", "there", "1945-05-08/1945-05-20")
    spots = (place("here", 0.0, 179.9, 1.0), place("there", 0.0, -179.9, 1.0))
    case = case_of(ann, ben, places=spots)
    assert not missed(case, 5)
    (row,) = missed(case, 5, 50.0)
    assert row.places == ("here", "there")
    assert row.least_km == pytest.approx(20.3, abs=0.3)
    assert not missed(case, 5, 10.0)


def test_who_may_have_met_did_not_miss_one_another() -> None:
    assert not missed(case_of(LEFT_BEFORE[0], stay("ben", "null", "1945-05-05/1945-05-20")), 30)


def test_who_came_back_in_the_meantime_is_told_of_once() -> None:
    back = stay("ann", "null", "1945-05-07", key="back")
    (row,) = missed(case_of(*LEFT_BEFORE, back), 30)
    assert "back" in row.stays
    assert row.gap_days is not None
    assert row.gap_days[0] == pytest.approx(0)


def test_presence_at_an_event_counts() -> None:
    case = case_of(LEFT_BEFORE[0], events=(event("talk", "null", "1945-05-08", "ben"),))
    (row,) = missed(case, 3)
    assert row.events == ("talk",)
    assert not row.documented


def test_near_misses_are_left_out_of_all_at_once() -> None:
    third = stay("eve", "null", "1945-05-22/1945-05-23")
    assert not all_together(table(case_of(*LEFT_BEFORE, third), 30).rows, ("ann", "ben", "eve"))


@pytest.mark.parametrize("days", [-1.0, 1e9, float("nan")])
def test_no_number_of_days(days: float) -> None:
    with pytest.raises(Trouble, match="near miss"):
        table(case_of(*LEFT_BEFORE), days)


def told(rows: list[Row]) -> set[object]:
    """What a row tells; more days may make a near miss sure."""
    return {(row.actors, row.places, row.start, row.end, row.gap_days, row.is_meeting and row.sure) for row in rows}


@settings(max_examples=60, deadline=None)
@given(cases(), st.sampled_from((None, 20.0, 1200.0)), st.floats(0, 40), st.floats(0, 40))
def test_no_days_change_nothing_and_more_days_lose_nothing(
    case: Case, km: float | None, few: float, more: float
) -> None:
    """Property: 0 days give the meetings alone; meetings stay as they are; a sure near miss stays sure."""
    plain = meeting_table(case, shipped(), within_km=km).rows
    assert table(case, 0.0, km).rows == plain
    less, wide = table(case, few, km), table(case, few + more, km)
    assert tuple(row for row in wide.rows if row.is_meeting) == plain
    assert told(list(less.rows)) <= told(list(wide.rows))
    sure = {(row.actors, row.places, row.start) for row in wide.rows if row.sure}
    assert all((row.actors, row.places, row.start) in sure for row in less.rows if row.sure)
    for row in less.rows:
        if row.gap_days:
            assert 0 <= row.gap_days[0] <= min(few, row.gap_days[1])
            assert not row.sure or row.gap_days[1] <= few
