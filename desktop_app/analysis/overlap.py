"""How often would two spans overlap, or two events fall within so many days, by chance?

Spans are whole days, each as likely to begin on one day of the period as on another, if it lies wholly inside.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import expm1, log1p

import numpy as np

from desktop_app.analysis import chance
from desktop_app.analysis.same_date import Estimate, selection
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

DRAWS = 100_000
_CELLS = 2_000_000  # numbers drawn at a time
_MOST = 1000  # spans of one kind

Step = Callable[[float], None]


class Relation(StrEnum):
    NEAR = "near"  # they share a day, or lie within so many days of one another
    INSIDE = "inside"  # the shorter lies wholly within the longer


@dataclass(frozen=True, slots=True)
class Overlap:
    """What the reader writes down before the number appears."""

    first_days: int  # length of a span of the first kind; an event of one day is 1
    second_days: int
    period_days: int
    within: int = 0  # days; 0 they share at least one day, 1 they may follow on the next, -4 they share at least five
    relation: Relation = Relation.NEAR
    first_count: int = 1  # how many spans of the first kind would have counted
    second_count: int = 1
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class OverlapResult:
    statement: Overlap
    one: float  # for one span of each kind, exactly
    simulated_one: Estimate
    any: float  # for any of the pairs that would have counted, as if pairs were independent
    simulated_any: Estimate  # pairs that share a span are not: lead with this one
    pairs: int
    expected: float  # pairs that match
    seed: int
    assumptions: tuple[str, ...]


def checked(statement: Overlap) -> Overlap:
    """The statement, if it can be answered.  Raises Trouble."""
    shorter, longer = sorted((statement.first_days, statement.second_days))
    if shorter < 1:
        raise Trouble(what=tr("A span of no day cannot overlap."), do=tr("Count whole days; an event of a day is 1."))
    if longer > statement.period_days:
        raise Trouble(
            what=tr("A span of {} days does not fit into a period of {}.").format(longer, statement.period_days),
            do=tr("Choose a longer period: all the time in which it could have happened."),
        )
    if statement.within < 1 - shorter:
        raise Trouble(
            what=tr("Spans of {} and {} days cannot share {}.").format(shorter, longer, 1 - statement.within),
            do=tr("Ask for at most {} days in common.").format(shorter),
        )
    for count in (statement.first_count, statement.second_count):
        if not 1 <= count <= _MOST:
            raise Trouble(
                what=tr("{} spans cannot be compared.").format(count),
                do=tr("Write down from 1 to {:,} of each kind.").format(_MOST),
            )
    return statement


def p_overlap(statement: Overlap) -> float:
    """P(one span of each kind match), exactly.

    They fail to match if one ends more than `within` days before the other begins: T(T+1)/2 of the (L-a+1)(L-b+1)
    pairs of first days in either order, T = L - a - b + 1 - within.
    """
    checked(statement)
    first = statement.period_days - statement.first_days + 1
    second = statement.period_days - statement.second_days + 1
    if statement.relation == Relation.INSIDE:
        return (abs(statement.first_days - statement.second_days) + 1) / max(first, second)
    room = max(0, statement.period_days - statement.first_days - statement.second_days + 1 - statement.within)
    return 1 - room * (room + 1) / (first * second)


def overlap(statement: Overlap, *, draws: int = DRAWS, seed: int = 1, step: Step = lambda _: None) -> OverlapResult:
    """Closed form and simulation, for one pair and for all pairs that would have counted.

    step: called with the share done, now and then.
    """
    one = p_overlap(statement)
    pairs = statement.first_count * statement.second_count
    of_one = _simulated(statement, 1, 1, draws, seed, lambda share: step(0.3 * share))
    of_any = (
        of_one
        if pairs == 1
        else _simulated(
            statement,
            statement.first_count,
            statement.second_count,
            draws,
            seed + 1,
            lambda share: step(0.3 + 0.7 * share),
        )
    )
    step(1.0)
    any_of_them = 1.0 if one == 1 else -expm1(pairs * log1p(-one))
    return OverlapResult(statement, one, of_one, any_of_them, of_any, pairs, pairs * one, seed, _assumptions(statement))


def _simulated(statement: Overlap, first_count: int, second_count: int, draws: int, seed: int, step: Step) -> Estimate:
    rng = np.random.default_rng(seed)
    first_starts = statement.period_days - statement.first_days + 1
    second_starts = statement.period_days - statement.second_days + 1
    low, high = _window(statement)
    hits = 0
    batch = max(1, _CELLS // (first_count + second_count))
    for start in range(0, draws, batch):
        size = min(batch, draws - start)
        # each draw has its own stretch of one axis, so that one search serves all
        apart = np.arange(size, dtype=np.int64)[:, None] * (4 * statement.period_days)
        first = rng.integers(0, first_starts, (size, first_count)) + apart
        second = np.sort(rng.integers(0, second_starts, (size, second_count)), axis=1) + apart
        axis = second.ravel()
        found = np.searchsorted(axis, first + high, side="right") > np.searchsorted(axis, first + low, side="left")
        hits += int(np.count_nonzero(found.any(axis=1)))
        step((start + size) / draws)
    return Estimate(hits / draws, *chance.interval_95(hits, draws), draws)


def _window(statement: Overlap) -> tuple[int, int]:
    """By how many days the second span may begin after the first: least and most."""
    if statement.relation == Relation.INSIDE:
        difference = statement.first_days - statement.second_days
        return min(0, difference), max(0, difference)
    return 1 - statement.second_days - statement.within, statement.first_days - 1 + statement.within


def _assumptions(statement: Overlap) -> tuple[str, ...]:
    found = [
        tr("Each span is as likely to begin on one day of the period as on another, and lies wholly within it."),
        tr("Spans are independent of one another."),
    ]
    if statement.first_count * statement.second_count > 1:
        found.append(
            tr("Any of {} spans of the first kind with any of {} of the second would have done.").format(
                statement.first_count, statement.second_count
            )
        )
    if statement.calendar:
        found.append(tr("Dates are counted by this calendar: {}.").format(statement.calendar))
    return (*found, selection())
