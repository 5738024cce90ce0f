"""What is known of the link in focus, can its cause have come first, and what do I think of it?"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.analysis.admissibility import LinkJudged, apart_said, news_said, order_said
from desktop_app.analysis.chronology import Order
from desktop_app.analysis.news import Arrival
from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Link, Target
from desktop_app.casebook.chicago import chicago
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Contest, Stance
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import Claimant, Kind
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.link_dates import LinkDates
from desktop_app.views.parts import ClickRow, Flow, button, chip, clear, heading, label
from desktop_app.views.theme import interface, px, reading, role

_PAUSE_MS = 400  # after the last key, a reason is kept
_ORDERS = {Order.SURELY_BEFORE: 0, Order.POSSIBLE: 1, Order.IMPOSSIBLE: 2}
_ARRIVALS = {Arrival.IN_TIME: 0, Arrival.POSSIBLE: 1, Arrival.AFTER_IT_BEGAN: 2, Arrival.TOO_LATE: 2}


class Reason(QPlainTextEdit):
    """A few lines of why.  Signals: left() when the keys go elsewhere."""

    left = Signal()

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.setPlaceholderText(tr("Why?"))
        self.setAccessibleName(name)
        self.setFont(interface())
        self.setTabChangesFocus(True)
        self.setFixedHeight(px(74))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class LinkPanel(QWidget):
    """The card of a link, in the place of the inspector.

    Signals: contested(link, stance or None, reason); edit_wanted(link), remove_wanted(link): keys of the reader's own;
    picked(Target).
    """

    contested, picked = Signal(str, object, str), Signal(object)
    edit_wanted, remove_wanted = Signal(str), Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))
        self._shape: object = None  # what was laid out: the same is left alone, so that nobody is interrupted
        self._link: Link | None = None
        self._kept: Contest | None = None
        self.theme: Theme = LIGHT
        self.stances: dict[Stance, QPushButton] = {}
        self.reason: Reason | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.flush)

    def show_link(
        self, case: Case, link: Link, judged: LinkJudged, contest: Contest | None, theme: Theme, *, writable: bool
    ) -> None:
        """Lay out the card of a link; what is being written to it stays as it is."""
        stance = contest.stance if contest else None
        shape = (case.slug, link, judged, stance, theme.name, writable)
        if self._link and (self._link.key != link.key):
            self.flush()
        self._kept = contest
        if shape == self._shape:
            if self.reason and not self.reason.hasFocus() and contest and contest.reason != self.reason.toPlainText():
                self.reason.setPlainText(contest.reason)
            return
        self._shape, self._link, self.theme = shape, link, theme
        self._pause.stop()
        clear(self._column)
        self.stances, self.reason = {}, None
        self._lay_out(case, link, judged, writable)

    def flush(self) -> bool:
        """Keep what is being written."""
        self._pause.stop()
        if self.reason and self._link and self._kept and self.reason.toPlainText() != self._kept.reason:
            self.contested.emit(self._link.key, self._kept.stance, self.reason.toPlainText())
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    # ---- laying out

    def _add(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self._column.addWidget(widget)

    def _section(self, title: str, text: str = "") -> None:
        self._column.addSpacing(px(8))
        self._add(heading(title))
        if text:
            self._add(label(text, interface(), selectable=True))

    def _lay_out(self, case: Case, link: Link, judged: LinkJudged, writable: bool) -> None:
        cause, effect = case.event[link.cause], case.event[link.effect]
        title = f"{cause.title} → {wording.link(link.kind)} → {effect.title}"
        self.setAccessibleName(tr("Link: {}").format(title))
        self._add(heading(_which(case, link)), label(title, reading(15.5, QFont.Weight.DemiBold), selectable=True))
        holder = QWidget()
        flow = Flow(holder, px(5))
        flow.addWidget(chip(wording.claimant(link.claimed_by), self.theme.claimants[link.claimed_by]))
        flow.addWidget(chip(wording.strength(link.strength)))
        flow.addWidget(chip(wording.attested(link.certainty)))
        self._add(holder)
        if link.mechanism:
            self._section(tr("How it would work"), wording.capital(link.mechanism))
        if link.counterfactual:
            self._section(tr("Without the cause"), wording.capital(link.counterfactual))
        self._order(case, link, judged)
        self._news(case, judged)
        if link.claimed_by == Claimant.READER:
            self._own(link, writable)
        else:
            self._contest(link, writable)
        self._sources(case, link)
        self._events(case, link)

    def _events(self, case: Case, link: Link) -> None:
        self._section(tr("Events"))
        for key in (link.cause, link.effect):
            event = case.event[key]
            row = ClickRow(f"{event.title} {said(event.when)}")
            row.row.addWidget(label(event.title, interface()), 3)
            row.row.addWidget(label(said(event.when), interface(11.5), "quiet"), 2)
            target = Target(case.slug, Kind.EVENT, key)
            row.clicked.connect(lambda target=target: self.picked.emit(target))
            self._add(row)

    def _sources(self, case: Case, link: Link) -> None:
        count = len(link.citations)
        if not count:
            return
        self._section(tr("Source") if count == 1 else tr("Sources · {}").format(count))
        for citation in link.citations:
            note = chicago(case.source[citation.source], citation.locator)
            row = ClickRow(note)
            row.row.addWidget(label(note, interface()))
            target = Target(case.slug, Kind.SOURCE, citation.source)
            row.clicked.connect(lambda target=target: self.picked.emit(target))
            self._add(row)

    def _order(self, case: Case, link: Link, judged: LinkJudged) -> None:
        self._section(tr("Can this cause have come before that effect?"))
        at = _ORDERS.get(judged.order.order)
        if at is not None:
            self._add(_answer((tr("surely"), tr("possibly"), tr("impossible")), at))
        dates = LinkDates()
        dates.setFont(interface())
        dates.show_link(case.event[link.cause], case.event[link.effect], self.theme)
        words = " ".join((order_said(judged.order), apart_said(case, link)))
        self._add(dates, label(words, interface(12), "quiet", selectable=True))

    def _news(self, case: Case, judged: LinkJudged) -> None:
        if judged.news is None:
            return
        self._section(tr("Could the news have travelled?"))
        at = _ARRIVALS.get(judged.news.arrival)
        if at is not None:
            self._add(_answer((tr("surely"), tr("possibly"), tr("too late")), at))
        self._add(label(news_said(case, judged.news), interface(12), "quiet", selectable=True))

    def _own(self, link: Link, writable: bool) -> None:
        self._section(tr("This link is mine"))
        row = QHBoxLayout()
        for words, signal in ((tr("Edit…"), self.edit_wanted), (tr("Remove"), self.remove_wanted)):
            made = QPushButton(words)
            made.setAutoDefault(False)
            made.setEnabled(writable)
            made.clicked.connect(lambda _=False, signal=signal: signal.emit(link.key))
            row.addWidget(made)
        row.addStretch(1)
        self._column.addLayout(row)

    def _contest(self, link: Link, writable: bool) -> None:
        self._section(tr("What I think of this link"))
        row = QHBoxLayout()
        row.setSpacing(px(5))
        now = self._kept.stance if self._kept else None
        words = {Stance.AGREE: tr("✓ Agree"), Stance.DOUBT: tr("? Doubt"), Stance.REJECT: tr("✕ Reject")}
        for stance, text in words.items():
            made = QPushButton(text)
            made.setCheckable(True)
            made.setChecked(stance == now)
            made.setAutoDefault(False)
            made.setEnabled(writable)
            made.setAccessibleName(text[2:])
            made.clicked.connect(lambda _=False, stance=stance: self._say(stance))
            row.addWidget(made)
            self.stances[stance] = made
        row.addStretch(1)
        self._column.addLayout(row)
        if now is not None and self._kept is not None:
            self.reason = Reason(self._kept.reason, tr("Why I think so"))
            self.reason.setReadOnly(not writable)
            self.reason.textChanged.connect(self._pause.start)
            self.reason.left.connect(self.flush)
            self._add(self.reason)

    def _say(self, stance: Stance) -> None:
        """A stance, or, where it is already taken, no longer one."""
        if self._link is None:
            return
        self._pause.stop()
        reason = self.reason.toPlainText() if self.reason else ""
        taken = self._kept is not None and self._kept.stance == stance
        self.contested.emit(self._link.key, None if taken else stance, "" if taken else reason)


def _which(case: Case, link: Link) -> str:
    """ "Link · 3 of 4 at this event": of those that touch its cause."""
    touching = [one.key for one in case.links if link.cause in (one.cause, one.effect)]
    if len(touching) < 2:
        return tr("Link")
    return tr("Link · {} of {} at its cause").format(touching.index(link.key) + 1, len(touching))


def _answer(words: tuple[str, ...], at: int) -> QWidget:
    """One of a few answers, the right one lit; nothing to click."""
    frame = QWidget()
    role(frame, "segments")
    frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    frame.setAccessibleName(words[at])
    row = QHBoxLayout(frame)
    row.setContentsMargins(1, 1, 1, 1)
    row.setSpacing(0)
    for number, text in enumerate(words):
        made = button(text, purpose="segment", checkable=True)
        made.setChecked(number == at)
        made.setFont(interface(12))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(made)
    return frame
