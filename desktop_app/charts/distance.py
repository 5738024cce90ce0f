"""How far apart were they over time, and when were they together?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from desktop_app.analysis.copresence import SAME_PLACE_KM, CoPresence, Record
from desktop_app.analysis.courses import Course, Pair, courses
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means
from desktop_app.casebook.said import said_day
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.when import Span
from desktop_app.charts.boxes import Box, around, first_clear
from desktop_app.charts.cards import card
from desktop_app.charts.cast import default_actors, line_colours, of_actors
from desktop_app.charts.colours import Theme
from desktop_app.charts.distance_bars import spans_of
from desktop_app.charts.distance_picture import (
    Plan,
    foot_of,
    kilometres,
    pair_colours,
    pair_name,
    picture,
    time_edges,
    under_way_words,
)
from desktop_app.charts.distance_scale import next_threshold, rounded_km, said_km
from desktop_app.charts.drawing import Face, Layer, Rect, Stroke, text_at
from desktop_app.charts.pairs import default_pairs
from desktop_app.charts.picture import Hit, Look, Picture
from desktop_app.charts.time_chart import TimeChart
from desktop_app.charts.time_scale import TimeScale, time_scale
from desktop_app.charts.tracks import sized

__all__ = ["Distance", "default_pairs"]

_NEAR_PX, _HANDLE_PX = 4.0, 12.0  # how near the pointer takes hold of the threshold, and the room of its handle
_LEGEND_FROM = 300  # px of height: below, a legend would cost the curves too much
_TAG = Face(11, 600)


class Distance(TimeChart):
    """Kilometres between pairs of actors, as bands from the least to the greatest that dates and radii allow.

    The scale is log(1 + d / 10 km), or even.  Below, bars tell when each pair was surely and when possibly within the
    threshold, a line that can be dragged, or moved by Up and Down.
    Signals, keys and cursor are those of every chart over time; threshold_changed(km).
    """

    threshold_changed = Signal(float)
    _plan: Plan | None = None  # pyqtgraph resizes a view before it is made

    def __init__(self) -> None:
        super().__init__(tr("Distance"))
        self._linear, self._within_km = False, SAME_PLACE_KM
        self._means: Means | None = None
        self._drags_threshold = False

    def show_case(
        self,
        case: Case,
        theme: Theme,
        actors: tuple[str, ...] | None = None,
        certainties: frozenset[Certainty] = frozenset(Certainty),
        pairs: Sequence[Pair] | None = None,
        means: Means | None = None,
    ) -> None:
        """Draw these pairs; None: those among the actors (None: of the first view) that tell most.

        means: by which who is under way travels; None: anyhow, at most a quarter longer than the direct way.
        The same case keeps its span and its cursor.
        """
        span = self._begin(case, theme, certainties)
        self._means = means
        if pairs is None:
            pairs = default_pairs(case, default_actors(case) if actors is None else actors)
        self._plan = self._planned(case, pairs)
        self._compose(span)
        self._describe()

    def set_linear(self, linear: bool) -> None:
        """Even kilometres instead of logarithmic ones."""
        self._linear = linear
        self._replan()

    def set_threshold(self, km: float) -> None:
        """Within how many kilometres two count as together."""
        if km != self._within_km:
            self._within_km = km
            self._replan()
            self.threshold_changed.emit(km)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return self._plan.pairs if self._plan else ()

    @property
    def means(self) -> Means | None:
        return self._means

    @property
    def is_linear(self) -> bool:
        return self._linear

    @property
    def within_km(self) -> float:
        return self._within_km

    def drawn(self, width: float, height: float, theme: Theme) -> Picture:
        """The chart as it stands, drawn anew at another size, with its legend."""
        plan = self._shown()
        scale = time_scale(plan.case, *time_edges(plan, self._type, width), self._kept_span())
        return picture(plan, scale, self._type, (width, height), Look(theme, self._mark, legend=True, live=False))

    def _planned(self, case: Case, pairs: Sequence[Pair]) -> Plan:
        few = of_actors(case, [key for pair in pairs for key in pair])
        found = courses(few, pairs, self._certainties, self._means.kmh if self._means else None)
        return Plan(case, found, self._together(few, pairs), self._linear, self._within_km, self._means)

    def _together(self, case: Case, pairs: Sequence[Pair]) -> tuple[tuple[CoPresence, ...], ...]:
        record = Record(case, self._certainties, self._within_km)
        return tuple(record.meetings(*pair) for pair in pairs)

    def _replan(self) -> None:
        if plan := self._plan:
            few = of_actors(plan.case, [key for pair in plan.pairs for key in pair])
            together = self._together(few, plan.pairs) if self._within_km != plan.within_km else plan.together
            self._plan = replace(plan, linear=self._linear, within_km=self._within_km, together=together)
            self._draw()
            self._describe()

    def _shown(self) -> Plan:
        if self._plan is None:
            raise ValueError("no case is shown")
        return self._plan

    def _compose(self, span: Span | None) -> None:
        if plan := self._plan:
            left, right = time_edges(plan, self._type, self._size()[0])
            left = min(max(left, self._least_left), right - 60)
            self._scale = time_scale(plan.case, left, right, span)
            self._draw()

    def _draw_at(self, scale: TimeScale, size: tuple[float, float], look: Look) -> Picture:
        return picture(self._shown(), scale, self._type, size, look)

    @property
    def own_left(self) -> float:
        return time_edges(self._plan, self._type, self._size()[0])[0] if self._plan else 0.0

    def _shows_legend(self) -> bool:
        return bool(self.height() >= _LEGEND_FROM)

    def _foot(self, picture: Picture) -> float:
        return foot_of(self._type, picture.height, legend=self._shows_legend())

    # The threshold

    def _on_threshold(self, at: QPointF) -> bool:
        if self._plan is None or self.picture is None or self._hit(at):
            return False
        field = self.picture.field
        y = kilometres(self._plan, field).y(self._within_km)
        near = field.left <= at.x() <= field.right + _HANDLE_PX and abs(at.y() - y) <= _NEAR_PX
        return bool(near and self._within_km > 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drags_threshold = event.button() == Qt.MouseButton.LeftButton and self._on_threshold(event.position())
        if not self._drags_threshold:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drags_threshold and self._plan and self.picture:
            scale = kilometres(self._plan, self.picture.field)
            self.set_threshold(max(1.0, rounded_km(scale.km(event.position().y()))))
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drags_threshold:
            self._drags_threshold = False
        else:
            super().mouseReleaseEvent(event)

    def _hover(self, at: QPointF) -> None:
        super()._hover(at)
        if self._on_threshold(at):
            self.viewport().setCursor(Qt.CursorShape.SizeVerCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.set_threshold(next_threshold(self._within_km, 1 if event.key() == Qt.Key.Key_Up else -1))
        else:
            super().keyPressEvent(event)

    # What is told

    def _card(self, hit: Hit | None, jd: float | None) -> str:
        plan = self._plan
        if plan is None:
            return ""
        if hit:
            return card(plan.case, hit)
        return self._at(plan, jd) if jd is not None else ""

    def _at(self, plan: Plan, jd: float) -> str:
        """The distance of each pair at a moment, as a table."""
        rows = "".join(
            f"<tr><td style='padding-right:12px'>{escape(pair_name(plan.case, course.pair))}</td>"
            f"<td>{escape(_words(plan, course, jd))}</td></tr>"
            for course in plan.courses
        )
        return f"<b>{escape(said_day(jd))}</b><table>{rows}</table>"

    def _what(self) -> str:
        if self._plan is None:
            return ""
        names = ", ".join(pair_name(self._plan.case, pair) for pair in self.pairs)
        within = tr("Up and Down move the threshold, now {} km.").format(f"{self._within_km:,.0f}")
        return " ".join((tr("How far apart were they: {}.").format(names), within))

    def _here(self) -> str:
        if self._plan is None or self._cursor is None:
            return super()._here()
        jd = self._cursor
        words = "; ".join(
            f"{pair_name(self._plan.case, one.pair)}: {_words(self._plan, one, jd)}" for one in self._plan.courses
        )
        return " ".join(part for part in (super()._here(), f"{said_day(jd)}: {words}.") if part)

    def _told(self, jd: float, x: float, field: Box) -> Iterator[Layer]:
        """The distances beside the cursor, at their heights, moved where they would cover a name."""
        plan = self._shown()
        face, unit, scale = sized(self._type, _TAG), self._type.unit, kilometres(plan, field)
        colours = pair_colours(self.pairs, line_colours(plan.case, self._theme))
        taken = [text.box for text in self.picture.texts if text.box.within(field)] if self.picture else []
        for course in plan.courses:
            band = course.at(jd)
            if band is None:
                continue
            words, middle = said_km(*band), sum(map(scale.y, band)) / 2
            width, height = self._type.width(words, face) + 12 * unit, 17 * unit
            box = first_clear(_beside(x, middle, width, height, unit), field, taken)
            if box:
                taken.append(box.grown(1.5))
                yield Rect(box, self._theme.panel, radius=4, edge=Stroke(colours[course.pair], 1.2))
                height_of_text = (box.top + box.bottom) / 2
                yield text_at(self._type, box.left + 6 * unit, height_of_text, words, face, self._theme.text)


def _beside(x: float, middle: float, width: float, height: float, unit: float) -> Iterator[Box]:
    """Right of the cursor, else left of it, at the height of what is told or as near as may be."""
    for step in range(24):
        for sign in (-1, 1) if step else (1,):
            for across in (x + 7 * unit + width / 2, x - 7 * unit - width / 2):
                yield around(across, middle + sign * step * 6 * unit, width, height)


def _words(plan: Plan, course: Course, jd: float) -> str:
    """The distance at a moment, and whether they were within the threshold."""
    band = course.at(jd)
    if band is None:
        return tr("not recorded")
    km, within = said_km(*band), f"{plan.within_km:,.0f}"
    together = plan.together[plan.courses.index(course)]
    if _holds(spans_of(together, sure=True), jd):
        if band[1] > 2 * plan.within_km:  # documented by an event of that day
            return tr("{}, surely together at some time of that day").format(km)
        return tr("{}, surely within {} km").format(km, within)
    if _holds(spans_of(together, sure=False), jd):
        return tr("{}, possibly within {} km").format(km, within)
    if course.is_under_way(jd):
        if course.too_slow and plan.means:
            return tr("{} (a recorded journey was too fast for going {})").format(km, tr(plan.means.name))
        return tr("{} ({})").format(km, under_way_words(plan.means))
    return km


def _holds(spans: Sequence[Span], jd: float) -> bool:
    return any(start <= jd < end for start, end in spans)
