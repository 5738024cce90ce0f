"""Who was where when: how does the reader look at the storyline and move in it?"""

from dataclasses import replace
from itertools import combinations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from desktop_app.analysis.fans import Fan, fan
from desktop_app.analysis.proximity import Meeting, meetings
from desktop_app.analysis.whereabouts import Journey
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.when import Span
from desktop_app.charts.cards import card
from desktop_app.charts.cast import default_actors, line_colours, of_actors
from desktop_app.charts.colours import Theme
from desktop_app.charts.composition import Choice, Composition, composed
from desktop_app.charts.legend import legend_rows
from desktop_app.charts.moment_words import moment_words
from desktop_app.charts.picture import Hit, Look, Picture
from desktop_app.charts.tall_chart import TallChart
from desktop_app.charts.time_scale import TimeScale
from desktop_app.charts.tracks import gutter
from desktop_app.charts.vector import figure

__all__ = ["Storyline", "default_actors", "figure", "line_colours"]

_LEGEND_FROM, _ROWS_FROM = 330, 520  # px of height: from here a legend of one row, of several


class Storyline(TallChart):
    """Places as bands, actors as lines, events as marks, over the time scale that all charts of the case share.

    Signals, keys and cursor are those of every chart over time; a click on a band's name opens it into its places.
    """

    _choice: Choice | None = None  # pyqtgraph resizes a view before it is made
    _made: Composition | None = None

    def __init__(self) -> None:
        super().__init__(tr("Storyline"))
        self._legend: bool | None = None
        self._focus: frozenset[str] = frozenset()
        self._shaded: frozenset[str] = frozenset()
        self._together: tuple[Meeting, ...] = ()
        self._journey: Journey | None = None
        self._means: Means | None = None
        self._fan: Fan | None = None

    # What is shown

    def show_case(
        self,
        case: Case,
        theme: Theme,
        actors: tuple[str, ...] | None = None,
        certainties: frozenset[Certainty] = frozenset(Certainty),
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        """Draw this case; actors None: those of the first view; hidden: places without a band.

        The same case keeps its span, its opened bands, its focus and what is laid under its lines.
        """
        span = self._begin(case, theme, certainties)
        same = self._choice is not None and self._choice.case.slug == case.slug
        opened = self._choice.opened if same and self._choice else frozenset()
        self._choice = Choice(case, default_actors(case) if actors is None else actors, certainties, opened, hidden)
        if not same:
            self._focus = self._shaded = frozenset()
            self._journey = None
        self._lay_under()
        self._compose(span)
        self._describe()

    def set_legend(self, shown: bool | None) -> None:
        """Show or hide the legend; None: where the height allows."""
        self._legend = shown
        self._compose(self._kept_span())

    def set_focus(self, actors: frozenset[str]) -> None:
        """Draw these strong and the rest pale; none: all alike."""
        self._focus = actors
        self._draw()

    def shade(self, actors: frozenset[str]) -> None:
        """Shade the times at which any two of these were surely or possibly together."""
        self._shaded = actors
        self._lay_under()
        self._compose(self._kept_span())

    def spread(self, journey: Journey | None, means: Means | None) -> None:
        """Show where the traveller of this journey could have been, by this means; None: of nobody."""
        self._journey, self._means = journey, means
        self._lay_under()
        self._compose(self._kept_span())

    @property
    def focus(self) -> frozenset[str]:
        return self._focus

    @property
    def shaded(self) -> frozenset[str]:
        return self._shaded

    @property
    def hidden(self) -> frozenset[str]:
        return self._choice.hidden if self._choice else frozenset()

    @property
    def journey(self) -> Journey | None:
        return self._journey

    @property
    def means(self) -> Means | None:
        return self._means

    @property
    def journeys(self) -> tuple[Journey, ...]:
        """Those of the actors that are shown, whose beginning and end are known, in order of their time."""
        routes = self._made.scene.itineraries.values() if self._made else ()
        whole = (one for route in routes for one in route.journeys if one.leaves and one.arrives)
        return tuple(sorted(whole, key=lambda one: (one.departure, one.actor)))

    @property
    def actors(self) -> tuple[str, ...]:
        return self._choice.actors if self._choice else ()

    @property
    def places(self) -> tuple[str, ...]:
        """Those that have a band, or would have one if they were not hidden."""
        if self._choice is None or self._made is None:
            return ()
        shown = set(self._made.scene.band_of) | self._choice.hidden
        return tuple(key for key in self._choice.case.place if key in shown)

    def _lay_under(self) -> None:
        """Reckon what lies under the lines: co-presences of the chosen, and the prism of the chosen journey."""
        choice = self._choice
        if choice is None:
            return
        few, pairs = of_actors(choice.case, self._shaded), combinations(sorted(self._shaded), 2)
        self._together = tuple(meeting for pair in pairs for meeting in meetings(few, *pair, choice.certainties))
        self._fan = None
        if self._journey and self._means and self._journey.actor in choice.actors:
            self._fan = fan(choice.case, self._journey, choice.case.place, self._means.kmh)

    def fit(self) -> None:
        """The first view: all windows of the case, with its bands closed."""
        if self._choice:
            self._choice = replace(self._choice, opened=frozenset())
            self._bar.setValue(0)
        super().fit()

    def drawn(self, width: float, height: float, theme: Theme) -> Picture:
        """The chart as it stands, drawn anew at another size, with its legend."""
        if self._choice is None:
            raise ValueError("no case is shown")
        look = replace(self._look(), theme=theme, legend=True, live=False, scroll=0.0, noted=frozenset())
        return composed(self._choice, self._type, (width, height), look, span=self._kept_span()).picture(
            self._type, look
        )

    # Planning and drawing

    def _shows_legend(self) -> bool:
        if self._legend is not None:
            return self._legend
        if self._together or self._fan:
            return True
        rows = legend_rows(self._type, self._size()[0])
        return bool(self.height() >= (_LEGEND_FROM if rows == 1 else _ROWS_FROM) * self._type.unit)

    @property
    def own_left(self) -> float:
        return gutter(self._made.scene, self._type, self._size()[0]) if self._made else 0.0

    @property
    def has_legend(self) -> bool:
        return self._shows_legend()

    def _compose(self, span: Span | None) -> None:
        if self._choice:
            look, left = self._look(), self._least_left
            self._made = composed(self._choice, self._type, self._size(), look, span=span, left=left)
            self._scale = self._made.scale
            self._draw()

    def _draw_at(self, scale: TimeScale, _size: tuple[float, float], look: Look) -> Picture:
        if self._made is None:
            raise ValueError("no case is shown")
        picture = self._made.at(scale).picture(self._type, look)
        self._place_bar(picture)
        return picture

    def _look(self) -> Look:
        return Look(
            self._theme,
            self._mark,
            self._shows_legend(),
            scroll=float(self._bar.value()),
            focus=self._focus & frozenset(self.actors),
            together=self._together,
            fan=self._fan,
            means=self._means,
            noted=self._noted,
        )

    # What the reader does beyond what all charts know

    def _click(self, at: QPointF) -> None:
        hit = self._hit(at)
        if hit and hit.band and not hit.target:
            self._toggle(hit.band.group)
        else:
            super()._click(at)

    def _toggle(self, group: tuple[str, ...]) -> None:
        """Open a band into its places, or close it again."""
        if self._choice:
            opened = self._choice.opened
            opened = opened - set(group) if opened & set(group) else opened | set(group)
            self._choice = replace(self._choice, opened=opened)
            self._compose(self._kept_span())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._bar.isVisibleTo(self):
            self._bar.setValue(self._bar.value() + (24 if key == Qt.Key.Key_Down else -24))
        elif key == Qt.Key.Key_Escape and self._choice and self._choice.opened:
            self._toggle(tuple(self._choice.opened))
        else:
            super().keyPressEvent(event)

    # What is told

    def _card(self, hit: Hit | None, _jd: float | None) -> str:
        return card(self._choice.case, hit) if hit and self._choice else ""

    def _what(self) -> str:
        if self._choice is None:
            return ""
        names = ", ".join(self._choice.case.actor[key].short for key in self._choice.actors)
        return tr("Who was where when: {}.").format(names)

    def _here(self) -> str:
        if self._made is None or self._cursor is None:
            return super()._here()
        return " ".join(part for part in (super()._here(), moment_words(self._made.scene, self._cursor)) if part)
