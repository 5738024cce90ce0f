"""What do a case's evidence and a reader's judgement come to, all at once?

The same reckoning for the window, for paper, for the plane on Home and for the command: from a case and what the
reader set, the matrix, the result of each explanation with its range, what would tip it, and what to look for next.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from desktop_app.analysis.counts import CountFactors, Counts, count, count_factors
from desktop_app.analysis.documents import AS_CITED, Grouping
from desktop_app.analysis.evidence import DRAWS, Matrix, Own, equal_prior, matrix, pairwise, totals, weigh
from desktop_app.analysis.searches import Gain, Search, look_next, open_questions
from desktop_app.analysis.sensitivity import TippingPoints, prior_needed, tipping_points
from desktop_app.analysis.weights import ALIKE, TABLE, Chance, Weight
from desktop_app.casebook.case import Case, Pair
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import HypothesisKind, Test

_cached_factors = cache(count_factors)  # quadratures, and few pairs of numbers


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that a reader may set; as it stands here, nothing is set."""

    prior: Mapping[str, Chance] = field(default_factory=dict)  # of 1, before the evidence; the missing are all alike
    own: Own = field(default_factory=dict)
    table: Mapping[Test, Weight] = field(default_factory=lambda: TABLE)
    searches: tuple[Search, ...] = ()  # in place of the open questions with the same key, or beside them
    grouping: Grouping = AS_CITED
    exclusive: bool | None = None  # whether just one explanation holds; None: as the case is worded
    baseline: str | None = None  # with what each is compared where more than one may hold; None: with chance
    seed: int = 1
    draws: int = DRAWS


@dataclass(frozen=True, slots=True)
class Result:
    """One explanation after the evidence."""

    hypothesis: str  # key
    prior: Chance  # as given
    weight: Weight  # of all counted items, ranges added; where pairs are compared, over the baseline's
    posterior: Chance | None  # where just one holds
    over: Weight | None  # else: decibels over the baseline after the evidence; None for the baseline itself
    needed: float | None  # the prior with which it would end at even odds; None for the baseline itself


@dataclass(frozen=True, slots=True)
class Weighing:
    case: str  # slug
    matrix: Matrix
    exclusive: bool
    together: tuple[Pair, ...]  # explanations that may both hold, as the case is worded
    baseline: str
    prior_said: bool  # by the reader; False: all alike, as a place to start from
    results: tuple[Result, ...]  # in the order of the hypotheses
    ranking: tuple[str, ...]
    tips: TippingPoints
    gains: tuple[Gain, ...]
    searches: tuple[Search, ...]  # open, found and absent
    counts: Counts  # of the first two in the ranking, or of the first and the baseline
    factors: CountFactors | None  # None: no item tells these two apart
    seed: int
    draws: int
    assumptions: tuple[str, ...]

    def result(self, hypothesis: str) -> Result:
        return self.results[self.matrix.column(hypothesis)]


def weighing(case: Case, judgement: Judgement | None = None) -> Weighing:
    """Reckon a case through.  Raises Trouble for a case without evidence, and for impossible numbers."""
    given = judgement or Judgement()
    searches = all_searches(case, given.searches)
    of_case = matrix(case, given.own, table=given.table, searches=searches, grouping=given.grouping)
    prior = equal_prior(of_case) | dict(given.prior)
    exclusive = not case.compatible if given.exclusive is None else given.exclusive
    baseline = given.baseline or _baseline(case)
    of_case.column(baseline)
    tips = tipping_points(of_case, prior)
    if exclusive:
        results, ranking, assumptions = _of_one(of_case, prior, given)
    else:
        results, ranking, assumptions = _of_pairs(of_case, prior, given, baseline)
    rival = tips.runner_up if exclusive or tips.leader == baseline else baseline
    counts = count(of_case, tips.leader, rival)
    for_and_against = len(counts.supporting), len(counts.opposing)
    return Weighing(
        case.slug,
        of_case,
        exclusive,
        case.compatible,
        baseline,
        bool(given.prior),
        results,
        ranking,
        tips,
        look_next(_shares(results, of_case, exclusive, tips.leader, rival), searches),
        searches,
        counts,
        _cached_factors(*for_and_against) if any(for_and_against) else None,
        given.seed,
        given.draws,
        assumptions,
    )


def all_searches(case: Case, own: tuple[Search, ...]) -> tuple[Search, ...]:
    """The open questions of the case, each as the reader left it, and the searches that he added."""
    by_key = {search.key: search for search in own}
    asked = open_questions(case)
    as_left = tuple(
        replace(by_key[search.key], short=search.short) if search.key in by_key else search for search in asked
    )
    known = {search.key for search in asked}
    return (*as_left, *(search for search in own if search.key not in known))


def _baseline(case: Case) -> str:
    found = [hypothesis.key for hypothesis in case.hypotheses if hypothesis.kind == HypothesisKind.CHANCE]
    return (found or [case.hypotheses[0].key])[0]


def _of_one(
    of_case: Matrix, prior: Mapping[str, Chance], given: Judgement
) -> tuple[tuple[Result, ...], tuple[str, ...], tuple[str, ...]]:
    balance = weigh(of_case, prior, seed=given.seed, draws=given.draws)
    results = tuple(
        Result(one.hypothesis, one.prior, one.weight, one.posterior, None, one.needed) for one in balance.standings
    )
    return results, balance.ranking, balance.assumptions


def _of_pairs(
    of_case: Matrix, prior: Mapping[str, Chance], given: Judgement, baseline: str
) -> tuple[tuple[Result, ...], tuple[str, ...], tuple[str, ...]]:
    pairs = pairwise(of_case, prior, seed=given.seed, draws=given.draws)
    over = {pair.first: (pair.weight, pair.posterior) for pair in pairs.pairs if pair.second == baseline}
    over |= {
        pair.second: (pair.weight.times(-1), pair.posterior.times(-1)) for pair in pairs.pairs if pair.first == baseline
    }
    results = tuple(
        Result(key, prior[key], ALIKE, None, None, None)
        if key == baseline
        else Result(key, prior[key], over[key][0], None, over[key][1], prior_needed(over[key][0].mid))
        for key in of_case.keys
    )
    after = {result.hypothesis: result.over.mid if result.over else 0.0 for result in results}
    return results, tuple(sorted(of_case.keys, key=lambda key: -after[key])), pairs.assumptions


def _shares(results: tuple[Result, ...], of_case: Matrix, exclusive: bool, leader: str, rival: str) -> dict[str, float]:
    """The present distribution; of two explanations alone, where more than one may hold."""
    if exclusive:
        return {result.hypothesis: result.posterior.mid for result in results if result.posterior}
    db = {result.hypothesis: result.over.mid if result.over else 0.0 for result in results}
    odds = 10 ** ((db[leader] - db[rival]) / 10)
    return {key: {leader: odds / (1 + odds), rival: 1 / (1 + odds)}.get(key, 0.0) for key in of_case.keys}


def standings_in_words(weighed: Weighing) -> str:
    """The result in one sentence, for a list and for who cannot see the bars."""
    first = weighed.matrix.short(weighed.ranking[0])
    if weighed.exclusive:
        best = weighed.result(weighed.ranking[0]).posterior
        if best is None:
            raise ValueError("an exclusive weighing has posteriors")
        return tr("“{}” leads with {:.0f} of 100, {:.0f} to {:.0f}.").format(
            first, 100 * best.mid, 100 * best.low, 100 * best.high
        )
    return tr("“{}” leads by {:.1f} dB over “{}”, pair by pair.").format(
        first, weighed.tips.lead, weighed.matrix.short(weighed.tips.runner_up)
    )


def sums(weighed: Weighing) -> tuple[Weight, ...]:
    """The weight of all counted items, one an explanation, as the matrix adds them."""
    return totals(weighed.matrix)
