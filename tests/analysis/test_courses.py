"""The course of a distance holds every place that dates, radii and the means of travel allow."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.courses import courses, separation_by_km
from desktop_app.analysis.proximity import separation_km, tracks
from desktop_app.casebook.case import Case
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.when import parse
from desktop_app.casebook.where import great_circle_km
from desktop_app.library.book import load
from tests.analysis.itineraries import PLACES, case_of, event, place, stay

AT = {key: (lat, lon) for key, lat, lon, _ in PLACES}
DAY = 24


def day(text: str) -> float:
    return parse(text).start[0]


def between(a: str, b: str) -> float:
    return great_circle_km(AT[a], AT[b])


@pytest.fixture(scope="module")
def paris_to_moscow() -> Case:
    """A leaves Paris on 10 July at the latest and is in Moscow from the 20th on; B stays in Rome."""
    return case_of(
        stay("a", "paris", "1900-07-01/1900-07-10"),
        stay("a", "moscow", "1900-07-20/1900-07-30"),
        stay("b", "rome", "1900-07-01/1900-07-30"),
    )


def test_on_a_journey_nobody_is_farther_than_the_means_carries(paris_to_moscow: Case) -> None:
    course = courses(paris_to_moscow, [("a", "b")], kmh=20)[0]
    start, end, moment = day("1900-07-10"), day("1900-07-21"), day("1900-07-12")
    least, greatest = course.at(moment) or (0, 0)
    reach, rest = 20 * DAY * (moment - start) + 30, 20 * DAY * (end - moment) + 30  # with both radii
    home, goal = between("rome", "paris"), between("rome", "moscow")
    assert least == pytest.approx(max(0.0, home - reach - 10, goal - rest - 10), abs=0.5)
    assert greatest == pytest.approx(min(home + reach + 10, goal + rest + 10), abs=0.5)
    assert course.under_way[np.searchsorted(course.jd, moment)]
    assert not course.too_slow


def test_a_means_that_is_too_slow_leaves_the_band_of_any_way(paris_to_moscow: Case) -> None:
    slow, any_way = (courses(paris_to_moscow, [("a", "b")], kmh=kmh)[0] for kmh in (1, None))
    assert slow.too_slow
    assert slow.at(day("1900-07-15")) == pytest.approx(any_way.at(day("1900-07-15")))


def test_a_day_in_a_place_is_flat_and_what_nobody_recorded_unknown(paris_to_moscow: Case) -> None:
    course = courses(paris_to_moscow, [("a", "b")], kmh=100)[0]
    home = between("rome", "paris")
    assert course.at(day("1900-07-05")) == pytest.approx((home - 20, home + 20))
    assert course.at(day("1899-07-05")) is None
    assert course.at(day("1901-07-05")) is None


@pytest.mark.parametrize("path", sorted((RESOURCES / "cases").glob("*.yaml"))[::4], ids=lambda path: path.stem[:2])
def test_without_a_means_it_is_the_distance_of_the_tracks(path: object) -> None:
    case = load(path)  # type: ignore[arg-type]
    known = tracks(case, [actor.key for actor in case.actors[:6]])
    windows = [when.outer for when in case.focus]
    jd = np.concatenate([np.linspace(start, end, 200) for start, end in windows])
    for a, b in product(known.values(), repeat=2):
        assert np.allclose(separation_by_km(a, b, jd, None), separation_km(a, b, jd), equal_nan=True)


spans = st.tuples(st.integers(1, 24), st.integers(0, 4)).map(lambda one: f"1900-07-{one[0]:02}/1900-07-{sum(one):02}")
whereabouts = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["paris", "rome", "moscow"]), spans), max_size=6
)


@settings(max_examples=40, deadline=None)
@given(whereabouts, st.sampled_from([None, 15.0, 60.0, 400.0]))
def test_the_least_is_never_more_than_the_greatest(made: list[tuple[str, str, str]], kmh: float | None) -> None:
    stays = [stay(*one, key=str(at)) for at, one in enumerate(made)]
    case = case_of(*stays, events=(event("e", "rome", "1900-07-20", "a", "b"),))
    course = courses(case, [("a", "b")], kmh=kmh)[0]
    known = ~np.isnan(course.least)
    assert (course.least[known] <= course.greatest[known] + 1e-6).all()
    assert (np.diff(course.jd) >= 0).all()


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.sampled_from(["rome", "moscow", "quito", "suva"]))
def test_the_band_holds_whoever_travels_no_faster(when: float, early: float, share: float, other: str) -> None:
    """A journey along the great circle, begun and ended at any time that the dates allow, stays in the band."""
    case = case_of(
        stay("a", "suva", "1900-07-01/1900-07-10"),
        stay("a", "apia", "1900-07-14/1900-07-30"),
        stay("b", other, "1900-07-01/1900-07-30"),
    )
    course = courses(case, [("a", "b")], kmh=40)[0]
    leaves = day("1900-07-10") + early
    hours = between("suva", "apia") / 40
    latest = day("1900-07-15") - leaves - hours / DAY
    arrives = leaves + hours / DAY + max(0.0, latest) * share
    jd = leaves + when * (arrives - leaves)
    lat, lon = along(AT["suva"], AT["apia"], when)
    band = course.at(jd)
    assert band is not None
    assert band[0] - 1 <= great_circle_km((lat, lon), AT[other]) <= band[1] + 1


def along(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    """A point of the great circle, by the chord between the two."""
    (p, q), (r, s) = (np.radians(one) for one in (a, b))
    start, end = (np.array([np.cos(x) * np.cos(y), np.cos(x) * np.sin(y), np.sin(x)]) for x, y in ((p, q), (r, s)))
    angle = np.arccos(np.clip(start @ end, -1, 1))
    x, y, z = (np.sin((1 - share) * angle) * start + np.sin(share * angle) * end) / np.sin(angle)
    return float(np.degrees(np.arcsin(z))), float(np.degrees(np.arctan2(y, x)))


def test_two_on_one_ship_are_together_all_the_way() -> None:
    case = case_of(
        stay("a", "liner", "1900-07-01/1900-07-10"),
        stay("b", "liner", "1900-07-01/1900-07-10"),
        places=(place("liner", 30.0, -40.0, 2000.0, transit=True, aboard=True),),
    )
    course = courses(case, [("a", "b")], kmh=30)[0]
    assert course.at(day("1900-07-05")) == (0.0, 0.0)
