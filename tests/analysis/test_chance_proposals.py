import json
from dataclasses import replace
from math import inf

import pytest

from desktop_app.analysis.evidence import equal_prior, matrix, weigh
from desktop_app.analysis.overlap import Overlap, overlap
from desktop_app.analysis.overlap import checked as checked_overlap
from desktop_app.analysis.proposals import propose
from desktop_app.analysis.same_date import Days, SameDate, checked, same_date
from desktop_app.analysis.saying import in_n, of_100, p_value, record, signed
from desktop_app.casebook.terms import Pattern


@pytest.mark.parametrize(
    ("chapter", "alike", "within", "days", "acts", "classes"),
    [
        (5, 3, 0, Days.YEAR, 40, 365),  # 7 December 1902, 1917 and 1941
        (20, 2, 0, Days.YEAR, 52, 365),  # 4 May 1919 and 1970
        (4, 2, 1, Days.PERIOD, None, 365),  # 24 and 25 April 1915
        (6, 2, 1, Days.PERIOD, None, 365),  # 6 and 7 December 1917
        (19, 2, 1, Days.PERIOD, None, 365),  # 2 and 3 March 1969
        (10, 3, 0, Days.PERIOD, None, 365),  # 26 November 1941
    ],
)
def test_the_cases_own_match(shipped_case, chapter, alike, within, days, acts, classes):
    proposal = propose(shipped_case(chapter))[0]
    statement = proposal.statement
    assert isinstance(statement, SameDate)
    assert (statement.alike, statement.within, statement.days, statement.classes) == (alike, within, days, classes)
    assert statement.acts == acts or (acts is None and statement.acts >= alike)
    assert checked(statement) == statement
    assert set(proposal.events) <= set(shipped_case(chapter).coincident)
    assert proposal.because


def test_the_three_seventh_decembers_give_the_drawn_number(shipped_case):
    result = same_date(propose(shipped_case(5))[0].statement, draws=5000)
    assert of_100(result.row.best) == "6.7"
    assert in_n(result.named) == "1 in 133,225"


def test_the_talks_and_the_conference(shipped_case):
    proposal = propose(shipped_case(14))[0]
    assert proposal.events == ("talks-adjourned", "potsdam-conference")
    statement = proposal.statement
    assert isinstance(statement, Overlap)
    assert (statement.first_days, statement.second_days, statement.within) == (25, 17, 0)


def test_days_running_are_not_two_parts_of_one_day(shipped_case):
    proposal = propose(shipped_case(6))[1]
    assert proposal.events == ("explosion", "division-joins-grand-fleet")
    assert proposal.statement.within == 1


def test_every_proposal_can_be_answered(shipped_case):
    for chapter in range(1, 22):
        case = shipped_case(chapter)
        proposals = propose(case)
        if case.pattern == Pattern.LIKENESS:
            assert proposals == ()
        for proposal in proposals:
            statement = proposal.statement
            if isinstance(statement, SameDate):
                assert checked(statement) == statement
            else:
                assert checked_overlap(statement) == statement
                assert 0 < overlap(statement, draws=500).one <= 1


def test_nothing_dated_to_the_day_gives_no_proposal(shipped_case):
    for chapter in (5, 6, 10, 14):
        assert propose(replace(shipped_case(chapter), coincident=())) == ()


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.0004, "<0.1"), (0.067, "6.7"), (0.36, "36"), (0.995, ">99"), (0.0996, "10"), (0, "0"), (1, "100")],
)
def test_shares_are_said_of_100(p, said):
    assert of_100(p) == said


def test_other_numbers_in_words():
    assert (in_n(1 / 15), in_n(0.4), in_n(0)) == ("1 in 15", "1 in 2.5", "never")
    assert (signed(10), signed(-1.5), signed(0.04), signed(-0.04)) == ("+10", "−1.5", "0", "0")
    assert (p_value(0.0421), p_value(0.0001)) == ("0.042", "0.0001")


def test_every_result_goes_into_json(shipped_case):
    read = matrix(shipped_case(14))
    for result in (weigh(read, equal_prior(read)), read, same_date(SameDate(20), draws=500)):
        assert json.loads(json.dumps(record(result), allow_nan=False))
    assert record({"a": (inf, -inf), "b": frozenset({2, 1})}) == {"a": ["inf", "-inf"], "b": [1, 2]}
