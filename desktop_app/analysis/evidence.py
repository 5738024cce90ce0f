"""Which explanation does the evidence favour, by how much, and what does each item tell?

A matrix of hypotheses × evidence holds a weight in decibels in each cell.  Only differences within a row count; the
weights of independent items add up, and with the prior they give the posterior (Fairfield and Charman 2022).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_app.analysis.documents import AS_CITED, Grouping, groups
from desktop_app.analysis.searches import Outcome, Search
from desktop_app.analysis.searches import weights as weights_of_search
from desktop_app.analysis.weights import AGAINST, ALIKE, TABLE, Chance, Weight
from desktop_app.casebook.case import Case, Evidence, Hypothesis
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant, Test
from desktop_app.casebook.trouble import Trouble

Array = npt.NDArray[np.float64]
Own = Mapping[tuple[str, str], Weight]  # the reader's weights, by keys of evidence and hypothesis

DRAWS = 4000
_MOST_DB = 3000.0  # beyond it, powers of ten leave the range of numbers
SPAN = (5.0, 95.0)  # percentiles: the span of 90 in 100 draws


@dataclass(frozen=True, slots=True)
class Cell:
    hypothesis: str  # key
    weight: Weight
    by: Claimant  # editor: our reading, by the table; reader: his own


@dataclass(frozen=True, slots=True)
class Row:
    """One item of evidence, or one search that was made."""

    key: str
    short: str
    test: Test | None  # None: a search
    cells: tuple[Cell, ...]  # in the order of the hypotheses
    group: int | None  # number of the group of items that share a document, from 0
    counted: bool  # False: another item of its group is counted in its place

    @property
    def diagnosticity(self) -> float:
        """In decibels: the greatest difference between two explanations; 0 if it speaks for or against all alike."""
        mids = [cell.weight.mid for cell in self.cells]
        return max(mids) - min(mids)


@dataclass(frozen=True, slots=True)
class Matrix:
    hypotheses: tuple[Hypothesis, ...]
    rows: tuple[Row, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(hypothesis.key for hypothesis in self.hypotheses)

    @property
    def counted(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.counted)

    def column(self, hypothesis: str) -> int:
        """Raises Trouble if the matrix does not have it."""
        if hypothesis not in self.keys:
            raise unknown_hypothesis(hypothesis)
        return self.keys.index(hypothesis)

    def short(self, hypothesis: str) -> str:
        return self.hypotheses[self.column(hypothesis)].short


@dataclass(frozen=True, slots=True)
class Standing:
    """One explanation before and after the evidence."""

    hypothesis: str  # key
    prior: Chance  # as given
    share: float  # the middle prior, of all explanations together 1
    weight: Weight  # the counted items, ranges added
    posterior: Chance  # from the middles, and the span of 90 in 100 draws
    needed: float  # the prior share with which it would end at one half, the others keeping their proportions


@dataclass(frozen=True, slots=True)
class Balance:
    standings: tuple[Standing, ...]  # in the order of the hypotheses
    ranking: tuple[str, ...]  # keys, the most probable first
    items: int  # counted
    seed: int
    draws: int
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two explanations against one another, whatever the others; all in decibels for the first over the second."""

    first: str
    second: str
    prior: Weight
    weight: Weight
    posterior: Weight  # from the middles, and the span of 90 in 100 draws


@dataclass(frozen=True, slots=True)
class Pairs:
    pairs: tuple[Pair, ...]
    items: int
    seed: int
    draws: int
    assumptions: tuple[str, ...]


def unknown_hypothesis(key: str) -> Trouble:
    return Trouble(
        what=tr("There is no explanation “{}” in this matrix.").format(key),
        do=tr("Choose one of its explanations, or remove what refers to it."),
    )


def shipped(item: Evidence, hypotheses: Sequence[str], table: Mapping[Test, Weight] = TABLE) -> tuple[Weight, ...]:
    """Our reading of an item: the favoured gets its test's weight, those it speaks against minus half, others 0."""
    weight = table[item.test]
    return tuple(
        weight if key == item.favours else weight.times(AGAINST) if key in item.against else ALIKE for key in hypotheses
    )


def matrix(
    case: Case,
    own: Own | None = None,
    *,
    table: Mapping[Test, Weight] = TABLE,
    searches: Sequence[Search] = (),
    grouping: Grouping = AS_CITED,
) -> Matrix:
    """The matrix of a case: our reading, the reader's weights over it, and the searches that he made.

    own: what is not in it stays as shipped; searches: those still open are left out.
    Raises Trouble for a case without evidence or with fewer than two hypotheses, and for keys it does not have.
    """
    keys = tuple(hypothesis.key for hypothesis in case.hypotheses)
    made = [search for search in searches if search.outcome != Outcome.OPEN]
    if len(keys) < 2:
        raise Trouble(
            what=tr("Evidence tells explanations apart, and this case has fewer than two."),
            do=tr("Add a rival explanation."),
        )
    if not case.evidence and not made:
        raise Trouble(what=tr("There is no evidence to weigh."), do=tr("Add an item of evidence, or a search."))
    own = own or {}
    items = {item.key for item in case.evidence}
    for evidence, hypothesis in own:
        if hypothesis not in keys:
            raise unknown_hypothesis(hypothesis)
        if evidence not in items:
            raise Trouble(
                what=tr("There is no evidence “{}” in this matrix.").format(evidence),
                do=tr("Remove the weight that was given to it, or restore the item."),
            )
    rows = [Row(item.key, item.short, item.test, _cells(item, keys, own, table), None, True) for item in case.evidence]
    return Matrix(case.hypotheses, (*_grouped(rows, case.evidence, grouping), *(_row(one, keys) for one in made)))


def _cells(item: Evidence, keys: Sequence[str], own: Own, table: Mapping[Test, Weight]) -> tuple[Cell, ...]:
    return tuple(
        Cell(key, own[item.key, key], Claimant.READER) if (item.key, key) in own else Cell(key, ours, Claimant.EDITOR)
        for key, ours in zip(keys, shipped(item, keys, table), strict=True)
    )


def _row(search: Search, keys: Sequence[str]) -> Row:
    cells = zip(keys, weights_of_search(search, keys), strict=True)
    return Row(
        search.key, search.short, None, tuple(Cell(key, weight, Claimant.READER) for key, weight in cells), None, True
    )


def _grouped(rows: Sequence[Row], evidence: Sequence[Evidence], grouping: Grouping) -> list[Row]:
    """Of each group the row that the reader chose counts, else the one that tells most, else the first."""
    number_of: dict[str, int] = {}
    counted = {row.key for row in rows}
    by_key = {row.key: row for row in rows}
    for number, members in enumerate(groups(evidence, grouping)):
        number_of.update(dict.fromkeys(members, number))
        chosen = max(members, key=lambda key: (key in grouping.counted, by_key[key].diagnosticity))
        counted.difference_update(key for key in members if key != chosen)
    return [Row(row.key, row.short, row.test, row.cells, number_of.get(row.key), row.key in counted) for row in rows]


def equal_prior(matrix: Matrix) -> dict[str, Chance]:
    """Each explanation as probable as the next, half as much or half as much again: a place to start from."""
    share = 1 / len(matrix.hypotheses)
    return {key: Chance(share / 2, share, share * 1.5) for key in matrix.keys}


def mid_shares(matrix: Matrix, prior: Mapping[str, Chance]) -> dict[str, float]:
    """The middle prior of each explanation, all together 1.  Raises Trouble for one missing or unknown."""
    for key in prior:
        matrix.column(key)
    missing = [key for key in matrix.keys if key not in prior]
    if missing:
        raise Trouble(
            what=tr("“{}” has no prior.").format(matrix.short(missing[0])),
            do=tr("Say how probable each explanation was before the evidence."),
        )
    total = sum(prior[key].mid for key in matrix.keys)
    return {key: prior[key].mid / total for key in matrix.keys}


def totals(matrix: Matrix) -> tuple[Weight, ...]:
    """The weight of all counted items, ranges added, one an explanation."""
    sums = [ALIKE] * len(matrix.hypotheses)
    for row in matrix.counted:
        sums = [total + cell.weight for total, cell in zip(sums, row.cells, strict=True)]
    return tuple(sums)


def weigh(matrix: Matrix, prior: Mapping[str, Chance], *, seed: int = 1, draws: int = DRAWS) -> Balance:
    """The posterior of explanations of which just one holds, with its range.

    The range comes from draws: each prior and each weight triangular within its own range, independently.
    Raises Trouble where the prior lacks an explanation or names an unknown one.
    """
    shares = mid_shares(matrix, prior)
    sums = totals(matrix)
    drawn = drawn_priors(matrix, prior, seed, draws) + drawn_weights(matrix, seed, draws)
    spans = np.percentile(_softmax(drawn), SPAN, axis=0)
    db = np.array([10 * np.log10(shares[key]) + total.mid for key, total in zip(matrix.keys, sums, strict=True)])
    middle = _softmax(db[None, :])
    standings = []
    for index, key in enumerate(matrix.keys):
        others = float(sum_db(np.delete(db, index))) - 10 * np.log10(
            1 - shares[key]
        )  # for the others, however shared out
        needed = 1 / (1 + 10 ** (-np.clip(others - sums[index].mid, -_MOST_DB, _MOST_DB) / 10))
        after = float(middle[0, index])
        low, high = min(after, float(spans[0, index])), max(after, float(spans[1, index]))
        standings.append(
            Standing(
                key,
                prior[key],
                shares[key],
                sums[index],
                _chance(low, after, high),
                float(needed),
            )
        )
    ranking = sorted(standings, key=lambda one: -one.posterior.mid)
    return Balance(
        tuple(standings),
        tuple(one.hypothesis for one in ranking),
        len(matrix.counted),
        seed,
        draws,
        (tr("Just one of the explanations holds, and no other is possible."), *_assumptions(matrix, seed, draws)),
    )


def pairwise(matrix: Matrix, prior: Mapping[str, Chance], *, seed: int = 1, draws: int = DRAWS) -> Pairs:
    """Each explanation against each other: for explanations of which more than one may hold."""
    shares = mid_shares(matrix, prior)
    sums = totals(matrix)
    drawn = drawn_priors(matrix, prior, seed, draws) + drawn_weights(matrix, seed, draws)
    found: list[Pair] = []
    for i, first in enumerate(matrix.keys):
        for j in range(i + 1, len(matrix.keys)):
            second = matrix.keys[j]
            before = Weight(
                10 * float(np.log10(prior[first].low / prior[second].high)),
                10 * float(np.log10(shares[first] / shares[second])),
                10 * float(np.log10(prior[first].high / prior[second].low)),
            )
            weight = sums[i] + sums[j].times(-1)
            after = before.mid + weight.mid
            low, high = (float(db) for db in np.percentile(drawn[:, i] - drawn[:, j], SPAN))
            found.append(Pair(first, second, before, weight, Weight(min(low, after), after, max(high, after))))
    return Pairs(
        tuple(found),
        len(matrix.counted),
        seed,
        draws,
        (
            tr("More than one of the explanations may hold, so each pair is compared as if the others were not there."),
            *_assumptions(matrix, seed, draws),
        ),
    )


def _chance(low: float, mid: float, high: float) -> Chance:
    """A posterior, kept off 0 and 1, where only rounding can bring it."""
    least = float(np.finfo(np.float64).tiny)
    most = 1 - float(np.finfo(np.float64).eps)
    return Chance(*(min(max(chance, least), most) for chance in (low, mid, high)))


def _softmax(db: Array) -> Array:
    """Rows of decibels as shares that add up to 1; shape (n, hypotheses)."""
    ratio = 10 ** ((db - db.max(axis=1, keepdims=True)) / 10)
    return np.asarray(ratio / ratio.sum(axis=1, keepdims=True))


def sum_db(db: Array) -> Array:
    """What numbers given in decibels add up to, in decibels, along the last axis."""
    top = db.max(axis=-1)
    return np.asarray(top + 10 * np.log10(np.sum(10 ** ((db - top[..., None]) / 10), axis=-1)))


def drawn_priors(matrix: Matrix, prior: Mapping[str, Chance], seed: int, draws: int) -> Array:
    """Drawn priors in decibels, not normalised, shape (draws, hypotheses)."""
    return 10 * np.log10(_drawn([{key: _range(prior[key]) for key in matrix.keys}], matrix.keys, [seed, 0], draws))


def drawn_weights(matrix: Matrix, seed: int, draws: int) -> Array:
    """Drawn weights of the counted rows added up, in decibels, shape (draws, hypotheses)."""
    rows = sorted(matrix.counted, key=lambda row: row.key)
    ranges = [{cell.hypothesis: _range(cell.weight) for cell in row.cells} for row in rows]
    return _drawn(ranges, matrix.keys, [seed, 1], draws)


def _drawn(
    ranges: Sequence[Mapping[str, tuple[float, float, float]]], keys: Sequence[str], seed: list[int], draws: int
) -> Array:
    """Draws of each key, added up over the rows, shape (draws, keys).

    Random numbers are dealt out in the order of the names: the order of columns changes no result, and the same seed
    gives the same draws when a weight is changed, so that bars move smoothly.
    """
    columns = sorted(range(len(keys)), key=lambda index: keys[index])
    values = [[row[keys[index]] for index in columns] for row in ranges]
    low, mid, high = np.array(values, dtype=np.float64).transpose(2, 0, 1)[..., None]
    uniform = np.random.default_rng(seed).random((len(ranges), len(columns), draws))
    sums = triangular(uniform, low, mid, high).sum(axis=0)
    return np.asarray(sums[np.argsort(columns)].T)


def _range(value: Chance | Weight) -> tuple[float, float, float]:
    return value.low, value.mid, value.high


def triangular(uniform: Array, low: Array, mid: Array, high: Array) -> Array:
    """Uniform numbers in [0, 1) as draws from triangular distributions, by the inverse of their distribution.

    Ranges without width give their one value.  All shapes broadcast.
    """
    width = high - low
    rising = np.divide(mid - low, width, out=np.zeros_like(width), where=width > 0)  # share below the middle
    below = low + np.sqrt(uniform * (width * (mid - low)))
    above = high - np.sqrt((1 - uniform) * (width * (high - mid)))
    return np.where(uniform < rising, below, above)


def _assumptions(matrix: Matrix, seed: int, draws: int) -> tuple[str, ...]:
    found = [
        tr("Items that are counted do not depend on one another once an explanation is given."),
        tr("Weights and priors are the reader's judgement, or ours; they are not measured."),
        tr("Ranges: the span of 90 in 100 of {:,} draws, each number triangular in its own range; seed {}.").format(
            draws, seed
        ),
    ]
    left = len(matrix.rows) - len(matrix.counted)
    if left:
        found.append(
            tr("{} of {} items share a document with another and are not counted again.").format(left, len(matrix.rows))
        )
    return tuple(found)
