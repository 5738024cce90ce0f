"""How does the window look: which fonts, which colours, light or dark?"""

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Claimant
from desktop_app.charts.colours import DARK, LIGHT, Theme

INTERFACE = "Inter"
READING = "Source Serif 4"
_READABLE = ("Inter-Regular", "Inter-SemiBold", "SourceSerif4-Regular", "SourceSerif4-SemiBold", "SourceSerif4-It")
_W = QFontDatabase.WritingSystem
# Where a system has a font of its own for a script, its forms are those that the reader is used to.
_SPARE = {
    "NotoSerifCJK": (_W.SimplifiedChinese, _W.TraditionalChinese, _W.Japanese, _W.Korean),
    "NotoNaskhArabic": (_W.Arabic,),
    "NotoSerifArmenian": (_W.Armenian,),
}


@cache
def _system_px() -> int:
    return QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).pixelSize()


@cache
def _system_family() -> str:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def px(size: float) -> int:
    """A length or a size of type, given for a system font of 12 px, at the reader's system size."""
    return round(size * _system_px() / 12)


def load_fonts() -> None:
    """Make the two typefaces of the window known to Qt, and those of other scripts that the system cannot write."""
    folder = RESOURCES / "fonts"
    written = set(QFontDatabase.writingSystems())  # before ours: they would hide what is missing
    lacking = tuple(stem for stem, systems in _SPARE.items() if not written.intersection(systems))
    for path in sorted(folder.glob("**/*")):
        if path.suffix in (".ttf", ".otf") and path.stem.startswith(("Inter", "SourceSerif", *lacking)):
            QFontDatabase.addApplicationFont(str(path))


def interface(size: float = 12.5, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False) -> QFont:
    """tabular: figures of one width, for columns of numbers; in prose they would spread the hyphens."""
    font = QFont([INTERFACE, _system_family()])
    font.setPixelSize(px(size))
    font.setWeight(weight)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def reading(size: float = 14.5, weight: QFont.Weight = QFont.Weight.Normal, *, italic: bool = False) -> QFont:
    font = QFont([READING, "Serif"])
    font.setPixelSize(px(size))
    font.setWeight(weight)
    font.setItalic(italic)
    return font


def caption() -> QFont:
    """Small spaced capitals over a section."""
    font = interface(10.5, QFont.Weight.DemiBold)
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 108)
    return font


_chosen = "system"  # or "light", "dark"


def choose(name: str) -> None:
    """Follow the system ("system"), or be "light" or "dark" whatever it says."""
    global _chosen
    _chosen = name
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    # Where the platform can, its own dialogs and window frames follow.
    QApplication.styleHints().setColorScheme(schemes.get(name, Qt.ColorScheme.Unknown))


def current() -> Theme:
    """Light or dark, as the reader or the system has it."""
    if _chosen != "system":
        return DARK if _chosen == "dark" else LIGHT
    return DARK if QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def palette(theme: Theme) -> QPalette:
    roles = QPalette.ColorRole
    colours = QPalette(QColor(theme.window))
    for role, colour in (
        (roles.Window, theme.side),
        (roles.Base, theme.panel),
        (roles.AlternateBase, theme.side),
        (roles.Text, theme.text),
        (roles.WindowText, theme.text),
        (roles.ButtonText, theme.text),
        (roles.Button, theme.side),
        (roles.BrightText, theme.text),
        (roles.PlaceholderText, theme.quiet),
        (roles.Highlight, theme.accent),
        (roles.HighlightedText, theme.panel),
        (roles.Link, theme.accent),
        (roles.LinkVisited, theme.accent),
        (roles.ToolTipBase, theme.panel),
        (roles.ToolTipText, theme.text),
        (roles.Accent, theme.accent),
    ):
        colours.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        colours.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.quiet))
    return colours


def _wash(theme: Theme, colour: str, share: float = 0.08) -> str:
    """The panel's ground with a breath of a colour."""
    ground, tint = QColor(theme.panel), QColor(colour)
    pairs = ((ground.red(), tint.red()), (ground.green(), tint.green()), (ground.blue(), tint.blue()))
    return QColor(*(round((1 - share) * a + share * b) for a, b in pairs)).name()


def _drop_down(theme: Theme) -> str:
    """The sign of a list that drops down, as a style sheet names a file."""
    return (RESOURCES / "icons" / f"drop-down-{theme.name}.png").as_posix()


def style_sheet(theme: Theme) -> str:
    """What the palette cannot say.  Widgets are named by property `role`, so that a rule tells what it is for."""
    return f"""
    QMainWindow, QDialog {{ background: {theme.side}; }}
    QSplitter::handle {{ background: {theme.line}; }}
    *[role="top"] {{ background: {theme.side}; border-bottom: 1px solid {theme.line}; }}
    QMenuBar {{ background: transparent; font-weight: 600; }}
    QMenuBar::item {{ padding: {px(5)}px {px(9)}px; background: transparent; border-radius: 4px; }}
    QMenuBar::item:selected {{ background: {theme.selection}; }}
    QMenu {{ background: {theme.panel}; border: 1px solid {theme.line}; padding: 4px; }}
    QMenu::item {{ padding: {px(5)}px {px(24)}px {px(5)}px {px(20)}px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QMenu::item:disabled {{ color: {theme.quiet}; }}
    QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 8px; }}
    QStatusBar {{ background: {theme.side}; border-top: 1px solid {theme.line}; color: {theme.quiet}; }}
    QStatusBar::item {{ border: none; }}
    QToolTip {{ background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.line}; padding: 4px; }}
    QLineEdit, QPlainTextEdit, QComboBox {{ background: {theme.panel}; color: {theme.text};
        border: 1px solid {theme.line}; border-radius: 5px; padding: {px(3)}px {px(8)}px;
        selection-background-color: {theme.accent}; selection-color: {theme.panel}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border-color: {theme.accent}; }}
    QComboBox::drop-down {{ border: none; width: {px(20)}px; }}
    QComboBox::down-arrow {{ image: url("{_drop_down(theme)}"); }}
    QPushButton {{ background: {theme.panel}; border: 1px solid {theme.line}; border-radius: 5px;
        padding: {px(4)}px {px(12)}px; }}
    QPushButton:hover, QPushButton:focus {{ border-color: {theme.accent}; }}
    QPushButton:default {{ background: {theme.accent}; color: {theme.panel}; border-color: {theme.accent}; }}
    QToolButton {{ background: transparent; border: none; border-radius: 4px; padding: {px(3)}px {px(6)}px;
        color: {theme.text}; }}
    QToolButton:hover, QToolButton:focus {{ background: {theme.chip}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QScrollArea, QStackedWidget {{ border: none; background: transparent; }}
    QScrollBar:vertical {{ width: 10px; background: transparent; }}
    QScrollBar:horizontal {{ height: 10px; background: transparent; }}
    QScrollBar::handle {{ background: {theme.line}; border-radius: 5px; min-height: 28px; min-width: 28px; }}
    QScrollBar::handle:hover {{ background: {theme.quiet}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QHeaderView::section {{ background: {theme.side}; color: {theme.quiet}; border: none;
        border-bottom: 1px solid {theme.line}; padding: {px(5)}px {px(8)}px; font-weight: 600; }}
    QTableView {{ background: {theme.panel}; border: none; gridline-color: transparent;
        selection-background-color: {theme.selection}; selection-color: {theme.text}; }}
    QTableView::item {{ padding: {px(4)}px {px(8)}px; border-bottom: 1px solid {theme.line}; }}
    QListView {{ background: transparent; border: none; }}
    QListView[role="list"] {{ background: {theme.panel}; border: 1px solid {theme.line}; border-radius: 5px;
        padding: {px(3)}px; }}
    *[role="side"] {{ background: {theme.side}; }}
    *[role="panel"] {{ background: {theme.panel}; }}
    QLabel[role="caption"], QLabel[role="quiet"] {{ color: {theme.quiet}; }}
    QLabel[role="error"] {{ color: {theme.actors[0]}; }}
    QLabel[role="chip"], QToolButton[role="chip"] {{ background: {theme.chip}; border-radius: {px(9)}px;
        padding: {px(2)}px {px(8)}px; }}
    QFrame[role="rule"] {{ background: {theme.line}; border: none; max-height: 1px; min-height: 1px; }}
    QFrame[role="bar"] {{ background: {theme.side}; border-top: 1px solid {theme.line};
        border-bottom: 1px solid {theme.line}; }}
    QFrame[role="note"] {{ background: {theme.panel}; border: 1px solid {theme.line};
        border-left: 3px solid {theme.claimants[Claimant.READER]}; border-radius: 4px; }}
    QFrame[role="note"][editing="true"] {{ border-color: {theme.accent};
        border-left-color: {theme.claimants[Claimant.READER]}; }}
    QFrame[role="banner"] {{ background: {theme.selection}; border-bottom: 1px solid {theme.line}; }}
    QFrame[role="statement"] {{ background: {_wash(theme, theme.claimants[Claimant.READER])};
        border-right: 1px solid {theme.line}; }}
    QFrame[role="warning"] {{ background: {_wash(theme, theme.spotlight)}; border: 1px solid {theme.spotlight_edge};
        border-left: 3px solid {theme.spotlight_edge}; border-radius: 5px; }}
    QWidget[role="segments"] {{ background: {theme.panel}; border: 1px solid {theme.line}; border-radius: 6px; }}
    QToolButton[role="segment"] {{ padding: {px(3)}px {px(11)}px; border-radius: 5px; color: {theme.quiet}; }}
    QWidget[role="segments"][narrow="true"] > QToolButton[role="segment"] {{ padding: {px(3)}px {px(4)}px; }}
    QToolButton[role="segment"]:checked {{ background: {theme.selection}; color: {theme.text}; font-weight: 600; }}
    QToolButton[role="tab"] {{ padding: {px(5)}px 0; border-radius: 0; color: {theme.quiet};
        border-bottom: 2px solid transparent; background: transparent; }}
    QToolButton[role="tab"]:hover {{ color: {theme.text}; }}
    QToolButton[role="tab"]:focus {{ border-bottom-color: {theme.line}; }}
    QToolButton[role="tab"]:checked {{ color: {theme.text}; font-weight: 600; border-bottom-color: {theme.accent}; }}
    QToolButton[role="search"] {{ background: {theme.panel}; border: 1px solid {theme.line}; border-radius: 5px;
        color: {theme.quiet}; padding: {px(3)}px {px(10)}px; text-align: left; }}
    QToolButton[role="link"] {{ color: {theme.accent}; padding: 0; text-align: left; }}
    QToolButton[role="link"]:hover {{ background: transparent; text-decoration: underline; }}
    """


def dress() -> None:
    """Give the whole program its palette and its style sheet; called again when the theme changes."""
    theme, application = current(), QApplication.instance()
    if isinstance(application, QApplication):
        application.setPalette(palette(theme))
        application.setStyleSheet(style_sheet(theme))


def role(widget: QWidget, name: str) -> None:
    """What a widget is for, as the style sheet names it."""
    widget.setProperty("role", name)
