from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.evidence import matrix
from desktop_app.analysis.readers import Band, compare, krippendorff_alpha, weighted_kappa
from desktop_app.analysis.weights import Weight
from desktop_app.casebook.trouble import Trouble


def _exactly(db):
    return Weight(db, db, db)


def test_two_readers_cell_by_cell(shipped_case):
    case = shipped_case(14)
    own = {
        ("brief-hardened", "break-mattered"): _exactly(5.0),
        ("brief-hardened", "chance"): _exactly(10.0),
        ("border-never-mapped", "chance"): _exactly(-10.0),
        ("boundary-by-telegraph", "war-timetable"): _exactly(-20.0),
    }
    agreement = compare(matrix(case), matrix(case, own))
    cells = {(cell.evidence, cell.hypothesis): cell for cell in agreement.cells}
    assert len(cells) == 36
    assert cells["brief-hardened", "break-mattered"].decibels == 2
    assert cells["brief-hardened", "break-mattered"].band == Band.CONSENSUS  # both “consistent”
    assert cells["brief-hardened", "chance"].band == Band.MILD  # 0 and 2: standard deviation 1
    assert cells["border-never-mapped", "chance"].band == Band.EXTREME  # 1.5 and -2: 1.75
    assert cells["boundary-by-telegraph", "war-timetable"].band == Band.EXTREME
    assert agreement.kappa < 1
    assert agreement.alpha < 1
    assert agreement.only_first == agreement.only_second == ()


def test_a_reader_agrees_with_himself(shipped_case):
    read = matrix(shipped_case(5))
    agreement = compare(read, read)
    assert agreement.kappa == pytest.approx(1)
    assert agreement.alpha == pytest.approx(1)
    assert {cell.band for cell in agreement.cells} == {Band.CONSENSUS}


def test_items_that_only_one_of_them_has_are_named(shipped_case):
    case = shipped_case(14)
    agreement = compare(matrix(case), matrix(replace(case, evidence=case.evidence[1:])))
    assert agreement.only_first == ("soong-asked-first",)
    assert len(agreement.cells) == 32
    with pytest.raises(Trouble, match="in common"):
        compare(matrix(case), matrix(shipped_case(5)))


_RATINGS = st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=2, max_size=30)


@settings(max_examples=40)
@given(_RATINGS)
def test_kappa_by_its_definition(pairs):
    a, b = np.array(pairs).T
    expected = np.mean([(x - y) ** 2 for x in a for y in b])  # as if the two rated independently
    observed = np.mean((a - b) ** 2)
    if expected == 0:
        assert weighted_kappa(pairs) is None
    else:
        assert weighted_kappa(pairs) == pytest.approx(1 - observed / expected)


@settings(max_examples=40)
@given(_RATINGS)
def test_alpha_by_its_definition(pairs):
    values = [value for pair in pairs for value in pair]
    n = len(values)
    expected = sum((x - y) ** 2 for x in values for y in values) / (n * (n - 1))
    observed = sum(2 * (x - y) ** 2 for x, y in pairs) / n
    if expected == 0:
        assert krippendorff_alpha(pairs) is None
    else:
        assert krippendorff_alpha(pairs) == pytest.approx(1 - observed / expected)


def test_alpha_of_a_published_example():
    """Krippendorff 2011, “Computing Krippendorff’s alpha-reliability”, A: binary data, two observers, ten units."""
    first = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0)
    second = (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    assert krippendorff_alpha(list(zip(first, second, strict=True))) == pytest.approx(0.095, abs=0.001)
