"""What does each command of the menus do?"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop_app import __version__
from desktop_app.casebook.case import Target
from desktop_app.casebook.chicago import chicago
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.trouble import Trouble
from desktop_app.views import theme
from desktop_app.views.case_page import PAGES
from desktop_app.views.files_out import ask_where, tell_written
from desktop_app.views.proximity import CHARTS
from desktop_app.views.settings import settings

if TYPE_CHECKING:
    from desktop_app.casebook.reading import Saved
    from desktop_app.views.main_window import MainWindow

BOOK = (
    "Bruce A. Elleman, The Impact of Coincidence in Modern American, British, and Asian History: "
    "Twenty-One Unusual Historical Events (London: Anthem Press, 2023)."
)


def act(window: "MainWindow", name: str) -> None:
    """Carry out one command; what goes wrong is told in plain words."""
    try:
        if name in PAGES:
            window.page.open(name)
        elif name in CHARTS:
            _chart(window, name)
        else:
            _COMMANDS[name](window)
    except Trouble as trouble:
        window.fail(trouble)


# ---- files


def _open(window: "MainWindow") -> None:
    chosen, _ = QFileDialog.getOpenFileName(
        window, tr("Open library"), str(window.library.path.parent), tr("Libraries (*.casebook);;All files (*)")
    )
    if chosen:
        window.open_library(Path(chosen))


def _export(window: "MainWindow") -> None:
    case = window.case
    if case is None or not window.side.flush():
        return
    number = f"{case.chapter:02d}-" if case.chapter else ""
    path = ask_where(window, tr("Export case summary"), f"{number}{case.slug}.pdf", tr("PDF (*.pdf)"))
    if path:
        export_to(window, path)


def export_to(window: "MainWindow", path: Path) -> None:
    """Print the case in focus to a file, in the background; the status bar says how it went."""
    from desktop_app.reports.files import write_whole
    from desktop_app.views.printing import gather, printed
    from desktop_app.views.task import Task

    if window.case is None:
        return
    sheet = gather(window.library, window.case)  # Qt draws on this thread; Typst sets on another

    def work(step: Callable[[float], None]) -> object:
        made = printed(sheet)
        step(0.9)  # a cancel before this leaves no file
        write_whole(path, made.pdf)
        return made

    def done(printed: object) -> None:
        missing = getattr(printed, "missing", ())
        if missing:
            words = tr("No font has these characters of your notes; they were printed by number: {}")
            window.fail(Trouble(tr("{} was written.").format(path.name), words.format(", ".join(missing))))
        tell_written(window, path)

    task = Task(work)
    task.done.connect(done)
    task.failed.connect(window.fail)
    window.status.follow(task, tr("Writing {}…").format(path.name))


def _export_notes(window: "MainWindow") -> None:
    from desktop_app.reports.files import write_whole
    from desktop_app.views.printing import notes_as_markdown

    if not window.side.flush():
        return
    path = ask_where(window, tr("Export my notes"), "my-notes.md", tr("Markdown (*.md)"))
    if path:
        write_whole(path, notes_as_markdown(window.library).encode())
        tell_written(window, path)


def import_itineraries(window: "MainWindow", path: Path | None = None) -> None:
    """Ask for a table, or begin with this one."""
    from desktop_app.views.import_itineraries import ImportItineraries

    if window.library.read_only:
        raise Trouble(window.library.why_read_only, tr("Nothing was imported."))
    if not window.side.flush():
        return
    dialog = ImportItineraries(window.library, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.imported.connect(window.open_case)
    dialog.failed.connect(window.fail)
    dialog.open()
    if path:
        dialog.open_file(path)


def import_table(window: "MainWindow", path: Path) -> None:
    """Begin an import with the table that was dropped on the window; what goes wrong is told."""
    try:
        import_itineraries(window, path)
    except Trouble as trouble:
        window.fail(trouble)


def _back_up(window: "MainWindow") -> None:
    from datetime import date

    from desktop_app.library import backup
    from desktop_app.views.task import Task

    if not window.side.flush():
        return
    library = window.library.path
    name = f"{library.stem}-{date.today().isoformat()}{library.suffix}"
    if path := ask_where(window, tr("Back up a copy"), name, tr("Libraries (*.casebook)")):
        task = Task(lambda step: backup.back_up(library, path, step))
        task.done.connect(lambda _: window.say(tr("{} written").format(path)))
        task.failed.connect(window.fail)
        window.status.follow(task, tr("Writing {}…").format(path.name))


# ---- editing


def _undo(window: "MainWindow") -> None:
    if window.side.flush() and (name := window.library.undo()):
        window.say(tr("Undone: {}").format(name))


def _redo(window: "MainWindow") -> None:
    if window.side.flush() and (name := window.library.redo()):
        window.say(tr("Done again: {}").format(name))


def _note(window: "MainWindow") -> None:
    window.show_side()
    window.side.notes.write()


def _verdict(window: "MainWindow") -> None:
    window.show_side()
    scale = window.side.verdict.scale
    window.side.ensureWidgetVisible(window.side.verdict)
    scale.setFocus(Qt.FocusReason.ShortcutFocusReason)


def all_notes(window: "MainWindow", tag: str = "") -> None:
    from desktop_app.views.all_notes import AllNotes

    dialog = AllNotes(window.library, window.theme, tag, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.picked.connect(window.pick)
    dialog.open()


def _cite(window: "MainWindow") -> None:
    case, target = window.case, window.selection.now.target
    if case is None or target is None:
        return
    if target.kind == Kind.SOURCE:
        notes = [chicago(case.source[target.key], None)]
    else:
        parts = {Kind.EVENT: case.event, Kind.STAY: case.stay, Kind.LINK: case.link, Kind.EVIDENCE: case.item}
        part = parts.get(target.kind, {}).get(target.key)
        notes = [chicago(case.source[each.source], each.locator) for each in getattr(part, "citations", ())]
    if notes:
        QGuiApplication.clipboard().setText("\n".join(notes))
        window.say(tr("Citation copied"))
    else:
        window.say(tr("Select a source, an event, a stay, a link or an item of evidence first."))


def _palette(window: "MainWindow") -> None:
    from desktop_app.library.search import search
    from desktop_app.views.palette import Palette

    actions = [action for action in window.actions_by_name.values() if action.isEnabled()]
    palette = Palette(lambda text: search(window.library, text), actions, window.heads, window.theme, window)
    palette.target_chosen.connect(window.pick_near)
    palette.moment_chosen.connect(lambda jd: window.selection.focus(moment=jd))
    palette.open()


# ---- cases


def _beside(window: "MainWindow", step: int) -> None:
    slugs = [head.slug for head in window.heads]
    now = window.selection.now.case
    at = slugs.index(now) + step if now in slugs else 0
    if 0 <= at < len(slugs):
        window.open_case(slugs[at])


def _about_case(window: "MainWindow") -> None:
    if case := window.case:
        window.show_side()
        window.pick(Target(case.slug, Kind.CASE, case.slug))


# ---- view


def _theme(window: "MainWindow", name: str) -> None:
    settings().setValue("window/theme", name)
    theme.choose(name)
    window.dress()


def _toggle(window: "MainWindow", name: str) -> None:
    widget: QWidget = window.cases if name == "cases" else window.right
    widget.setVisible(window.actions_by_name[name].isChecked())


def _next_region(window: "MainWindow", by: int) -> None:
    from desktop_app.views import regions

    regions.step(window.regions(), by)


def _full_screen(window: "MainWindow") -> None:
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()


# ---- analyse


def _chart(window: "MainWindow", name: str) -> None:
    if window.case:
        window.proximity.fold(False)
        window.proximity.open(name)


def _go_to_date(window: "MainWindow") -> None:
    from desktop_app.views.go_to_date import GoToDate

    dialog = GoToDate(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.chosen.connect(lambda jd: window.selection.focus(moment=jd))
    dialog.open()


def _below_causes(window: "MainWindow", name: str) -> None:
    from desktop_app.views.causes import CausesPage

    if window.selection.now.case is None:
        return
    page = window.page.opened("causes")
    if isinstance(page, CausesPage):
        page.show_below(name)


def _could_meet(window: "MainWindow") -> None:
    from desktop_app.views.meetings import MeetingsPage

    page = window.page.opened("meetings") if window.selection.now.case is not None else None
    if isinstance(page, MeetingsPage):
        page.open_part("could")


def _means(window: "MainWindow") -> None:
    from desktop_app.views import theme
    from desktop_app.views.means_table import MeansTable

    MeansTable(window.library, theme.current(), window).open()


def _analyses(window: "MainWindow") -> None:
    """All analyses kept with the case; one is shown on the page that it came from."""
    if window.case is None:
        return
    from desktop_app.views.saved_analyses import SavedAnalyses

    dialog = SavedAnalyses(window.library, window.case, window)
    dialog.opened.connect(lambda saved: show_saved(window, saved))
    dialog.open()


def show_saved(window: "MainWindow", saved: "Saved") -> None:
    """Ask again what was asked when an analysis was kept."""
    below = {"causes": "between", "chronology": "dates"}  # the Causes page, and what stands below its graph
    if saved.kind in below:
        _below_causes(window, below[saved.kind])
        window.page.opened("causes").below.show_saved(saved)  # type: ignore[attr-defined]
    else:
        page = window.page.opened({"evidence": "evidence", "reach": "meetings"}.get(saved.kind, "chance"))
        page.show_saved(saved)  # type: ignore[attr-defined]


# ---- help


def _message(window: "MainWindow", title: str, text: str) -> None:
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.open()


def _keys(window: "MainWindow") -> None:
    from desktop_app.views import keys

    keys.show(window)


def _cite_book(window: "MainWindow") -> None:
    QGuiApplication.clipboard().setText(BOOK)
    _message(window, tr("How to cite the book"), tr("{}\n\nIt is on the clipboard.").format(BOOK))


def _library_folder(window: "MainWindow") -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(window.library.path.parent)))


def _logs(window: "MainWindow") -> None:
    from desktop_app import journal
    from desktop_app.views import errors

    if not errors.show_logs():
        window.say(tr("The logs lie in {}").format(journal.folder()))


def _about(window: "MainWindow") -> None:
    words = tr(
        "Coincidence Casebook {}\n\nThe cases follow {}\n\nThe book, the literature and our reading are marked apart; "
        "the verdict is yours. The program never contacts the network by itself.\n\nPlaces: GeoNames (CC BY 4.0). "
        "Land on the maps: Natural Earth.\n\nMIT licence."
    )
    _message(window, tr("About"), words.format(__version__, BOOK))


_COMMANDS: dict[str, Callable[["MainWindow"], object]] = {
    "open": _open,
    "import-itineraries": import_itineraries,
    "export": _export,
    "export-notes": _export_notes,
    "back-up": _back_up,
    "quit": lambda window: window.close(),
    "undo": _undo,
    "redo": _redo,
    "note": _note,
    "verdict": _verdict,
    "all-notes": all_notes,
    "cite": _cite,
    "find": lambda window: window.page.look_for(),
    "palette": _palette,
    "home": lambda window: window.open_case(None),
    "previous": lambda window: _beside(window, -1),
    "next": lambda window: _beside(window, 1),
    "back": lambda window: window.go_back(),
    "forward": lambda window: window.go_forward(),
    "about-case": _about_case,
    "fold": lambda window: window.proximity.fold(window.actions_by_name["fold"].isChecked()),
    "cases": lambda window: _toggle(window, "cases"),
    "side": lambda window: _toggle(window, "side"),
    "next-region": lambda window: _next_region(window, 1),
    "previous-region": lambda window: _next_region(window, -1),
    "system": lambda window: _theme(window, "system"),
    "light": lambda window: _theme(window, "light"),
    "dark": lambda window: _theme(window, "dark"),
    "full-screen": _full_screen,
    "go-to-date": _go_to_date,
    "fit": lambda window: window.proximity.fit(),
    "could-meet": _could_meet,
    "means": _means,
    "between": lambda window: _below_causes(window, "between"),
    "together": lambda window: _below_causes(window, "dates"),
    "analyses": _analyses,
    "keys": _keys,
    "cite-book": _cite_book,
    "library-folder": _library_folder,
    "logs": _logs,
    "about": _about,
}
