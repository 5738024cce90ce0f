"""Which commands are there, under which menu and which keys?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from desktop_app.casebook.language import tr
from desktop_app.views.case_page import PAGES
from desktop_app.views.proximity import CHARTS


@dataclass(frozen=True, slots=True)
class Command:
    """One line of a menu; `tip` says what the words alone do not."""

    name: str  # by which the window finds it
    text: str
    keys: str = ""  # the first are shown, others do as well
    tip: str = ""
    checkable: bool = False
    group: str = ""  # commands of one group exclude one another


def _numbered(titles: Mapping[str, str], key: str) -> tuple[Command, ...]:
    """A command for each, by number; its letter is the first that no other of them has."""
    taken: set[str] = set()
    commands = []
    for number, (name, title) in enumerate(titles.items(), 1):
        at = next((at for at, letter in enumerate(title.lower()) if letter.isalpha() and letter not in taken), 0)
        taken.add(title[at].lower())
        commands.append(Command(name, f"{title[:at]}&{title[at:]}", f"{key}+{number}"))
    return tuple(commands)


SEPARATOR = Command("", "")
TABLES = (".csv", ".tsv", ".tab")  # files that are imported, and not opened
MENUS: dict[str, tuple[Command, ...]] = {
    "&File": (
        Command("open", "&Open library…", "Ctrl+O"),
        SEPARATOR,
        Command("import-itineraries", "&Import itineraries…", "Ctrl+I", "Who was where when, as your own case"),
        Command("export", "&Export case summary…", "Ctrl+E", "The case, your verdict and your notes as PDF"),
        Command("export-notes", "Export my &notes…", "", "All notes, tags and verdicts as one Markdown file"),
        Command("back-up", "&Back up a copy…", "", "The whole library, as one file that can be opened"),
        SEPARATOR,
        Command("quit", "&Quit", "Ctrl+Q"),
    ),
    "&Edit": (
        Command("undo", "&Undo", "Ctrl+Z"),
        Command("redo", "&Redo", "Ctrl+Shift+Z Ctrl+Y"),
        SEPARATOR,
        Command("note", "Write a &note", "N", "On what is selected"),
        Command("verdict", "Give my &verdict", "V", "From mere chance to one caused the other"),
        Command("all-notes", "&All my notes…", "Ctrl+Shift+N", "Find by words or by tag, over all cases"),
        Command("cite", "&Copy citation", "Ctrl+Shift+C", "Chicago notes of what is selected"),
        SEPARATOR,
        Command("find", "&Find…", "Ctrl+F", "In the story, or in the rows of a table; Ctrl+K searches everything"),
        Command("palette", "&Search or command…", "Ctrl+K"),
    ),
    "&Case": (
        Command("home", "&Home: all cases", "Alt+Home"),
        Command("previous", "&Previous case", "Ctrl+PgUp"),
        Command("next", "&Next case", "Ctrl+PgDown"),
        SEPARATOR,
        Command("back", "&Back", "Alt+Left"),
        Command("forward", "&Forward", "Alt+Right"),
        SEPARATOR,
        Command("about-case", "About this &case", "", "What coincided, explanations and actors in the inspector"),
    ),
    "&View": (
        *_numbered(PAGES, "Ctrl"),
        SEPARATOR,
        Command("next-region", "&Next part of the window", "F6", "Cases, page, chart, inspector"),
        Command("previous-region", "Pre&vious part of the window", "Shift+F6"),
        SEPARATOR,
        Command("cases", "&List of cases", "F9", checkable=True),
        Command("side", "&Inspector and notes", "F7", checkable=True),
        Command("fold", "Fold the &proximity panel", "F8", checkable=True),
        SEPARATOR,
        Command("system", "Colours as the s&ystem", checkable=True, group="theme"),
        Command("light", "Li&ght colours", checkable=True, group="theme"),
        Command("dark", "&Dark colours", checkable=True, group="theme"),
        SEPARATOR,
        Command("full-screen", "&Full screen", "F11", checkable=True),
    ),
    "&Analyse": (
        *_numbered(CHARTS, "Alt"),
        SEPARATOR,
        Command("go-to-date", "&Go to date…", "Ctrl+G"),
        Command("fit", "&Fit the charts", "Ctrl+0", "All of the case's windows in view"),
        SEPARATOR,
        Command("could-meet", "Could they have &met?", "", "Space–time prisms: to spare, speed needed, when and where"),
        Command("means", "Means of &travel…", "", "Speeds, years and sources; set your own"),
        SEPARATOR,
        Command("between", "What lies &between two events", "", "Ways, common causes, what remains without one"),
        Command("together", "All dates &together", "", "Which dates the links narrow, and which statements clash"),
        SEPARATOR,
        Command("analyses", "&Kept analyses…", "Ctrl+Shift+K", "Run again, compare, export, put in the summary"),
    ),
    "&Help": (
        Command("keys", "&Keyboard", "F1"),
        Command("cite-book", "How to cite the &book"),
        Command("library-folder", "Show &my library"),
        Command("logs", "Show &logs", "", "What the program wrote down about failures; no text of yours is in it"),
        Command("about", "&About Coincidence Casebook"),
    ),
}


def fill(bar: QMenuBar, window: QWidget, act: Callable[[str], None]) -> dict[str, QAction]:
    """Fill the menu bar; `act` hears the name of the command chosen.  Returns the actions by name."""
    actions: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    for title, commands in MENUS.items():
        menu = bar.addMenu(tr(title))
        menu.setToolTipsVisible(True)
        for command in commands:
            if command is SEPARATOR:
                menu.addSeparator()
                continue
            action = QAction(tr(command.text), window, checkable=command.checkable)
            action.setObjectName(command.name)  # for the palette, which is handed the actions alone
            if command.keys:
                action.setShortcuts([QKeySequence(keys) for keys in command.keys.split()])
            if command.tip:
                action.setToolTip(tr(command.tip))
            if command.group:
                if command.group not in groups:
                    groups[command.group] = QActionGroup(window)
                groups[command.group].addAction(action)
            action.triggered.connect(lambda _=False, name=command.name: act(name))
            actions[command.name] = action
            menu.addAction(action)
    return actions
