"""Which question of chance does a case pose, for the reader to confirm or change before any number appears?"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import isfinite

from desktop_app.analysis.overlap import Overlap
from desktop_app.analysis.same_date import Days, SameDate
from desktop_app.casebook.calendar import days_in_month, julian_day
from desktop_app.casebook.case import Case, Event
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Pattern

DAYS_OF_A_YEAR = 365
_FULL = re.compile(r"(-?\d{4})-(\d\d)-(\d\d)(?:T[^/]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Proposal:
    statement: SameDate | Overlap
    events: tuple[str, ...]  # keys: those that matched
    because: tuple[str, ...]  # where each number comes from, and what the reader has to judge


@dataclass(frozen=True, slots=True)
class _Dated:
    """An event whose first and last day are known; days are Julian Days of their midnights, by its own calendar."""

    key: str
    first: float
    last: float
    date: tuple[int, int, int]  # of the first day

    @property
    def days(self) -> int:
        return round(self.last - self.first) + 1


def propose(case: Case) -> tuple[Proposal, ...]:
    """The statements that fit the case's own match, the most fitting first.

    None where the match is no matter of days (a likeness), or where fewer than two events are dated to the day.
    """
    dated = _dated([case.event[key] for key in case.coincident])
    proposals = []
    if case.pattern == Pattern.ANNIVERSARY:
        proposals.append(_anniversary(dated))
    if case.pattern in (Pattern.SAME_DAY, Pattern.NEXT_DAY):
        proposals.append(_same_period(case, dated))
    if case.pattern not in (Pattern.ANNIVERSARY, Pattern.LIKENESS):
        proposals.append(_overlap(case, dated))
    return tuple(proposal for proposal in proposals if proposal is not None)


def _dated(events: Sequence[Event]) -> list[_Dated]:
    found = []
    for event in events:
        first, _, last = event.when.text.partition("/")
        bounds = [_FULL.fullmatch(text) for text in (first, last or first)]
        if bounds[0] and bounds[1]:
            (year, month, day), end = ([int(part) for part in bound.groups()] for bound in bounds if bound)
            dates = (year, month, day)
            found.append(_Dated(event.key, julian_day(*dates), julian_day(*end), dates))
    return sorted(found, key=lambda one: one.first)


def _local() -> str:
    return tr("the local date of each event")


def _anniversary(dated: Sequence[_Dated]) -> Proposal | None:
    """One calendar day in several years: as many acts as years, until the reader says better."""
    days = Counter(one.date[1:] for one in dated)
    if not days:
        return None
    (day, _), *_ = days.most_common(1)
    matching = [one for one in dated if one.date[1:] == day]
    years = sorted({one.date[0] for one in matching})
    if len(years) < 2:
        return None
    acts = years[-1] - years[0] + 1
    return Proposal(
        SameDate(acts, len(years), 0, DAYS_OF_A_YEAR, Days.YEAR, _local()),
        tuple(one.key for one in matching),
        (
            tr("{} years had an act on this calendar day: so many have to be alike.").format(len(years)),
            tr(
                "{} to {} is {} years, with one act a year that would have counted: change it if there were more."
            ).format(years[0], years[-1], acts),
            tr("By another calendar, or another zone's clock, a date may differ by a day: say which is meant."),
        ),
    )


def _same_period(case: Case, dated: Sequence[_Dated]) -> Proposal | None:
    """The same day, or days running, in one year: the case's own events stand in for all that would have counted."""
    if case.pattern == Pattern.SAME_DAY:
        days = Counter(one.first for one in dated)
        (day, alike), *_ = days.most_common(1) or [(0.0, 0)]
        within, matching = 0, [one for one in dated if one.first == day]
    else:
        days = Counter(one.first for one in dated)
        running = next(((one, two) for one, two in pairwise(sorted(days)) if two - one == 1), None)
        alike, within = 2, 1
        matching = [one for one in dated if running and one.first in running]
    if alike < 2 or len(matching) < 2:
        return None
    year = matching[0].date[0]
    length = DAYS_OF_A_YEAR - 28 + days_in_month(year, 2)
    acts = sum(one.days == 1 and one.date[0] == year for one in _dated(case.events))
    return Proposal(
        SameDate(max(acts, alike), alike, within, length, Days.PERIOD, _local()),
        tuple(one.key for one in matching),
        (
            tr("The period is the year {}, of {} days.").format(year, length),
            tr(
                "{} events of this case are dated to a day of that year.  They were chosen round the match: count "
                "instead all acts of this rank that would have counted."
            ).format(acts),
            tr("By another calendar, or another zone's clock, a date may differ by a day: say which is meant."),
        ),
    )


def _overlap(case: Case, dated: Sequence[_Dated]) -> Proposal | None:
    """Two of the coincident events, as spans: how far apart they lie is what has to be matched."""
    pairs = list(combinations(dated, 2))
    if not pairs:
        return None
    if case.pattern == Pattern.SEQUENCE:
        one, two = dated[0], dated[-1]
    else:  # the nearest of those that are not parts of one day, where days running are meant; else the longest
        running = [pair for pair in pairs if case.pattern == Pattern.NEXT_DAY and pair[1].first - pair[0].first == 1]
        one, two = min(running or pairs, key=lambda pair: (_apart(*pair), -pair[0].days - pair[1].days))
    period = max(_period(case), one.days, two.days, round(max(one.last, two.last) - one.first) + 1)
    return Proposal(
        Overlap(one.days, two.days, period, _apart(one, two), calendar=_local()),
        (one.key, two.key),
        (
            tr("“{}” took {}, “{}” {}.").format(
                case.event[one.key].title, _days(one.days), case.event[two.key].title, _days(two.days)
            ),
            tr("The period is {} days, from the beginning of what the charts open on to its end: change it to all the "
               "time in which the two could have happened.").format(period),
            tr("One of each kind would have counted: change it if others would have done as well."),
        ),
    )  # fmt: skip


def _days(count: int) -> str:
    return tr("1 day") if count == 1 else tr("{} days").format(count)


def _apart(one: _Dated, two: _Dated) -> int:
    """Days from the end of the earlier to the beginning of the later; 0 if they share a day."""
    return max(0, round(max(one.first, two.first) - min(one.last, two.last)))


def _period(case: Case) -> int:
    bounds = [bound for when in case.focus for bound in when.outer if isfinite(bound)]
    return round(max(bounds) - min(bounds)) if bounds else DAYS_OF_A_YEAR
