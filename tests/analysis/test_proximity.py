"""Distances as bands, and co-presence sure or possible: the record of case 14, and what must hold of any stays."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.proximity import Meeting, changes, meetings, on_the_way, separation_km, spans, tracks
from desktop_app.analysis.whereabouts import joined
from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.case import Actor, Case, Event, Participation, Place, Stay
from desktop_app.casebook.terms import ActorKind, Certainty, Pattern, Presence
from desktop_app.casebook.when import When, parse
from desktop_app.casebook.where import great_circle_km

SOONG, CHIANG, STALIN, TRUMAN = "soong", "chiang-kai-shek", "stalin", "truman"
CHUNGKING_LON, POTSDAM_LON = 106.552, 13.065


def local(year: int, month: int, day: int, lon: float) -> float:
    """The Julian Day of a midnight at a longitude."""
    return julian_day(year, month, day) - lon / 360


def place(key: str, lat: float, lon: float, radius_km: float = 10.0, *, aboard: bool = False) -> Place:
    return Place(key, key, key, (), "", lat, lon, radius_km, aboard, aboard)


PLACES = (
    place("paris", 48.9, 2.3),
    place("rome", 41.9, 12.5),
    place("china", 32.0, 107.0, 400.0),
    place("ship", 40.0, -30.0, 2000.0, aboard=True),
    place("suva", -18.1, 178.4),
    place("apia", -13.8, -171.8),
)


def actor(key: str) -> Actor:
    return Actor(key, key, None, ActorKind.PERSON, None, key, "", "")


def stay(key: str, who: str, where: str, when: str | When, certainty: Certainty = Certainty.ESTABLISHED) -> Stay:
    return Stay(key, who, where, parse(when) if isinstance(when, str) else when, certainty, "", ())


def event(key: str, where: str | None, when: str, *present: str) -> Event:
    people = tuple(Participation(who, "", Presence.PRESENT) for who in present)
    return Event(key, key, parse(when), where, "", people, Certainty.ESTABLISHED, ())


def case_of(*stays: Stay, events: tuple[Event, ...] = ()) -> Case:
    return Case(
        slug="made",
        chapter=None,
        title="Made",
        short_title="Made",
        years="",
        book_pages=None,
        question="",
        coincidence="",
        author_claim="",
        background="",
        assessment="",
        pattern=Pattern.OVERLAP,
        focus=(parse("1945"),),
        coincident=(),
        related=(),
        actors=(actor("ann"), actor("ben")),
        places=PLACES,
        sources=(),
        events=events,
        stays=stays,
        links=(),
        hypotheses=(),
        evidence=(),
        open_questions=(),
        checks=(),
    )


def sure(found: tuple[Meeting, ...]) -> tuple[Meeting, ...]:
    return tuple(one for one in found if one.sure)


def band(case: Case, jd: float) -> tuple[float, float]:
    known = tracks(case, ("ann", "ben"))
    least, greatest = separation_km(known["ann"], known["ben"], np.array([jd]))
    return float(least[0]), float(greatest[0])


# Case 14


def test_soong_and_chiang_were_together_in_chungking_and_never_in_moscow(shipped_case: Callable[[int], Case]) -> None:
    found = meetings(shipped_case(14), SOONG, CHIANG)
    assert {one.place for one in found} == {"chungking"}
    july = [one for one in found if one.end > julian_day(1945, 7, 1)]
    possible, certain = july
    assert (possible.sure, certain.sure) == (False, True)
    assert possible.start == pytest.approx(local(1945, 7, 14, CHUNGKING_LON))
    assert certain.start == pytest.approx(local(1945, 7, 21, CHUNGKING_LON))
    assert certain.end == pytest.approx(local(1945, 8, 5, CHUNGKING_LON))
    assert possible.end == pytest.approx(local(1945, 8, 6, CHUNGKING_LON))
    assert "soong-in-chungking" in possible.events
    assert all(shipped_case(14).stay[key].certainty == Certainty.ESTABLISHED for key in certain.stays)


def test_stalin_and_truman_were_surely_together_at_potsdam(shipped_case: Callable[[int], Case]) -> None:
    certain = sure(meetings(shipped_case(14), STALIN, TRUMAN))
    assert [one.place for one in certain] == ["potsdam"]
    assert certain[0].start == pytest.approx(local(1945, 7, 17, POTSDAM_LON))
    assert certain[0].end == pytest.approx(local(1945, 8, 2, POTSDAM_LON))


def test_distances_of_case_14(shipped_case: Callable[[int], Case]) -> None:
    case = shipped_case(14)
    known = tracks(case, (SOONG, CHIANG, STALIN))
    jd = np.array([julian_day(1945, 7, 23), julian_day(1800, 1, 1)])
    near = separation_km(known[SOONG], known[CHIANG], jd)
    far = separation_km(known[SOONG], known[STALIN], jd)
    chungking, potsdam = case.place["chungking"], case.place["potsdam"]
    between = great_circle_km((chungking.lat, chungking.lon), (potsdam.lat, potsdam.lon))
    assert near[:, 0].tolist() == [0.0, 20.0]
    assert far[:, 0].tolist() == pytest.approx([between - 20, between + 20])
    assert np.isnan(near[:, 1]).all()
    assert on_the_way(known[SOONG], np.array([local(1945, 7, 15, CHUNGKING_LON)])).all()
    assert not on_the_way(known[SOONG], jd).any()


# Rules


def test_a_probable_stay_makes_no_sure_meeting() -> None:
    stays = stay("a", "ann", "paris", "1945-05/1945-07"), stay("b", "ben", "paris", "1945-05/1945-07")
    assert sure(meetings(case_of(*stays), "ann", "ben"))
    doubtful = meetings(case_of(stays[0], replace(stays[1], certainty=Certainty.PROBABLE)), "ann", "ben")
    assert doubtful
    assert not sure(doubtful)


def test_an_estimated_day_of_leaving_makes_the_gap_after_it_unsure() -> None:
    """Left about the 10th, came back on the 12th: he may have been away from the 7th, whatever stay follows."""
    there = stay("b", "ben", "paris", "1945-05-01/1945-05-30")
    known = stay("a", "ann", "paris", "1945-05-01/1945-05-11"), stay("c", "ann", "paris", "1945-05-12/1945-05-20")
    assert spans(meetings(case_of(there, *known), "ann", "ben"), sure=True) == (
        (julian_day(1945, 5, 2), julian_day(1945, 5, 20)),
    )
    about = replace(known[0], when=parse("1945-05-01/1945-05-10~"))
    assert spans(meetings(case_of(there, about, known[1]), "ann", "ben"), sure=True) == (
        (julian_day(1945, 5, 2), julian_day(1945, 5, 7)),
        (julian_day(1945, 5, 13), julian_day(1945, 5, 20)),
    )


def test_a_stay_whose_beginning_is_unknown_lends_nothing_to_another() -> None:
    there = stay("b", "ben", "paris", "1945-01/1945-12")
    late = When(
        "", (julian_day(1945, 5, 1), julian_day(1945, 9, 1)), (julian_day(1945, 10, 1), julian_day(1945, 10, 2))
    )
    early = stay("a", "ann", "paris", "1945-05-03/1945-05-20")
    found = meetings(case_of(there, stay("c", "ann", "paris", late), early), "ann", "ben")
    assert spans(found, sure=True) == (
        (julian_day(1945, 5, 4), julian_day(1945, 5, 20)),
        (julian_day(1945, 9, 1), julian_day(1945, 10, 1)),
    )


def test_a_meeting_names_the_stays_of_its_own_time_alone() -> None:
    ben = stay("b", "ben", "paris", "1945-05-18/1945-05-25")
    ann = stay("a", "ann", "paris", "1945-05-01/1945-05-10"), stay("c", "ann", "paris", "1945-05-11/1945-05-30")
    (certain,) = sure(meetings(case_of(ben, *ann), "ann", "ben"))
    assert certain.stays == ("c", "b")


def test_days_that_meet_at_midnight_make_no_meeting() -> None:
    stays = stay("a", "ann", "paris", "1945-05-01/1945-05-03"), stay("b", "ben", "paris", "1945-05-04/1945-05-06")
    assert meetings(case_of(*stays), "ann", "ben") == ()


def test_in_a_wide_place_a_meeting_is_only_possible_but_on_one_ship_it_is_sure() -> None:
    for where, certain in (("china", False), ("ship", True)):
        stays = stay("a", "ann", where, "1945-05-01/1945-05-20"), stay("b", "ben", where, "1945-05-01/1945-05-20")
        found = meetings(case_of(*stays), "ann", "ben")
        assert found
        assert bool(sure(found)) == certain


def test_who_was_present_at_an_event_of_a_day_met_the_others_for_sure() -> None:
    party = event("party", "china", "1945-05-04", "ann", "ben")
    found = sure(meetings(case_of(events=(party,)), "ann", "ben"))
    assert [(one.place, one.events) for one in found] == [("china", ("party",))]
    assert found[0].end - found[0].start == 1.0


def test_presence_at_an_event_meets_whoever_was_surely_at_its_place_all_day() -> None:
    talk = event("talk", "paris", "1945-05-04", "ann")
    there = stay("b", "ben", "paris", "1945-05-01/1945-05-20")
    found = sure(meetings(case_of(there, events=(talk,)), "ann", "ben"))
    assert [(one.stays, one.events) for one in found] == [(("b",), ("talk",))]
    assert sure(meetings(case_of(there, events=(talk,)), "ben", "ann"))
    on_its_first_day = stay("b", "ben", "paris", "1945-05-04/1945-05-20")
    assert not sure(meetings(case_of(on_its_first_day, events=(talk,)), "ann", "ben"))


def test_presence_at_a_long_event_is_only_possible_and_gives_way_to_a_stay_elsewhere() -> None:
    congress = event("congress", "paris", "1945-05-01/1945-05-31", "ann", "ben")
    away = stay("b", "ben", "rome", "1945-05-05/1945-05-25")
    found = meetings(case_of(away, events=(congress,)), "ann", "ben")
    assert not sure(found)
    possible = spans(found, sure=False)
    assert possible == (
        (julian_day(1945, 5, 1), julian_day(1945, 5, 6)),
        (julian_day(1945, 5, 25), julian_day(1945, 6, 1)),
    )


def test_aboard_one_ship_the_distance_is_nothing() -> None:
    voyage = [stay(f"{who}-ship", who, "ship", "1945-05-03/1945-05-09") for who in ("ann", "ben")]
    ports = [
        stay(f"{who}-{at}", who, at, when)
        for who in ("ann", "ben")
        for at, when in (("paris", "1945-05-01/1945-05-03"), ("rome", "1945-05-09/1945-05-20"))
    ]
    case = case_of(*voyage, *ports)
    assert band(case, julian_day(1945, 5, 6)) == (0.0, 0.0)


def test_on_a_journey_the_way_between_the_neighbouring_stays_is_possible() -> None:
    here = stay("b", "ben", "paris", "1945-05-01/1945-05-30")
    case = case_of(
        here, stay("a", "ann", "paris", "1945-05-01/1945-05-03"), stay("c", "ann", "rome", "1945-05-06/1945-05-20")
    )
    direct = great_circle_km((48.9, 2.3), (41.9, 12.5))
    least, greatest = band(case, julian_day(1945, 5, 5))
    assert least == 0.0
    assert direct < greatest < 1.2 * direct


def test_who_is_unrecorded_for_longer_than_a_journey_takes_is_unattested() -> None:
    here = stay("b", "ben", "paris", "1945-01-01/1945-12-30")
    case = case_of(
        here, stay("a", "ann", "paris", "1945-01-01/1945-01-03"), stay("c", "ann", "rome", "1945-10-06/1945-12-20")
    )
    assert np.isnan(band(case, julian_day(1945, 5, 5))).all()


def test_distances_cross_the_date_line_by_the_short_way() -> None:
    case = case_of(stay("a", "ann", "suva", "1945-05"), stay("b", "ben", "apia", "1945-05"))
    assert band(case, julian_day(1945, 5, 5)) == pytest.approx((1157 - 20, 1157 + 20), abs=12)  # km, by the ellipsoid


def test_distances_change_only_at_the_moments_told(shipped_case: Callable[[int], Case]) -> None:
    known = tracks(shipped_case(10), ("hull", "nomura"))
    edges = changes(*known.values())
    shares = np.array([[0.01], [0.5], [0.99]])
    inside = edges[:-1] + shares * np.diff(edges)
    bands = [separation_km(known["hull"], known["nomura"], row) for row in inside]
    np.testing.assert_array_equal(bands[0], bands[1])
    np.testing.assert_array_equal(bands[1], bands[2])


# Properties

DAY_ZERO = julian_day(1945, 1, 1)


@st.composite
def whens(draw: st.DrawFn) -> When:
    start = DAY_ZERO + draw(st.integers(0, 30))
    start_known = start + draw(st.integers(0, 6))
    end = start + draw(st.integers(0, 40))
    return When("", (start, start_known), (end, max(end, start_known) + draw(st.integers(0, 6))))


@st.composite
def stays_of_two(
    draw: st.DrawFn, most: int = 5, everywhere: tuple[str, ...] = ("paris", "rome", "china", "ship")
) -> tuple[Stay, ...]:
    """The first of the one and the first of the other at one place: else they hardly ever meet."""
    count = draw(st.integers(2, most))
    shared = draw(st.sampled_from(everywhere))
    return tuple(
        stay(
            f"s{at}",
            ("ann", "ben")[at] if at < 2 else draw(st.sampled_from(("ann", "ben"))),
            shared if at < 2 else draw(st.sampled_from(everywhere)),
            draw(whens()),
            draw(st.sampled_from((Certainty.ESTABLISHED,) * 4 + (Certainty.PROBABLE,))),
        )
        for at in range(count)
    )


def covers(wide: tuple[tuple[float, float], ...], narrow: tuple[tuple[float, float], ...]) -> bool:
    return all(any(first <= start and end <= last for first, last in wide) for start, end in narrow)


@settings(max_examples=60, deadline=None)
@given(stays_of_two())
def test_what_is_sure_is_possible(stays: tuple[Stay, ...]) -> None:
    found = meetings(case_of(*stays), "ann", "ben")
    assert covers(spans(found, sure=False), spans(found, sure=True))


IN_TWO_PLACES = ("paris", "rome")  # so that what is added often lies where they met


@settings(max_examples=100, deadline=None)
@given(stays_of_two(everywhere=IN_TWO_PLACES), stays_of_two(most=4, everywhere=IN_TWO_PLACES))
def test_adding_a_stay_never_removes_a_sure_meeting(stays: tuple[Stay, ...], more: tuple[Stay, ...]) -> None:
    more = tuple(replace(one, key=f"more-{one.key}") for one in more)
    before = meetings(case_of(*stays), "ann", "ben")
    after = meetings(case_of(*stays, *more), "ann", "ben")
    assert covers(spans(after, sure=True), spans(before, sure=True))


@settings(max_examples=80, deadline=None)
@given(stays_of_two(), st.randoms(use_true_random=False))
def test_what_is_sure_holds_for_every_reading_of_the_dates(stays: tuple[Stay, ...], random: object) -> None:
    """But for the night between two stays whose days are known."""
    found = [one for one in meetings(case_of(*stays), "ann", "ben") if one.sure]
    read = {one.key: _reading(one, random) for one in stays}
    for meeting in found:
        for who in ("ann", "ben"):
            own = sorted(read[one.key][1:3] for one in stays if one.actor == who and one.place == meeting.place)
            reached = meeting.start
            for start, end in own:
                if start <= reached + 2.01:
                    reached = max(reached, end)
            assert reached >= meeting.end - 2.01


@settings(max_examples=60, deadline=None)
@given(stays_of_two())
def test_the_inner_span_lies_in_the_outer(stays: tuple[Stay, ...]) -> None:
    for one in joined(one for one in stays if one.actor == "ann"):
        assert one.start[0] <= one.start[1]
        assert one.end[0] <= one.end[1]
        if one.inner:
            assert one.outer[0] <= one.inner[0] <= one.inner[1] <= one.outer[1]


@settings(max_examples=40, deadline=None)
@given(stays_of_two(everywhere=("paris", "rome", "china")), st.randoms(use_true_random=False))
def test_the_band_holds_every_reading_of_the_dates_and_radii(stays: tuple[Stay, ...], random: object) -> None:
    """But on a ship, where the distance to a shipmate is nothing, wherever the ship was."""
    case = case_of(*stays)
    known = tracks(case, ("ann", "ben"))
    jd = np.arange(DAY_ZERO, DAY_ZERO + 110, 0.5)
    least, greatest = separation_km(known["ann"], known["ben"], jd)
    read = [_reading(one, random) for one in stays]
    for a, b in ((a, b) for a in read for b in read if a[0] == "ann" and b[0] == "ben"):
        apart = great_circle_km(a[3], b[3])
        both = (jd >= max(a[1], b[1])) & (jd <= min(a[2], b[2]))
        assert (least[both] <= apart + 1e-6).all()
        assert (greatest[both] >= apart - 1e-6).all()


def _reading(one: Stay, random: object) -> tuple[str, float, float, tuple[float, float]]:
    """One way in which a stay may have been: who, from when, until when, where."""
    pick = random.uniform  # type: ignore[attr-defined]
    start = pick(*one.when.start)
    end = max(start, pick(*one.when.end))
    where = next(place for place in PLACES if place.key == one.place)
    degrees, turn = where.radius_km / 111.2 * 0.98, pick(0, 2 * np.pi)  # near the rim, where a narrow band would fail
    east = degrees * np.sin(turn) / np.cos(np.radians(where.lat))
    return one.actor, start, end, (where.lat + degrees * np.cos(turn), where.lon + east)
