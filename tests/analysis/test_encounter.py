"""Could they have met, all in all: the answer in words, kept and asked again."""

import json
from collections.abc import Callable

import pytest

from desktop_app.analysis import kept
from desktop_app.analysis.encounter import KIND, Encounter, Terms, encounter, table_of, terms_of
from desktop_app.analysis.encounter_told import Part, headline, parts, run, table
from desktop_app.casebook.case import Case
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.means import shipped
from tests.analysis.itineraries import case_of, event, stay

JULY = Terms(("soong", "truman"), "1945-07")


def answer(case: Case, terms: Terms) -> tuple[Encounter, dict, dict]:
    found = encounter(case, terms, shipped())
    plain = json.loads(json.dumps(found.result()))
    return found, terms.as_settings(shipped()), plain


def told(case: Case, terms: Terms) -> dict[str, tuple[str, ...]]:
    _, settings, plain = answer(case, terms)
    return {part.key: part.lines for part in parts(case, settings, plain)}


@pytest.fixture(scope="module")
def soong_and_truman(shipped_case: Callable[[int], Case]) -> tuple[Case, Encounter, dict, dict]:
    return (shipped_case(14), *answer(shipped_case(14), JULY))


def test_the_answer_is_told_in_plain_sentences(soong_and_truman: tuple[Case, Encounter, dict, dict]) -> None:
    case, found, settings, plain = soong_and_truman
    assert headline(case, settings, plain).text.startswith("Possible by propeller aircraft, 330 km/h: Soong and Truman")
    lines = {part.key: part.lines for part in parts(case, settings, plain)}
    assert set(lines) == {"answer", "record", "voyages", "means", "sensitivity", "dates"}
    assert any("in Moscow" in line for line in lines["answer"])
    assert any(line.startswith("At least 39 km/h") for line in lines["answer"])
    assert "USS Augusta" in lines["voyages"][0]
    assert len(lines["means"]) == len(shipped())
    assert any(line.startswith("By jet") and "not of the time" in line for line in lines["means"])
    assert found.realised is not None
    assert found.realised.p == 0
    assert all(isinstance(part, Part) for part in parts(case, settings, plain))


def test_every_means_is_asked_and_none_does_better_with_the_voyages(
    soong_and_truman: tuple[Case, Encounter, dict, dict],
) -> None:
    _, found, _, _ = soong_and_truman
    assert [one.means for one in found.by_means] == [one.key for one in shipped()]
    for one in found.by_means:
        assert one.with_transit.hours <= one.without.hours + 1e-9
    by_speed = sorted(found.by_means, key=lambda one: one.kmh)
    hours = [one.without.hours for one in by_speed]
    assert hours == sorted(hours)
    assert {one.means for one in found.by_means if not one.in_use} == {"jet"}


def test_it_is_kept_and_asked_again(soong_and_truman: tuple[Case, Encounter, dict, dict]) -> None:
    case, found, settings, plain = soong_and_truman
    settings = json.loads(json.dumps(settings))
    assert terms_of(settings) == JULY
    assert [one.kmh for one in table_of(settings)] == [one.kmh for one in shipped()]
    again, assumptions = run(case, settings, 1, lambda _: None)
    assert json.loads(json.dumps(again)) == plain
    assert assumptions == found.assumptions
    of_kind = kept.kind(KIND)
    assert of_kind.headline(case, settings, plain) == headline(case, settings, plain)
    shown = table(case, settings, plain)
    assert len(shown.rows) == len(shipped())
    assert all(len(row) == len(shown.heads) for row in shown.rows)
    assert of_kind.told(settings)[0].literature


def test_those_who_met_met(shipped_case: Callable[[int], Case]) -> None:
    case, terms = shipped_case(14), Terms(("stalin", "truman"), "1945-07")
    _, settings, plain = answer(case, terms)
    assert headline(case, settings, plain).text.startswith("They met on record: Stalin and Truman were surely together")
    lines = {part.key: part.lines for part in parts(case, settings, plain)}
    assert any("documented by “Potsdam Conference”" in line for line in lines["record"])
    assert any("100 of 100 readings" in line for line in lines["dates"])


def test_no_speed_helps_those_who_surely_were_apart(shipped_case: Callable[[int], Case]) -> None:
    lines = told(shipped_case(14), Terms(("soong", "truman"), "1945-07-22/1945-07-23"))
    assert "they surely were 7,660 km apart" in lines["answer"][0]
    assert lines["means"] == ("By none: no speed would have helped.",)
    assert all("not possible at any speed" in line for line in lines["sensitivity"])


def test_three_at_once(shipped_case: Callable[[int], Case]) -> None:
    found, settings, plain = answer(shipped_case(14), Terms(("soong", "chiang-kai-shek", "hurley")))
    assert found.realised is None
    assert any(row.sure and row.places == ("chungking",) for row in found.together)
    assert "dates" not in {part.key for part in parts(shipped_case(14), settings, plain)}


def test_a_journey_too_fast_for_the_means_is_named() -> None:
    case = case_of(
        stay("ann", "paris", "1945-05-01/1945-05-10"),
        stay("ann", "moscow", "1945-05-11/1945-05-20"),
        stay("ben", "rome", "1945-05-01/1945-05-20"),
    )
    lines = told(case, Terms(("ann", "ben"), "1945-05-08/1945-05-13", "horse"))
    assert any("ann could not even have gone from paris to moscow" in line for line in lines["answer"])


def test_of_whom_only_journeys_are_recorded_nothing_speaks_against_it(shipped_case: Callable[[int], Case]) -> None:
    lines = told(shipped_case(16), Terms(("johnson-l", "herrick"), "1964-07-30/1964-08-10"))
    assert lines["answer"][0].startswith("Of Herrick no place is recorded, or only journeys")
    assert any("Gulf of Tonkin" in line for line in lines["voyages"])


def test_doubtful_statements_left_out_change_the_answer() -> None:
    case = case_of(
        stay("ann", "paris", "1945-05-01/1945-05-10"),
        stay("ben", "rome", "1945-05-01/1945-05-30"),
        stay("ann", "rome", "1945-05-14/1945-05-20", Certainty.DISPUTED),
        events=(event("talk", "quito", "1945-05-25", "ann"),),
    )
    found, *_ = answer(case, Terms(("ann", "ben"), "1945-05", "steamship"))
    by_name = {one.name: one for one in found.on_record}
    assert by_name["all"].possible > 0
    assert by_name["established"].possible == 0
    assert by_name["without-disputed"].answer.hours != by_name["all"].answer.hours


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (Terms(("soong", "truman"), "the day after"), "no date"),
        (Terms(("soong", "truman"), "1945", "balloon"), "balloon"),
        (Terms(("soong",), "1945"), "two actors"),
    ],
)
def test_what_cannot_be_asked(shipped_case: Callable[[int], Case], terms: Terms, words: str) -> None:
    with pytest.raises(Trouble, match=words):
        encounter(shipped_case(14), terms, shipped())


@pytest.mark.parametrize("settings", [{}, {"actors": 5}, {**JULY.as_settings(()), "kmh": "fast"}])
def test_what_is_no_setting(settings: dict) -> None:
    with pytest.raises(Trouble, match="no settings"):
        terms_of(settings)
