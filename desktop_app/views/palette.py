"""What is the reader looking for: a command, a case, a person, a place, an event, a word somewhere?"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.casebook.case import Head, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import Theme
from desktop_app.library.folding import fold
from desktop_app.library.search import MARK, UNMARK, Hit
from desktop_app.views.theme import caption, interface, px, role

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole
WAIT_MS = 80  # after the last key
GROUPS = ("Commands", "Cases", "People", "Places", "Events", "Text")
MOST = {"Commands": 5, "Cases": 6, "People": 6, "Places": 5, "Events": 8, "Text": 20}
USUAL = ("note", "go-to-date", "storyline", "table", "export", "home")  # offered before anything is typed
_YEAR = re.compile(r"\d{3,}|\d\s*B?CE\b", re.IGNORECASE)
_MARKS = re.compile(f"[{MARK}{UNMARK}]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: a group's name, or something that can be chosen."""

    title: str
    right: str = ""
    snippet: str = ""  # matches between MARK and UNMARK
    action: QAction | None = None
    target: Target | None = None
    moment: float | None = None  # Julian Day, of a date that was typed

    @property
    def is_group(self) -> bool:
        return self.action is None and self.target is None and self.moment is None


def words_of(action: QAction) -> str:
    """A command as a reader says it: without the marks of its menu."""
    return action.text().replace("&", "").removesuffix("…")


def commands(actions: Iterable[QAction], typed: str) -> list[Entry]:
    """The commands in whose words each word typed begins one; where there is none, those in whose explanations.

    Before anything is typed, the usual ones.
    """
    by_name = {action.objectName(): action for action in actions}
    by_name.pop("palette", None)  # it led here
    if not typed:
        return [_command(by_name[name]) for name in USUAL if name in by_name]
    begun = fold(typed).split()
    named = [action for action in by_name.values() if _begins(words_of(action), begun)]
    explained = (action for action in by_name.values() if _begins(f"{words_of(action)} {action.toolTip()}", begun))
    return [_command(action) for action in named or explained]


def _command(action: QAction) -> Entry:
    return Entry(words_of(action), action.shortcut().toString(QKeySequence.SequenceFormat.NativeText), action=action)


def _begins(text: str, begun: Sequence[str]) -> bool:
    words = re.split(r"[\s:]+", fold(text))
    return all(any(word.startswith(each) for word in words) for each in begun)


def date(typed: str) -> list[Entry]:
    """The date typed, if it says more than a year: a year alone is as often looked for in texts."""
    if not _YEAR.search(typed):
        return []
    from desktop_app.casebook.typed import understand  # late: few searches are for a date
    from desktop_app.casebook.when import parse
    from desktop_app.views.go_to_date import moment

    try:
        known = understand(typed)
    except ValueError:
        return []
    if len(known.text) <= len("1945"):
        return []
    return [Entry(tr("Go to {}").format(known.said), tr("date"), moment=moment(parse(known.text)))]


def cases(heads: Iterable[Head], typed: str) -> list[Entry]:
    """The cases whose name holds every word typed."""
    return [
        Entry(head.name, head.years, target=Target(head.slug, Kind.CASE, head.slug))
        for head in heads
        if all(word in fold(f"{head.name} {head.title} {head.years}") for word in fold(typed).split())
    ]


def group_of(hit: Hit, typed: str) -> str:
    """Under which heading a hit stands: what is found by its name under its kind, all else under text."""
    by_kind = {Kind.ACTOR: "People", Kind.PLACE: "Places", Kind.EVENT: "Events", Kind.CASE: "Cases"}
    named = hit.target.kind in (Kind.ACTOR, Kind.PLACE) or all(word in fold(hit.title) for word in fold(typed).split())
    return by_kind.get(hit.target.kind, "Text") if named else "Text"


def found(actions: Iterable[QAction], heads: Sequence[Head], hits: Iterable[Hit], typed: str) -> list[Entry]:
    """All that fits what was typed, by groups, the best of each first."""
    groups: dict[str, list[Entry]] = {name: [] for name in GROUPS}
    actions = list(actions)
    dated = any(action.objectName() == "go-to-date" for action in actions)  # a case is open
    groups["Commands"] = [*(date(typed) if dated else []), *commands(actions, typed)]
    groups["Cases"] = cases(heads, typed)
    there = {entry.target for entry in groups["Cases"]}
    for hit in hits:
        if hit.target not in there or hit.target.kind != Kind.CASE:
            groups[group_of(hit, typed)].append(Entry(hit.title, hit.where, hit.snippet, target=hit.target))
    entries: list[Entry] = []
    for name, all_of_them in groups.items():
        if all_of_them:
            entries += [Entry(tr(name)), *(all_of_them[: MOST[name]] if typed else all_of_them)]
    return entries


class Entries(QAbstractListModel):
    """A row an entry; it holds what it was shown, nothing of its own."""

    entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.entries[index.row()].is_group:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(text for text in (entry.title, entry.right, _MARKS.sub("", entry.snippet)) if text)
        if role == ENTRY:
            return entry
        return None


class EntryLines(QStyledItemDelegate):
    """Title at the left, what it is at the right, the words around the match beneath."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(ENTRY)
        return QSize(px(200), px(28) if entry.is_group else px(46) if entry.snippet else px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, theme = index.data(ENTRY), self.theme
        area: QRect = option.rect
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, QColor(theme.selection))
            painter.fillRect(area.left(), area.top(), 3, area.height(), QColor(theme.accent))
        box = area.adjusted(px(16), 0, -px(14), 0)
        if entry.is_group:
            painter.setFont(caption())
            painter.setPen(QColor(theme.quiet))
            painter.drawText(box.adjusted(0, px(8), 0, 0), Qt.AlignmentFlag.AlignVCenter, entry.title)
            painter.restore()
            return
        line = QRect(box.left(), area.top() + (px(4) if entry.snippet else 0), box.width(), px(20))
        if not entry.snippet:
            line.setHeight(area.height())
        small, font = interface(11.5), interface(12.5, QFont.Weight.Medium)
        metrics = QFontMetrics(font)
        room = box.width() - px(16)
        right = QFontMetrics(small).elidedText(
            entry.right,
            Qt.TextElideMode.ElideRight,
            max(room - metrics.horizontalAdvance(entry.title), room * 2 // 5),
        )
        width = QFontMetrics(small).horizontalAdvance(right)
        painter.setFont(small)
        painter.setPen(QColor(theme.quiet))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, right)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, box.width() - width - px(16))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, title)
        if entry.snippet:
            self._snippet(painter, QRect(box.left(), line.bottom() + 1, box.width(), px(17)), entry.snippet)
        painter.restore()

    def _snippet(self, painter: QPainter, line: QRect, snippet: str) -> None:
        """One line; what matched is bold."""
        left, bold = line.left(), False
        for run in re.split(f"([{MARK}{UNMARK}])", snippet):
            if run in (MARK, UNMARK):
                bold = run == MARK
                continue
            font = interface(11.5, QFont.Weight.Bold if bold else QFont.Weight.Normal)
            metrics = QFontMetrics(font)
            room = line.right() - left
            if room < px(8):
                return
            said = metrics.elidedText(run, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            painter.setPen(QColor(self.theme.text if bold else self.theme.quiet))
            painter.drawText(QRect(left, line.top(), room, line.height()), Qt.AlignmentFlag.AlignVCenter, said)
            left += metrics.horizontalAdvance(said)
            if said != run:
                return


class Palette(QWidget):
    """One box for everything, over the window; a command is carried out by itself.

    Signals: target_chosen(Target), moment_chosen(Julian Day).
    It lies in the window, not in one of its own: input methods for Chinese or Japanese work in it everywhere.
    """

    target_chosen, moment_chosen = Signal(object), Signal(float)

    def __init__(
        self,
        search: Callable[[str], tuple[Hit, ...]],
        actions: Sequence[QAction],
        heads: Sequence[Head],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._over = parent
        self._search, self._actions, self._heads = search, actions, heads
        self._before: QWidget | None = None  # who had the focus
        self.box = QLineEdit(placeholderText=tr("Search cases, people, places, events, notes, or a command"))
        self.box.setAccessibleName(tr("Search or command"))
        self.box.setFont(interface(14))
        self.box.setFrame(False)
        self.box.setFixedHeight(px(42))
        self.box.installEventFilter(self)
        self.model = Entries()
        self.lines = EntryLines(theme)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.lines)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the box
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(tr("Found"))
        self.list.clicked.connect(self._choose)
        self.nothing = QLabel(wordWrap=True)
        self.nothing.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing.setMargin(px(16))
        role(self.nothing, "quiet")
        self.card = QFrame(self)
        self.card.setObjectName("palette")
        self.card.setStyleSheet(
            f"QFrame#palette {{ background: {theme.panel}; border: 1px solid {theme.line}; border-radius: 8px; }}"
            f"QFrame#palette QLineEdit {{ border: none; border-bottom: 1px solid {theme.line}; border-radius: 0;"
            f" padding: {px(9)}px {px(16)}px; background: transparent; }}"
        )
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 1, 1, px(6))
        column.setSpacing(0)
        column.addWidget(self.box)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self.look_up)
        self.box.textChanged.connect(self._wait.start)
        parent.installEventFilter(self)
        self.look_up()

    def open(self) -> None:
        """Show it over the window, in place of one that is open already."""
        for other in self._over.findChildren(Palette):
            if other is not self:
                other.close()
        self._before = QApplication.focusWidget()
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.PopupFocusReason)

    def look_up(self) -> None:
        """List what fits the text in the box."""
        self._wait.stop()
        typed = self.box.text().strip()
        trouble = ""
        try:
            hits = self._search(typed) if typed else ()
        except Trouble as error:
            hits, trouble = (), str(error)
        self.model.show(found(self._actions, self._heads, hits, typed))
        self.nothing.setText(trouble or tr("Nothing holds all of these words. Fewer or shorter words find more."))
        self.nothing.setVisible(bool(trouble) or not self.model.entries)
        self.list.setVisible(bool(self.model.entries))
        self._select(next((row for row, entry in enumerate(self.model.entries) if not entry.is_group), -1))
        self.list.scrollToTop()
        self._place()

    def _place(self) -> None:
        """In the middle above, as tall as what was found, within the window."""
        width = min(px(680), self.width() - px(48))
        rows = sum(self.list.sizeHintForRow(row) for row in range(len(self.model.entries)))
        said = self.nothing.heightForWidth(width) if not self.nothing.isHidden() else 0
        height = min(self.box.height() + said + rows + px(10), self.height() - px(90), px(520))
        self.card.setGeometry((self.width() - width) // 2, px(44), width, height)

    def _select(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row))

    def _step(self, step: int) -> None:
        """To the next line that can be chosen; past the last one to the first."""
        rows = [row for row, entry in enumerate(self.model.entries) if not entry.is_group]
        if not rows:
            return
        now = self.list.currentIndex().row()
        at = rows.index(now) + step if now in rows else 0
        self._select(rows[at % len(rows)] if abs(step) == 1 else rows[max(0, min(at, len(rows) - 1))])
        if self.list.currentIndex().row() == rows[0]:
            self.list.scrollToTop()  # its group's name, too

    def _choose(self, index: Index) -> None:
        entry: Entry | None = index.data(ENTRY) if index.isValid() else None
        if entry is None or entry.is_group:
            return
        self.close()
        if entry.action:
            entry.action.trigger()
        elif entry.moment is not None:
            self.moment_chosen.emit(entry.moment)
        elif entry.target:
            self.target_chosen.emit(entry.target)

    def _enter(self) -> None:
        if self._wait.isActive():  # typed and entered faster than the search followed
            self.look_up()
        self._choose(self.list.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            keys: dict[int, Callable[[], object]] = {
                Qt.Key.Key_Down: lambda: self._step(1),
                Qt.Key.Key_Up: lambda: self._step(-1),
                Qt.Key.Key_PageDown: lambda: self._step(8),
                Qt.Key.Key_PageUp: lambda: self._step(-8),
                Qt.Key.Key_Return: self._enter,
                Qt.Key.Key_Enter: self._enter,
                Qt.Key.Key_Escape: self.close,
                Qt.Key.Key_Tab: lambda: self._step(1),
                Qt.Key.Key_Backtab: lambda: self._step(-1),
            }
            if act := keys.get(event.key()):
                act()
                return True
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
            self._place()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QEvent) -> None:
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, 46))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close()

    def closeEvent(self, event: QEvent) -> None:
        self._wait.stop()
        if self._before is not None and shiboken6.isValid(self._before) and self.box.hasFocus():
            self._before.setFocus()
