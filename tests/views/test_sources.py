"""The sources of a case: their order, their marks, their citations and their addresses."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.chicago import chicago
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Kind
from desktop_app.charts.colours import LIGHT
from desktop_app.library.book import load
from desktop_app.views.sources import SourcesPage

AUTHOR, YEAR, CITATION, CITED, ADDRESS = range(5)


class Browser(QObject):
    """Stands where the desktop would start a browser, and keeps what it was asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser()
    for scheme in ("http", "https"):
        QDesktopServices.setUrlHandler(scheme, browser, "open")  # type: ignore[arg-type]  # bytes, say its stubs, and it refuses them
    yield browser
    for scheme in ("http", "https"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture(scope="module")
def case() -> Case:
    return load(RESOURCES / "cases" / "14-sino-soviet-border-1945.yaml")


@pytest.fixture
def page(qtbot: QtBot, case: Case) -> SourcesPage:
    page = SourcesPage()
    qtbot.addWidget(page)
    page.resize(844, 600)
    page.show_case(case, LIGHT, frozenset())
    page.show()
    return page


def column(page: SourcesPage, number: int) -> list[str]:
    model = page.grid.model()
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def click(qtbot: QtBot, page: SourcesPage, row: int, number: int) -> None:
    index = page.grid.model().index(row, number)
    page.grid.scrollTo(index)
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=page.grid.visualRect(index).center())


def test_all_sources_stand_in_the_order_of_authors(page: SourcesPage, case: Case) -> None:
    authors = [name for name in column(page, AUTHOR) if name]
    assert authors == sorted(authors, key=str.casefold)
    assert "Elleman" in authors
    assert page.grid.count == len(case.sources)


def test_what_was_not_consulted_says_so(page: SourcesPage, case: Case) -> None:
    unseen = [source for source in case.sources if not source.seen]
    assert unseen
    assert (
        page.count.text() == f"{len(case.sources)} of {len(case.sources)} sources, {len(unseen)} of them not consulted"
    )
    for source in case.sources:
        row = page.grid.row_of(Target(case.slug, Kind.SOURCE, source.key))
        assert row is not None
        spoken = page.grid.model().index(row, CITATION).data(Qt.ItemDataRole.AccessibleTextRole)
        assert ("named by another source, not consulted" in spoken) is not source.seen


def test_each_source_counts_what_rests_on_it(page: SourcesPage, case: Case) -> None:
    parts = (*case.events, *case.stays, *case.links, *case.evidence)
    counted = sum(len({citation.source for citation in part.citations}) for part in parts)
    assert sum(map(int, column(page, CITED))) == counted


def test_a_citation_is_copied_by_button_and_by_keys(page: SourcesPage, qtbot: QtBot, case: Case) -> None:
    assert not page.copy_button.isEnabled()
    with qtbot.waitSignal(page.picked) as picked:
        click(qtbot, page, 4, CITATION)
    note = chicago(case.source[picked.args[0].key], None)
    qtbot.mouseClick(page.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == note
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(page.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == note


def test_an_address_is_opened_by_a_click_on_it_alone(page: SourcesPage, qtbot: QtBot, browser: Browser) -> None:
    row = next(row for row, site in enumerate(column(page, ADDRESS)) if site)
    click(qtbot, page, row, CITATION)
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    page.mark(page.grid.target(page.grid.model().index(row, 0)))
    assert browser.opened == []
    click(qtbot, page, row, ADDRESS)
    assert browser.opened == [page.grid.part(page.grid.model().index(row, 0)).csl["URL"]]


def test_only_addresses_of_the_web_are_links(page: SourcesPage) -> None:
    for row, site in enumerate(column(page, ADDRESS)):
        url = str(page.grid.part(page.grid.model().index(row, 0)).csl.get("URL") or "")
        assert bool(site) == url.startswith(("http://", "https://"))


def test_sources_are_filtered_by_words(page: SourcesPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filter, "truman LIBRARY")
    assert 0 < page.grid.count < 52
    page.filter.clear()
    qtbot.keyClicks(page.filter, "zeppelin")
    assert page.nothing.isVisible()


@pytest.mark.parametrize("path", sorted((RESOURCES / "cases").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_sources_of_every_case_are_shown(qtbot: QtBot, path: object) -> None:
    case = load(path)  # type: ignore[arg-type]
    page = SourcesPage()
    qtbot.addWidget(page)
    page.show_case(case, LIGHT, frozenset())
    assert page.grid.count == len(case.sources)
    assert all(column(page, CITATION))
