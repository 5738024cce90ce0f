from dataclasses import replace
from itertools import product
from math import log10

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from desktop_app.analysis.documents import Grouping
from desktop_app.analysis.evidence import (
    Cell,
    Matrix,
    Row,
    equal_prior,
    matrix,
    pairwise,
    totals,
    triangular,
    weigh,
)
from desktop_app.analysis.searches import (
    Outcome,
    Search,
    expected_gain,
    look_next,
    open_questions,
)
from desktop_app.analysis.searches import weights as weights_of_search
from desktop_app.analysis.sensitivity import (
    Region,
    chance_hypothesis,
    plane,
    prior_needed,
    tipping_points,
)
from desktop_app.analysis.weights import Chance, Weight, odds
from desktop_app.casebook.case import Hypothesis
from desktop_app.casebook.terms import Claimant, HypothesisKind, Test
from desktop_app.casebook.trouble import Trouble


def _exactly(db):
    return Weight(db, db, db)


def _sure(share):
    return Chance(share, share, share)


def _matrix(rows, kinds=None):
    """Rows of decibels as a matrix of hypotheses a, b, c …, each number certain."""
    keys = "abcdefgh"[: len(rows[0])]
    kinds = kinds or (HypothesisKind.CHANCE, *[HypothesisKind.CAUSE] * (len(keys) - 1))
    return Matrix(
        tuple(Hypothesis(key, key, kind, key) for key, kind in zip(keys, kinds, strict=True)),
        tuple(
            Row(
                f"e{at}",
                f"e{at}",
                Test.STRAW,
                tuple(Cell(key, _exactly(db), Claimant.READER) for key, db in zip(keys, row, strict=True)),
                None,
                True,
            )
            for at, row in enumerate(rows)
        ),
    )


def _by_bayes(rows, prior):
    """The posterior by multiplying likelihoods, without decibels."""
    product_of = np.array(prior, dtype=float)
    for row in rows:
        product_of = product_of * 10 ** (np.array(row) / 10)
    return product_of / product_of.sum()


# our reading


def test_the_shipped_matrix_comes_from_the_table(shipped_case):
    read = matrix(shipped_case(14))
    row = next(row for row in read.rows if row.key == "boundary-by-telegraph")
    assert {cell.hypothesis: cell.weight for cell in row.cells} == {
        "chance": _exactly(0),
        "break-mattered": Weight(-6.5, -5, -3.5),
        "war-timetable": Weight(7, 10, 13),
        "delay-by-design": _exactly(0),
    }
    assert all(cell.by == Claimant.EDITOR for cell in row.cells)
    assert row.diagnosticity == 15


def test_the_table_can_be_changed(shipped_case):
    table = {test: _exactly(1) for test in Test}
    read = matrix(shipped_case(14), table=table)
    assert {cell.weight.mid for row in read.rows for cell in row.cells} == {-0.5, 0, 1}


def test_the_readers_weights_override_ours_and_can_be_reset(shipped_case):
    case = shipped_case(14)
    own = {("brief-hardened", "break-mattered"): Weight(3, 5, 7)}
    cell = next(row for row in matrix(case, own).rows if row.key == "brief-hardened").cells[1]
    assert cell == Cell("break-mattered", Weight(3, 5, 7), Claimant.READER)
    assert matrix(case, {}) == matrix(case)


def test_every_shipped_case_has_a_matrix(shipped_case):
    for chapter in range(1, 22):
        read = matrix(shipped_case(chapter))
        balance = weigh(read, equal_prior(read), draws=500)
        assert sum(one.posterior.mid for one in balance.standings) == pytest.approx(1)
        assert all(one.posterior.low <= one.posterior.mid <= one.posterior.high for one in balance.standings)
        assert balance.assumptions
        assert plane(read, equal_prior(read), chance_hypothesis(shipped_case(chapter)), draws=500).assumptions


def test_items_that_share_a_document_are_counted_once_unless_the_reader_says_so(shipped_case):
    case = shipped_case(14)
    counted = {row.key: row.counted for row in matrix(case).rows}
    assert counted["soong-asked-first"]
    assert not counted["stalin-wanted-to-finish"]
    chosen = matrix(case, grouping=Grouping(counted=frozenset({"stalin-wanted-to-finish"})))
    assert [row.counted for row in chosen.rows[:2]] == [False, True]
    apart = matrix(case, grouping=Grouping(apart=frozenset({"stalin-wanted-to-finish"})))
    assert all(row.counted and row.group is None for row in apart.rows)
    assert totals(apart)[2].mid - totals(matrix(case))[2].mid == 3


def test_what_speaks_for_all_alike_tells_nothing():
    rows = [[3, -1.5, 0], [-9, -9, -9]]
    read = _matrix(rows)
    assert read.rows[1].diagnosticity == 0
    assert weigh(read, equal_prior(read)).standings[0].posterior.mid == pytest.approx(
        weigh(_matrix(rows[:1]), equal_prior(read)).standings[0].posterior.mid
    )


# posterior


def test_the_posterior_is_bayes_rule():
    rows, prior = [[3, -1.5, 0], [0, 10, -5], [6, 0, 0]], [0.2, 0.5, 0.3]
    read = _matrix(rows)
    balance = weigh(read, {key: _sure(share) for key, share in zip("abc", prior, strict=True)})
    assert [one.posterior.mid for one in balance.standings] == pytest.approx(list(_by_bayes(rows, prior)))
    # without ranges, the span of the draws has no width
    assert all(one.posterior.high - one.posterior.low < 1e-9 for one in balance.standings)


def test_the_numbers_of_the_drawn_page():
    """Sums and priors of the drawing of the evidence page, worked through by hand there."""
    read = _matrix([[7.5, -1.5, 13, 9]])
    prior = {key: _sure(share) for key, share in zip("abcd", (0.325, 0.175, 0.325, 0.175), strict=True)}
    balance = weigh(read, prior)
    assert [round(100 * one.posterior.mid) for one in balance.standings] == [19, 1, 66, 14]
    assert [round(100 * one.needed) for one in balance.standings] == [68, 94, 20, 56]
    assert balance.ranking == ("c", "a", "d", "b")


def test_with_the_prior_that_was_needed_it_ends_at_one_half():
    rows, prior = [[3, -1.5, 0], [0, 10, -5]], np.array([0.2, 0.5, 0.3])
    balance = weigh(_matrix(rows), {key: _sure(share) for key, share in zip("abc", prior, strict=True)})
    for at, one in enumerate(balance.standings):
        changed = prior * (1 - one.needed) / (1 - prior[at])
        changed[at] = one.needed
        assert _by_bayes(rows, changed)[at] == pytest.approx(0.5)


def test_one_in_n_against_a_single_rival():
    assert prior_needed(20) == pytest.approx(1 / 101)
    assert prior_needed(0) == 0.5


def test_ranges_come_from_draws_within_them_and_the_seed_repeats_them(shipped_case):
    read = matrix(shipped_case(14))
    balance = weigh(read, equal_prior(read), seed=7)
    assert balance == weigh(read, equal_prior(read), seed=7)
    assert balance != weigh(read, equal_prior(read), seed=8)
    assert balance.seed == 7
    one = balance.standings[2]
    assert one.posterior.low < one.posterior.mid < one.posterior.high


def test_draws_are_triangular():
    uniform = np.random.default_rng(3).random(20_000)
    for low, mid, high in ((1.0, 3.0, 5.0), (2.0, 3.0, 9.0), (0.0, 0.0, 4.0), (-4.0, 0.0, 0.0)):
        drawn = triangular(uniform, np.array(low), np.array(mid), np.array(high))
        theirs = stats.triang((mid - low) / (high - low), loc=low, scale=high - low)
        assert drawn == pytest.approx(theirs.ppf(uniform))
    assert triangular(uniform, np.array(2.0), np.array(2.0), np.array(2.0)) == pytest.approx(2.0)


def test_the_span_of_the_draws_is_that_of_an_independent_simulation(shipped_case):
    read = matrix(shipped_case(14))
    prior = equal_prior(read)
    rng = np.random.default_rng(99)
    logs = np.log(np.array([rng.triangular(p.low, p.mid, p.high, 40_000) for p in prior.values()]))
    for row in read.counted:
        for at, cell in enumerate(row.cells):
            weight = cell.weight
            if weight.low < weight.high:
                logs[at] += rng.triangular(weight.low, weight.mid, weight.high, 40_000) * np.log(10) / 10
    shares = np.exp(logs) / np.exp(logs).sum(axis=0)
    for one, drawn in zip(weigh(read, prior, draws=40_000).standings, shares, strict=True):
        assert one.posterior.low == pytest.approx(np.percentile(drawn, 5), abs=0.01)
        assert one.posterior.high == pytest.approx(np.percentile(drawn, 95), abs=0.01)


_DB = st.floats(-30, 30).map(lambda db: round(db, 2))


@settings(max_examples=30)
@given(st.lists(st.tuples(_DB, _DB, _DB), min_size=1, max_size=6), st.lists(_DB, min_size=3, max_size=3))
def test_weights_of_independent_items_add_up(rows, more):
    with_it = totals(_matrix([*rows, more]))
    without = totals(_matrix(rows))
    assert [total.mid for total in with_it] == pytest.approx(
        [total.mid + db for total, db in zip(without, more, strict=True)]
    )
    one_by_one = weigh(_matrix([[sum(column) for column in zip(*rows, strict=True)]]), equal_prior(_matrix(rows)))
    all_at_once = weigh(_matrix(rows), equal_prior(_matrix(rows)))
    assert [one.posterior.mid for one in one_by_one.standings] == pytest.approx(
        [one.posterior.mid for one in all_at_once.standings]
    )


@settings(max_examples=15)
@given(st.permutations(range(4)), st.permutations(range(9)))
def test_permuting_hypotheses_and_items_permutes_the_results(shipped_case, columns, rows):
    case = shipped_case(14)
    moved = replace(
        case,
        hypotheses=tuple(case.hypotheses[at] for at in columns),
        evidence=tuple(case.evidence[at] for at in rows),
    )
    prior = {"chance": Chance(0.2, 0.3, 0.4)} | {
        key: Chance(0.1, 0.2, 0.3) for key in matrix(case).keys if key != "chance"
    }
    before = {one.hypothesis: one for one in weigh(matrix(case), prior, draws=300).standings}
    after = {one.hypothesis: one for one in weigh(matrix(moved), prior, draws=300).standings}
    for key, one in before.items():
        assert after[key].posterior.mid == pytest.approx(one.posterior.mid)
        assert after[key].posterior.low == pytest.approx(one.posterior.low)
        assert after[key].needed == pytest.approx(one.needed)


def test_explanations_that_may_hold_together_are_compared_in_pairs():
    read = _matrix([[3, -1.5, 0], [0, 10, -5]])
    prior = {key: _sure(share) for key, share in zip("abc", (0.2, 0.5, 0.3), strict=True)}
    pairs = pairwise(read, prior)
    assert [(one.first, one.second) for one in pairs.pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    first = pairs.pairs[0]
    assert first.weight.mid == -5.5
    assert first.prior.mid == pytest.approx(10 * log10(0.4))
    assert odds(first.posterior.mid) == pytest.approx(0.2 * 10**0.3 / (0.5 * 10**0.85))
    assert "More than one" in pairs.assumptions[0]


def test_weights_beyond_all_measure_still_give_numbers():
    balance = weigh(_matrix([[4000, 0], [4000, 0]]), {"a": _sure(0.5), "b": _sure(0.5)})
    assert balance.ranking == ("a", "b")
    assert balance.standings[1].needed == pytest.approx(1)


# impossible input


def test_what_a_matrix_cannot_be_made_of(shipped_case):
    case = shipped_case(14)
    with pytest.raises(Trouble, match="no evidence to weigh"):
        matrix(replace(case, evidence=()))
    with pytest.raises(Trouble, match="fewer than two"):
        matrix(replace(case, hypotheses=case.hypotheses[:1]))
    with pytest.raises(Trouble, match="no explanation “nobody”"):
        matrix(case, {("brief-hardened", "nobody"): _exactly(1)})
    with pytest.raises(Trouble, match="no evidence “nothing”"):
        matrix(case, {("nothing", "chance"): _exactly(1)})


def test_a_prior_must_name_every_explanation_and_no_other(shipped_case):
    read = matrix(shipped_case(14))
    prior = equal_prior(read)
    with pytest.raises(Trouble, match="no explanation “nobody”"):
        weigh(read, prior | {"nobody": _sure(0.1)})
    del prior["chance"]
    with pytest.raises(Trouble, match="“Chance” has no prior"):
        weigh(read, prior)


# tipping points


def test_at_a_tipping_point_two_explanations_are_level(shipped_case):
    case = shipped_case(14)
    read = matrix(case)
    prior = equal_prior(read) | {"chance": Chance(0.3, 0.35, 0.4)}
    tips = tipping_points(read, prior)
    balance = weigh(read, prior)
    assert (tips.leader, tips.runner_up) == balance.ranking[:2]
    assert tips.ratings[0].leads
    one_each = frozenset(row.key for row in read.counted)
    for tip in tips.ratings:
        own = {(tip.item, tip.hypothesis): _exactly(tip.flips_at)}
        changed = weigh(matrix(case, own, grouping=Grouping(counted=one_each)), prior, draws=50)
        after = {one.hypothesis: one.posterior.mid for one in changed.standings}
        assert after[tip.hypothesis] == pytest.approx(after[tip.rival])
        assert (balance.ranking[0] in (tip.hypothesis, tip.rival)) == tip.leads
    for tip in tips.priors:
        shares = {key: chance.mid for key, chance in prior.items()}
        shares[tip.hypothesis] = shares[tip.rival] * tip.flips_at
        total = sum(shares.values())
        changed = weigh(read, {key: _sure(share / total) for key, share in shares.items()}, draws=50)
        after = {one.hypothesis: one.posterior.mid for one in changed.standings}
        assert after[tip.hypothesis] == pytest.approx(after[tip.rival])
        assert tip.factor >= 1


def test_tipping_points_of_the_drawn_page():
    tips = tipping_points(
        _matrix([[7.5, -1.5, 13, 9]]),
        {key: _sure(share) for key, share in zip("abcd", (0.325, 0.175, 0.325, 0.175), strict=True)},
    )
    assert tips.lead == pytest.approx(5.5)
    assert tips.priors[0].hypothesis == "a"
    assert tips.priors[0].flips_at == pytest.approx(3.5, abs=0.05)
    assert {(tip.hypothesis, tip.rival): round(tip.flips_at, 6) for tip in tips.ratings}["c", "a"] == 7.5


# the coincidence plane


def test_regions_of_the_coincidence_plane():
    prior = {"a": _sure(0.99), "b": _sure(0.01)}
    assert plane(_matrix([[0, 10]]), prior, "a").region == Region.MERE
    assert plane(_matrix([[0, 20]]), prior, "a").region == Region.SUSPICIOUS
    assert plane(_matrix([[0, 30]]), prior, "a").region == Region.CAUSE
    assert plane(_matrix([[3, 0]]), prior, "a").region == Region.NONE


def test_the_plane_adds_log_odds():
    rows, prior = [[3, -1.5, 0], [0, 10, -5]], (0.2, 0.5, 0.3)
    read = _matrix(rows)
    given_prior = {key: _sure(share) for key, share in zip("abc", prior, strict=True)}
    point = plane(read, given_prior, "a")
    after = _by_bayes(rows, prior)
    assert odds(point.prior.mid) == pytest.approx(0.8 / 0.2)
    assert odds(point.posterior.mid) == pytest.approx((1 - after[0]) / after[0])
    assert point.prior.mid + point.weight.mid == pytest.approx(point.posterior.mid)
    single = plane(read, given_prior, "a", "b")
    assert single.weight.mid == pytest.approx(5.5)
    with pytest.raises(Trouble, match="its own rival"):
        plane(read, given_prior, "a", "a")


def test_the_plane_needs_an_explanation_by_chance(shipped_case):
    case = shipped_case(14)
    assert chance_hypothesis(case) == "chance"
    with pytest.raises(Trouble, match="0 such explanations"):
        chance_hypothesis(replace(case, hypotheses=case.hypotheses[1:]))


# searches


def test_a_search_in_vain_counts_and_is_not_a_document(shipped_case):
    case = shipped_case(14)
    chances = {"chance": 0.1, "break-mattered": 0.8, "war-timetable": 0.1, "delay-by-design": 0.4}
    search = Search(
        "diary", "Chiang’s diary", Outcome.ABSENT, tuple((key, _sure(chance)) for key, chance in chances.items())
    )
    read = matrix(case, searches=[search])
    row = read.rows[-1]
    assert row.test is None
    mids = {cell.hypothesis: cell.weight.mid for cell in row.cells}
    assert mids["break-mattered"] - mids["chance"] == pytest.approx(10 * log10(0.2 / 0.9))
    assert sum(mids.values()) == pytest.approx(0)
    found = matrix(case, searches=[replace(search, outcome=Outcome.FOUND)]).rows[-1].cells
    assert found[1].weight.mid - found[0].weight.mid == pytest.approx(10 * log10(8))
    assert matrix(case, searches=[replace(search, outcome=Outcome.OPEN)]) == matrix(case)


def test_absence_of_what_was_surely_to_be_found_weighs_within_its_range():
    (sure, _) = weights_of_search(
        Search("s", "s", Outcome.ABSENT, (("a", Chance(0.5, 0.8, 0.9)), ("b", _sure(0.1)))), ("a", "b")
    )
    assert sure.low < sure.mid < sure.high
    assert sure.high - sure.low == pytest.approx(10 * log10(0.5 / 0.1))


def test_searches_that_cannot_be_weighed(shipped_case):
    with pytest.raises(Trouble, match="not been looked for"):
        weights_of_search(Search("s", "s"), ("a",))
    with pytest.raises(Trouble, match="no chance of being found under “b”"):
        weights_of_search(Search("s", "s", Outcome.FOUND, (("a", _sure(0.5)),)), ("a", "b"))
    with pytest.raises(Trouble, match="no explanation of this matrix"):
        weights_of_search(Search("s", "s", Outcome.FOUND, (("c", _sure(0.5)),)), ("a", "b"))
    assert len(open_questions(shipped_case(14))) == 5


def _information(shares, found):
    """Mutual information of the explanation and the outcome: entropies, by brute force."""
    joint = {(key, one): shares[key] * (found[key] if one else 1 - found[key]) for key, one in product(shares, (0, 1))}
    outcome = {one: sum(joint[key, one] for key in shares) for one in (0, 1)}
    entropy = stats.entropy
    return (
        entropy(list(shares.values()), base=2)
        + entropy(list(outcome.values()), base=2)
        - entropy(list(joint.values()), base=2)
    )


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(0.01, 0.99)), min_size=2, max_size=5))
def test_expected_gain_is_mutual_information_and_never_negative(pairs):
    total = sum(share for share, _ in pairs)
    shares = {str(at): share / total for at, (share, _) in enumerate(pairs)}
    found = {str(at): chance for at, (_, chance) in enumerate(pairs)}
    assert expected_gain(shares, found) == pytest.approx(_information(shares, found), abs=1e-9)
    assert expected_gain(shares, found) >= 0


def test_what_to_look_for_next_is_ranked_by_bits():
    shares = {"a": 0.5, "b": 0.5}
    telling = Search("telling", "telling", chances=(("a", _sure(0.9)), ("b", _sure(0.1))))
    idle = Search("idle", "idle", chances=(("a", _sure(0.5)), ("b", _sure(0.5))))
    unsaid = Search("unsaid", "unsaid")
    made = replace(telling, key="made", outcome=Outcome.FOUND)
    gains = look_next(shares, [unsaid, idle, made, telling])
    assert [gain.search for gain in gains] == ["telling", "idle", "unsaid"]
    assert gains[0].bits == pytest.approx(0.531, abs=0.001)  # one binary symmetric channel: 1 - H(0.1)
    assert gains[1].bits == pytest.approx(0)
    assert gains[2].bits is None
    assert gains[0].chance == pytest.approx(0.5)
