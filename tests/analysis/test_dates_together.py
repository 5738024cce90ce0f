"""All dates and links of a case as one question."""

import json
from dataclasses import replace

import pytest

from desktop_app.analysis.admissibility import Asked
from desktop_app.analysis.chronology import Density
from desktop_app.analysis.dates_together import (
    Terms,
    dates_together,
    headline,
    interval_as_choice,
    interval_said,
    intervals,
    narrowed_said,
    run,
    table,
    terms_of,
    told,
)
from desktop_app.analysis.holding import Held
from desktop_app.analysis.tightening import Interval
from desktop_app.casebook.reading import Choice, Reading
from desktop_app.casebook.terms import LinkKind
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.means import shipped
from tests.analysis.small import case_of, event, link, place

TRAVEL = shipped()


@pytest.fixture
def case():
    """“a” of July led to “b” of the 10th: so “a” began by the 10th."""
    events = (event("a", "1900-07", "here"), event("b", "1900-07-10", "there"))
    made = case_of(events, [link("a", "b")])
    return replace(made, places=(place("here", 0, 0), place("there", 0, 60)))


def narrowed(found, key):
    return next(one for one in found.whole.events if one.event == key)


def test_links_narrow_dates_and_say_why(case):
    found = dates_together(case, Terms(), TRAVEL)
    one = narrowed(found, "a")
    assert one.narrower
    assert [reason.kind for reason in one.reasons][-1] in ("date", "link")
    assert "10 July 1900" in narrowed_said(one)
    assert found.whole.clash is None


def test_a_link_that_is_left_out_narrows_nothing(case):
    found = dates_together(case, Terms(held=Held(kinds=frozenset({LinkKind.COINCIDED}))), TRAVEL)
    assert not narrowed(found, "a").narrower
    assert len(found.links) == 1  # it is judged all the same
    assert "0 of 1 links" in found.assumptions[0]


def test_news_on_foot_narrows_more_than_by_wire(case):
    alone, wired, walked = (
        dates_together(case, Terms(Asked(means=means), with_news=with_news), TRAVEL)
        for means, with_news in (("telegraph", False), ("telegraph", True), ("foot", True))
    )
    assert narrowed(wired, "a").start[1] < narrowed(alone, "a").start[1]
    assert walked.whole.clash is not None  # 6,672 km in ten days
    assert headline(case, {}, json.loads(json.dumps(walked.result()))).unit == "statements clash"


def test_what_the_reader_states_counts_and_may_clash(case):
    own = Interval("1", "b", "a", 1, float("inf"), interval_said(case, "b", "a", 1, None))
    found = dates_together(case, Terms(own=(own,)), TRAVEL)
    assert found.whole.clash is not None
    assert own.words in found.whole.clash.words
    kept = Choice("small", "interval", "1", json.loads(json.dumps(interval_as_choice(own))), "")
    gone = replace(kept, key="2", value={**kept.value, "first": "nobody"})
    assert intervals(Reading("small", choices=(kept, gone)), case) == (own,)
    with pytest.raises(Trouble, match="Nothing is stated"):
        interval_said(case, "a", "b", None, None)


def test_settings_and_answer_are_plain_json_and_come_back(case):
    own = Interval("1", "a", "b", 2, float("inf"), "b comes later")
    terms = Terms(Asked(Density.PEAKED, "steamship", 2), with_news=True, own=(own,))
    settings = json.loads(json.dumps(terms.as_settings(TRAVEL)))
    assert terms_of(settings) == terms
    found = dates_together(case, terms, TRAVEL)
    again, assumptions = run(case, settings, 1, lambda _: None)
    assert json.loads(json.dumps(again)) == json.loads(json.dumps(found.result()))
    assert assumptions == found.assumptions
    with pytest.raises(Trouble, match="no settings"):
        terms_of({})


@pytest.mark.parametrize("chapter", range(1, 22))
def test_no_shipped_case_contradicts_itself(shipped_case, chapter):
    case = shipped_case(chapter)
    found = dates_together(case, Terms(), TRAVEL)
    assert found.whole.clash is None
    result = json.loads(json.dumps(found.result()))
    shown = table(case, {}, result)
    assert len(shown.rows) >= len(case.links)
    assert {len(row) for row in shown.rows} == {4}
    assert headline(case, {}, result).text


def test_the_text_says_what_it_is_what_it_is_not_and_where_to_read():
    (one,) = told({})
    assert one.what
    assert one.what_not
    assert one.literature


def test_what_was_kept_is_tabled_in_words(shipped_case):
    case = shipped_case(14)
    result = json.loads(json.dumps(dates_together(case, Terms(), TRAVEL).result()))
    rows = {row[0]: row[1:3] for row in table(case, {}, result).rows}
    told = rows["Potsdam Conference → The Moscow talks stand adjourned"]
    assert told == ("effect began first", "news only after it began")
    assert (
        rows["Soong in Chungking between the rounds → Wang Shih-chieh becomes foreign minister"][0] == "surely before"
    )
