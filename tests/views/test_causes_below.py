"""What lies between two events, and the dates together, in the real window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop_app.analysis.counterfactuals import ALL
from desktop_app.casebook.case import Target
from desktop_app.casebook.reading import Stance
from desktop_app.casebook.terms import Claimant, Kind
from desktop_app.views.between import BetweenPanel
from desktop_app.views.causes import CausesPage
from desktop_app.views.causes_export import write_to
from desktop_app.views.dates_panel import DatesPanel
from desktop_app.views.main_window import MainWindow


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> CausesPage:
    window.resize(1400, 900)
    page = window.page.opened("causes")
    assert isinstance(page, CausesPage)
    qtbot.waitUntil(lambda: page.graph is not None and page.graph.isVisible())
    return page


@pytest.fixture
def between(page: CausesPage, qtbot: QtBot) -> BetweenPanel:
    qtbot.mouseClick(page.segments.buttons["between"], Qt.MouseButton.LeftButton)
    panel = page.below.between
    assert panel
    qtbot.waitUntil(lambda: panel.found is not None)
    return panel


@pytest.fixture
def dates(page: CausesPage, qtbot: QtBot) -> DatesPanel:
    qtbot.mouseClick(page.segments.buttons["dates"], Qt.MouseButton.LeftButton)
    panel = page.below.dates
    assert panel
    qtbot.waitUntil(lambda: panel.found is not None)
    return panel


def ask(panel: BetweenPanel, qtbot: QtBot, cause: str, effect: str, without: str) -> None:
    panel.choose(cause, effect, without)
    qtbot.waitUntil(lambda: panel.found is not None and panel.found.terms == panel.terms())


def said(panel: BetweenPanel | DatesPanel, part: str) -> str:
    return " | ".join(row.accessibleName() for row in panel.answers.rows.get(part, ()))


def test_what_coincided_is_asked_first_and_its_ways_stand_out(page: CausesPage, between: BetweenPanel) -> None:
    assert between.found
    assert (between.found.terms.cause, between.found.terms.effect) == ("potsdam-conference", "talks-adjourned")
    assert "Potsdam Conference → caused → The Moscow talks" in said(between, "paths")
    assert page.graph
    assert page.graph._pointing.ways == {"potsdam-conference-to-talks-adjourned"}


def test_ways_common_causes_and_what_remains_are_told_for_any_two_events(between: BetweenPanel, qtbot: QtBot) -> None:
    ask(between, qtbot, "first-round-opens", "independence-conceded", "yalta-agreement")
    assert "Yalta agreement" in said(between, "common")
    assert "Stalin reads 'status quo'" in said(between, "remains")
    assert "would not have happened" in said(between, "remains")


def test_how_causes_combine_is_the_readers_claim_and_is_kept(
    window: MainWindow, between: BetweenPanel, qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    assert window.case
    ask(between, qtbot, "talks-adjourned", "treaty-signed", "soong-in-chungking")
    assert "depends on how causes combine" in said(between, "remains")
    box = between.combinations["treaty-signed"]
    box.setCurrentIndex(box.findText("all are needed"))
    qtbot.waitUntil(lambda: between.found is not None and between.found.terms.together.get("treaty-signed") == ALL)
    qtbot.waitUntil(lambda: "would not have happened" in said(between, "remains"))
    window.act("undo")
    qtbot.waitUntil(lambda: between.found is not None and not between.found.terms.together)
    window.act("redo")
    window.close()
    again = open_window()
    assert again.case
    assert again.library.reading(again.case.slug).chosen("combination") == {"treaty-signed": {"least": None}}


def test_chances_of_links_are_the_readers_and_move_the_necessity(between: BetweenPanel, qtbot: QtBot) -> None:
    ask(between, qtbot, "talks-adjourned", "treaty-signed", "talks-adjourned")
    before = said(between, "necessity")
    between.chances["weak"].setValue(100)
    qtbot.waitUntil(lambda: between.found is not None and between.found.terms.working.weak == 1)
    qtbot.waitUntil(lambda: said(between, "necessity") != before)


def test_a_link_that_the_reader_rejects_or_hides_is_not_used(
    window: MainWindow, page: CausesPage, between: BetweenPanel, qtbot: QtBot
) -> None:
    ask(between, qtbot, "talks-adjourned", "treaty-signed", "talks-adjourned")
    assert said(between, "paths")
    assert window.case
    with window.library.change("Reject") as change:
        change.contest(window.case.slug, "soong-in-chungking-to-treaty-signed", Stance.REJECT, "")
    qtbot.waitUntil(lambda: said(between, "paths") == "")
    window.act("undo")
    qtbot.waitUntil(lambda: said(between, "paths") != "")
    qtbot.mouseClick(page.chips[Claimant.AUTHOR], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said(between, "paths") == "")


def test_the_same_event_twice_is_refused_in_a_sentence(between: BetweenPanel, qtbot: QtBot) -> None:
    between.choose("treaty-signed", "treaty-signed", "treaty-signed")
    qtbot.waitUntil(between.trouble.isVisible)
    assert "not the same" in between.trouble.text()
    ask(between, qtbot, "yalta-agreement", "treaty-signed", "yalta-agreement")
    assert not between.trouble.isVisible()


def test_the_selected_event_can_be_taken(window: MainWindow, between: BetweenPanel) -> None:
    assert window.case
    window.pick(Target(window.case.slug, Kind.EVENT, "soviet-entry"))
    between._take(between.cause)
    assert between.cause.key == "soviet-entry"


def test_a_click_on_a_way_lets_it_alone_stand_out(page: CausesPage, between: BetweenPanel, qtbot: QtBot) -> None:
    ask(between, qtbot, "yalta-agreement", "independence-conceded", "yalta-agreement")
    row = between.answers.rows["paths"][0]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert page.graph
    assert page.graph._pointing.ways == {
        "yalta-agreement-to-status-quo-means-independence",
        "status-quo-means-independence-to-independence-conceded",
    }
    qtbot.mouseClick(page.segments.buttons["graph"], Qt.MouseButton.LeftButton)
    assert page.graph._pointing.ways is None


def test_an_answer_is_kept_with_the_case_and_listed(
    window: MainWindow, page: CausesPage, between: BetweenPanel, qtbot: QtBot
) -> None:
    assert window.case
    ask(between, qtbot, "yalta-agreement", "treaty-signed", "yalta-agreement")
    qtbot.mouseClick(between.keep, Qt.MouseButton.LeftButton)
    (saved,) = window.library.analyses(window.case.slug)
    assert saved.kind == "causes"
    assert saved.settings["cause"] == "yalta-agreement"
    assert saved.assumptions
    between.kept_wanted.emit()
    runs = page.below.runs
    assert runs
    assert [one.id for one in runs.shown] == [saved.id]
    assert "No links lead from the one to the other." in runs.told.toPlainText()
    runs.run_again()
    qtbot.waitUntil(lambda: "the same in every number" in runs.told.toPlainText())
    ask(between, qtbot, "potsdam-conference", "talks-adjourned", "yalta-agreement")
    page.below.show_saved(saved)
    qtbot.waitUntil(lambda: between.found is not None and between.found.terms.cause == "yalta-agreement")
    runs.close()


def test_dates_say_what_is_narrowed_and_which_links_to_look_at(dates: DatesPanel) -> None:
    assert "no statements clash" in dates.headline.text()
    assert "Potsdam Conference → The Moscow talks" in said(dates, "doubtful")


def test_what_i_state_of_two_events_may_clash_and_names_the_statements(dates: DatesPanel, qtbot: QtBot) -> None:
    dates.first.choose("treaty-signed")
    dates.then.choose("yalta-agreement")
    qtbot.keyClicks(dates.least, "2")
    qtbot.mouseClick(dates.add, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dates.headline.text().startswith("3 statements clash"))
    assert "Yalta agreement" in said(dates, "clash")
    dates.unstated.emit("1")
    qtbot.waitUntil(lambda: "no statements clash" in dates.headline.text())


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [("", "", "Nothing is stated"), ("x", "", "no number"), ("9", "3", "more than the most"), ("1", "", "Choose two")],
)
def test_what_cannot_be_stated_is_refused_in_a_sentence(
    dates: DatesPanel, qtbot: QtBot, least: str, most: str, words: str
) -> None:
    dates.first.choose("treaty-signed")
    dates.then.choose("treaty-signed" if "Choose" in words else "yalta-agreement")
    qtbot.keyClicks(dates.least, least)
    qtbot.keyClicks(dates.most, most)
    qtbot.mouseClick(dates.add, Qt.MouseButton.LeftButton)
    assert dates.trouble.isVisible()
    assert words in dates.trouble.text()


def test_the_means_of_news_is_kept_and_shown_in_the_table(
    window: MainWindow, page: CausesPage, dates: DatesPanel, qtbot: QtBot
) -> None:
    assert window.case
    dates.means.setCurrentIndex(dates.means.findData("foot"))
    assert page.asked.means == "foot"
    row = page.grid.row_of(Target(window.case.slug, Kind.LINK, "yalta-agreement-to-status-quo-means-independence"))
    assert row is not None
    spoken = page.grid.model().index(row, 5).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "surely before" in str(spoken)
    kept = window.library.reading(window.case.slug).chosen("chronology")["settings"]
    assert kept["means"] == "foot"
    qtbot.waitUntil(lambda: dates.found is not None and dates.found.links[0].news is not None)


def test_the_graph_and_its_links_are_exported(page: CausesPage, tmp_path: Path) -> None:
    assert page.graph
    begins = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "csv": b"\xef\xbb\xbfCause"}
    for suffix, head in begins.items():
        path = tmp_path / f"x.{suffix}"
        write_to(path, page.graph, page.grid)
        assert path.read_bytes().startswith(head)
    assert "Yalta agreement" in (tmp_path / "x.csv").read_text(encoding="utf-8-sig")


def test_the_menu_asks_both_questions_and_lists_the_keys(window: MainWindow, page: CausesPage, qtbot: QtBot) -> None:
    window.page.open("story")
    window.actions_by_name["between"].trigger()
    assert window.page.page == "causes"
    assert page.below.currentWidget() is page.below.between
    window.actions_by_name["together"].trigger()
    assert page.below.currentWidget() is page.below.dates
    qtbot.waitUntil(lambda: page.below.dates is not None and page.below.dates.found is not None)
    ((title, lines),) = page.keys()
    assert "causal graph" in title
    assert dict(lines)["L"].startswith("begin a link")
    window.open_case(None)
    window.actions_by_name["between"].trigger()
    assert window.selection.now.case is None


def test_the_time_cursor_is_shared_with_the_other_charts(window: MainWindow, page: CausesPage, qtbot: QtBot) -> None:
    assert page.graph
    assert page.graph.picture
    free = QPoint(30, round(page.graph.picture.field.bottom) - 4)
    with qtbot.waitSignal(page.moment_changed):
        qtbot.mouseClick(page.graph.viewport(), Qt.MouseButton.LeftButton, pos=free)
    assert window.selection.now.moment == page.graph.cursor_jd
    window.selection.focus(moment=2431600.0)
    assert page.graph.cursor_jd == 2431600.0
