"""The table of means of travel: sourced, dated, and at the reader's own speeds where he set some."""

from pathlib import Path

import pytest

from desktop_app.casebook.means import at_speed, fastest, means_named
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.library import Library
from desktop_app.library.means import KIND, means_of, shipped

KEYS = ("foot", "horse", "sail", "steamship", "railway", "motor-car", "propeller-aircraft", "jet")


def test_each_means_has_years_speeds_and_sources() -> None:
    assert tuple(one.key for one in shipped()) == KEYS
    for one in shipped():
        assert one.since < (one.until or 2030)
        assert 0 < one.slow_kmh <= one.kmh <= one.fast_kmh
        assert one.over in ("land", "water", "air")
        assert one.note
        assert one.sources
        assert all(source.cite for source in one.sources)
        assert not one.edited


@pytest.mark.parametrize(
    ("year", "key"), [(1815, "horse"), (1860, "railway"), (1945, "propeller-aircraft"), (1972, "jet")]
)
def test_the_fastest_is_of_the_time(year: int, key: str) -> None:
    assert fastest(shipped(), year).key == key


def test_a_ship_travels_on_water() -> None:
    assert fastest(shipped(), 1945, over="water").key == "steamship"
    assert fastest(shipped(), 1800, over="water").key == "sail"


def test_a_span_of_years_has_the_means_of_its_last() -> None:
    assert fastest(shipped(), 1940, 1955).key == "jet"


def test_before_anybody_travelled_there_is_trouble() -> None:
    with pytest.raises(Trouble, match="-5000"):
        fastest(shipped(), -5000)


@pytest.mark.parametrize("kmh", [0, -3, float("nan"), 1e9])
def test_nobody_travels_at_such_a_speed(kmh: float) -> None:
    with pytest.raises(Trouble):
        at_speed(shipped()[0], kmh)


def test_an_unknown_means_is_answered_with_those_there_are() -> None:
    with pytest.raises(Trouble, match="propeller-aircraft"):
        means_named(shipped(), "balloon")


def test_the_reader_sets_a_speed_and_takes_it_back(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.casebook") as library:
        slug = library.case(14).slug
        with library.change("Set a speed") as change:
            change.choose("", KIND, "railway", 45.0)
        railway = means_named(means_of(library.reading(slug).chosen(KIND)), "railway")
        assert (railway.kmh, railway.edited) == (45.0, True)
        with library.change("Put the speed back") as change:
            change.choose("", KIND, "railway", None)
        assert means_of(library.reading(slug).chosen(KIND)) == shipped()


@pytest.mark.parametrize("junk", ["fast", None, True, -1, {"kmh": 5}, [3]])
def test_what_is_no_speed_leaves_the_table_alone(junk: object) -> None:
    assert means_of({"railway": junk}) == shipped()
