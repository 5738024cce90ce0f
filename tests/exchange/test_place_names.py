"""Places are taken where there is no doubt, and offered where there is."""

from collections.abc import Iterator

import pytest

from desktop_app.exchange.place_names import Decision, Named, Resolver, Spot, Sureness, decision_of
from desktop_app.library.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer() as opened:
        yield opened


@pytest.fixture
def resolver(gazetteer: Gazetteer) -> Resolver:
    return Resolver(gazetteer, {})


@pytest.mark.parametrize(
    ("field", "land", "places"),
    [
        ("Potsdam", "Germany", ["Potsdam"]),
        ("Antwerp, Brussels", "Belgium", ["Antwerp", "Brussels"]),
        ("Mexico, D.F., Puerto Vallarta", "Mexico", ["Mexico, D.F.", "Puerto Vallarta"]),
        ("Peking; Shanghai / Tientsin", "China", ["Peking", "Shanghai", "Tientsin"]),
        ("東京、大阪", "Japan", ["東京", "大阪"]),
        ("Rome and Naples", "Italy", ["Rome", "Naples"]),
        ("Trinidad and Tobago", "Trinidad and Tobago", ["Trinidad and Tobago"]),
        ("Belfast (Ulster, Ireland), London", "United Kingdom", ["Belfast (Ulster, Ireland)", "London"]),
        ("Chicago, Illinois", "United States", ["Chicago"]),
        ("Dakar, Senegal", "France", ["Dakar"]),
        ("Paris, Paris", "France", ["Paris"]),
        ("", "Vatican City", ["Vatican City"]),
    ],
)
def test_fields_are_split_into_their_places(resolver: Resolver, field: str, land: str, places: list[str]) -> None:
    assert [one.place for one in resolver.named(field, land)] == places


def test_a_land_behind_a_place_says_where_it_is(resolver: Resolver) -> None:
    (dakar,) = resolver.named("Dakar, Senegal", "France")
    assert dakar.land == "Senegal"
    assert resolver.resolve(dakar).sureness == Sureness.FOUND


@pytest.mark.parametrize(
    ("place", "land", "sureness", "name"),
    [
        ("Potsdam", "Germany", Sureness.FOUND, "Potsdam"),
        ("Chungking", "China", Sureness.FOUND, "Chongqing"),
        ("Peking", "China, People’s Republic of", Sureness.FOUND, "Beijing"),
        ("Havana (Cuba)", "Spain", Sureness.FOUND, "Havana"),
        ("Bathurst (The Gambia)", "United Kingdom", Sureness.FOUND, "Banjul"),
        ("Mumbai (Bombay)", "India", Sureness.FOUND, "Mumbai"),
        ("Bermuda", "United Kingdom", Sureness.FOUND, "Bermuda"),
        ("Vatican City", "Vatican City", Sureness.FOUND, "Vatican City"),
        ("Frankfurt", "Germany", Sureness.TAKEN, "Frankfurt am Main"),
        ("Potosi", "Mexico", Sureness.TAKEN, "Catarino Rodríguez"),
        ("Halle", "Germany", Sureness.DOUBTFUL, "Halle"),
        ("West Berlin", "Germany", Sureness.DOUBTFUL, "Berlin"),
        ("Port Antonio", "United Kingdom", Sureness.DOUBTFUL, "Port Antonio"),
        ("Malta", "United Kingdom", Sureness.DOUBTFUL, "Malta"),
        ("Liberia", "Liberia", Sureness.DOUBTFUL, "Liberia as a whole"),
        ("Normandy", "France", Sureness.DOUBTFUL, "Normandy, MO"),
        ("Chungking", "", Sureness.DOUBTFUL, "Chongqing"),
        ("Hitokappu Bay", "Japan", Sureness.UNKNOWN, None),
    ],
)
def test_how_sure_a_place_is(resolver: Resolver, place: str, land: str, sureness: Sureness, name: str | None) -> None:
    found = resolver.resolve(Named(place, land))
    assert found.sureness == sureness
    taken = sureness in (Sureness.FOUND, Sureness.TAKEN)
    assert (found.spot is not None) == taken, "nothing is taken in silence where there is doubt"
    first = found.spot or (found.others[0] if found.others else None)
    assert (first.name if first else None) == name


def test_a_slip_of_the_pen_is_offered_and_not_taken(resolver: Resolver) -> None:
    for place, land in (("Kishenev", "Moldova"), ("Beersheva", "Israel"), ("Hitokappu Bay", "Japan")):
        resolver.resolve(Named(place, land))
    resolver.offer()
    kishinev = resolver.resolve(Named("Kishenev", "Moldova"))
    assert (kishinev.sureness, kishinev.spot) == (Sureness.UNKNOWN, None)
    assert kishinev.others[0].name == "Chisinau"
    assert resolver.resolve(Named("Beersheva", "Israel")).others[0].name == "Beersheba"
    assert resolver.resolve(Named("Hitokappu Bay", "Japan")).others == ()


def test_the_reader_decides(gazetteer: Gazetteer) -> None:
    halle = Named("Halle", "Germany")
    offered = Resolver(gazetteer, {}).resolve(halle).others
    saale = next(spot for spot in offered if spot.name == "Halle (Saale)")
    camp = Spot("Camp David", "United States", 39.65, -77.46, 2.0)
    decisions = {
        halle.key: Decision(saale),
        Named("CAMP DAVID", "U.S.A.").key: Decision(camp),
        Named("at sea", "").key: Decision(None),
    }
    kept = {key: decision_of(one.as_json()) for key, one in decisions.items()}
    assert kept == decisions
    resolver = Resolver(gazetteer, kept)
    assert (resolver.resolve(halle).spot, resolver.resolve(halle).sureness) == (saale, Sureness.DECIDED)
    assert saale not in resolver.resolve(halle).others
    assert resolver.resolve(Named("Camp David", "U.S.A.")).spot == camp
    assert resolver.resolve(Named("At sea", "")).sureness == Sureness.LEFT_OUT
