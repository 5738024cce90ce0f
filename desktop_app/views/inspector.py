"""What is known of the thing in focus?"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.charts.cast import line_colours
from desktop_app.charts.colours import Theme
from desktop_app.views.parts import ClickRow, Dot, Flow, breakable, button, chip, clear, heading, label
from desktop_app.views.theme import interface, px, reading

if TYPE_CHECKING:
    from desktop_app.views.card import Card, Row, Section


SHORT = 142  # what is said at the right of a line stays in one line up to this width


class Inspector(QWidget):
    """The card of the thing in focus.

    Signals: picked(Target), said(str) for the status bar, note_wanted(Target), reached(QWidget) for a line that the
    keys come to.
    """

    picked, said, note_wanted, reached = Signal(object), Signal(str), Signal(object), Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))
        self.title = label("", reading(15.5, QFont.Weight.DemiBold), selectable=True)

    def show_card(self, card: "Card", case: Case, theme: Theme) -> None:
        """Lay out the card in place of the one before."""
        self._column.removeWidget(self.title)
        self.title.setParent(None)
        clear(self._column)
        self._rows: list[ClickRow] = []
        self._colours = line_colours(case, theme)
        self._theme = theme
        self.title.setText(breakable(card.title))
        self.setAccessibleName(f"{card.caption}: {card.title}")
        add = self._column.addWidget
        add(heading(card.caption))
        add(self.title)
        if card.subtitle:
            add(label(card.subtitle, interface(), "quiet", selectable=True))
        if card.chips:
            holder = QWidget()
            flow = Flow(holder, px(5))
            for each in card.chips:
                flow.addWidget(chip(each.text, theme.claimants[each.claimant] if each.claimant else None))
            add(holder)
        if card.text:
            add(label(card.text, interface(), selectable=True))
        for section in card.sections:
            if section.rows or section.text:
                self._section(section)

    def _section(self, section: "Section") -> None:
        self._column.addSpacing(px(8))
        self._column.addWidget(heading(section.heading))
        if section.text:
            self._column.addWidget(label(section.text, interface(), selectable=True))
        first = True
        for each in section.rows:
            row = self._row(each)
            if row.focusPolicy() != Qt.FocusPolicy.NoFocus:
                # Tab stops once in a section; Up and Down go on from there.
                row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if first else Qt.FocusPolicy.ClickFocus)
                row.stepped.connect(lambda step, row=row: self._step(row, step))
                self._rows.append(row)
                first = False
            self._column.addWidget(row)

    def _step(self, row: ClickRow, step: int) -> None:
        at = self._rows.index(row) + step
        if 0 <= at < len(self._rows):
            self._rows[at].setFocus(Qt.FocusReason.TabFocusReason)
            self.reached.emit(self._rows[at])

    def _row(self, row: "Row") -> ClickRow:
        line = ClickRow(f"{row.text} {row.right}".strip())
        if row.actor:
            line.row.addWidget(Dot(self._colours[row.actor], px(9)), 0, Qt.AlignmentFlag.AlignTop)
        elif row.claimant:
            line.row.addWidget(
                Dot(self._theme.claimants[row.claimant], px(8), square=True), 0, Qt.AlignmentFlag.AlignTop
            )
        text = label(breakable(row.text), interface())
        text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        line.row.addWidget(text, 3)
        if row.right:
            small = interface(11.5)
            wraps = QFontMetrics(small).horizontalAdvance(row.right) > px(SHORT)
            right = label(row.right, small, "quiet", wraps=wraps)
            right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            line.row.addWidget(right, 2 if wraps else 0)
        if row.copy:
            line.row.addWidget(self._copy_button(row.copy), 0, Qt.AlignmentFlag.AlignTop)
        if row.target:
            line.clicked.connect(lambda: self.picked.emit(row.target))
        elif row.url:
            line.setToolTip(tr("Opens in your browser"))
            line.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(row.url or "")))
        else:
            line.setCursor(Qt.CursorShape.ArrowCursor)
            if not row.copy:
                line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line.copied.connect(lambda: self._copy(row))
        line.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        line.customContextMenuRequested.connect(lambda at: self._menu(line, row).popup(line.mapToGlobal(at)))
        return line

    def _menu(self, line: ClickRow, row: "Row") -> QMenu:
        menu = QMenu(line)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row.target:
            menu.addAction(tr("Show"), line.clicked.emit)
            menu.addAction(tr("Write a note on it…"), lambda: self.note_wanted.emit(row.target))
            menu.addSeparator()
        elif row.url:
            menu.addAction(tr("Open in the browser"), line.clicked.emit)
        words = tr("Copy citation") if row.copy else tr("Copy address") if row.url else tr("Copy")
        menu.addAction(words, lambda: self._copy(row))
        return menu

    def _copy_button(self, text: str) -> QToolButton:
        copy = button(tr("Copy"), tr("Copy citation (Ctrl+C on the line)"), "link")
        copy.setAccessibleName(tr("Copy citation"))
        copy.setFont(interface(11))
        copy.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # by keys: Ctrl+C on the line
        copy.clicked.connect(lambda: self._put(text, tr("Citation copied")))
        return copy

    def _copy(self, row: "Row") -> None:
        if row.copy:
            self._put(row.copy, tr("Citation copied"))
        else:
            self._put(row.url or " ".join(part for part in (row.text, row.right) if part), tr("Copied"))

    def _put(self, text: str, words: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.said.emit(words)
