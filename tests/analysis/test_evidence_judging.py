"""What the reader set, read from his reading and kept as settings."""

import json
from collections.abc import Callable

import pytest

from desktop_app.analysis.judging import from_settings, judged, settings
from desktop_app.analysis.searches import Outcome, Search
from desktop_app.analysis.weighing import Judgement, weighing
from desktop_app.analysis.weights import Chance, Weight
from desktop_app.casebook.case import Case
from desktop_app.casebook.reading import Choice, Prior, Rating, Reading
from desktop_app.casebook.terms import Test
from desktop_app.casebook.trouble import Trouble


@pytest.fixture
def case(shipped_case: Callable[[int], Case]) -> Case:
    return shipped_case(14)


def test_a_reading_without_a_word_leaves_everything_as_shipped(case: Case) -> None:
    assert judged(case, Reading(case.slug)) == Judgement()


def test_weights_priors_and_choices_of_the_reader_are_taken_up(case: Case) -> None:
    absent = {
        "short": "Chiang's diary",
        "outcome": "absent",
        "chances": {key: [0.4, 0.5, 0.6] for key in case.hypothesis},
        "reason": "",
    }
    reading = Reading(
        case.slug,
        ratings=(Rating("soong-asked-first", "chance", -9, -6, -3), Rating("gone", "chance", 1, 2, 3)),
        priors=(Prior("chance", 0.25, 0.3, 0.4), Prior("gone", 0.1, 0.2, 0.3)),
        choices=(
            Choice("", "table", "smoking-gun", [8, 12, 16], ""),
            Choice(case.slug, "search", "diary", absent, ""),
            Choice(case.slug, "evidence", "exclusive", False, ""),
            Choice(case.slug, "evidence", "baseline", "war-timetable", ""),
            Choice(case.slug, "evidence", "apart", ["stalin-wanted-to-finish", "gone"], ""),
        ),
    )
    found = judged(case, reading)
    assert found.own == {("soong-asked-first", "chance"): Weight(-9, -6, -3)}
    assert found.prior == {"chance": Chance(0.25, 0.3, 0.4)}
    assert found.table[Test.SMOKING_GUN] == Weight(8, 12, 16)
    assert found.searches[0].outcome is Outcome.ABSENT
    assert found.grouping.apart == {"stalin-wanted-to-finish"}
    weighed = weighing(case, found)
    assert not weighed.exclusive
    assert weighed.baseline == "war-timetable"
    assert len(weighed.matrix.counted) == len(case.evidence) + 1  # nothing is left out of a group, and the search


def test_an_analysis_runs_again_from_its_settings_as_it_did(case: Case) -> None:
    judgement = Judgement(
        prior={key: Chance(0.1, 0.2, 0.4) for key in case.hypothesis},
        own={("soong-asked-first", "chance"): Weight(-9, -6, -3)},
        searches=(
            Search("mine", "A diary", Outcome.FOUND, tuple((k, Chance(0.1, 0.2, 0.3)) for k in case.hypothesis)),
        ),
        exclusive=False,
        seed=7,
        draws=100,
    )
    kept = json.loads(json.dumps(settings(judgement)))
    assert weighing(case, from_settings(case, kept)) == weighing(case, judgement)


def test_settings_of_something_else_are_refused(case: Case) -> None:
    with pytest.raises(Trouble, match="not those of an analysis of evidence"):
        from_settings(case, {"acts": 40})
