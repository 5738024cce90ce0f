"""What is my own answer: chance or cause, how sure, and why?"""

import os
from time import monotonic

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.casebook import wording
from desktop_app.casebook.case import Target, Verdict
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant, Kind, Sureness
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.library.library import Library
from desktop_app.views.drafts import Draft, Drafting
from desktop_app.views.keeping import Keeping
from desktop_app.views.notes import NoteText
from desktop_app.views.parts import button, clear, heading, label
from desktop_app.views.stamp import stamp
from desktop_app.views.theme import interface, px, role

SURENESS = tuple(Sureness)
SITTING_SECONDS = 300  # a pause that ends one sitting: the next change is a verdict of its own


def _new_sitting() -> str:
    return os.urandom(16).hex()


class Scale(QAbstractSlider):
    """From mere chance (0) to one caused the other (100); no handle until the reader sets one.

    Signals: set_by_reader(int), only for what the reader did.
    """

    set_by_reader = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, 100)
        self.setSingleStep(1)
        self.setPageStep(10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("My verdict, from mere chance to one caused the other"))
        self.theme: Theme = LIGHT
        self.judged = False
        self.setMinimumHeight(px(26))

    def sizeHint(self) -> QSize:
        return QSize(px(200), px(26))

    def show_value(self, value: int | None) -> None:
        self.judged = value is not None
        self.setValue(50 if value is None else value)
        self.setAccessibleDescription(tr("none yet") if value is None else tr("{} of 100").format(value))
        self.update()

    def _x(self) -> float:
        margin = px(9)
        return margin + (self.width() - 2 * margin) * self.value() / 100

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        margin, y = px(9), self.height() / 2
        blend = QLinearGradient(margin, 0, self.width() - margin, 0)
        blend.setColorAt(0, QColor(self.theme.claimants[Claimant.LITERATURE]))
        blend.setColorAt(0.5, QColor(self.theme.line))
        blend.setColorAt(1, QColor(self.theme.claimants[Claimant.AUTHOR]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blend)
        painter.setOpacity(0.65)
        painter.drawRoundedRect(QRectF(margin, y - 2, self.width() - 2 * margin, 4), 2, 2)
        painter.setOpacity(1)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self.judged:
            painter.setPen(QPen(QColor(self.theme.claimants[Claimant.READER]), 3))
            painter.setBrush(QColor(self.theme.panel))
            painter.drawEllipse(QPointF(self._x(), y), px(7), px(7))

    def _set(self, value: int) -> None:
        value = min(max(value, 0), 100)
        if not self.judged or value != self.value():
            self.show_value(value)
            self.set_by_reader.emit(value)

    def _follow(self, event: QMouseEvent) -> None:
        margin = px(9)
        self._set(round((event.position().x() - margin) / max(1, self.width() - 2 * margin) * 100))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def wheelEvent(self, event: object) -> None:
        """The wheel scrolls the panel: no verdict is ever given in passing."""
        event.ignore()  # type: ignore[attr-defined]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        steps = {keys.Key_Left: -1, keys.Key_Down: -1, keys.Key_Right: 1, keys.Key_Up: 1}
        steps |= {keys.Key_PageDown: -10, keys.Key_PageUp: 10}
        key = Qt.Key(event.key())
        if key in steps:
            self._set(self.value() + steps[key])
        elif key in (keys.Key_Home, keys.Key_End):
            self._set(0 if key == keys.Key_Home else 100)
        elif keys.Key_0 <= key <= keys.Key_9:
            self._set((event.key() - keys.Key_0.value) * 10)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class VerdictPanel(QWidget):
    """The reader's verdict on the case shown.

    What is set within one sitting at the case is one verdict and one step of undo; a later sitting gives a new one, and
    the earlier stay with their dates.  Signals: kept(), failed(Trouble),
    grown() when it takes more room.
    """

    kept, failed, grown = Signal(), Signal(object), Signal()

    def __init__(self) -> None:
        super().__init__()
        self._library: Library | None = None
        self._case = ""
        self._verdicts: tuple[Verdict, ...] = ()
        self._sitting, self._last = _new_sitting(), 0.0
        self._mine: int | None = None  # the verdict of this sitting
        self.keeping = Keeping(self._write)
        self.keeping.kept.connect(self.kept)
        self.keeping.failed.connect(self.failed)
        self.scale = Scale()
        self.scale.set_by_reader.connect(lambda _: self.keeping.soon())
        self.sureness = QButtonGroup(self)
        self._sure_row = QWidget()
        role(self._sure_row, "segments")
        self._sure_row.setProperty("narrow", True)  # else the narrowest panel is cut at its right
        row = QHBoxLayout(self._sure_row)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for i, words in enumerate(map(wording.sureness, SURENESS)):
            segment = button(words, "", "segment", checkable=True)
            segment.setFont(interface(11.5))
            self.sureness.addButton(segment, i)
            row.addWidget(segment, 1)
        self.sureness.idClicked.connect(lambda _: self.keeping.now())
        self.why = NoteText()
        self.why.setPlaceholderText(tr("Why? (Markdown)"))
        self.why.setAccessibleName(tr("Why"))
        self.why.setTabChangesFocus(True)
        self.why.setFont(interface())
        self.why.setFixedHeight(px(64))
        self.why.textChanged.connect(self._typed)
        self.why.left.connect(self.flush)
        self.why.done.connect(self.flush)
        self.withdraw = button(tr("Withdraw my verdict"), "", "link")
        self.withdraw.clicked.connect(self._withdraw)
        self._earlier = QVBoxLayout()
        self._empty = label(tr("None yet. Move the slider to give one."), interface(11.5), "quiet")
        ends = QHBoxLayout()
        left, right = (
            label(tr("mere chance"), interface(11), "quiet"),
            label(tr("one caused the other"), interface(11), "quiet"),
        )
        right.setAlignment(Qt.AlignmentFlag.AlignRight)
        ends.addWidget(left)
        ends.addWidget(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(5))
        column.addWidget(heading(tr("My verdict")))
        column.addWidget(self.scale)
        column.addLayout(ends)
        column.addWidget(self._empty)
        column.addWidget(self._sure_row)
        column.addWidget(self.why)
        column.addWidget(self.keeping)
        column.addWidget(self.withdraw, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._earlier)
        for widget in (self._sure_row, self.why, self.withdraw):
            widget.hide()  # until there is a verdict

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() > event.oldSize().height():
            self.grown.emit()

    def dress(self, theme: Theme) -> None:
        self.scale.theme = theme
        self.scale.update()

    def show_verdicts(self, library: Library, case: str, verdicts: tuple[Verdict, ...]) -> None:
        """verdicts: those of the case, newest first."""
        if case != self._case:
            self.flush()
            self._sitting, self._mine = _new_sitting(), None
        if library is not self._library:
            self.keeping.drafting = Drafting(library.path, self._draft, self)
        if self._mine is not None and all(verdict.id != self._mine for verdict in verdicts):
            self._mine = None  # undone meanwhile
        self._library, self._case, self._verdicts = library, case, verdicts
        standing = self._standing()
        self.scale.setEnabled(not library.read_only)
        if not self.keeping.is_due:
            self.scale.show_value(standing.value if standing else None)
            sure = standing.sureness if standing else Sureness.GUESS  # nobody is made surer than he said
            self.sureness.button(SURENESS.index(sure)).setChecked(True)
            reason = standing.reason if standing else ""
            if self.why.toPlainText() != reason:
                self.why.blockSignals(True)
                self.why.setPlainText(reason)
                self.why.blockSignals(False)
        judged = self.scale.judged
        for widget in (self._sure_row, self.why):
            widget.setVisible(judged)
            widget.setEnabled(not library.read_only)
        self.withdraw.setVisible(judged and not library.read_only)
        self._empty.setVisible(not judged)
        self._empty.setText(
            tr("None. This library is open for reading only.")
            if library.read_only
            else tr("None yet. Move the slider to give one.")
        )
        self._show_earlier()

    def flush(self) -> bool:
        """Keep what was typed or moved; False if that failed."""
        return self.keeping.now() if self.keeping.is_due else True

    def _standing(self) -> Verdict | None:
        newest = self._verdicts[0] if self._verdicts else None
        return newest if newest and newest.value is not None else None

    def _typed(self) -> None:
        if self.scale.judged:
            self.keeping.soon()

    @property
    def said(self) -> str:
        """The verdict as it stands in the panel, in words."""
        value, sure, reason = self.scale.value(), SURENESS[self.sureness.checkedId()], self.why.toPlainText()
        return wording.capital(wording.verdict(Verdict(0, self._case, value, sure, reason, "", "")))

    def _draft(self) -> Draft | None:
        if not self.scale.judged:
            return None
        sure = SURENESS[self.sureness.checkedId()]
        on = Target(self._case, Kind.CASE, self._case)
        return Draft(on, self.why.toPlainText(), verdict=(self.scale.value(), str(sure)))

    def _write(self) -> bool:
        if self._library is None or not self.scale.judged:
            return False
        sure = SURENESS[self.sureness.checkedId()]
        now = (self.scale.value(), sure, self.why.toPlainText())
        standing = self._standing()
        if standing and (standing.value, standing.sureness, standing.reason) == now:
            return False
        if monotonic() - self._last > SITTING_SECONDS:
            self._sitting, self._mine = _new_sitting(), None
        with self._library.change(tr("Give a verdict"), self._sitting) as change:
            if self._mine is None:
                mine = change.judge(self._case, *now)
            else:
                mine = self._mine
                change.amend_verdict(mine, *now)
        self._mine, self._last = mine, monotonic()
        return True

    def _withdraw(self) -> None:
        self.keeping.forget()
        if self._library is None:
            return
        try:
            with self._library.change(tr("Withdraw a verdict")) as change:
                change.judge(self._case, None, Sureness.FAIRLY_SURE, "")
        except Trouble as trouble:
            self.failed.emit(trouble)
            return
        self._sitting, self._mine = _new_sitting(), None
        self.kept.emit()

    def _show_earlier(self) -> None:
        clear(self._earlier)
        earlier = self._verdicts[1:] if self._standing() else self._verdicts
        if not earlier:
            return
        self._earlier.addWidget(heading(tr("Earlier verdicts")))
        for verdict in earlier:
            line = label(f"{stamp(verdict.created)} · {wording.verdict(verdict)}", interface(11.5), "quiet")
            line.setToolTip(verdict.reason)
            self._earlier.addWidget(line)
