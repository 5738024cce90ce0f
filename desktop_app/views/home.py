"""What is in the library as a whole, what ties the cases together, and where did I stop?"""

from collections.abc import Mapping, Sequence
from math import isfinite

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis import explained
from desktop_app.casebook.calendar import civil
from desktop_app.casebook.case import Annotation, Head, Thread, Verdict
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import MONTHS, year_said
from desktop_app.charts.coincidence_plane import CoincidencePlane, Placed
from desktop_app.charts.colours import Theme
from desktop_app.charts.timeline import PatternLegend, Timeline, thread_colour
from desktop_app.charts.verdicts import Verdicts
from desktop_app.views import menu_of_choices
from desktop_app.views.parts import ClickRow, Flow, button, chip, clear, heading, label
from desktop_app.views.plane_points import PlanePoints
from desktop_app.views.selection import Focus
from desktop_app.views.stamp import stamp
from desktop_app.views.theme import caption, interface, px, reading, role

NARROW = 700  # below it the plane stands under the verdicts
LATEST = 4  # notes at first sight
_NOTE_CHARACTERS = 240
_FEW_CASES = 4  # whose numbers leave room for the note beside them


class Home(QWidget):
    """All cases on one timeline; below, the plane of the reader's verdicts.

    Signals: case_chosen(slug), target_chosen(Target), thread_chosen(key).
    """

    case_chosen, target_chosen, thread_chosen = Signal(str), Signal(object), Signal(str)

    def __init__(self) -> None:
        super().__init__()
        role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._threads: tuple[Thread, ...] = ()
        self.title, self.sentence = QLabel(), QLabel()
        self.title.setFont(reading(21, QFont.Weight.DemiBold))
        self.sentence.setFont(reading(14.5, italic=True))
        self.sentence.setWordWrap(True)
        role(self.sentence, "quiet")
        self.timeline, self.verdicts, self.plane = Timeline(), Verdicts(), CoincidencePlane()
        self.points: PlanePoints | None = None
        self._shown: tuple[Sequence[Head], Sequence[Verdict], Theme] | None = None
        self.about_plane = button("?", tr("What this is, what it is not"))
        self.about_plane.clicked.connect(self._tell_plane)
        self.legend = PatternLegend()
        self.threads = QToolButton()
        self.threads.setToolTip(tr("Which threads between cases are drawn"))
        self.threads.setFont(interface())
        self.judged = QLabel()
        self.judged.setFont(interface(11.5))
        role(self.judged, "quiet")
        self.timeline.picked.connect(lambda target: self.case_chosen.emit(target.case))
        self.verdicts.picked.connect(lambda target: self.case_chosen.emit(target.case))
        self.plane.picked.connect(lambda target: self.case_chosen.emit(target.case))
        self.timeline.thread_picked.connect(self.thread_chosen)

        head = QWidget()
        lines = QVBoxLayout(head)
        lines.setContentsMargins(px(24), px(12), px(24), px(10))
        lines.setSpacing(px(4))
        lines.addWidget(self.title)
        lines.addWidget(self.sentence)
        words = QLabel(tr("how sure · from chance to cause"))
        words.setFont(interface(11.5))
        role(words, "quiet")
        inside = QWidget()
        role(inside, "panel")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(_bar(tr("Timeline"), self.legend, self.threads))
        column.addWidget(self.timeline, 64)
        self.below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.below.setSpacing(0)
        priors = QLabel(tr("prior against weight of evidence"))
        priors.setFont(interface(11.5))
        role(priors, "quiet")
        for bar, chart, share in (
            (_bar(tr("My verdicts"), words, self.judged), self.verdicts, 53),
            (_bar(tr("Coincidence plane"), priors, self.about_plane), self.plane, 47),
        ):
            pane = QVBoxLayout()
            pane.setSpacing(0)
            pane.addWidget(bar)
            pane.addWidget(chart, 1)
            self.below.addLayout(pane, share)
        column.addLayout(self.below, 36)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.setFocusProxy(self.timeline)
        self.setTabOrder(self.timeline, self.threads)  # the timeline first: it is what Home is for

    def show_cases(
        self,
        heads: Sequence[Head],
        threads: Sequence[Thread],
        annotations: Sequence[Annotation],  # one signature for Home and the column beside it
        verdicts: Sequence[Verdict],
        last: Focus | None,
        theme: Theme,
    ) -> None:
        """Show the library; verdicts: of all cases, newest first; last: where the reader was before Home."""
        self._threads = tuple(threads)
        self.title.setText(tr("All {} cases").format(len(heads)))
        self.sentence.setText(_sentence(heads))
        self.timeline.show_heads(heads, threads, theme)
        self._fill_threads()
        self.legend.set_theme(theme)
        self.verdicts.show_verdicts(heads, verdicts, theme)
        self.judged.setText(tr("{} of {} judged").format(self.verdicts.judged, len(heads)))

        self._shown = (heads, verdicts, theme)
        self.plane.show_points(heads, self.points.known if self.points else {}, verdicts, theme)
        if self.points:
            self.points.want(heads)

    def use(self, points: PlanePoints) -> None:
        """Who reckons where the cases lie on the coincidence plane."""
        self.points = points
        points.found.connect(self._show_points)

    def _show_points(self, known: Mapping[str, Placed]) -> None:
        if self._shown:
            heads, verdicts, theme = self._shown
            self.plane.show_points(heads, known, verdicts, theme)

    def _tell_plane(self) -> None:
        told = explained.plane()
        words = "\n\n".join((told.what, told.what_not, *told.literature))
        box = QMessageBox(QMessageBox.Icon.NoIcon, told.title, words, QMessageBox.StandardButton.Close, self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.points:
            self.points.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self.below.setDirection(ways.LeftToRight if self.width() >= px(NARROW) else ways.TopToBottom)

    def show_threads(self, keys: frozenset[str]) -> None:
        """Draw these threads alone."""
        self.timeline.show_threads(keys)
        self._name_threads()

    def mark_thread(self, key: str | None) -> None:
        """Let one thread stand out, drawn even if it was hidden; the same one again: no longer."""
        if key == self.timeline.marked_thread:
            key = None
        if key and key not in self.timeline.shown_threads:
            self.timeline.show_threads(self.timeline.shown_threads | {key})
            self._fill_threads()
        self.timeline.mark_thread(key)

    def _fill_threads(self) -> None:
        choices = [(thread.key, thread.title) for thread in self._threads]
        menu_of_choices.fill(self.threads, choices, self.timeline.shown_threads, self.show_threads)
        self._name_threads()

    def _name_threads(self) -> None:
        count = len(self.timeline.shown_threads)
        self.threads.setText(tr("Threads {} of {} ▾").format(count, len(self._threads)))
        self.threads.setVisible(bool(self._threads))


class HomeSide(QScrollArea):
    """Beside Home: the threads, the latest notes, and the way back to where the reader stopped.

    Signals: case_chosen(slug), target_chosen(Target) for what a note is on, thread_chosen(key), all_notes(),
    go_on(Focus).
    """

    case_chosen, target_chosen, thread_chosen = Signal(str), Signal(object), Signal(str)
    all_notes, go_on = Signal(), Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        role(inside, "side")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(px(14), px(14), px(14), px(14))
        self._column.setSpacing(px(6))
        self.setWidget(inside)

    def show_cases(
        self,
        heads: Sequence[Head],
        threads: Sequence[Thread],
        annotations: Sequence[Annotation],
        verdicts: Sequence[Verdict],  # one signature for Home and the column beside it
        last: Focus | None,
        theme: Theme,
    ) -> None:
        """Show the library; annotations: of all cases, newest first; last: where the reader was before Home."""
        clear(self._column)
        by_slug = {head.slug: head for head in heads}
        if threads:
            self._column.addWidget(heading(tr("Threads between cases")))
            for index, thread in enumerate(threads):
                row = ThreadRow(thread, heads, thread_colour(theme, index))
                row.clicked.connect(lambda key=thread.key: self.thread_chosen.emit(key))
                row.case_chosen.connect(self.case_chosen)
                self._column.addWidget(row)
            self._column.addSpacing(px(8))
        self._add_notes(annotations, by_slug)
        if last and last.case in by_slug:
            self._column.addSpacing(px(8))
            self._column.addWidget(heading(tr("Go on where you stopped")))
            back = LinkRow(_stopped(by_slug[last.case], last))
            back.clicked.connect(lambda: self.go_on.emit(last))
            self._column.addWidget(back)
        self._column.addStretch(1)

    def _add_notes(self, annotations: Sequence[Annotation], by_slug: Mapping[str, Head]) -> None:
        if not annotations:
            self._column.addWidget(heading(tr("Latest notes")))
            words = tr("You have not written a note yet. Open a case, select anything in it, and press N.")
            self._column.addWidget(label(words, interface(12), "quiet"))
            return
        latest = annotations[:LATEST]
        self._column.addWidget(heading(tr("Latest notes · {} of {}").format(len(latest), len(annotations))))
        for note in latest:
            card = LatestNote(note, by_slug.get(note.target.case))
            card.chosen.connect(self.target_chosen)
            self._column.addWidget(card)
        everything = LinkRow(tr("All notes ›"))
        everything.clicked.connect(self.all_notes)
        self._column.addWidget(everything)


class ThreadRow(ClickRow):
    """A thread: its colour, its name, what it is, and its cases.  Signals: clicked(), case_chosen(slug)."""

    case_chosen = Signal(str)

    def __init__(self, thread: Thread, heads: Sequence[Head], colour: str) -> None:
        super().__init__(thread.title)
        self.setToolTip(tr("Let this thread stand out on the timeline"))
        self.row.addWidget(_Dash(colour), 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(label(thread.title, interface(12.5, QFont.Weight.DemiBold)))
        few = len(thread.cases) <= _FEW_CASES
        below = QBoxLayout(QBoxLayout.Direction.LeftToRight if few else QBoxLayout.Direction.TopToBottom)
        below.setSpacing(px(8) if few else 0)
        below.addWidget(label(thread.note, interface(11.5), "quiet"), 1)
        below.addWidget(self._numbers(thread, heads), 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        lines.addLayout(below)
        self.row.addLayout(lines, 1)

    def _numbers(self, thread: Thread, heads: Sequence[Head]) -> QLabel:
        """The cases by chapter, each a link."""
        tied = [head for head in heads if head.chapter in thread.cases]
        colour = self.palette().text().color().name()
        style = f"color:{colour};text-decoration:none"
        numbers = QLabel(" · ".join(f'<a href="{head.slug}" style="{style}">{head.chapter}</a>' for head in tied))
        numbers.setFont(interface(11.5))
        numbers.setToolTip("\n".join(head.name for head in tied))
        numbers.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        numbers.linkActivated.connect(self.case_chosen)
        return numbers


class LatestNote(QFrame):
    """The beginning of a note, with its case and date.  Signals: chosen(Target)."""

    chosen = Signal(object)

    def __init__(self, note: Annotation, head: Head | None) -> None:
        super().__init__()
        self.note = note
        role(self, "note")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(10), px(6), px(10), px(8))
        column.setSpacing(px(3))
        top = QHBoxLayout()
        case = _Elided(head.name if head else note.target.case)
        case.setFont(interface(11))
        written = QLabel(stamp(note.changed))
        written.setFont(interface(11))
        role(case, "quiet")
        role(written, "quiet")
        top.addWidget(case, 1)
        top.addWidget(written)
        column.addLayout(top)
        text = _beginning(note.text)
        self.setAccessibleName(tr("Note: {}").format(text))
        column.addWidget(label(text, interface()))
        if note.tags:
            holder = QWidget()
            flow = Flow(holder, px(5))
            for tag in note.tags:
                flow.addWidget(chip(f"#{tag}"))
            column.addWidget(holder)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.note.target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.note.target)
        else:
            super().keyPressEvent(event)


class _Elided(QLabel):
    """A line that is cut with an ellipsis rather than wrapped."""

    def minimumSizeHint(self) -> QSize:
        return QSize(px(20), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        text = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class _Dash(QWidget):
    """A thread's colour."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self._colour = QColor(colour)
        self.setFixedSize(px(14), px(18))

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        painter.fillRect(0, (self.height() - px(3)) // 2, self.width(), px(3), self._colour)


def _bar(title: str, middle: QWidget, right: QWidget) -> QFrame:
    """The head of a panel: its name, what explains it, what can be done."""
    bar = QFrame()
    role(bar, "bar")
    bar.setFixedHeight(px(34))
    row = QHBoxLayout(bar)
    row.setContentsMargins(px(16), 0, px(14), 0)
    row.setSpacing(px(12))
    name = QLabel(title)
    name.setFont(caption())
    role(name, "caption")
    row.addWidget(name)
    row.addWidget(middle, 1)
    row.addWidget(right)
    return bar


class LinkRow(ClickRow):
    """Where a click leads, wrapped where the column is narrow.  Signals: clicked()."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = label(text, interface())
        colours = self.text.palette()
        colours.setColor(QPalette.ColorRole.WindowText, colours.color(QPalette.ColorRole.Link))
        self.text.setPalette(colours)
        self.row.addWidget(self.text)


def _sentence(heads: Sequence[Head]) -> str:
    bounds = [event.when.middle for head in heads for event in head.coincident if isfinite(event.when.middle)]
    if not bounds:
        return tr("What fell together, what ties the cases to one another, and what you make of it.")
    words = tr("What fell together between {} and {}, what ties the cases to one another, and what you make of it.")
    return words.format(civil(min(bounds))[0], civil(max(bounds))[0])


def _beginning(markdown: str) -> str:
    """The first words of a note, without its marks."""
    document = QTextDocument()
    document.setMarkdown(markdown[: 4 * _NOTE_CHARACTERS], QTextDocument.MarkdownFeature.MarkdownNoHTML)
    text = " ".join(document.toPlainText().split())
    return text if len(text) <= _NOTE_CHARACTERS else text[:_NOTE_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _stopped(head: Head, last: Focus) -> str:
    if last.moment is None:
        return tr("{} ›").format(head.name)
    year, month, day, _ = civil(last.moment)
    return tr("{}, at {} {} {} ›").format(head.name, day, tr(MONTHS[month - 1]), year_said(year))
