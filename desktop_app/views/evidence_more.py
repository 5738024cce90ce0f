"""What else can be done with a matrix: searches, the table of tests, another reader, keeping and exporting?"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu

from desktop_app.analysis import kept, reported
from desktop_app.analysis.judging import TABLE_OF_TESTS, from_settings, settings
from desktop_app.analysis.weights import Weight
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Saved
from desktop_app.casebook.terms import Test
from desktop_app.casebook.trouble import Trouble
from desktop_app.views import evidence_keeping as keeping
from desktop_app.views.evidence_readers import ReadersDialog, other_reader
from desktop_app.views.evidence_search import SearchDialog
from desktop_app.views.evidence_tests import TableDialog
from desktop_app.views.saved_analyses import SavedAnalyses, export, keep

if TYPE_CHECKING:
    from desktop_app.views.evidence import EvidencePage


def fill(page: "EvidencePage") -> None:
    """The menu of the page."""
    menu = QMenu(page.more_button)
    acts: tuple[tuple[str, Callable[[], object]], ...] = (
        (tr("Table of tests…"), lambda: open_table(page)),
        (tr("Compare with another reader…"), lambda: compare_readers(page)),
        (tr("Keep this result with the case"), lambda: keep_result(page)),
        (tr("Kept results…"), lambda: show_kept(page)),
        (tr("Export as CSV or JSON…"), lambda: export_result(page)),
    )
    for at, (words, act) in enumerate(acts):
        menu.addAction(words).triggered.connect(lambda _=False, act=act: attempt(page, act))
        if at == 1:
            menu.addSeparator()
    page.more_button.setMenu(menu)


def attempt(page: "EvidencePage", act: Callable[[], object]) -> None:
    try:
        act()
    except Trouble as trouble:
        page.failed.emit(trouble)


def open_search(page: "EvidencePage", key: str) -> SearchDialog | None:
    """Ask how a search stands; key: empty for a new one."""
    case, weighed = page.case, page.weighed
    if case is None or weighed is None or not page.writable:
        return None
    search = next((one for one in weighed.searches if one.key == key), None) or keeping.new_search(page.reading)
    own = search.key.startswith("own-")
    dialog = SearchDialog(case, weighed, search, own=own, parent=page)
    dialog.kept.connect(lambda kept: page.keep(lambda library, case: keeping.keep_search(library, case, kept)))
    dialog.removed.connect(lambda key: page.keep(lambda library, case: keeping.remove_search(library, case, key)))
    dialog.open()
    return dialog


def open_table(page: "EvidencePage") -> TableDialog:
    own = {Test(key): Weight(*value) for key, value in page.reading.chosen(TABLE_OF_TESTS).items()}
    dialog = TableDialog(own, writable=page.writable, parent=page)
    dialog.kept.connect(lambda kept: page.keep(lambda library, _: keeping.keep_table(library, kept)))
    dialog.open()
    return dialog


def compare_readers(page: "EvidencePage", path: Path | None = None) -> ReadersDialog | None:
    """Lay another library's weights beside mine; it is opened for reading only."""
    if page.case is None or page.weighed is None:
        return None
    if path is None:
        chosen, _ = QFileDialog.getOpenFileName(
            page, tr("Another reader's library"), "", tr("Libraries (*.casebook);;All files (*)")
        )
        if not chosen:
            return None
        path = Path(chosen)
    theirs = other_reader(path, page.case)
    dialog = ReadersDialog(page.weighed, theirs, path.stem, page.theme, page)
    dialog.open()
    return dialog


def keep_result(page: "EvidencePage") -> Saved | None:
    """Keep the result with settings, seed, version and time."""
    if page.case is None or page.weighed is None or page.library is None:
        return None
    judgement = replace(page.judgement(), exclusive=page.weighed.exclusive)
    saved = keep(
        page.library,
        page.case.slug,
        "evidence",
        settings(judgement),
        reported.result(page.weighed),
        page.weighed.assumptions,
        seed=judgement.seed,
    )
    page.said.emit(tr("Kept as “{}”").format(saved.name))
    return saved


def show_kept(page: "EvidencePage") -> SavedAnalyses | None:
    if page.case is None or page.library is None:
        return None
    dialog = SavedAnalyses(page.library, page.case, page)
    dialog.opened.connect(lambda saved: attempt(page, lambda: take_up(page, saved)))
    dialog.open()
    return dialog


def take_up(page: "EvidencePage", saved: Saved) -> None:
    """Weigh again as it was when the result was kept."""
    if saved.kind != "evidence":
        page.page_wanted.emit(kept.page_of(saved.kind))
        return
    case = page.case
    if case is None:
        return
    judgement = from_settings(case, saved.settings)
    page.keep(lambda library, case: keeping.take_up(library, case, page.reading, judgement, saved.name))


def export_result(page: "EvidencePage") -> None:
    """What is on the page now, kept or not."""
    if page.case is None or page.weighed is None or page.library is None:
        return
    judgement = replace(page.judgement(), exclusive=page.weighed.exclusive)
    now = Saved(
        0,
        page.case.slug,
        "evidence",
        tr("Evidence"),
        settings(judgement),
        judgement.seed,
        reported.result(page.weighed),
        page.weighed.assumptions,
        *_origin(page),
    )
    if path := export(page, page.case, now):
        page.said.emit(tr("{} written").format(path))


def _origin(page: "EvidencePage") -> tuple[str, str, bool, str]:
    from desktop_app import __version__
    from desktop_app.library.written import now

    assert page.library is not None
    return __version__, now(), False, page.library.author
