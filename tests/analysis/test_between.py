"""What lies between two events, as one question."""

import json

import pytest

from desktop_app.analysis.between import Terms, between, combined_in_words, stated, terms_of, working_of
from desktop_app.analysis.counterfactuals import ALL, ANY, Together
from desktop_app.analysis.holding import Held, rejected
from desktop_app.analysis.noisy import Working
from desktop_app.casebook.reading import Choice, Contest, Reading, Stance
from desktop_app.casebook.terms import Certainty, Claimant
from desktop_app.casebook.trouble import Trouble
from tests.analysis.small import arrows, case_of

TEXT = "C>A C>B A>M M>E B>E"


@pytest.fixture
def case():
    return case_of((), arrows(TEXT))


def asked(case, **more):
    return between(case, Terms("A", "E", "C", **more))


def test_all_is_answered_at_once(case):
    found = asked(case)
    assert [path.events for path in found.paths.paths] == [("A", "M", "E")]
    assert [one.event for one in found.common.candidates] == ["C"]
    assert set(found.remains.lost) == {"A", "B", "M", "E"}
    assert found.several == {"E": 2}
    assert {frozenset(cause.events) for cause in found.actual.causes} == {
        frozenset("C"),
        frozenset("AB"),
        frozenset("MB"),
    }
    assert 0 < found.necessity.necessary < 1
    assert found.screening[0].common == "C"
    assert found.refused == {}


def test_how_causes_combine_changes_what_was_necessary(case):
    either, both = (asked(case, together={"E": how}) for how in (ANY, ALL))
    assert both.necessity.necessary == pytest.approx(1)
    assert either.necessity.necessary < 1
    assert "E" in either.actual.world
    assert either.actual.unstated == ()


def test_links_that_are_filtered_or_rejected_do_not_count(case):
    found = asked(case, held=Held(left_out=frozenset({"M-E"})))
    assert found.paths.total == 0
    assert (found.used, found.of) == (4, 5)
    assert any("4 of 5 links" in sentence for sentence in found.assumptions)
    assert "No link leads" in found.refused["necessity"]
    assert asked(case, held=Held(claimants=frozenset({Claimant.AUTHOR}))).used == 0


def test_settings_and_answer_are_plain_json_and_come_back(case):
    terms = Terms(
        "A",
        "E",
        "B",
        Held(certainties=frozenset({Certainty.ESTABLISHED})),
        together={"E": Together(2)},
        working=Working(0.2, 0.5, 0.8),
    )
    settings = json.loads(json.dumps(terms.as_settings()))
    assert terms_of(settings) == terms
    result = json.loads(json.dumps(between(case, terms).result()))
    assert result["paths"]["paths"][0]["events"] == ["A", "M", "E"]
    with pytest.raises(Trouble, match="no settings"):
        terms_of({"cause": "A"})


def test_what_the_reader_has_said_is_taken_up(case):
    reading = Reading(
        "small",
        contests=(
            Contest("M-E", Stance.REJECT, "", "me", ""),
            Contest("B-E", Stance.DOUBT, "", "me", ""),
        ),
        choices=(
            Choice("small", "combination", "E", {"least": None}, ""),
            Choice("small", "combination", "gone", {"least": 2}, ""),
            Choice("small", "working", "chances", {"weak": 0.1, "moderate": 0.2, "strong": 0.3}, ""),
        ),
    )
    assert rejected(reading) == {"M-E"}
    assert stated(reading, case) == {"E": ALL}
    assert working_of(reading) == Working(0.1, 0.2, 0.3)
    assert working_of(Reading("small")) == Working()
    assert [combined_in_words(how) for how in (ANY, ALL, Together(2))] == [
        "any one is enough",
        "all are needed",
        "at least 2 are needed",
    ]


def test_what_cannot_be_asked_is_refused_in_a_sentence(case):
    with pytest.raises(Trouble, match="not the same"):
        between(case, Terms("A", "A", "A"))
    with pytest.raises(Trouble, match="no event"):
        between(case, Terms("A", "nobody", "A"))
    with pytest.raises(Trouble, match="own cause"):
        between(case_of((), arrows("A>B B>A")), Terms("A", "B", "A"))


@pytest.mark.parametrize("chapter", range(1, 22))
def test_every_shipped_case_can_be_asked(shipped_case, chapter):
    case = shipped_case(chapter)
    effect = case.links[-1].effect
    cause = next(event.key for event in case.events if event.key != effect)
    found = between(case, Terms(cause, effect, cause))
    assert found.used == len(case.links)
