"""Links in the real window: drawn by mouse and by key, refused, contested, undone, and there after a restart."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Link, Target
from desktop_app.casebook.reading import Stance
from desktop_app.casebook.terms import Claimant, Kind, LinkKind, Strength
from desktop_app.views.causes import CausesPage
from desktop_app.views.link_editor import LinkEditor
from desktop_app.views.main_window import MainWindow

CONTESTED = "soong-in-chungking-to-treaty-signed"


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> CausesPage:
    return opened(window, qtbot)


def opened(window: MainWindow, qtbot: QtBot) -> CausesPage:
    window.resize(1400, 900)
    page = window.page.opened("causes")
    assert isinstance(page, CausesPage)
    qtbot.waitUntil(lambda: page.graph is not None and page.graph.isVisible())
    return page


def event(page: CausesPage, key: str) -> Target:
    assert page._case
    return Target(page._case.slug, Kind.EVENT, key)


def drag(page: CausesPage, cause: str, effect: str) -> None:
    graph = page.graph
    assert graph
    start, end = graph.pixel_of(event(page, cause)), graph.pixel_of(event(page, effect))
    assert start
    assert end
    view = graph.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(view, start + (end - start) * step / 5)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


def save(qtbot: QtBot, editor: LinkEditor) -> None:
    qtbot.mouseClick(editor.buttons.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)


def mine(window: MainWindow) -> list[Link]:
    assert window.case
    return [link for link in window.case.links if link.claimed_by == Claimant.READER]


def test_a_link_drawn_by_mouse_is_described_kept_undone_and_there_after_a_restart(
    window: MainWindow, page: CausesPage, qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    drag(page, "independence-conceded", "existing-boundaries-accepted")
    editor = page.editor
    assert editor
    qtbot.waitUntil(editor.isVisible)
    assert (editor.link().cause, editor.link().effect) == ("independence-conceded", "existing-boundaries-accepted")
    assert "surely began first" in editor.verdict.text()
    editor.kind.setCurrentIndex(editor.kind.findData(str(LinkKind.ENABLED)))
    editor.strength.setCurrentIndex(editor.strength.findData(str(Strength.WEAK)))
    qtbot.keyClicks(editor.mechanism, "what is given up in July cannot be held in August")
    qtbot.mouseClick(editor.more, Qt.MouseButton.LeftButton)
    save(qtbot, editor)
    (link,) = mine(window)
    assert (link.kind, link.strength) == (LinkKind.ENABLED, Strength.WEAK)
    assert link.mechanism.startswith("what is given up")
    assert len(link.citations) == 1
    assert window.selection.now.target == Target(window.selection.now.case or "", Kind.LINK, link.key)
    assert page.chips[Claimant.READER].isVisible()
    assert page.graph
    assert page.graph.pixel_of(Target(window.selection.now.case or "", Kind.LINK, link.key))
    window.act("undo")
    assert mine(window) == []
    window.act("redo")
    assert mine(window) == [link]
    window.close()
    again = open_window()
    assert mine(again) == [link]
    assert again.page.page == "causes"


def test_a_link_drawn_by_keys_edited_and_removed(window: MainWindow, page: CausesPage, qtbot: QtBot) -> None:
    graph = page.graph
    assert graph
    window.pick(event(page, "yalta-agreement"))
    graph.setFocus()
    qtbot.keyClick(graph, Qt.Key.Key_L)
    for _ in range(3):
        qtbot.keyClick(graph, Qt.Key.Key_Down)
    effect = graph.at_event
    qtbot.keyClick(graph, Qt.Key.Key_Return)
    editor = page.editor
    assert editor
    qtbot.waitUntil(editor.isVisible)
    save(qtbot, editor)
    (link,) = mine(window)
    assert (link.cause, link.effect) == ("yalta-agreement", effect)
    qtbot.keyClick(graph, Qt.Key.Key_F2)
    editor = page.editor
    assert editor
    qtbot.waitUntil(editor.isVisible)
    qtbot.keyClicks(editor.counterfactual, "nothing else")
    save(qtbot, editor)
    assert mine(window)[0].counterfactual == "nothing else"
    qtbot.keyClick(graph, Qt.Key.Key_Delete)
    assert mine(window) == []
    window.act("undo")
    assert mine(window)[0].counterfactual == "nothing else"


def test_a_link_that_runs_backwards_or_closes_a_loop_is_refused_with_the_reason(
    window: MainWindow, page: CausesPage
) -> None:
    drag(page, "treaty-signed", "yalta-agreement")
    assert page.editor is None
    assert page.trouble.isVisible()
    assert "cannot have led to" in page.trouble_text.text()
    drag(page, "soong-in-chungking", "talks-adjourned")  # the dates would allow it
    assert "Nothing can be its own cause" in page.trouble_text.text()
    assert mine(window) == []


def test_the_editor_lets_no_impossible_link_out_and_turns_it_round(page: CausesPage, qtbot: QtBot) -> None:
    drag(page, "yalta-agreement", "treaty-signed")
    editor = page.editor
    assert editor
    save_button = editor.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert save_button.isEnabled()
    cause, effect = editor.cause.currentIndex(), editor.effect.currentIndex()
    editor.cause.setCurrentIndex(effect)
    assert not save_button.isEnabled()
    assert "cannot bear on itself" in editor.trouble.text()
    editor.effect.setCurrentIndex(cause)
    assert not save_button.isEnabled()
    assert "cannot have led to" in editor.trouble.text()
    editor.kind.setCurrentIndex(editor.kind.findData(str(LinkKind.COINCIDED)))
    assert save_button.isEnabled()
    assert "only coincided" in editor.verdict.text()
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert page.editor is None


def test_a_shipped_link_is_contested_with_a_reason_and_not_changed(
    window: MainWindow, page: CausesPage, qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    assert window.case
    shipped = window.case.link[CONTESTED]
    window.pick(Target(window.case.slug, Kind.LINK, CONTESTED))
    qtbot.waitUntil(page.panel.isVisible)
    qtbot.mouseClick(page.panel.stances[Stance.DOUBT], Qt.MouseButton.LeftButton)
    assert page.panel.reason
    qtbot.keyClicks(page.panel.reason, "given up by wire")
    qtbot.mouseClick(page.panel.stances[Stance.REJECT], Qt.MouseButton.LeftButton)
    contest = window.library.reading(window.case.slug).contest(CONTESTED)
    assert contest
    assert (contest.stance, contest.reason) == (Stance.REJECT, "given up by wire")
    row = page.grid.row_of(Target(window.case.slug, Kind.LINK, CONTESTED))
    assert row is not None
    assert "I reject it" in str(page.grid.model().index(row, 6).data())
    qtbot.keyClick(page.graph, Qt.Key.Key_F2)
    assert page.editor is None
    assert window.library.case(window.case.slug).link[CONTESTED] == shipped
    window.close()
    again = open_window()
    kept = again.library.reading(again.case.slug).contest(CONTESTED) if again.case else None
    assert kept
    assert kept.reason == "given up by wire"


def test_the_reason_is_kept_when_the_window_is_closed_at_once(
    window: MainWindow, page: CausesPage, qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    assert window.case
    window.pick(Target(window.case.slug, Kind.LINK, CONTESTED))
    qtbot.waitUntil(page.panel.isVisible)
    qtbot.mouseClick(page.panel.stances[Stance.AGREE], Qt.MouseButton.LeftButton)
    assert page.panel.reason
    qtbot.keyClicks(page.panel.reason, "as the record has it")
    window.close()
    again = open_window()
    kept = again.library.reading(again.case.slug).contest(CONTESTED) if again.case else None
    assert kept
    assert kept.reason == "as the record has it"


def test_kinds_and_certainties_are_filtered_in_graph_and_table(page: CausesPage) -> None:
    whole = page.grid.count
    menu = page.kinds.menu()
    assert menu
    caused = next(action for action in menu.actions() if action.text() == "caused")
    caused.trigger()
    assert page._case
    count = sum(link.kind == LinkKind.CAUSED for link in page._case.links)
    assert page.grid.count == whole - count
    assert page.graph
    assert page.graph.picture
    shown = {hit.target.key for hit in page.graph.picture.hits if hit.target and hit.target.kind == Kind.LINK}
    assert shown == {link.key for link in page._case.links if link.kind != LinkKind.CAUSED}


def test_the_table_comes_below_the_graph_and_goes(page: CausesPage, qtbot: QtBot) -> None:
    assert not page.below.isVisible()
    qtbot.mouseClick(page.segments.buttons["links"], Qt.MouseButton.LeftButton)
    assert page.grid.isVisible()
    qtbot.mouseClick(page.segments.buttons["graph"], Qt.MouseButton.LeftButton)
    assert not page.below.isVisible()


def test_on_other_pages_the_card_of_a_link_tells_its_order_and_what_i_think(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, qtbot)
    assert window.case
    with window.library.change("Doubt") as change:
        change.contest(window.case.slug, CONTESTED, Stance.DOUBT, "given up by wire")
    window.page.open("story")
    window.pick(Target(window.case.slug, Kind.EVENT, "treaty-signed"))
    window.pick(Target(window.case.slug, Kind.LINK, CONTESTED))
    qtbot.waitUntil(window.side.inspector.isVisible)
    told = " ".join(each.text() for each in window.side.inspector.findChildren(QLabel))
    assert "I doubt it. given up by wire" in told
    assert "The cause surely began first." in told
