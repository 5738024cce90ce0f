"""Places are found under the names that sources of any time and language give them."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.where import great_circle_km
from desktop_app.library.gazetteer import GAZETTEER, Gazetteer, folded_name


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer() as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "town", "country"),
    [
        ("Chungking", "Chongqing", "CN"),
        ("重慶", "Chongqing", "CN"),
        ("Peking", "Beijing", "CN"),
        ("Mukden", "Shenyang", "CN"),
        ("Hsinking", "Changchun", "CN"),
        ("Petrograd", "Saint Petersburg", "RU"),
        ("St. Petersburg", "Saint Petersburg", "RU"),
        ("Москва", "Moscow", "RU"),
        ("ポツダム", "Potsdam", "DE"),
        ("Danzig", "Gdańsk", "PL"),
        ("KÖNIGSBERG", "Kaliningrad", "RU"),
        ("Constantinople", "Istanbul", "TR"),
        ("the hague", "The Hague", "NL"),
        ("Mexico, D.F.", "Mexico City", "MX"),
    ],
)
def test_old_and_foreign_names_lead_to_the_place(gazetteer: Gazetteer, name: str, town: str, country: str) -> None:
    first = gazetteer.look_up(name)[0].town
    assert (first.name, first.country) == (town, country)


def test_the_land_that_a_source_names_comes_first(gazetteer: Gazetteer) -> None:
    anywhere = gazetteer.look_up("Moscow")
    in_idaho = gazetteer.look_up("Moscow", {"US"}, "ID")
    assert anywhere[0].town.country == "RU"
    assert (in_idaho[0].town.country, in_idaho[0].town.state, in_idaho[0].in_land) == ("US", "ID", True)
    assert not in_idaho[1].in_land, "another state's Moscow is no answer to this one"


def test_a_great_city_of_another_name_of_today_outranks_a_village_so_named(gazetteer: Gazetteer) -> None:
    canton = gazetteer.look_up("Canton")
    assert canton[0].town.name == "Guangzhou"
    assert not canton[0].so_named
    assert canton[1].so_named


def test_positions_are_those_of_the_towns(gazetteer: Gazetteer) -> None:
    potsdam = gazetteer.look_up("Potsdam", {"DE"})[0].town
    assert great_circle_km((potsdam.lat, potsdam.lon), (52.40, 13.06)) < 3
    assert potsdam.radius_km == pytest.approx(4.4, abs=0.3), "184,754 people at 3,000 a square kilometre"
    assert gazetteer.look_up("Tokyo")[0].town.radius_km < 50, "whoever is in one town is in one place"


@pytest.mark.parametrize(
    ("land", "among"),
    [
        ("U.S.S.R.", {"RU", "UA", "GE"}),
        ("Korea, Republic of", {"KR"}),
        ("China, People’s Republic of", {"CN"}),
        ("Denmark (Greenland)", {"DK", "GL"}),
        ("Serbia-Montenegro (Kosovo)", {"RS", "XK"}),
        ("Türkiye", {"TR"}),
        ("Cote d'Ivoire", {"CI"}),
        ("Japan", {"JP"}),
    ],
)
def test_states_of_old_are_known(gazetteer: Gazetteer, land: str, among: set[str]) -> None:
    assert gazetteer.codes(land) >= among


def test_what_is_not_there_is_not_found(gazetteer: Gazetteer) -> None:
    assert gazetteer.look_up("Hitokappu") == ()
    assert gazetteer.look_up("") == ()
    assert gazetteer.look_up("…") == ()
    assert gazetteer.codes("Nowhere") == frozenset()
    assert gazetteer.state("Bavaria") == ""
    assert gazetteer.state("illinois") == "IL"


@given(st.text(max_size=30))
def test_any_text_may_be_asked(name: str) -> None:
    with Gazetteer() as gazetteer:
        for found in gazetteer.look_up(name, {"CN"}):
            assert -90 <= found.town.lat <= 90
            assert -180 <= found.town.lon <= 180
    assert folded_name(folded_name(name)) == folded_name(name)


def test_every_name_leads_to_its_places(gazetteer: Gazetteer) -> None:
    """The first and the last name of every block, where a search could miss."""
    with sqlite3.connect(GAZETTEER) as connection:
        firsts = [first for (first,) in connection.execute("SELECT first FROM names ORDER BY first")]
    connection.close()
    assert all(gazetteer.look_up(first) for first in firsts)


def test_a_missing_gazetteer_is_told_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="gazetteer"):
        Gazetteer(tmp_path / "none.sqlite")


def test_source_and_licence_stand_in_the_file_and_beside_it() -> None:
    with sqlite3.connect(GAZETTEER) as connection:
        about = dict(connection.execute("SELECT key, value FROM about"))
    connection.close()
    assert "creativecommons.org/licenses/by/4.0" in about["licence"]
    assert "GeoNames" in (GAZETTEER.parent / "LICENSE-GeoNames.txt").read_text(encoding="utf-8")
