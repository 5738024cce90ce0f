"""What dates and the means of the time say of a link, in one answer and in words."""

from dataclasses import replace

import pytest

from desktop_app.analysis.admissibility import (
    Asked,
    asked_of,
    carrier,
    is_doubtful,
    judged,
    news_in_short,
    news_said,
    of_the_time,
    order_in_short,
    order_said,
)
from desktop_app.analysis.chronology import Density, Order
from desktop_app.analysis.news import Arrival
from desktop_app.casebook.case import Participation
from desktop_app.casebook.terms import LinkKind, Presence
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.means import shipped
from tests.analysis.small import case_of, event, link, place

TRAVEL = shipped()


def asked(cause: str, effect: str, kind: LinkKind = LinkKind.CAUSED, how: Asked = Asked(), there: str = "pole", who=()):  # noqa: B008
    parts = tuple(Participation(actor, "", Presence.PRESENT) for actor in who)
    events = (event("c", cause, "equator", participants=parts), event("e", effect, there, participants=parts))
    case = case_of(events, [link("c", "e", kind)])
    case = replace(case, places=(place("equator", 0, 0), place("pole", 90, 0)))
    return case, judged(case, how, TRAVEL)[0]


def test_a_cause_that_surely_came_first_is_said_so():
    _, one = asked("1900-01-01", "1900-02-01")
    assert order_said(one.order) == "The cause surely began first."
    assert order_in_short(one.order) == "surely before"
    assert not is_doubtful(one.order, one.news)


def test_an_even_chance_is_said_in_readings_of_the_dates():
    _, one = asked("1900-01-01", "1900-01-01")
    assert "in 50 of 100" in order_said(one.order)
    assert order_in_short(one.order) == "possible, 50 of 100"


def test_what_is_impossible_or_began_later_is_to_be_looked_at():
    _, late = asked("1900-02-01", "1900-01-01")
    assert late.order.order == Order.IMPOSSIBLE
    assert is_doubtful(late.order, late.news)
    assert "Impossible" in order_said(late.order)
    _, first = asked("1900-01-10", "1900-01-01/1900-02-01")
    assert order_in_short(first.order) == "effect began first"
    assert is_doubtful(first.order, first.news)


def test_what_only_coincided_has_no_order_and_needs_no_news():
    case, one = asked("1900-02-01", "1900-01-01", LinkKind.COINCIDED)
    assert one.news is None
    assert order_in_short(one.order) == "no order"
    assert news_in_short(None) == ""
    assert "No news" in news_said(case, None)
    assert not is_doubtful(one.order, one.news)


def test_news_by_telegraph_comes_within_its_hours_and_on_foot_too_late():
    case, wired = asked("1900-01-01", "1900-01-03")
    assert wired.news.arrival == Arrival.IN_TIME
    assert "10,008 km: by telegraph 6 hours, and there were 1 to 3 days." in news_said(case, wired.news)
    case, walked = asked("1900-01-01", "1900-01-03", how=Asked(means="foot"))
    assert walked.news.arrival == Arrival.TOO_LATE
    assert news_in_short(walked.news) == "news too late"
    assert "too late" in news_said(case, walked.news)
    assert is_doubtful(walked.order, walked.news)


def test_who_was_there_himself_needed_no_news():
    case, one = asked("1900-01-01", "1900-01-03", how=Asked(means="foot"))
    assert is_doubtful(one.order, one.news)
    parts = (Participation("a", "", Presence.PRESENT),)
    case = replace(case, events=tuple(replace(each, participants=parts) for each in case.events))
    news = replace(one.news, witnesses=("a",))
    assert not is_doubtful(one.order, news)
    assert news_in_short(news) == "was there"


def test_a_place_that_is_not_recorded_leaves_it_open():
    case, one = asked("1900-01-01", "1900-01-03", there=None)
    assert news_in_short(one.news).startswith("news: place")
    assert "not recorded" in news_said(case, one.news)


def test_settings_are_kept_as_plain_json_and_read_again():
    how = Asked(Density.PEAKED, "steamship", 3.5)
    assert asked_of(how.as_settings()) == how
    assert asked_of(None) == Asked()
    assert asked_of({"density": "of yore", "hours": -1}) == Asked()


def test_impossible_settings_are_refused_in_a_sentence():
    with pytest.raises(Trouble, match="hours"):
        Asked(hours=-1)
    with pytest.raises(Trouble, match="pigeon"):
        carrier(Asked(means="pigeon"), TRAVEL)


def test_every_shipped_link_is_admissible_or_its_case_file_says_why_not(shipped_case):
    for chapter in range(1, 22):
        case = shipped_case(chapter)
        for one in judged(case, Asked(), TRAVEL):
            assert one.order.order != Order.IMPOSSIBLE, (chapter, one.link)
            if one.order.effect_first:
                assert any("began before its cause" in check for check in case.checks), (chapter, one.link)


def test_only_means_that_were_in_use_are_offered():
    early = case_of((event("a", "1897"), event("b", "1898")))
    late = case_of((event("a", "1897"), event("b", "1960")))
    assert "jet" not in {means.key for means in of_the_time(early, TRAVEL)}
    assert "steamship" in {means.key for means in of_the_time(early, TRAVEL)}
    assert "jet" in {means.key for means in of_the_time(late, TRAVEL)}
    assert of_the_time(case_of(), TRAVEL) == TRAVEL
