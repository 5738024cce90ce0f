"""How often would so many acts fall on one date, or within a few days, by chance?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

import numpy as np
import numpy.typing as npt

from desktop_app.analysis import chance
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

DRAWS = 200_000
GRID_DRAWS = 20_000
_CELLS = 2_000_000  # numbers drawn at a time
_MOST_ACTS = 5_000  # in a simulation
_EVEN_DRAWS = 100_000

Step = Callable[[float], None]


class Days(StrEnum):
    YEAR = "year"  # the days of the year, in a circle: 31 December is next to 1 January
    PERIOD = "period"  # the days of one period, in a row


@dataclass(frozen=True, slots=True)
class SameDate:
    """What the reader writes down before the number appears."""

    acts: int  # how many would have counted
    alike: int = 2  # how many of them have to match
    within: int = 0  # days: 0 is the same day
    classes: int = 365  # days that an act could have fallen on
    days: Days = Days.YEAR
    calendar: str = ""  # by which calendar, and at whose hour, dates are counted


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share of draws, and where the chance lies in 95 of 100 such simulations."""

    share: float
    low: float
    high: float
    draws: int


@dataclass(frozen=True, slots=True)
class DateRow:
    within: int  # days
    formula: float
    exact: bool  # False: Poisson, which runs high for near matches of three or more
    simulated: Estimate
    even_odds: int | None  # acts that make such a match as likely as not

    @property
    def best(self) -> float:
        """The number to lead with: the formula where it is exact, else the simulation."""
        return self.formula if self.exact else self.simulated.share


@dataclass(frozen=True, slots=True)
class SameDateResult:
    statement: SameDate
    row: DateRow  # of the reader's own span
    rows: tuple[DateRow, ...]  # of it, the same day and wider spans
    named: float  # the same, had just these acts been named beforehand
    two_alike: float  # the same day, for any two instead
    uneven: tuple[tuple[int, Estimate], ...]  # within, if half of all acts fall in one third of the days
    expected: float  # λ, of the reader's own span
    poisson_error: float | None  # at most, for the same day
    seed: int
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateGrid:
    """The same question under many definitions: rows by span, columns by number of acts."""

    statement: SameDate
    acts: tuple[int, ...]
    withins: tuple[int, ...]
    p: tuple[tuple[float, ...], ...]
    alpha: float
    share_below: float  # of the definitions, how many give less than alpha
    seed: int
    draws: int
    assumptions: tuple[str, ...]


def checked(statement: SameDate) -> SameDate:
    """The statement, if it can be answered.  Raises Trouble."""
    if statement.acts < statement.alike:
        raise Trouble(
            what=tr("Among {} acts there cannot be {} alike.").format(statement.acts, statement.alike),
            do=tr("Count all acts that would have counted, with those that did match."),
        )
    if statement.acts > _MOST_ACTS:
        raise Trouble(
            what=tr("With {:,} acts that would have counted, a match is all but certain.").format(statement.acts),
            do=tr("Narrow down what counts to at most {:,} acts.").format(_MOST_ACTS),
        )
    one_match(statement)
    return statement


def one_match(statement: SameDate) -> float:
    """P(acts named beforehand match as the statement says)."""
    named = chance.p_named if statement.days == Days.YEAR else chance.p_named_in_row
    return named(statement.alike, statement.classes, statement.within)


def formula(statement: SameDate) -> tuple[float, bool]:
    """P(at least one match among the acts), and whether it is exact or Poisson's approximation."""
    if statement.within == 0:
        return chance.p_alike(statement.acts, statement.classes, statement.alike), True
    if statement.alike == 2:
        near = chance.p_near if statement.days == Days.YEAR else chance.p_near_in_row
        return near(statement.acts, statement.classes, statement.within), True
    return chance.p_at_least_one(chance.expected_matches(statement.acts, statement.alike, one_match(statement))), False


def same_date(
    statement: SameDate,
    *,
    withins: Sequence[int] = (1, 7),
    draws: int = DRAWS,
    seed: int = 1,
    step: Step = lambda _: None,
) -> SameDateResult:
    """Formula and simulation side by side, for the reader's span, the same day and others.

    step: called with the share done, now and then.
    """
    checked(statement)
    spans = [span for span in withins if 2 * span + 1 <= statement.classes]
    asked = tuple(sorted({0, statement.within, *spans}))
    spread = narrowest(statement, draws, seed, lambda share: step(0.6 * share))
    shares = chance.seasonal(statement.classes, 1 / 2, 1 / 3)
    uneven = narrowest(statement, max(1, draws // 4), seed + 1, lambda share: step(0.6 + 0.2 * share), shares)
    rows = []
    for at, within in enumerate(asked):
        step(0.8 + 0.2 * at / len(asked))
        number, exact = formula(replace(statement, within=within))
        even = _even_odds(replace(statement, within=within), seed + 2)
        rows.append(DateRow(within, number, exact, estimate(spread, within), even))
    step(1.0)
    return SameDateResult(
        statement,
        next(row for row in rows if row.within == statement.within),
        tuple(rows),
        one_match(statement),
        chance.p_alike(statement.acts, statement.classes),
        tuple((within, estimate(uneven, within)) for within in asked),
        chance.expected_matches(statement.acts, statement.alike, one_match(statement)),
        chance.chen_stein_bound(statement.acts, statement.classes, statement.alike) if not statement.within else None,
        seed,
        _assumptions(statement),
    )


def estimate(spans: npt.NDArray[np.int64], within: int) -> Estimate:
    hits = int(np.count_nonzero(spans <= within))
    return Estimate(hits / len(spans), *chance.interval_95(hits, len(spans)), len(spans))


def narrowest(
    statement: SameDate,
    draws: int,
    seed: int,
    step: Step = lambda _: None,
    shares: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.int64]:
    """In each draw, the narrowest span in days that holds as many acts as have to be alike; shape (draws,).

    One simulation answers for every span.  shares: the probability of each day; None: all alike.
    """
    rng = np.random.default_rng(seed)
    acts, alike, classes = statement.acts, statement.alike, statement.classes
    kind = np.int16 if 2 * classes < np.iinfo(np.int16).max else np.int32
    bounds = None if shares is None else np.cumsum(shares) / np.sum(shares)
    found = np.empty(draws, dtype=np.int64)
    batch = max(1, _CELLS // acts)
    for start in range(0, draws, batch):
        size = min(batch, draws - start)
        if bounds is None:
            days = rng.integers(0, classes, (size, acts), dtype=kind)
        else:
            days = np.searchsorted(bounds, rng.random((size, acts)), side="right").astype(kind)
            np.minimum(days, classes - 1, out=days)
        days.sort(axis=1)
        if statement.days == Days.YEAR:
            days = np.concatenate([days, days[:, : alike - 1] + kind(classes)], axis=1)
        found[start : start + size] = (days[:, alike - 1 :] - days[:, : days.shape[1] - alike + 1]).min(axis=1)
        step((start + size) / draws)
    return found


def _even_odds(statement: SameDate, seed: int) -> int | None:
    """The acts that make a match as likely as not: by the exact formula, else by simulation near Poisson's answer."""

    def by_formula(acts: int) -> float:
        return formula(replace(statement, acts=acts))[0]

    if statement.within == 0 and statement.alike > 2:
        exact = chance.alike_curve(_MOST_ACTS, statement.classes, statement.alike)
        return next((acts for acts, p in enumerate(exact) if p >= 0.5), None)
    guess = chance.least_for(0.5, by_formula, _MOST_ACTS)
    if guess is None or formula(statement)[1]:
        return guess

    def by_simulation(acts: int) -> float:
        if acts < statement.alike:
            return 0.0
        return estimate(narrowest(replace(statement, acts=acts), _EVEN_DRAWS, seed), statement.within).share

    low = max(statement.alike - 1, guess - 1)  # Poisson runs high: the answer is not below its own
    high = min(_MOST_ACTS, guess + max(2, guess // 4))
    while by_simulation(high) < 0.5:
        if high == _MOST_ACTS:
            return None
        low, high = high, min(_MOST_ACTS, high + max(2, high // 4))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if by_simulation(middle) >= 0.5 else (middle, high)
    return high


def date_grid(
    statement: SameDate,
    acts: Sequence[int] = (10, 20, 30, 40, 60, 80, 120, 160),
    withins: Sequence[int] = (0, 1, 2, 3, 5, 7, 14),
    *,
    alpha: float = 0.05,
    draws: int = GRID_DRAWS,
    seed: int = 1,
    step: Step = lambda _: None,
) -> DateGrid:
    """The chance under every definition of the grid: exact where there is a formula, else simulated."""
    checked(statement)
    columns: list[list[float]] = []
    wide = [within for within in withins if 2 * within + 1 <= statement.classes]
    all_acts = [number for number in sorted({*acts, statement.acts}) if number >= statement.alike]
    all_withins = sorted({*wide, statement.within})
    for at, number in enumerate(all_acts):
        asked = checked(replace(statement, acts=number))
        spans = narrowest(asked, draws, seed + at) if statement.alike > 2 else None
        column = []
        for within in all_withins:
            p, exact = formula(replace(asked, within=within))
            column.append(p if exact or spans is None else estimate(spans, within).share)
        columns.append(column)
        step((at + 1) / len(all_acts))
    p_of = tuple(tuple(column[row] for column in columns) for row in range(len(all_withins)))
    cells = [p for row in p_of for p in row]
    return DateGrid(
        statement,
        tuple(all_acts),
        tuple(all_withins),
        p_of,
        alpha,
        sum(p < alpha for p in cells) / len(cells),
        seed,
        draws,
        (tr("Definitions are not independent: do not count them as repetitions."), *_assumptions(statement)),
    )


def curve(statement: SameDate, acts: Sequence[int]) -> tuple[float, ...]:
    """The formula over numbers of acts, for a line in a chart."""
    if statement.within == 0:
        exact = chance.alike_curve(max(acts), statement.classes, statement.alike)
        return tuple(exact[number] for number in acts)
    at = partial(replace, statement)
    return tuple(formula(at(acts=number))[0] for number in acts)


def selection() -> str:
    """What stands wherever a probability of a match is shown."""
    return tr(
        "This case was chosen because it is striking. The number says how easily such a match turns up somewhere, not "
        "how this one came about: for that, weigh the explanations."
    )


def _assumptions(statement: SameDate) -> tuple[str, ...]:
    found = [
        tr("Each act is as likely on one day as on another."),
        tr("Acts are independent of one another."),
        tr("Any {} of the {} would have done.").format(statement.alike, statement.acts),
    ]
    if statement.within:
        found.append(
            tr("“Within {} days” means all within a span of {} days.").format(statement.within, statement.within)
        )
    if statement.days == Days.YEAR:
        found.append(tr("The years, and 29 February, are left out; 31 December is next to 1 January."))
    else:
        found.append(tr("All dates lie in one period of {} days.").format(statement.classes))
    if statement.calendar:
        found.append(tr("Dates are counted by this calendar: {}.").format(statement.calendar))
    return (*found, selection())
