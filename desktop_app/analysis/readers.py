"""How far do two readers agree on what the evidence tells?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from desktop_app.analysis.evidence import Matrix
from desktop_app.analysis.weights import step
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

STEPS = 5  # of the scale of words, to either side of “alike”
FEW = 30  # ratings: below it, coefficients of agreement are unstable
_STRONG_STEP = 4  # “much more” and above is “very consistent” in the scale of ACH


class Band(StrEnum):
    """How far two ratings agree, as Open Source ACH has it: by their standard deviation."""

    CONSENSUS = "consensus"
    MILD = "mild"
    STRONG = "strong"
    EXTREME = "extreme"


BANDS = ((0.25, Band.CONSENSUS), (1.0, Band.MILD), (1.74, Band.STRONG))


@dataclass(frozen=True, slots=True)
class Difference:
    evidence: str
    hypothesis: str
    first: float  # decibels
    second: float
    spread: float  # standard deviation on the scale of ACH, -2 to 2
    band: Band

    @property
    def decibels(self) -> float:
        """Second less first."""
        return self.second - self.first


@dataclass(frozen=True, slots=True)
class Agreement:
    cells: tuple[Difference, ...]  # of the items and explanations that both have
    only_first: tuple[str, ...]  # items
    only_second: tuple[str, ...]
    kappa: float | None  # weighted by squares, over the steps in words; None: neither reader made any distinction
    alpha: float | None  # Krippendorff's, for intervals, over decibels; None: all ratings are the same number
    assumptions: tuple[str, ...]


def compare(first: Matrix, second: Matrix) -> Agreement:
    """Two readers' matrices side by side.  Raises Trouble if they have no item or no explanation in common."""
    rows = {row.key: {cell.hypothesis: cell.weight.mid for cell in row.cells} for row in second.rows}
    hypotheses = set(first.keys).intersection(second.keys)
    cells = tuple(
        _difference(row.key, cell.hypothesis, cell.weight.mid, rows[row.key][cell.hypothesis])
        for row in first.rows
        if row.key in rows
        for cell in row.cells
        if cell.hypothesis in hypotheses
    )
    if not cells:
        raise Trouble(
            what=tr("The two matrices have no item and no explanation in common."),
            do=tr("Choose a library that holds the same case."),
        )
    ours = {row.key for row in first.rows}
    pairs = [(cell.first, cell.second) for cell in cells]
    return Agreement(
        cells,
        tuple(row.key for row in first.rows if row.key not in rows),
        tuple(row.key for row in second.rows if row.key not in ours),
        weighted_kappa([(step(a), step(b)) for a, b in pairs]),
        krippendorff_alpha(pairs),
        _assumptions(len(cells)),
    )


def _difference(evidence: str, hypothesis: str, first: float, second: float) -> Difference:
    spread = abs(_ach(first) - _ach(second)) / 2  # the standard deviation of two numbers
    band = next((band for most, band in BANDS if spread <= most), Band.EXTREME)
    return Difference(evidence, hypothesis, first, second, spread, band)


def _ach(db: float) -> float:
    """A weight on the scale by which Open Source ACH measures consensus: 0, ±1.5 consistent, ±2 very consistent."""
    rank = step(db)
    size = 0.0 if rank == 0 else 1.5 if abs(rank) < _STRONG_STEP else 2.0
    return size if rank > 0 else -size


def weighted_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Cohen's kappa, weighted by squared distance (Cohen 1968), over steps from -STEPS to STEPS.

    None if both gave one and the same rating throughout: then there is nothing to agree on.
    """
    a, b = np.array(pairs, dtype=np.int64).T + STEPS
    joint = np.zeros((2 * STEPS + 1, 2 * STEPS + 1))
    np.add.at(joint, (a, b), 1 / len(pairs))
    ranks = np.arange(2 * STEPS + 1)
    weight = (ranks[:, None] - ranks[None, :]) ** 2
    expected = float(np.sum(weight * np.outer(joint.sum(axis=1), joint.sum(axis=0))))
    return None if expected == 0 else 1 - float(np.sum(weight * joint)) / expected


def krippendorff_alpha(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Krippendorff's alpha of two readers for interval data, every item rated by both.  None if all are the same."""
    values = np.array(pairs, dtype=np.float64)
    observed = float(np.mean((values[:, 0] - values[:, 1]) ** 2))
    expected = 2 * float(values.var(ddof=1))
    return None if expected == 0 else 1 - observed / expected


def _assumptions(ratings: int) -> tuple[str, ...]:
    found = [
        tr("The middles of the weights are compared, not their ranges."),
        tr("Bands: standard deviation up to 0.25 consensus, 1.0 mild, 1.74 strong, beyond it extreme disagreement."),
    ]
    if ratings < FEW:
        found.append(tr("With {} ratings the coefficients may change much with one of them.").format(ratings))
    return tuple(found)
