"""What is kept with a case reads, runs and compares as it did."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop_app.analysis import kept, reported
from desktop_app.analysis.asked import Question, first_settings
from desktop_app.analysis.judging import settings
from desktop_app.analysis.weighing import Judgement, weighing
from desktop_app.analysis.weights import Weight
from desktop_app.casebook.case import Case
from desktop_app.casebook.reading import Saved
from desktop_app.casebook.trouble import Trouble


def saved(case: Case, kind: str, asked: dict, seed: int = 1, number: int = 1) -> Saved:
    result, assumptions = kept.kind(kind).run(case, asked, seed, lambda _: None)
    result = json.loads(json.dumps(result, allow_nan=False))
    name = f"{kept.kind(kind).title}, run {number}"
    return Saved(
        number, case.slug, kind, name, asked, seed, result, assumptions, "1", "2026-11-24T13:58:07Z", False, "reader"
    )


@pytest.fixture
def case(shipped_case: Callable[[int], Case]) -> Case:
    return shipped_case(14)


@pytest.fixture(params=["evidence", *Question])
def analysis(request: pytest.FixtureRequest, case: Case) -> Saved:
    kind = str(request.param)
    asked = settings(Judgement(draws=200)) if kind == "evidence" else first_settings(case, Question(kind))[0]
    if kind == "closeness":
        asked["draws"] = 99
    return saved(case, kind, asked)


def test_every_kind_is_said_tabled_and_written(case: Case, analysis: Saved) -> None:
    words = kept.said(case, analysis)
    assert words.startswith(analysis.name)
    assert "seed 1" in words
    for sentence in analysis.assumptions:
        assert sentence in words
    rows = kept.rows(case, analysis)
    assert all(isinstance(cell, str) for row in rows for cell in row)
    assert len({len(row) for row in rows[1:3]}) == 1
    plain = json.loads(json.dumps(kept.plain(analysis), allow_nan=False))
    assert plain["schema"] == 1
    assert plain["settings"] == json.loads(json.dumps(dict(analysis.settings)))
    assert all(told.what and told.what_not for told in kept.kind(analysis.kind).told(analysis.settings))


def test_a_run_compared_with_itself_differs_in_nothing_but_says_what_was_found(case: Case, analysis: Saved) -> None:
    (found,) = kept.compare(case, analysis, analysis)
    assert found.older == found.newer


def test_an_older_run_is_compared_with_a_newer_one(case: Case) -> None:
    before = saved(case, "evidence", settings(Judgement(draws=200)))
    own = {(case.evidence[3].key, "war-timetable"): Weight(0, 0, 0)}
    after = saved(case, "evidence", settings(Judgement(own=own, draws=200)), number=2)
    told = {difference.what: difference for difference in kept.compare(case, before, after)}
    assert told["found"].older != told["found"].newer
    assert "War timetable" in told
    assert "weights.1" in told or "weights" in told


def test_runs_of_two_kinds_are_not_compared(case: Case, analysis: Saved) -> None:
    with pytest.raises(Trouble, match="different questions"):
        kept.compare(case, analysis, replace(analysis, kind="other"))


def test_a_kind_of_a_later_version_is_named_and_left_alone() -> None:
    with pytest.raises(Trouble, match="knows no analysis of the kind “horoscope”"):
        kept.kind("horoscope")


def test_a_weighing_is_kept_whole(case: Case) -> None:
    weighed = weighing(case)
    plain = reported.result(weighed)
    assert [one["key"] for one in plain["hypotheses"]] == list(weighed.matrix.keys)
    for row, kept_row in zip(weighed.matrix.rows, plain["evidence"], strict=True):
        assert kept_row["diagnosticity_db"] == row.diagnosticity
        for cell in row.cells:
            assert kept_row["weights"][cell.hypothesis]["mid"] == cell.weight.mid
