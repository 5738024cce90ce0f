"""What would have to be otherwise for another explanation to lead, and is it more than a mere coincidence?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from desktop_app.analysis.evidence import (
    DRAWS,
    SPAN,
    Array,
    Matrix,
    drawn_priors,
    drawn_weights,
    mid_shares,
    sum_db,
    totals,
)
from desktop_app.analysis.weights import Chance, Weight, odds
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import HypothesisKind
from desktop_app.casebook.trouble import Trouble

NEAR_EVEN_DB = 3.0  # posterior odds within 2 to 1 of even


@dataclass(frozen=True, slots=True)
class Tip:
    """One rating that would put two explanations level, all else unchanged; weights in decibels."""

    item: str  # key of the row
    hypothesis: str  # the column of the rating
    rival: str  # the explanation that it would draw level with
    now: float
    flips_at: float
    leads: bool  # whether it would change which explanation leads
    within: bool  # whether that value lies in the rating's own range

    @property
    def distance(self) -> float:
        return abs(self.flips_at - self.now)


@dataclass(frozen=True, slots=True)
class PriorTip:
    """The prior of one explanation, in proportion to another's, that would put the two level."""

    hypothesis: str
    rival: str
    now: float  # ratio of the middle priors, hypothesis to rival
    flips_at: float
    leads: bool

    @property
    def factor(self) -> float:
        """By how much the ratio would have to change, up or down, at least 1."""
        return max(self.flips_at / self.now, self.now / self.flips_at)


@dataclass(frozen=True, slots=True)
class TippingPoints:
    leader: str
    runner_up: str
    lead: float  # decibels of posterior odds
    ratings: tuple[Tip, ...]  # those that change which explanation leads first, then by distance
    priors: tuple[PriorTip, ...]
    assumptions: tuple[str, ...]


class Region(StrEnum):
    """Where a case lies on the coincidence plane (Griffiths and Tenenbaum 2007)."""

    NONE = "none"  # the evidence speaks for chance
    MERE = "mere"  # it speaks for more than chance, and not enough
    SUSPICIOUS = "suspicious"  # about even odds
    CAUSE = "cause"  # evidence of more than chance


@dataclass(frozen=True, slots=True)
class PlanePoint:
    """A case on the coincidence plane; both axes in decibels, for the rival over chance."""

    chance: str  # key of the hypothesis
    rival: str | None  # None: all other explanations together, in proportion to their priors
    prior: Weight
    weight: Weight
    posterior: Weight
    region: Region
    seed: int
    draws: int
    assumptions: tuple[str, ...]


def tipping_points(matrix: Matrix, prior: Mapping[str, Chance]) -> TippingPoints:
    """Which single rating, or which prior, would change the ranking, and the value where it would.

    Of each rating the values are given that would change which explanation leads, and those that would change places
    with the next above or below.  Rows that are not counted change nothing.
    """
    shares = mid_shares(matrix, prior)
    keys = matrix.keys
    after = {
        key: 10 * float(np.log10(shares[key])) + total.mid for key, total in zip(keys, totals(matrix), strict=True)
    }
    ranking = sorted(keys, key=lambda key: -after[key])
    pairs = _pairs(ranking)
    ratings = [
        Tip(
            row.key,
            cell.hypothesis,
            rival,
            cell.weight.mid,
            flips_at := cell.weight.mid - after[cell.hypothesis] + after[rival],
            ranking[0] in (cell.hypothesis, rival),
            cell.weight.low <= flips_at <= cell.weight.high,
        )
        for row in matrix.counted
        for cell in row.cells
        for rival in pairs[cell.hypothesis]
    ]
    priors = [
        PriorTip(
            lower,
            upper,
            shares[lower] / shares[upper],
            shares[lower] / shares[upper] * odds(after[upper] - after[lower]),
            upper == ranking[0],
        )
        for upper in keys
        for lower in pairs[upper]
        if ranking.index(lower) > ranking.index(upper)
    ]
    return TippingPoints(
        ranking[0],
        ranking[1],
        after[ranking[0]] - after[ranking[1]],
        tuple(sorted(ratings, key=lambda tip: (not tip.leads, tip.distance))),
        tuple(sorted(priors, key=lambda tip: (not tip.leads, tip.factor))),
        (
            tr("One number is changed and all others stay as they are, each at its middle."),
            tr("Which items are counted does not change with it."),
        ),
    )


def _pairs(ranking: list[str]) -> dict[str, tuple[str, ...]]:
    """With whom each explanation may change places: all with the leader, else with their neighbours."""
    leader = ranking[0]
    pairs = {leader: tuple(ranking[1:])}
    for at, key in enumerate(ranking[1:], start=1):
        pairs[key] = tuple(dict.fromkeys((leader, *ranking[at - 1 : at], *ranking[at + 1 : at + 2])))
    return pairs


def prior_needed(weight_db: float) -> float:
    """The prior probability with which evidence of this weight, in decibels, ends at even odds."""
    return 1 / (1 + odds(weight_db))


def chance_hypothesis(case: Case) -> str:
    """The key of the explanation by chance.  Raises Trouble where a case has none, or several."""
    found = [hypothesis.key for hypothesis in case.hypotheses if hypothesis.kind == HypothesisKind.CHANCE]
    if len(found) != 1:
        raise Trouble(
            what=tr("The coincidence plane compares with chance, and this case has {} such explanations.").format(
                len(found)
            ),
            do=tr("Give it exactly one explanation of the kind “chance”."),
        )
    return found[0]


def plane(
    matrix: Matrix,
    prior: Mapping[str, Chance],
    chance: str,
    rival: str | None = None,
    *,
    seed: int = 1,
    draws: int = DRAWS,
) -> PlanePoint:
    """Where a case lies on the coincidence plane: prior odds against weight of evidence, over chance.

    rival: key of the explanation to compare with; None: all others together, each weighted by its prior.
    Ranges are the span of 90 in 100 draws.
    """
    shares = mid_shares(matrix, prior)
    at = matrix.column(chance)
    others = [index for index in range(len(matrix.keys)) if index != at]
    if rival is not None:
        if rival == chance:
            raise Trouble(
                what=tr("An explanation cannot be its own rival."),
                do=tr("Choose another explanation to compare with chance."),
            )
        others = [matrix.column(rival)]
    before = np.array([[10 * np.log10(shares[key]) for key in matrix.keys]])
    weights = np.array([[total.mid for total in totals(matrix)]])
    x, y = (float(axis[0]) for axis in _axes(before, weights, at, others))
    drawn_x, drawn_y = _axes(drawn_priors(matrix, prior, seed, draws), drawn_weights(matrix, seed, draws), at, others)
    return PlanePoint(
        chance,
        rival,
        _spanned(drawn_x, x),
        _spanned(drawn_y, y),
        _spanned(drawn_x + drawn_y, x + y),
        _region(x, y),
        seed,
        draws,
        (
            tr("Chance is a stated explanation with evidence of its own, not mere randomness."),
            tr("Priors of new causes are easily set too high: give them before the evidence, as a range."),
            tr("Cases in this book were chosen for being striking."),
        ),
    )


def _axes(
    before: Array,
    weights: Array,
    at: int,
    others: list[int],
) -> tuple[Array, Array]:
    """Prior odds and weight of evidence, others over chance, in decibels; shapes (n, hypotheses) give (n,)."""
    prior_of_others = sum_db(before[:, others])
    x = prior_of_others - before[:, at]
    y = sum_db(before[:, others] + weights[:, others]) - prior_of_others - weights[:, at]
    return x, y


def _spanned(drawn: Array, middle: float) -> Weight:
    low, high = (float(db) for db in np.percentile(drawn, SPAN))
    return Weight(min(low, middle), middle, max(high, middle))


def _region(prior_db: float, weight_db: float) -> Region:
    if weight_db <= 0:
        return Region.NONE
    if abs(prior_db + weight_db) <= NEAR_EVEN_DB:
        return Region.SUSPICIOUS
    return Region.CAUSE if prior_db + weight_db > 0 else Region.MERE
