"""Which curves and which heat map belong to an answer."""

import pytest

from desktop_app.analysis.asked import Question, ask, first_settings
from desktop_app.casebook.case import Case
from desktop_app.casebook.resources import RESOURCES
from desktop_app.library.book import load
from desktop_app.views import chance_figures as figures


@pytest.fixture(scope="module")
def case() -> Case:
    return load(next((RESOURCES / "cases").glob("05-*.yaml")))


def asked(case: Case, question: Question, **given):
    settings = first_settings(case, question)[0] | given
    if question == Question.CLOSENESS:
        settings["draws"] = 99
    if question == Question.SHIFT:
        case = load(next((RESOURCES / "cases").glob("14-*.yaml")))
        settings = first_settings(case, question)[0]
    return ask(case, question, settings, 1)


@pytest.mark.parametrize("question", list(Question))
def test_the_choice_stands_on_the_curve_and_in_the_grid(case: Case, question: Question) -> None:
    answer = asked(case, question)
    plot = figures.plot(question, answer.settings, answer.result)
    assert plot.x[0] < plot.x[1]
    assert plot.y[0] < plot.y[1]
    for curve in plot.curves:
        for x, y in (*curve.points, *curve.rings):
            assert plot.x[0] <= x <= plot.x[1]
            assert plot.y[0] - 1e-9 <= y <= plot.y[1] + 1e-9
    grid = figures.grid(question, answer.settings, answer.result)
    if grid:
        assert grid.mine is not None
        assert len(grid.warmth) == len(grid.words) == len(grid.rows)
        assert all(len(row) == len(grid.columns) for row in grid.words)
    (left, words), _ = figures.heads(question, 1)
    assert left
    assert words


def test_no_simulation_is_shown_as_certain(case: Case) -> None:
    answer = asked(case, Question.SAME_DATE, acts=160)
    grid = figures.grid(Question.SAME_DATE, answer.settings, answer.result)
    assert grid is not None
    assert ">99" in {words for row in grid.words for words in row}
    assert "100" not in {words for row in grid.words for words in row}


def test_mantel_has_no_thresholds_to_mark(case: Case) -> None:
    answer = asked(case, Question.CLOSENESS, statistic="mantel")
    plot = figures.plot(Question.CLOSENESS, answer.settings, answer.result)
    assert plot.ground is None
    assert plot.level is None


def test_another_set_of_events_has_no_choice_marked(case: Case) -> None:
    answer = asked(case, Question.CLOSENESS)
    names = answer.result["grid"]["sets"]
    assert len(names) > 1
    other = figures.grid(Question.CLOSENESS, answer.settings, answer.result, names[1])
    assert other is not None
    assert other.mine is None
