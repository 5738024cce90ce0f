"""How what lies between two events is said, from plain JSON alone."""

import json

import pytest

from desktop_app.analysis.between import Terms, between
from desktop_app.analysis.between_said import headline, parts, run, table, told
from desktop_app.analysis.counterfactuals import Together
from tests.analysis.small import arrows, case_of


def said(text: str, terms: Terms):
    case = case_of((), arrows(text))
    result = json.loads(json.dumps(between(case, terms).result()))
    settings = json.loads(json.dumps(terms.as_settings()))
    return case, settings, result, {part.key: part for part in parts(case, settings, result)}


def test_each_question_has_its_part():
    case, settings, result, found = said("C>A C>B A>M M>E B>E", Terms("A", "E", "C"))
    assert found["paths"].lines[0].text == "A → caused → M → caused → E"
    assert found["paths"].lines[0].links == ("A-M", "M-E")
    assert found["common"].lines[0].text == "C"
    assert "nearest" in found["common"].lines[0].right
    assert "leaves" in found["common"].lines[0].right
    assert "would not have happened" in found["remains"].lines[0].right
    assert found["actual"].lines[0].text == "C"
    assert found["actual"].lines[0].right == "but for it, not"
    assert "responsibility 1/2" in found["actual"].lines[1].right
    assert "of 100" in found["necessity"].lines[0].text
    assert headline(case, settings, result).text.startswith("1 way: from “A” to “E”")
    rows = table(case, settings, result).rows
    assert len({len(row) for row in rows}) == 1


def test_where_nothing_leads_that_is_said():
    _, _, _, found = said("A>B C>D", Terms("A", "D", "A"))
    assert found["paths"].lines == ()
    assert "No links lead" in found["paths"].note
    assert "No event leads to both" in found["common"].note
    assert "No link leads" in found["necessity"].note


def test_what_is_gone_from_the_case_is_named_by_its_key():
    _, settings, result, _ = said("A>B", Terms("A", "B", "A"))
    gone = case_of((), ())
    assert parts(gone, settings, result)[0].lines[0].text == "A → … → B"


def test_run_again_gives_the_same():
    case, settings, result, _ = said("A>B C>B", Terms("A", "B", "C", together={"B": Together(None)}))
    again, assumptions = run(case, settings, 1, lambda _: None)
    assert json.loads(json.dumps(again)) == result
    assert assumptions


@pytest.mark.parametrize("chapter", [1, 5, 14, 20])
def test_shipped_cases_are_said_in_words(shipped_case, chapter):
    case = shipped_case(chapter)
    effect = case.links[-1].effect
    cause = case.links[0].cause
    terms = Terms(cause, effect, cause)
    result = json.loads(json.dumps(between(case, terms).result()))
    for part in parts(case, json.loads(json.dumps(terms.as_settings())), result):
        assert part.lines or part.note


def test_each_text_says_what_it_is_what_it_is_not_and_where_to_read():
    for one in told({}):
        assert one.what
        assert one.what_not
        assert one.literature
