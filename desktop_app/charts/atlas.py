"""Where was everybody at a moment, and which ways had they come?"""

import threading
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.casebook.case import Case, Event, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.terms import Kind as TargetKind
from desktop_app.casebook.when import Span
from desktop_app.charts.atlas_canvas import MapCanvas, whole
from desktop_app.charts.atlas_cards import told as cards_of
from desktop_app.charts.atlas_moment import Moment, moment, telling_moment, told
from desktop_app.charts.atlas_overlay import Overlay
from desktop_app.charts.atlas_picture import sheet
from desktop_app.charts.atlas_scene import MapScene, Speed, map_scene, told_in
from desktop_app.charts.atlas_view import Kind, MapView, centred_on, first_view, fitted, projection_words
from desktop_app.charts.atlas_wanted import Wanted
from desktop_app.charts.cast import default_actors
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.painting import QtType
from desktop_app.charts.picture import Picture
from desktop_app.charts.scene import moment_of
from desktop_app.charts.time_scale import TimeScale
from desktop_app.charts.time_slider import BARE_HEIGHT, HEIGHT, TimeSlider

__all__ = ["Atlas", "Overlay", "Speed"]

SPEEDS = (1 / 24, 0.25, 1.0, 2.0, 5.0, 15.0, 60.0, 365.0)  # days a second
_WHOLE_PLAY = 40.0  # seconds that the span in view takes at the speed chosen at first
_FRAME_MS = 33
_LARGE = 1_500  # stays: more are gathered on another thread


class Atlas(QWidget):
    """A map of a case with a slider over its time; it plays.

    Arrow keys move the cursor by a day, with Shift by a week; [ and ] go from event to event, Return selects; plus and
    minus zoom, Home shows all, Space plays.
    Signals: picked(Target); hovered(Target or None); cursor_moved(jd); span_changed(first, last);
    kind_changed(projection); case_changed(); dropped(path) of a file to lay over.
    """

    picked, hovered = Signal(object), Signal(object)
    cursor_moved, span_changed = Signal(float), Signal(float, float)
    kind_changed, case_changed, dropped = Signal(str), Signal(), Signal(str)
    _gathered = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._scene: MapScene | None = None
        self._asked = 0  # scenes, the latest counts
        self._shown: str | None = None  # the case that is drawn
        self._theme: Theme = LIGHT
        self._kind: Kind | None = None  # None: what suits the case
        self._mark: Target | None = None
        self._overlays: tuple[Overlay, ...] = ()
        self._reach: Speed | None = None
        self._at_home = True  # the view is the first view, and stays it at any size
        self._speed = 2.0
        self._clock, self._since = QTimer(self, interval=_FRAME_MS), QElapsedTimer()
        self.canvas, self.slider = MapCanvas(), TimeSlider()
        self._build()
        self.setAccessibleName(tr("Map"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas.setFocusProxy(self)
        self.canvas.picked.connect(self._pick)
        self.canvas.hovered.connect(self.hovered)
        self.canvas.moved.connect(self._moved)
        self.canvas.fit_wanted.connect(self.fit)
        self.canvas.dropped.connect(self.dropped)
        self.slider.picked.connect(self._pick)
        self.slider.cursor_moved.connect(self._cursor_moved)
        self.slider.span_changed.connect(self._span_changed)
        self._clock.timeout.connect(self._play_on)
        self._gathered.connect(self._show_scene)

    def _build(self) -> None:
        self.play_button = _button("▶", tr("Play, or stop"), tr("Space"))
        self.play_button.setCheckable(True)
        self.play_button.toggled.connect(self._played)
        self.back_button = _button("‹", tr("The event before"), "[")
        self.back_button.clicked.connect(lambda: self.slider.step_event(-1))
        self.on_button = _button("›", tr("The next event"), "]")
        self.on_button.clicked.connect(lambda: self.slider.step_event(1))
        self.speed_button = _button("", tr("How fast it plays"))
        self.foot = QWidget()
        self.foot.setProperty("role", "panel")  # as the style sheet calls the ground of charts
        self.foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = self._row = QHBoxLayout(self.foot)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(0)
        for button in (self.play_button, self.back_button, self.on_button, self.speed_button):
            row.addWidget(button)
        row.addWidget(self.slider, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.foot)
        self._fill_speeds()
        self._size_foot()

    def _size_foot(self) -> None:
        height = BARE_HEIGHT if self.slider.lies_on else HEIGHT
        self.foot.setFixedHeight(round(height * QtType(self.font()).unit))

    def lie_on(self, edges: tuple[float, float] | None) -> None:
        """Let the slider's time run between these pixels of the map, as in the chart below it; None: by itself."""
        left = self.slider.mapTo(self, QPoint(0, 0)).x()
        self.slider.lie_on((edges[0] - left, edges[1] - left) if edges else None)
        self._size_foot()

    def _fill_speeds(self) -> None:
        menu, group = QMenu(self.speed_button), QActionGroup(self)
        for speed in SPEEDS:
            action = menu.addAction(_speed_words(speed))
            action.setCheckable(True)
            action.setData(speed)
            action.triggered.connect(lambda _=False, speed=speed: self.set_speed(speed))
            group.addAction(action)
        self.speed_button.setMenu(menu)

    # What is shown

    def show_case(
        self,
        case: Case,
        theme: Theme,
        actors: tuple[str, ...] | None = None,
        certainties: frozenset[Certainty] = frozenset(Certainty),
    ) -> None:
        """Draw this case; actors None: those of the first view.  The same case keeps its view and its cursor.

        A whole corpus is gathered on another thread, and drawn when that is done.
        """
        chosen = default_actors(case) if actors is None else actors
        self._theme = theme
        self._asked += 1
        asked, own = self._asked, frozenset(chosen)
        if sum(1 for stay in case.stays if stay.actor in own) <= _LARGE:
            self._show_scene(asked, map_scene(case, chosen, certainties))
            return
        if self._scene is not None and self._scene.case.slug != case.slug:
            self._scene = None
            self.canvas.clear(theme)

        def work() -> None:
            self._gathered.emit(asked, map_scene(case, chosen, certainties))

        threading.Thread(target=work, name="map", daemon=True).start()

    def _show_scene(self, asked: int, scene: MapScene) -> None:
        """Draw what was gathered, unless something else has been asked since."""
        if asked != self._asked:
            return
        case, before = scene.case, self._shown
        same = before == case.slug
        self._scene, self._shown = scene, case.slug
        if not same:
            self.stop()
            self._mark = self._mark if self._mark and self._mark.case == case.slug else None
        self.slider.show_case(case, self._theme, scene.certainties, self._resting())
        self.slider.mark(self._mark)
        view = self.canvas.view
        if not same or view is None or self._at_home:
            view = self._first_view(scene)
            self._at_home = True
        if not same:
            self.set_speed(self._fitting_speed())
        self.canvas.show_scene(scene, view, self._moment(scene), self._wanted())
        self._describe()
        if not same:
            self.case_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.slider.set_theme(theme)
        self.canvas.want(theme=theme)

    def mark(self, target: Target | None) -> None:
        """Let what is selected stand out; if it is out of view, the map moves just so far that it is not."""
        if target == self._mark:
            return
        self._mark = target
        self.slider.mark(target)
        self.slider.rest_at(self._resting())
        self.canvas.want(mark=target)
        self._show_moment()
        self._bring_into_view(target)

    def set_cursor(self, jd: float | None) -> None:
        """The time cursor, in Julian Days (UTC); None: none."""
        self.slider.set_cursor(jd)
        self._show_moment()

    def show_span(self, start: float, end: float) -> None:
        """Show these moments strongly and others pale, as another chart does; emits nothing."""
        self.slider.show_span(start, end)
        self.canvas.want(spans=self._spans())

    def fit(self) -> None:
        """The first view, of the Earth and of time."""
        if self._scene:
            self._at_home = True
            self.slider.fit()
            self.canvas.show_view(self._first_view(self._scene))

    def close_in(self) -> None:
        """Show where what coincided happened, and little else: centred on it, so that no shape is aslant."""
        scene = self._scene
        places = [scene.case.place[event.place] for event in self._coincident() if event.place] if scene else []
        if scene and places:
            self._at_home = False
            here = [(place.lat, place.lon) for place in places]
            self.canvas.show_view(fitted(scene, centred_on(here), self._size(), self.canvas.type.unit, here))

    def _coincident(self) -> list[Event]:
        """What coincided at a place, in the span in view; all of it if none of it is in view."""
        scene = self._scene
        found = [one for one in scene.events if one.key in scene.case.coincident] if scene else []
        return [one for one in found if told_in(one.when.outer, self._spans())] or found

    def choose(self, kind: str | None) -> None:
        """Another projection by name; None: what suits the case."""
        wanted = Kind(kind) if kind in set(Kind) else None
        if wanted == self._kind:
            return
        self._kind = wanted
        if self._scene:
            self._at_home = True
            self.canvas.show_view(self._first_view(self._scene))
            self._describe()
        self.kind_changed.emit(wanted or "")

    @property
    def kind(self) -> str:
        """The projection that the reader chose; empty: what suits the case."""
        return self._kind or ""

    def add_tool(self, tool: QWidget) -> None:
        """Put a button at the end of the row under the map."""
        self._row.addWidget(tool)

    def lay_over(self, overlays: Sequence[Overlay]) -> None:
        """Show these, in place of what was laid over before."""
        self._overlays = tuple(overlays)
        self.canvas.want(overlays=self._overlays)

    def reach(self, speed: Speed | None) -> None:
        """Draw where those could have been of whom it is not known, at this speed; None: do not."""
        self._reach = speed
        self.canvas.want(speed=speed)

    @property
    def speed_of_reach(self) -> Speed | None:
        return self._reach

    @property
    def case(self) -> Case | None:
        return self._scene.case if self._scene else None

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        return self._overlays

    @property
    def time_scale(self) -> TimeScale | None:
        return self.slider.time_scale

    @property
    def cursor_jd(self) -> float | None:
        return self.slider.cursor_jd

    @property
    def picture(self) -> Picture | None:
        """What is on the screen, for tests and for export."""
        return self.canvas.picture

    def pixel_of(self, target: Target) -> QPoint | None:
        """Where a click on the map picks this target."""
        return self.canvas.pixel_of(target)

    @property
    def told_day(self) -> str:
        """The day that is shown, in words."""
        return self.slider.told_day

    def viewport(self) -> QWidget:
        """What is painted, as the other charts call it."""
        return self.canvas

    def drawn(self, width: float, height: float, theme: Theme) -> Picture:
        """The map as it stands, drawn anew at another size, with its legend."""
        view = self.canvas.view
        if self._scene is None or view is None:
            raise ValueError("no case is shown")
        type_, now = self.canvas.type, self._moment(self._scene)
        home = self._at_home
        view = first_view(self._scene, self._kind, (width, height), type_.unit) if home else view.resized(width, height)
        wanted = replace(self._wanted(), theme=theme)
        made = sheet(self._scene, view, type_, wanted)
        return whole(made, cards_of(made, now, type_, {}), now, type_, wanted)

    def sizeHint(self) -> QSize:
        return QSize(830, 430)

    # Playing

    @property
    def is_playing(self) -> bool:
        return self._clock.isActive()

    @property
    def speed(self) -> float:
        """Days a second."""
        return self._speed

    def set_speed(self, days: float) -> None:
        self._speed = days
        self.speed_button.setText(_speed_words(days))
        for action in self.speed_button.menu().actions():
            action.setChecked(action.data() == days)

    def play(self) -> None:
        """From the cursor on; from the beginning of the span in view if it stands at or after the end."""
        scale, jd = self.slider.time_scale, self.slider.shown_jd
        if scale is None or jd is None:
            return
        first, last = scale.span
        if self.slider.cursor_jd is None or not first <= jd < last - 1e-6:
            self.slider.move_to(first)
        self._since.start()
        self._clock.start()
        self._show_playing()

    def stop(self) -> None:
        if self._clock.isActive():
            self._clock.stop()
            self._describe()
        self._show_playing()

    def _played(self, on: bool) -> None:
        if on and not self.is_playing:
            self.play()
        elif not on and self.is_playing:
            self.stop()

    def _play_on(self) -> None:
        scale, jd = self.slider.time_scale, self.slider.shown_jd
        if scale is None or jd is None:
            return
        jd += self._speed * self._since.restart() / 1000
        for gap, _, _ in scale.break_spans():  # what the axis leaves out, the play leaves out
            if gap.start < jd < gap.end:
                jd = gap.end
        last = scale.span[1]
        self.slider.move_to(min(jd, last))
        if jd >= last:
            self.stop()

    def _show_playing(self) -> None:
        self.play_button.setChecked(self.is_playing)
        self.play_button.setText("❚❚" if self.is_playing else "▶")

    def _fitting_speed(self) -> float:
        """The speed at which the windows of the case take about as long as a reader has patience."""
        scale = self.slider.time_scale
        if scale is None:
            return 2.0
        days = sum(end - start for start, end in scale.pieces())
        return min(SPEEDS, key=lambda speed: abs(days / speed - _WHOLE_PLAY))

    # Inside

    def _size(self) -> tuple[float, float]:
        return float(max(self.canvas.width(), 160)), float(max(self.canvas.height(), 100))

    def _first_view(self, scene: MapScene) -> MapView:
        return first_view(scene, self._kind, self._size(), self.canvas.type.unit)

    def _resting(self) -> float:
        """The moment shown where no cursor is set: of the event that is marked, else the one that tells most."""
        scene, mark = self._scene, self._mark
        if scene is None:
            return 0.0
        if mark and mark.kind == TargetKind.EVENT and mark.case == scene.case.slug and mark.key in scene.case.event:
            return moment_of(scene.case.event[mark.key])
        return telling_moment(scene)

    def _moment(self, scene: MapScene) -> Moment:
        jd = self.slider.shown_jd
        return moment(scene, jd if jd is not None else telling_moment(scene))

    def _spans(self) -> tuple[Span, ...]:
        return self.slider.time_scale.pieces() if self.slider.time_scale else ()

    def _wanted(self) -> Wanted:
        return Wanted(self._theme, self._spans(), self._mark, overlays=self._overlays, speed=self._reach)

    def _show_moment(self) -> None:
        if self._scene:
            now = self._moment(self._scene)
            self.canvas.show_moment(now)
            self._describe(now)

    def _bring_into_view(self, target: Target | None) -> None:
        place = self.canvas.place_of(target) if target else None
        view = self.canvas.view
        if place and view and (moved := view.holding(place.lat, place.lon)) != view:
            self._at_home = False
            self.canvas.show_view(moved)

    def _moved(self) -> None:
        self._at_home = False

    def _cursor_moved(self, jd: float) -> None:
        self._show_moment()
        self.cursor_moved.emit(jd)

    def _span_changed(self, first: float, last: float) -> None:
        self.canvas.want(spans=self._spans())
        self.span_changed.emit(first, last)

    def _pick(self, target: Target) -> None:
        self.mark(target)
        self.picked.emit(target)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        view = self.canvas.view
        if self._scene and view:
            self.canvas.show_view(self._first_view(self._scene) if self._at_home else view.resized(*self._size()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_foot()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.canvas.zoom(0.8 if key == Qt.Key.Key_Minus else 1.25)
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key == Qt.Key.Key_Space:
            self._played(not self.is_playing)
        else:
            self.slider.keyPressEvent(event)

    def _describe(self, now: Moment | None = None) -> None:
        """Who is where at the cursor, for those who hear the map; not while it plays, which would never end."""
        scene, view = self._scene, self.canvas.view
        if scene is None or view is None or self.is_playing:
            return
        keys = tr(
            "Left and Right move the time cursor by a day, with Shift by a week; [ and ] go from event to event, "
            "Return selects; plus and minus zoom, Home shows all, Space plays."
        )
        about = f"{projection_words(view.projection)}."
        self.setAccessibleDescription(
            " ".join((told(scene.case, now or self._moment(scene), scene.actors), about, keys))
        )


def _button(sign: str, name: str, key: str = "") -> QToolButton:
    made = QToolButton()
    made.setText(sign)
    made.setAccessibleName(name)
    made.setToolTip(f"{name} ({key})" if key else name)
    made.setAutoRaise(True)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def _speed_words(days: float) -> str:
    if days < 1:
        return tr("{} h/s").format(round(days * 24))
    return tr("{} d/s").format(round(days)) if days < 365 else tr("1 year/s")
