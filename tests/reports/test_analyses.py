"""Analyses in the printed summary: what was found, with its assumptions, its lock, and how to run it again."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from desktop_app.analysis import kept
from desktop_app.analysis.asked import Question, first_settings
from desktop_app.analysis.judging import settings as settings_of
from desktop_app.analysis.locking import lock
from desktop_app.analysis.same_date import selection
from desktop_app.analysis.weighing import Judgement
from desktop_app.analysis.weights import Chance, Weight
from desktop_app.casebook.case import Case
from desktop_app.casebook.reading import Locked, Saved
from desktop_app.reports.summary import Printed

MADE = "2026-11-24T14:00:00.123Z"


def saved(case: Case, kind: str, settings: dict, number: int) -> Saved:
    result, assumptions = kept.kind(kind).run(case, settings, 7, lambda _: None)
    name = f"{kept.kind(kind).title}, run {number}"
    plain = json.loads(json.dumps(result))
    return Saved(number, case.slug, kind, name, settings, 7, plain, assumptions, "0.1", MADE, True, "A. Reader")


@pytest.fixture(scope="module")
def runs(case: Case) -> tuple[Saved, ...]:
    made = []
    for number, question in enumerate(Question, start=1):
        settings = first_settings(case, question)[0]
        if question == Question.CLOSENESS:
            settings["draws"] = 99
        made.append(saved(case, str(question), settings, number))
    judgement = Judgement(
        prior={key: Chance(0.1, 0.2, 0.4) for key in case.hypothesis},
        own={("soong-asked-first", "chance"): Weight(-9, -6, -3)},
        draws=200,
    )
    return (*made, saved(case, "evidence", settings_of(judgement), 6))


def test_what_was_found_is_printed_with_all_that_it_takes_to_run_it_again(
    case: Case, printed: Callable[..., Printed], words: Callable[[bytes], str], runs: tuple[Saved, ...]
) -> None:
    made = printed(case, analyses=runs)
    assert not made.missing
    text = words(made.pdf)
    assert "THE READER’S ANALYSES" in text
    for run in runs:
        assert run.name.upper() in text
        assert kept.origin(run) in text
    assert "that they share a day, for one span of each kind, of 25 and 17 days" in text
    assert "−6 *" in text  # the reader's own weight, marked
    assert "Boundary given by telegraph" in text
    assert selection() in text
    assert "Carl P. Schmertmann" in text


def test_a_lock_is_printed_and_whether_it_was_kept(
    case: Case, printed: Callable[..., Printed], words: Callable[[bytes], str], runs: tuple[Saved, ...]
) -> None:
    run = runs[1]
    made = lock({**run.settings, "seed": 7}, datetime.fromisoformat("2026-11-24T13:58:07+00:00"))
    locked = Locked(1, case.slug, run.kind, made.text, made.digest, made.at, "A. Reader")
    text = words(printed(case, analyses=(run,), locks=(locked,)).pdf)
    assert "Locked 2026-11-24 13:58 UTC before the number was shown" in text
    assert made.digest in text.replace(" ", "")
    assert "Kept." in text
    other = replace(run, settings={**run.settings, "within": 5})
    text = words(printed(case, analyses=(other,), locks=(locked,)).pdf)
    assert "Not kept: within: 0 was locked, 5 was used." in text


def test_only_what_was_put_in_the_summary_is_printed(
    case: Case, printed: Callable[..., Printed], words: Callable[[bytes], str], runs: tuple[Saved, ...]
) -> None:
    left_out = tuple(replace(run, in_summary=False) for run in runs)
    assert "ANALYSES" not in words(printed(case, analyses=left_out).pdf)


def test_one_of_a_later_version_is_named_and_the_rest_is_printed(
    bare: Case, printed: Callable[..., Printed], words: Callable[[bytes], str], runs: tuple[Saved, ...]
) -> None:
    unknown = replace(runs[0], kind="horoscope", name="Stars")
    text = words(printed(bare, analyses=(unknown,)).pdf)
    assert "STARS" in text
    assert "knows no analysis of the kind" in text
