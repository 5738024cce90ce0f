"""How probable is a match by chance alone, if so many things could have matched?

Formulas of Diaconis and Mosteller 1989 (JASA 84), and what is exact where they approximate.  Probabilities are plain
numbers between 0 and 1; "classes" are the days, places or kinds that two things can share; "within w" means that all
of them lie within a span of w, so that for two it is a difference of at most w.
"""

from collections.abc import Callable, Iterable, Sequence
from math import comb, exp, expm1, inf, lgamma, log, log1p, prod, sqrt

import numpy as np
import numpy.typing as npt

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

Array = npt.NDArray[np.float64]

EVEN = 1.2  # N₅₀ ≈ 1.2 √c: the square root of 2 ln 2
NEARLY_SURE = 2.45  # N₉₅ ≈ 2.45 √c: the square root of 2 ln 20
Z_95 = 1.959963984540054  # standard deviations to either side of 95 in 100
_MOST_ALIKE = 50
MOST = 20_000  # things that the exact formulas take


def alike_curve(most: int, classes: int, alike: int = 2) -> tuple[float, ...]:
    """P(at least `alike` of n things fall in one class), exactly, for n = 0 … most; all classes equally likely.

    The ways W(n) in which no class holds so many follow from W(0) … W(n-1), since their exponential generating
    function is a power of a polynomial (J. C. P. Miller's recurrence): in integers, so that nothing is rounded.
    """
    _check(most, alike, classes)
    if most > MOST:
        raise Trouble(
            what=tr("{:,} chances are more than can be reckoned exactly.").format(most),
            do=tr("Write down at most {:,}.").format(MOST),
        )
    ways, all_ways, curve = [1], 1, [0.0]
    for n in range(1, most + 1):
        all_ways *= classes
        ways.append(
            sum(
                ((classes + 1) * comb(n - 1, j - 1) - comb(n, j)) * ways[n - j] for j in range(1, min(alike - 1, n) + 1)
            )
        )
        curve.append((all_ways - ways[n]) / all_ways)
    return tuple(curve)


def p_alike(n: int, classes: int, alike: int = 2) -> float:
    """P(at least `alike` of n things fall in one of so many equally likely classes), exactly."""
    if alike == 2:
        _check(n, alike, classes)
        return p_near(n, classes, 0)
    return alike_curve(n, classes, alike)[n]


def p_near(n: int, classes: int, within: int) -> float:
    """P(some two of n things lie within `within` of one another on a circle of so many classes), exactly."""
    _check(n, 2, classes, within)
    log_none = 0.0
    for i in range(1, n):
        free = classes - n * within - i
        if free <= 0:
            return 1.0
        log_none += log(free / classes)
    return -expm1(log_none)


def p_near_in_row(n: int, classes: int, within: int) -> float:
    """The same for classes in a row, such as the days of one period: its two ends are not neighbours."""
    _check(n, 2, classes, within)
    free = classes - (n - 1) * within
    if n > free:
        return 1.0
    return -expm1(sum(log((free - i) / classes) for i in range(n)))


def p_alike_uneven(n: int, shares: Sequence[float] | Array, alike: int = 2) -> float:
    """P(at least `alike` of n things fall in one class) where classes are not equally likely.

    shares: the probability of each class; scaled to add up to 1.  Exact up to rounding: the number of things is taken
    as Poisson first and then fixed at n, which keeps every number in the product between 0 and 1.
    """
    p = np.asarray(shares, dtype=np.float64)
    if p.size < 1 or not np.all(np.isfinite(p)) or np.any(p < 0) or p.sum() <= 0:
        raise Trouble(
            what=tr("Shares of classes must be numbers of at least 0, and not all 0."),
            do=tr("Give each class its share, for example how many of your dates fall in each month."),
        )
    _check(n, alike, p.size)
    if n < alike:
        return 0.0
    p = p / p.sum()
    distribution = np.zeros(n + 1)
    distribution[0] = 1.0
    for mean in n * p:
        if mean > 0:
            terms = [exp(-mean + j * log(mean) - lgamma(j + 1)) for j in range(min(alike, n + 1))]
            spread = terms[0] * distribution
            for j, term in enumerate(terms[1:], start=1):
                spread[j:] += term * distribution[: n + 1 - j]
            distribution = spread
    exactly_n = exp(-n + n * log(n) - lgamma(n + 1))
    return float(min(1.0, max(0.0, 1 - distribution[n] / exactly_n)))


def seasonal(classes: int, share_of_things: float, share_of_classes: float) -> Array:
    """Shares of classes of which one stretch holds more than the rest: half of all acts in a third of the year.

    Both shares lie between 0 and 1.
    """
    for share in (share_of_things, share_of_classes):
        if not 0 < share < 1:
            raise Trouble(
                what=tr("A share of {:g} leaves nothing for the rest.").format(share),
                do=tr("Give a share between 0 and 1, such as half of all acts in one third of the year."),
            )
    busy = min(classes - 1, max(1, round(classes * share_of_classes)))
    shares = np.full(classes, (1 - share_of_things) / (classes - busy))
    shares[:busy] = share_of_things / busy
    return shares


def p_kinds(n: int, kinds: Sequence[int]) -> float:
    """P(some two of n people match in at least one of several independent kinds), kinds given by their classes."""
    if not kinds:
        raise Trouble(what=tr("No kind of match was given."), do=tr("Say of how many classes each kind has."))
    return 1 - prod(1 - p_alike(n, classes) for classes in kinds)


def p_named(alike: int, classes: int, within: int = 0) -> float:
    """P(so many things, named beforehand, all lie within a span of `within` on a circle of classes)."""
    _check(alike, alike, classes, within)
    return float(((within + 1) ** alike - within**alike) / classes ** (alike - 1))


def p_named_in_row(alike: int, classes: int, within: int = 0) -> float:
    """The same for classes in a row, such as the days of one period."""
    _check(alike, alike, classes, within)
    whole = (classes - within) * ((within + 1) ** alike - within**alike)
    return float((whole + within**alike) / classes**alike)


def expected_matches(n: int, alike: int, p_of_one: float) -> float:
    """λ: how many matching sets of so many among n things are to be expected by chance."""
    return comb(n, alike) * p_of_one


def p_at_least_one(expected: float) -> float:
    """1 - e^(-λ): the chance of at least one, if λ are to be expected and they are rare and nearly independent."""
    if expected < 0:
        raise Trouble(what=tr("Fewer than no matches cannot be expected."), do=tr("Give a number of at least 0."))
    return -expm1(-expected)


def chen_stein_bound(n: int, classes: int, alike: int = 2) -> float:
    """By how much the Poisson formula for `alike` things in one class can be wrong at most.

    Arratia, Goldstein and Gordon 1989, Annals of Probability 17: (b₁ + b₂) (1 - e^(-λ)) / λ, where sets that share a
    member depend on one another.
    """
    _check(n, alike, classes)
    sets = comb(n, alike)
    if sets == 0:
        return 0.0
    p = float(classes) ** (1 - alike)
    neighbours = sets - comb(n - alike, alike)  # with itself
    b1 = (sets * p) * (neighbours * p)
    b2 = (sets * p) * sum(
        comb(alike, j) * comb(n - alike, alike - j) * float(classes) ** (j - alike) for j in range(1, alike)
    )
    expected = sets * p
    return min(1.0, (b1 + b2) * p_at_least_one(expected) / expected)


def p_any(chances: Iterable[float]) -> tuple[float, float]:
    """P(at least one) of independent opportunities with these chances: exactly, and by λ = Σp."""
    listed = list(chances)
    for chance in listed:
        if not 0 <= chance <= 1:
            raise Trouble(what=tr("{:g} is no probability.").format(chance), do=tr("Give numbers between 0 and 1."))
    exact = 1.0 if 1.0 in listed else -expm1(sum(log1p(-chance) for chance in listed))
    return exact, p_at_least_one(sum(listed))


def p_overall(p_local: float, trials: int) -> float:
    """The chance that at least one of so many independent looks is as surprising as p_local (trials factor)."""
    if trials < 1:
        raise Trouble(what=tr("There was no look at all."), do=tr("Count the looks: at least 1."))
    return p_any([p_local] * trials)[0]


def roughly_even(classes: int, within: int = 0) -> float:
    """N₅₀ ≈ 1.2 √(c / (2w+1)): so many things make a match of two about as likely as not."""
    return EVEN * sqrt(classes / (2 * within + 1))


def roughly_even_of_kinds(kinds: Sequence[int]) -> float:
    """N₅₀ ≈ 1.2 / √Σ(1/c): the same for several kinds of match."""
    return EVEN / sqrt(sum(1 / classes for classes in kinds))


def roughly_sure(classes: int, within: int = 0) -> float:
    """N₉₅ ≈ 2.45 √(c / (2w+1)): with so many, a match of two is to be expected in 95 of 100."""
    return NEARLY_SURE * sqrt(classes / (2 * within + 1))


def least_for(share: float, p: Callable[[int], float], most: int = MOST) -> int | None:
    """The least n with p(n) ≥ share, for p that does not fall; None if there is none up to `most`."""
    if p(most) < share:
        return None
    low, high = 0, 1
    while p(high) < share:
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if p(middle) >= share else (middle, high)
    return high


def interval_95(hits: int, draws: int) -> tuple[float, float]:
    """Where the chance lies that came up so often in so many draws, in 95 of 100 (Wilson 1927)."""
    share = hits / draws
    centre = share + Z_95**2 / (2 * draws)
    half = Z_95 * sqrt(share * (1 - share) / draws + Z_95**2 / (4 * draws**2))
    scale = 1 + Z_95**2 / draws
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def one_in(p: float) -> float:
    """The n of “1 in n”."""
    return inf if p == 0 else 1 / p


def _check(n: int, alike: int, classes: int, within: int = 0) -> None:
    if n < 0 or classes < 1:
        raise Trouble(
            what=tr("{} things in {} classes cannot match.").format(n, classes),
            do=tr("Give at least 1 class, such as the 365 days of a year, and no negative number of things."),
        )
    if alike < 2:
        raise Trouble(what=tr("A match takes at least two."), do=tr("Say how many have to be alike: 2 or more."))
    if alike > _MOST_ALIKE:
        raise Trouble(
            what=tr("A match of {} at once is beyond reckoning.").format(alike),
            do=tr("Ask for at most {} alike.").format(_MOST_ALIKE),
        )
    if within < 0 or 2 * within + 1 > classes:
        raise Trouble(
            what=tr("Within {} of {} is no narrower than anywhere.").format(within, classes),
            do=tr("Choose a span of at least 0 and less than half of the whole."),
        )
