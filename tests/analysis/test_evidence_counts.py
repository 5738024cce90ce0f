from math import inf

import pytest
from scipy import integrate, stats

from desktop_app.analysis.counts import binomial_factor, count, count_factors, least_bias, urn_factor
from desktop_app.analysis.evidence import matrix
from desktop_app.casebook.trouble import Trouble


def test_the_documented_output_of_the_package():
    factors = count_factors(7, 3)
    assert factors.binomial == pytest.approx(7.827586, abs=1e-6)
    assert factors.urn == pytest.approx(39)
    assert factors.urn == pytest.approx((8 / 11) / (56 / 3003))
    assert binomial_factor(9, 3) == pytest.approx(20.67, abs=0.005)
    assert urn_factor(9, 3) == pytest.approx(323)
    assert least_bias(lambda bias: urn_factor(7, 3, bias), 20) == pytest.approx(1.304023, rel=1e-5)


@pytest.mark.parametrize(("mine", "theirs"), [(7, 3), (9, 3), (1, 0), (0, 1), (0, 5), (40, 31), (3, 9)])
def test_the_open_archive_is_a_beta_distribution(mine, theirs):
    below = stats.beta(1 + mine, 1 + theirs).cdf(0.5)
    assert binomial_factor(mine, theirs) == pytest.approx((1 - below) / below)


@pytest.mark.parametrize(("mine", "theirs", "bias"), [(7, 3, 2.0), (17, 3, 1.5), (4, 6, 0.5), (120, 40, 3.0)])
def test_bias_in_the_open_archive(mine, theirs, bias):
    def likelihood(theta):
        observed = bias * theta / (1 + (bias - 1) * theta)
        return stats.binom.pmf(mine, mine + theirs, observed)

    above, _ = integrate.quad(likelihood, 0.5, 1, epsabs=0, epsrel=1e-10, limit=200)
    below, _ = integrate.quad(likelihood, 0, 0.5, epsabs=0, epsrel=1e-10, limit=200)
    assert binomial_factor(mine, theirs, bias) == pytest.approx(above / below, rel=1e-6)
    assert binomial_factor(mine, theirs, 1 + 1e-12) == pytest.approx(binomial_factor(mine, theirs), rel=1e-6)


@pytest.mark.parametrize(("mine", "theirs", "bias"), [(7, 3, 1.0), (7, 3, 2.5), (9, 0, 1.7), (5, 6, 4.0)])
def test_the_closed_archive_is_fishers_distribution(mine, theirs, bias):
    def drawn(white, black):
        return stats.nchypergeom_fisher.pmf(mine, white + black, white, mine + theirs, bias)

    assert urn_factor(mine, theirs, bias) == pytest.approx(drawn(mine + 1, max(1, theirs)) / drawn(mine, mine + 1))


def test_the_least_bias_brings_the_factor_to_even():
    factors = count_factors(7, 3)
    assert binomial_factor(7, 3, factors.binomial_bias) == pytest.approx(1)
    assert urn_factor(7, 3, factors.urn_bias) == pytest.approx(1)
    assert count_factors(3, 7).binomial_bias == 1
    assert count_factors(9, 0).binomial_bias == inf
    assert count_factors(2, 7).urn is None
    assert count_factors(2, 7).urn_bias is None


def test_counting_a_matrix_leaves_out_what_tells_nothing(shipped_case):
    counts = count(matrix(shipped_case(14)), "war-timetable", "break-mattered")
    assert counts.supporting == ("independence-by-telegraph", "boundary-by-telegraph")
    assert counts.opposing == ("brief-hardened",)
    assert "border-never-mapped" in counts.neither
    assert "stalin-wanted-to-finish" not in counts.supporting + counts.neither  # shares a document


def test_what_cannot_be_counted(shipped_case):
    read = matrix(shipped_case(14))
    with pytest.raises(Trouble, match="its own rival"):
        count(read, "chance", "chance")
    with pytest.raises(Trouble, match="nothing to count"):
        count_factors(0, 0)
    with pytest.raises(Trouble, match="at most 500"):
        count_factors(499, 2)
    assert count_factors(500, 0).binomial > 1e100
