"""The causal links as a table."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Claimant, Kind
from desktop_app.charts.colours import LIGHT
from desktop_app.library.book import load
from desktop_app.views.causes import CausesPage

CAUSE, KIND, EFFECT, CLAIMED_BY, HOW = range(5)


@pytest.fixture(scope="module")
def case() -> Case:
    return load(RESOURCES / "cases" / "14-sino-soviet-border-1945.yaml")


@pytest.fixture
def page(qtbot: QtBot, case: Case) -> CausesPage:
    page = CausesPage()
    qtbot.addWidget(page)
    page.resize(844, 600)
    page.show_case(case, LIGHT, frozenset())
    page.show()
    return page


def spoken(page: CausesPage, row: int, number: int) -> str:
    return str(page.grid.model().index(row, number).data(Qt.ItemDataRole.AccessibleTextRole))


def test_links_stand_in_the_order_of_their_causes(page: CausesPage, case: Case) -> None:
    parts = [page.grid.part(page.grid.model().index(row, 0)) for row in range(page.grid.count)]
    starts = [case.event[link.cause].when.start for link in parts]
    assert starts == sorted(starts)
    assert len(parts) == len(case.links)


def test_a_link_says_who_claims_it_how_it_would_work_and_what_without(page: CausesPage, case: Case) -> None:
    words = {"author": "the book", "literature": "the literature", "editor": "our reading", "reader": "mine"}
    for link in case.links:
        row = page.grid.row_of(Target(case.slug, Kind.LINK, link.key))
        assert row is not None
        assert spoken(page, row, CLAIMED_BY).startswith(words[link.claimed_by])
        assert link.strength in spoken(page, row, CLAIMED_BY)
        assert case.event[link.cause].title in spoken(page, row, CAUSE)
        assert case.event[link.effect].title in spoken(page, row, EFFECT)
        assert link.kind in spoken(page, row, KIND)
        assert link.mechanism in spoken(page, row, HOW)
        assert (link.counterfactual or "") in spoken(page, row, HOW)


def test_links_are_filtered_by_who_claims_them(page: CausesPage, qtbot: QtBot, case: Case) -> None:
    chip = page.chips[Claimant.AUTHOR]
    count = sum(link.claimed_by == Claimant.AUTHOR for link in case.links)
    assert chip.text().endswith(f"the book  {count}")
    assert not page.chips[Claimant.READER].isVisible()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert page.grid.count == len(case.links) - count
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert page.grid.count == len(case.links)


def test_a_click_picks_a_link_and_a_mark_does_not(page: CausesPage, qtbot: QtBot, case: Case) -> None:
    index = page.grid.model().index(2, HOW)
    page.grid.scrollTo(index)
    with qtbot.waitSignal(page.picked) as picked:
        qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=page.grid.visualRect(index).center())
    assert picked.args[0].kind == Kind.LINK
    with qtbot.assertNotEmitted(page.picked):
        page.mark(Target(case.slug, Kind.LINK, case.links[0].key))
    assert page.grid.chosen() == [case.links[0]]
