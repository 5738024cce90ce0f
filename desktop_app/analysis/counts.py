"""How far do bare counts of items go, without a probability for each?

Two Bayes factors of López, Bowers and Gajardo Cooper (2026, R package DrWrinch), for an open archive and for a closed
one, each with the bias of observation ω that would bring it down to even odds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import comb, exp, inf, log, log10

import numpy as np

from desktop_app.analysis.evidence import Array, Matrix
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

_NODES = 400  # of Gauss and Legendre, on either side of one half
_MOST_BIAS = 1e9
_MOST_ITEMS = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """How many counted items speak for one explanation rather than another, by keys."""

    hypothesis: str
    rival: str
    supporting: tuple[str, ...]
    opposing: tuple[str, ...]
    neither: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountFactors:
    supporting: int
    opposing: int
    binomial: float  # Bayes factor; more items may turn up
    binomial_bias: float  # the least ω that brings it to 1; 1: it is there already; inf: none does
    urn: float | None  # Bayes factor; the archive is closed.  None: the urns cannot hold so many opposing items
    urn_bias: float | None
    assumptions: tuple[str, ...]


def count(matrix: Matrix, hypothesis: str, rival: str) -> Counts:
    """Count the items of a matrix by which of two explanations they favour."""
    first, second = matrix.column(hypothesis), matrix.column(rival)
    if first == second:
        raise Trouble(
            what=tr("An explanation cannot be its own rival."), do=tr("Choose another explanation to compare with.")
        )
    leaning = {row.key: row.cells[first].weight.mid - row.cells[second].weight.mid for row in matrix.counted}
    return Counts(
        hypothesis,
        rival,
        tuple(key for key, db in leaning.items() if db > 0),
        tuple(key for key, db in leaning.items() if db < 0),
        tuple(key for key, db in leaning.items() if db == 0),
    )


def count_factors(supporting: int, opposing: int) -> CountFactors:
    """Bayes factors from the number of items for an explanation and for its rival.

    Raises Trouble for negative numbers, for no item at all and for too many.
    """
    if supporting < 0 or opposing < 0 or supporting + opposing == 0:
        raise Trouble(
            what=tr("No item tells the two explanations apart, so there is nothing to count."),
            do=tr("Rate at least one item differently under the two."),
        )
    if supporting + opposing > _MOST_ITEMS:
        raise Trouble(
            what=tr("{:,} items are more than can be independent of one another.").format(supporting + opposing),
            do=tr("Count at most {:,}, one for each document.").format(_MOST_ITEMS),
        )
    urn = urn_factor(supporting, opposing)
    return CountFactors(
        supporting,
        opposing,
        binomial_factor(supporting, opposing),
        least_bias(lambda bias: binomial_factor(supporting, opposing, bias)),
        urn,
        None if urn is None else least_bias(lambda bias: urn_factor(supporting, opposing, bias) or 0.0),
        (
            tr("Items are independent, and each speaks clearly for one of the two explanations."),
            tr("A weak item counts as much as a strong one."),
            tr("Open archive: the share of supporting items is as likely one number as another before looking."),
            tr(
                "Closed archive: the urn is a convention that leans towards the rival; its authors have since given "
                "it up for other models."
            ),
            tr("ω: how much more readily a supporting item is found, or kept, than an opposing one."),
        ),
    )


def binomial_factor(supporting: int, opposing: int, bias: float = 1.0) -> float:
    """P(θ > ½) / P(θ ≤ ½) of the share θ of supporting items, uniform beforehand.

    bias: observed items support with probability ωθ/(1+(ω-1)θ).  Exact for ω = 1, else by quadrature.
    """
    if bias == 1.0:
        n = supporting + opposing + 1
        below = sum(comb(n, k) for k in range(supporting + 1, n + 1))  # of 2^n: the incomplete beta function at ½
        return float((2**n - below) / below)
    nodes, weights = _gauss_legendre()
    lower = (nodes + 1) / 4
    logs = [_log_likelihood(theta, supporting, opposing, bias) for theta in (lower, lower + 0.5)]
    top = max(float(log.max()) for log in logs)
    below_half, above_half = (float(np.exp(log - top) @ weights) for log in logs)
    return above_half / below_half if below_half > 0 else inf


def _log_likelihood(theta: Array, supporting: int, opposing: int, bias: float) -> Array:
    observed = 1 + (bias - 1) * theta
    return np.asarray(
        supporting * np.log(bias * theta / observed) + opposing * np.log((1 - theta) / observed), dtype=np.float64
    )


@cache
def _gauss_legendre() -> tuple[Array, Array]:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return nodes, weights


def urn_factor(supporting: int, opposing: int, bias: float = 1.0) -> float | None:
    """Ratio of the chances of these counts from two urns, after Fisher's noncentral hypergeometric distribution.

    The urn of the explanation holds supporting + 1 and max(1, opposing) items, that of the rival supporting and
    supporting + 1.  None where the rival's urn holds too few.
    """
    if opposing > supporting + 1:
        return None
    mine = _log_urn(supporting, supporting + opposing, supporting + 1, max(1, opposing), bias)
    rivals = _log_urn(supporting, supporting + opposing, supporting, supporting + 1, bias)
    return exp(mine - rivals)


def _log_urn(drawn: int, n: int, white: int, black: int, bias: float) -> float:
    """Log of the chance to draw so many white balls among n."""
    logs = {
        k: log(comb(white, k)) + log(comb(black, n - k)) + k * log(bias)
        for k in range(max(0, n - black), min(n, white) + 1)
    }
    top = max(logs.values())
    return logs[drawn] - top - log(sum(exp(value - top) for value in logs.values()))


def least_bias(factor: Callable[[float], float], to: float = 1.0) -> float:
    """The least bias ω ≥ 1 that brings a Bayes factor down to `to`; 1 if it is there already, inf if none does."""
    if factor(1.0) <= to:
        return 1.0
    if factor(_MOST_BIAS) > to:
        return inf
    low, high = 0.0, log10(_MOST_BIAS)
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if factor(10**middle) > to else (low, middle)
    return float(10**high)
