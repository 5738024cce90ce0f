"""What led to what: how does the reader look at the causal graph, move in it, and draw in it?"""

import threading
from dataclasses import replace

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from desktop_app.analysis.admissibility import order_said
from desktop_app.casebook import wording
from desktop_app.casebook.case import Event, Link, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import Certainty, Kind
from desktop_app.casebook.when import Span
from desktop_app.charts.causes_cards import event_card, link_card
from desktop_app.charts.causes_picture import Pointing, foot_height, picture
from desktop_app.charts.causes_scene import LARGE, Plan, Shown, Titles, measured, planned
from desktop_app.charts.colours import Theme
from desktop_app.charts.picture import Hit, Look, Picture
from desktop_app.charts.scene import moment_of
from desktop_app.charts.tall_chart import TallChart
from desktop_app.charts.time_scale import TimeScale

_DRAG_PX = 5
_LEGEND_FROM = 330  # px of height: below, a legend would cost the graph too much


class CausalGraph(TallChart):
    """Events by time from left to right, and the links between them.

    Signals: those of every chart over time; drawn_link(cause, effect) when the reader has drawn one, by pointer or by
    key; edit_wanted(link) and remove_wanted(link) by key; told(str) for the status bar.
    """

    drawn_link = Signal(str, str)
    edit_wanted, remove_wanted = Signal(str), Signal(str)
    told = Signal(str)
    _shown: Shown | None = None  # pyqtgraph resizes a view before it is made
    _plan: Plan | None = None
    _titles: tuple[object, Titles] | None = None
    _asked = 0  # how often rows were asked for
    _pointing = Pointing()
    _found = Signal(int, object, object)

    def __init__(self) -> None:
        super().__init__(tr("Causal graph"))
        self._dragged_from: str | None = None
        self._may_draw = True
        self._found.connect(self._planned)

    # What is shown

    def show_graph(self, shown: Shown, theme: Theme, *, may_draw: bool = True) -> None:
        """Draw this case.  The same case keeps its span; the same links keep their rows, whatever is filtered."""
        before, plan = self._shown, self._plan
        span = self._begin(shown.case, theme, frozenset(Certainty))
        self._shown, self._may_draw = shown, may_draw
        if before is None or before.case.slug != shown.case.slug:
            self._pointing = Pointing()
            self._bar.setValue(0)
        elif self._pointing.event and self._pointing.event not in shown.case.event:
            self._pointing = Pointing()
        if plan and before and (before.case.events, before.links) == (shown.case.events, shown.links):
            self._plan = replace(plan, shown=shown)
            self._draw()
        else:
            self._compose(span)
        self._describe()

    def mark(self, target: Target | None) -> None:
        """Let what is selected stand out; the keys go on from an event that is selected elsewhere."""
        if target and target.kind == Kind.EVENT and not self.is_drawing:
            self._pointing = replace(self._pointing, event=target.key)
        changed = target != self._mark
        super().mark(target)
        if changed and (event := self._event_of(target)):
            self._bring_into_view(event)

    def _event_of(self, target: Target | None) -> Event | None:
        """The event selected, or the effect of the link selected."""
        if self._case is None or target is None or target.case != self._case.slug:
            return None
        if target.kind == Kind.LINK and target.key in self._case.link:
            return self._case.event.get(self._case.link[target.key].effect)
        return self._case.event.get(target.key) if target.kind == Kind.EVENT else None

    def show_ways(self, links: frozenset[str] | None, ends: frozenset[str] = frozenset()) -> None:
        """Let the links of the ways between two events stand out; None: those of what is selected again."""
        self._pointing = replace(self._pointing, ways=links, ends=ends)
        for key in sorted(ends, reverse=True):
            if self._case and key in self._case.event:
                self._bring_into_view(self._case.event[key])
        self._draw()

    def start_link(self) -> None:
        """Begin a link at the event where the keys are, or at the one selected."""
        event = self._at()
        if not self._may_draw:
            self.told.emit(tr("This library can only be read: no link can be drawn."))
        elif event is None:
            self.told.emit(tr("Select the cause first, then press L."))
        else:
            self._pointing = replace(self._pointing, event=event.key, drawn_from=event.key, drawn_to=None)
            self.told.emit(tr("Go to the effect by arrow keys, or click it; Return draws the link, Esc drops it."))
            self._changed()

    def drop_link(self) -> None:
        """Let go of a link that was begun."""
        self._pointing = replace(self._pointing, drawn_from=None, drawn_to=None)
        self._changed()

    @property
    def is_drawing(self) -> bool:
        return self._pointing.drawn_from is not None

    @property
    def at_event(self) -> str | None:
        """The event where the keys are."""
        return self._pointing.event

    def drawn(self, width: float, height: float, theme: Theme) -> Picture:
        """The chart as it stands, drawn anew at another size, as high as its rows ask for, with its legend."""
        if self._shown is None:
            raise ValueError("no case is shown")
        for _ in range(2):
            foot = foot_height(self._type, width, legend=True, plan_links=self._shown.links)
            plan, scale = planned(self._shown, self._measured(self._shown), (width, height), foot)
            beyond = plan.height - self._room(height, foot)
            if beyond <= 0:
                break
            height += beyond
        if span := self._kept_span():
            scale = scale.shown(*span)
        look = Look(theme, self._mark, legend=True, live=False)
        return picture(plan, scale, self._type, (width, height), look, replace(self._pointing, event=None))

    def _room(self, height: float, foot: float) -> float:
        return height - foot - 46.0 * self._type.unit

    # Planning and drawing

    def _shows_legend(self) -> bool:
        return bool(self.height() >= _LEGEND_FROM)

    def _compose(self, span: Span | None) -> None:
        """Find rows and ways: at once, or for a large graph on another thread, which tells when it is done."""
        shown = self._shown
        if shown is None:
            return
        size = self._size()
        foot = foot_height(self._type, size[0], legend=self._shows_legend(), plan_links=shown.links)
        titles = self._measured(shown)
        before = self._plan if self._plan and self._plan.shown.case.slug == shown.case.slug else None
        if before and before.links == shown.links:  # another size: as good as it can be
            before = None
        self._asked += 1
        if len(shown.links) <= LARGE and len(shown.case.events) <= LARGE:
            self._planned(self._asked, planned(shown, titles, size, foot, before), span)
            return
        asked = self._asked

        def work() -> None:
            self._found.emit(asked, planned(shown, titles, size, foot, before), span)

        threading.Thread(target=work, name="rows", daemon=True).start()

    def _planned(self, asked: int, found: tuple[Plan, TimeScale], span: Span | None) -> None:
        """Draw what was found, unless something else has been asked since."""
        if asked != self._asked or self._shown is None:
            return
        plan, scale = found
        self._plan = plan if plan.shown is self._shown else replace(plan, shown=self._shown)
        self._scale = scale.shown(*span) if span else scale
        self._draw()
        self._describe()

    def _measured(self, shown: Shown) -> Titles:
        """The titles in the present type; measured anew when the case or the type has changed."""
        key = (shown.case.events, shown.links, self.font().toString())
        if self._titles is None or self._titles[0] != key:
            self._titles = key, measured(shown, self._type)
        return self._titles[1]

    def _draw_at(self, scale: TimeScale, size: tuple[float, float], look: Look) -> Picture:
        if self._plan is None:
            raise ValueError("no case is shown")
        made = picture(self._plan, scale, self._type, size, look, self._pointing)
        self._place_bar(made)
        return made

    def _look(self) -> Look:
        return Look(self._theme, self._mark, self._shows_legend(), scroll=float(self._bar.value()))

    def _changed(self) -> None:
        self._draw()
        self._describe()

    def fit(self) -> None:
        self._bar.setValue(0)
        super().fit()

    # What the reader does with the pointer

    def _event_under(self, at: QPointF) -> str | None:
        hit = self._hit(at)
        return hit.events[0].key if hit and hit.events else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.is_drawing:
            self._dragged_from = self._event_under(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        pressed = bool(event.buttons() & Qt.MouseButton.LeftButton) and self._press is not None
        if pressed and self._dragged_from and self._may_draw and self._press is not None:
            if (at.toPoint() - self._press).manhattanLength() > _DRAG_PX:
                self.viewport().setCursor(Qt.CursorShape.CrossCursor)
                self._pointing = replace(self._pointing, drawn_from=self._dragged_from, drawn_to=(at.x(), at.y()))
                self._draw()
            return
        if self.is_drawing:
            self._pointing = replace(self._pointing, drawn_to=(at.x(), at.y()))
            self._draw()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, self._dragged_from = self._dragged_from, None
        cause = self._pointing.drawn_from
        at = event.position()
        if event.button() == Qt.MouseButton.LeftButton and cause and self._press is not None:
            moved = (at.toPoint() - self._press).manhattanLength() > _DRAG_PX
            if dragged is None or moved:
                self._press = None
                effect = self._event_under(at)
                self.drop_link()
                if effect and effect != cause:
                    self.drawn_link.emit(cause, effect)
                elif effect is None:
                    self.told.emit(tr("No link: let it go over an event."))
                self._hover(at)
                return
        super().mouseReleaseEvent(event)

    def _pick(self, target: Target) -> None:
        if target.kind == Kind.EVENT:
            self._pointing = replace(self._pointing, event=target.key)
        super()._pick(target)

    # … and with the keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._plan is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._go_along(forward=key == Qt.Key.Key_Right)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go_in_time(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self._go_to_link(1 if key == Qt.Key.Key_BracketRight else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_L and not event.modifiers():
            self._link_key()
        elif key == Qt.Key.Key_Escape and self.is_drawing:
            self.drop_link()
        elif key == Qt.Key.Key_F2 and (link := self._marked_link()):
            self.edit_wanted.emit(link.key)
        elif key == Qt.Key.Key_Delete and (link := self._marked_link()):
            self.remove_wanted.emit(link.key)
        else:
            super().keyPressEvent(event)

    def _in_time(self) -> list[Event]:
        events = self._case.events if self._case else ()
        return sorted(events, key=lambda event: (moment_of(event), event.key))

    def _at(self) -> Event | None:
        """The event where the keys are, else the one selected."""
        if self._case is None:
            return None
        if event := self._case.event.get(self._pointing.event or ""):
            return event
        mark = self._mark
        return self._case.event.get(mark.key) if mark and mark.kind == Kind.EVENT else None

    def _go(self, event: Event) -> None:
        self._pointing = replace(self._pointing, event=event.key)
        if self._scale and not self._scale.visible(*event.when.outer):
            self._scale = self._scale.holding(moment_of(event))
            self._tell_span()
        self._bring_into_view(event)
        self._changed()

    def _bring_into_view(self, event: Event) -> None:
        """Scroll just so far that the row of the event is seen."""
        if self._plan is None or self.picture is None:
            return
        unit = self._type.unit
        number = self._plan.number.get(event.key)
        y = self._plan.titled[number].y if number is not None else self._plan.height
        room = self.picture.field.bottom - self.picture.field.top
        top = float(self._bar.value())
        if y - 44 * unit < top:
            self._bar.setValue(round(y - 44 * unit))
        elif y + 14 * unit > top + room:
            self._bar.setValue(round(y + 14 * unit - room))

    def _go_along(self, *, forward: bool) -> None:
        """To the nearest effect or cause; where there is none, to the next event in time."""
        at = self._at()
        if at is None or self._case is None:
            events = self._in_time()
            if events:
                self._go(events[0])
            return
        links = [link for link in self._seen_links() if (link.cause if forward else link.effect) == at.key]
        others = [self._case.event[link.effect if forward else link.cause] for link in links]
        if others:
            self._go(min(others, key=lambda event: (abs(moment_of(event) - moment_of(at)), event.key)))
        else:
            self._go_in_time(1 if forward else -1)

    def _go_in_time(self, step: int) -> None:
        events, at = self._in_time(), self._at()
        if not events:
            return
        number = events.index(at) + step if at else 0
        if 0 <= number < len(events):
            self._go(events[number])

    def _seen_links(self) -> tuple[Link, ...]:
        if self._plan is None:
            return ()
        return tuple(link for link in self._plan.links if link.key not in self._plan.shown.hidden)

    def _go_to_link(self, step: int) -> None:
        """Select the next link of the event where the keys are."""
        at = self._at()
        if at is None:
            return
        links = [link for link in self._seen_links() if at.key in (link.cause, link.effect)]
        if not links:
            self.told.emit(tr("No link touches this event."))
            return
        keys = [link.key for link in links]
        marked = self._mark.key if self._mark and self._mark.kind == Kind.LINK else ""
        number = (keys.index(marked) + step) % len(keys) if marked in keys else (0 if step > 0 else -1)
        self._pick(Target(self._case.slug if self._case else "", Kind.LINK, keys[number]))

    def _enter(self) -> None:
        at = self._at()
        if at is None:
            return
        cause = self._pointing.drawn_from
        if cause is None:
            self._pick(self._target(at))
        elif cause != at.key:
            self.drop_link()
            self.drawn_link.emit(cause, at.key)

    def _link_key(self) -> None:
        if self.is_drawing:
            self._enter()
        else:
            self.start_link()

    def _marked_link(self) -> Link | None:
        mark = self._mark
        if self._case is None or mark is None or mark.kind != Kind.LINK or mark.case != self._case.slug:
            return None
        return self._case.link.get(mark.key)

    # What is told

    def _card(self, hit: Hit | None, _jd: float | None) -> str:
        case, shown = self._case, self._shown
        if hit is None or case is None or shown is None:
            return ""
        if hit.events:
            return event_card(case, hit.events[0], shown.links)
        if hit.target and hit.target.kind == Kind.LINK and hit.target.key in case.link:
            return link_card(shown, case.link[hit.target.key])
        return ""

    def _what(self) -> str:
        if self._plan is None:
            return ""
        words = tr("What led to what: {} events, {} links.")
        return words.format(len(self._plan.titled) + len(self._plan.loose), len(self._plan.links))

    def _here(self) -> str:
        at, case, shown = self._at(), self._case, self._shown
        if at is None or case is None or shown is None:
            return ""
        parts = [f"{at.title}, {said(at.when)}."]
        for link in self._seen_links():
            if link.effect == at.key:
                parts.append(tr("{} by: {}.").format(wording.link(link.kind), case.event[link.cause].title))
            elif link.cause == at.key:
                parts.append(tr("{}: {}.").format(wording.link(link.kind), case.event[link.effect].title))
        if marked := self._marked_link():
            parts.append(order_said(shown.judgement(marked).order))
        return " ".join(parts)

    def _describe(self) -> None:
        keys = tr(
            "Right and Left go along the links, Down and Up from event to event in time; Return selects; [ and ] go "
            "from link to link of an event; L begins and ends a link; F2 edits and Delete removes one of mine; plus "
            "and minus zoom, Home shows all."
        )
        parts = (self._what(), self._here(), keys) if self._case else (keys,)
        self.setAccessibleDescription(" ".join(part for part in parts if part))
