"""How far apart were they over time, and when were they together?"""

from collections.abc import Iterator, Sequence
from html import escape

from desktop_app.analysis.proximity import SAME_PLACE_KM, Meeting, spans
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said_day
from desktop_app.casebook.terms import Certainty
from desktop_app.charts.boxes import Box, around, first_clear
from desktop_app.charts.cards import card
from desktop_app.charts.cast import default_actors, line_colours
from desktop_app.charts.colours import Theme
from desktop_app.charts.distance_picture import (
    Plan,
    foot_of,
    height_of,
    most_km,
    pair_colours,
    pair_name,
    picture,
    said_km,
    time_edges,
)
from desktop_app.charts.drawing import Face, Layer, Rect, Stroke, text_at
from desktop_app.charts.pairs import Course, Pair, courses, default_pairs
from desktop_app.charts.picture import Hit, Look, Picture
from desktop_app.charts.time_chart import TimeChart
from desktop_app.charts.time_scale import Span, TimeScale, time_scale
from desktop_app.charts.tracks import sized

__all__ = ["Distance", "default_pairs"]

_LEGEND_FROM = 300  # px of height: below, a legend would cost the curves too much
_TAG = Face(11, 600)


class Distance(TimeChart):
    """Kilometres between pairs of actors, as bands from the least to the greatest that dates and radii allow.

    The scale is log(1 + d / 10 km).  Below, bars tell when each pair was surely and when possibly at one place.
    Signals, keys and cursor are those of every chart over time.
    """

    _plan: Plan | None = None  # pyqtgraph resizes a view before it is made

    def __init__(self) -> None:
        super().__init__(tr("Distance"))

    def show_case(
        self,
        case: Case,
        theme: Theme,
        actors: tuple[str, ...] | None = None,
        certainties: frozenset[Certainty] = frozenset(Certainty),
        pairs: Sequence[Pair] | None = None,
    ) -> None:
        """Draw these pairs; None: those among the actors (None: of the first view) that tell most.

        The same case keeps its span and its cursor.
        """
        span = self._begin(case, theme, certainties)
        if pairs is None:
            pairs = default_pairs(case, default_actors(case) if actors is None else actors)
        self._plan = Plan(case, courses(case, pairs, certainties))
        self._compose(span)
        self._describe()

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return self._plan.pairs if self._plan else ()

    def drawn(self, width: float, height: float, theme: Theme) -> Picture:
        """The chart as it stands, drawn anew at another size, with its legend."""
        plan = self._shown()
        scale = time_scale(plan.case, *time_edges(plan, self._type, width), self._kept_span())
        return picture(plan, scale, self._type, (width, height), Look(theme, self._mark, legend=True))

    def _shown(self) -> Plan:
        if self._plan is None:
            raise ValueError("no case is shown")
        return self._plan

    def _compose(self, span: Span | None) -> None:
        if plan := self._plan:
            self._scale = time_scale(plan.case, *time_edges(plan, self._type, self._size()[0]), span)
            self._draw()

    def _draw_at(self, scale: TimeScale, size: tuple[float, float], look: Look) -> Picture:
        return picture(self._shown(), scale, self._type, size, look)

    def _shows_legend(self) -> bool:
        return bool(self.height() >= _LEGEND_FROM)

    def _foot(self, picture: Picture) -> float:
        return foot_of(self._type, picture.height, legend=self._shows_legend())

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
            f"<td>{escape(_words(course, jd))}</td></tr>"
            for course in plan.courses
        )
        return f"<b>{escape(said_day(jd))}</b><table>{rows}</table>"

    def _what(self) -> str:
        if self._plan is None:
            return ""
        names = ", ".join(pair_name(self._plan.case, pair) for pair in self.pairs)
        return tr("How far apart were they: {}.").format(names)

    def _here(self) -> str:
        if self._plan is None or self._cursor is None:
            return super()._here()
        jd = self._cursor
        words = "; ".join(f"{pair_name(self._plan.case, one.pair)}: {_words(one, jd)}" for one in self._plan.courses)
        return " ".join(part for part in (super()._here(), f"{said_day(jd)}: {words}.") if part)

    def _told(self, jd: float, x: float, field: Box) -> Iterator[Layer]:
        """The distances beside the cursor, at their heights, moved where they would cover a name."""
        plan = self._shown()
        face, unit, most = sized(self._type, _TAG), self._type.unit, most_km(plan)
        colours = pair_colours(self.pairs, line_colours(plan.case, self._theme))
        taken = [text.box for text in self.picture.texts if text.box.within(field)] if self.picture else []
        for course in plan.courses:
            band = course.at(jd)
            if band is None:
                continue
            words, middle = said_km(*band), sum(height_of(km, most, field) for km in band) / 2
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


def _words(course: Course, jd: float) -> str:
    """The distance at a moment, and whether they were together."""
    band = course.at(jd)
    if band is None:
        return tr("not recorded")
    if _holds(course.meetings, jd, sure=True):
        if band[1] > 2 * SAME_PLACE_KM:  # documented by an event of that day
            return tr("{}, surely together at some time of that day").format(said_km(*band))
        return tr("{}, surely together").format(said_km(*band))
    if _holds(course.meetings, jd, sure=False):
        return tr("{}, possibly together").format(said_km(*band))
    return said_km(*band)


def _holds(meetings: Sequence[Meeting], jd: float, *, sure: bool) -> bool:
    return any(start <= jd < end for start, end in spans(meetings, sure=sure))
