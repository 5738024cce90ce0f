"""A case reckoned through: one explanation, or pairs; each number against the parts it comes from."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.evidence import equal_prior, weigh
from desktop_app.analysis.searches import Outcome, Search
from desktop_app.analysis.sensitivity import prior_needed
from desktop_app.analysis.weighing import Judgement, sums, weighing
from desktop_app.analysis.weights import Chance, Weight
from desktop_app.casebook.case import Case
from desktop_app.casebook.trouble import Trouble

CHAPTERS = range(1, 22)


@pytest.fixture(scope="session")
def border(shipped_case: Callable[[int], Case]) -> Case:
    return shipped_case(14)


def test_every_shipped_case_is_weighed_as_it_is_worded(shipped_case: Callable[[int], Case]) -> None:
    for case in map(shipped_case, CHAPTERS):
        weighed = weighing(case)
        assert weighed.exclusive == (not case.compatible)
        assert weighed.together == case.compatible
        assert len(weighed.matrix.rows) == len(case.evidence)
        assert not weighed.prior_said
        for result in weighed.results:
            if weighed.exclusive:
                assert result.posterior is not None
                assert result.over is None
            elif result.hypothesis != weighed.baseline:
                assert result.over is not None
                assert result.over.low <= result.over.mid <= result.over.high


def test_one_explanation_holds_just_as_weigh_has_it(border: Case) -> None:
    weighed = weighing(border)
    balance = weigh(weighed.matrix, equal_prior(weighed.matrix))
    assert [result.posterior for result in weighed.results] == [one.posterior for one in balance.standings]
    assert weighed.ranking == balance.ranking
    assert sums(weighed) == tuple(one.weight for one in balance.standings)


def test_in_pairs_each_stands_over_the_baseline_by_its_prior_and_its_weight(border: Case) -> None:
    prior = {key: Chance(0.1, 0.2, 0.3) for key in border.hypothesis} | {"war-timetable": Chance(0.3, 0.4, 0.5)}
    weighed = weighing(border, Judgement(prior=prior, exclusive=False))
    added = dict(zip(weighed.matrix.keys, sums(weighed), strict=True))
    result = weighed.result("war-timetable")
    assert result.over is not None
    assert result.weight.mid == pytest.approx(added["war-timetable"].mid - added["chance"].mid)
    assert result.over.mid == pytest.approx(10 * 0.30103 + result.weight.mid, abs=1e-4)
    assert result.needed == pytest.approx(prior_needed(result.weight.mid))
    baseline = weighed.result("chance")
    assert baseline.over is None
    assert baseline.needed is None


def test_another_baseline_turns_the_comparison_round(border: Case) -> None:
    over_chance = weighing(border, Judgement(exclusive=False)).result("war-timetable").over
    over_timetable = weighing(border, Judgement(exclusive=False, baseline="war-timetable")).result("chance").over
    assert over_chance is not None
    assert over_timetable is not None
    assert over_timetable.mid == pytest.approx(-over_chance.mid)
    assert over_timetable.low == pytest.approx(-over_chance.high)


def test_what_was_looked_for_and_not_found_counts_and_an_open_question_does_not(border: Case) -> None:
    likely, unlikely = Chance(0.7, 0.8, 0.9), Chance(0.1, 0.2, 0.3)
    chances = tuple((key, likely if key == "delay-by-design" else unlikely) for key in border.hypothesis)
    still_open = Search("open-question-1", "", Outcome.OPEN, chances)
    before = weighing(border, Judgement(searches=(still_open,)))
    after = weighing(border, Judgement(searches=(replace(still_open, outcome=Outcome.ABSENT),)))
    assert len(after.matrix.rows) == len(before.matrix.rows) + 1
    assert before.gains[0].search == "open-question-1"
    assert before.gains[0].bits is not None
    assert before.gains[0].bits > 0
    assert before.gains[0].short == border.open_questions[0]
    was, is_now = (one.result("delay-by-design").posterior for one in (before, after))
    assert was is not None
    assert is_now is not None
    assert is_now.mid < was.mid


def test_an_unknown_baseline_is_refused(border: Case) -> None:
    with pytest.raises(Trouble, match="no explanation"):
        weighing(border, Judgement(baseline="aliens"))


@settings(max_examples=25, deadline=None)
@given(db=st.floats(-20, 20))
def test_a_heavier_weight_never_lowers_its_own_explanation(border: Case, db: float) -> None:
    item, key = border.evidence[3].key, "war-timetable"

    def share(mid: float) -> float:
        own = {(item, key): Weight(mid - 1, mid, mid + 1)}
        posterior = weighing(border, Judgement(own=own, draws=50)).result(key).posterior
        assert posterior is not None
        return posterior.mid

    assert share(db + 0.5) > share(db)
