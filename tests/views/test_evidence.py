"""Explanations and evidence as tables."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Kind
from desktop_app.charts.colours import LIGHT
from desktop_app.library.book import load
from desktop_app.views.evidence import EvidencePage
from desktop_app.views.grid import Grid


@pytest.fixture(scope="module")
def case() -> Case:
    return load(RESOURCES / "cases" / "14-sino-soviet-border-1945.yaml")


@pytest.fixture
def page(qtbot: QtBot, case: Case) -> EvidencePage:
    page = EvidencePage()
    qtbot.addWidget(page)
    page.resize(844, 500)
    page.show_case(case, LIGHT, frozenset())
    page.show()
    return page


def said(grid: Grid, row: int) -> str:
    model = grid.model()
    roles = (model.index(row, i).data(Qt.ItemDataRole.AccessibleTextRole) for i in range(model.columnCount()))
    return " | ".join(roles)


def test_every_explanation_and_every_item_is_told_in_the_order_of_the_case(page: EvidencePage, case: Case) -> None:
    assert page.captions[0].text() == f"Explanations · {len(case.hypotheses)}"
    assert page.captions[1].text() == f"Evidence · {len(case.evidence)}"
    for row, hypothesis in enumerate(case.hypotheses):
        assert hypothesis.short in said(page.hypotheses, row)
        assert hypothesis.statement in said(page.hypotheses, row)
    for row, item in enumerate(case.evidence):
        told = said(page.items, row)
        assert item.statement in told
        assert item.reason in told
        assert item.test.replace("-", " ") in told
        assert f"for {case.hypothesis[item.favours].short}" in told
        for key in item.against:
            assert case.hypothesis[key].short in told


def test_both_tables_are_as_tall_as_their_rows_so_that_the_page_scrolls_as_one(page: EvidencePage) -> None:
    for grid in (page.hypotheses, page.items):
        rows = sum(grid.rowHeight(row) for row in range(grid.count))
        assert grid.height() == grid.horizontalHeader().height() + rows
    assert page.area.verticalScrollBar().maximum() > 0


def test_a_click_picks_and_what_is_picked_elsewhere_comes_into_view(
    page: EvidencePage, qtbot: QtBot, case: Case
) -> None:
    index = page.hypotheses.model().index(1, 0)
    with qtbot.waitSignal(page.picked) as picked:
        at = page.hypotheses.visualRect(index).center()
        qtbot.mouseClick(page.hypotheses.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert picked.args == [Target(case.slug, Kind.HYPOTHESIS, case.hypotheses[1].key)]
    with qtbot.assertNotEmitted(page.picked):
        page.mark(Target(case.slug, Kind.EVIDENCE, case.evidence[-1].key))
    assert page.items.chosen() == [case.evidence[-1]]
    assert page.hypotheses.chosen() == []
    last = page.items.visualRect(page.items.model().index(len(case.evidence) - 1, 0))
    top = page.items.viewport().mapTo(page.area.viewport(), last.topLeft()).y()
    assert 0 <= top < page.area.viewport().height()
