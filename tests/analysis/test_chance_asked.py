"""Questions of chance as the window, paper and a command ask them: plain settings in, plain answers out."""

import json
from collections.abc import Callable

import pytest

from desktop_app.analysis import answering, chance
from desktop_app.analysis.asked import Question, acts_around, ask, first_settings
from desktop_app.analysis.same_date import selection
from desktop_app.casebook.case import Case
from desktop_app.casebook.trouble import Trouble

CHAPTERS = range(1, 22)


def test_every_case_has_first_settings_for_every_question_and_says_where_they_come_from(
    shipped_case: Callable[[int], Case],
) -> None:
    for case in map(shipped_case, CHAPTERS):
        for question in Question:
            settings, because = first_settings(case, question)
            assert json.loads(json.dumps(settings)) == settings
            assert all(because)


def test_the_three_decembers_are_proposed_and_answered(shipped_case: Callable[[int], Case]) -> None:
    case = shipped_case(5)
    settings, _ = first_settings(case, Question.SAME_DATE)
    assert (settings["acts"], settings["alike"], settings["within"]) == (40, 3, 0)
    answer = ask(case, Question.SAME_DATE, settings, 1902)
    assert answering.best(answer.result["row"]) == pytest.approx(chance.p_alike(40, 365, 3))
    grid = answer.result["grid"]
    at = grid["p"][grid["withins"].index(0)][grid["acts"].index(40)]
    assert at == pytest.approx(chance.p_alike(40, 365, 3))
    for line in answer.result["curves"]:
        assert len(line["acts"]) == len(line["p"])
        assert [number for number, _ in line["simulated"]] == list(acts_around(40, 3))
    assert selection() in answer.assumptions
    words = answering.text(case, answer.question, answer.settings, answer.result)
    assert words.startswith("6.7 in 100: that some 3 of 40 acts fall on one date by chance alone: 1 in 15.")
    assert "1 in 133,225" in words


@pytest.mark.parametrize("question", list(Question))
def test_an_answer_is_plain_and_the_same_when_asked_again(
    shipped_case: Callable[[int], Case], question: Question
) -> None:
    case = shipped_case(14)
    settings, _ = first_settings(case, question)
    if question == Question.CLOSENESS:
        settings["draws"] = 99
    first = ask(case, question, settings, 7)
    kept = json.loads(json.dumps(first.result, allow_nan=False))
    assert kept == first.result
    assert ask(case, question, json.loads(json.dumps(first.settings)), 7) == first
    assert answering.text(case, question, first.settings, kept)
    assert answering.title(question)
    assert all(told.text for told in answering.told(question))


def test_the_pairs_of_the_chart_hold_every_pair_that_the_test_counts(shipped_case: Callable[[int], Case]) -> None:
    case = shipped_case(14)
    settings, _ = first_settings(case, Question.CLOSENESS)
    answer = ask(case, Question.CLOSENESS, settings | {"draws": 99}, 1)
    near = [far for *_, far, apart in answer.result["points"] if far <= 100 and apart <= 7]
    assert len(near) == answer.result["observed"]


def test_one_event_in_a_permutation_test_gets_a_sentence(shipped_case: Callable[[int], Case]) -> None:
    case = shipped_case(14)
    settings, _ = first_settings(case, Question.CLOSENESS)
    with pytest.raises(Trouble, match="One event cannot be close to another") as raised:
        ask(case, Question.CLOSENESS, settings | {"events": settings["events"][:1]}, 1)
    assert "at least two events" in raised.value.do


def test_settings_that_do_not_fit_get_a_sentence(shipped_case: Callable[[int], Case]) -> None:
    with pytest.raises(Trouble, match="do not fit the question"):
        ask(shipped_case(5), Question.SAME_DATE, {"acts": 40}, 1)


def test_a_step_that_raises_ends_the_work(shipped_case: Callable[[int], Case]) -> None:
    case = shipped_case(5)
    settings, _ = first_settings(case, Question.SAME_DATE)

    class Enough(Exception):
        pass

    def step(share: float) -> None:
        if share > 0.1:
            raise Enough

    with pytest.raises(Enough):
        ask(case, Question.SAME_DATE, settings, 1, step)
