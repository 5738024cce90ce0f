"""What is a finished picture: its shapes, and the places at which it answers to a pointer?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.analysis.whereabouts import Journey
from desktop_app.casebook.case import Event, Target
from desktop_app.casebook.means import Means
from desktop_app.casebook.terms import Kind
from desktop_app.charts.boxes import Box
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Clip, Curve, Layer, Text, along
from desktop_app.charts.scene import Band
from desktop_app.charts.time_scale import Break

if TYPE_CHECKING:
    from desktop_app.analysis.fans import Fan
    from desktop_app.analysis.proximity import Meeting


@dataclass(frozen=True, slots=True)
class Look:
    """How a scene is shown, apart from its span."""

    theme: Theme
    mark: Target | None = None
    legend: bool = False
    live: bool = True  # on a screen: bands show that they open
    scroll: float = 0.0  # px
    focus: frozenset[str] = frozenset()  # actors whose lines are strong, the rest pale; none: all alike
    together: "tuple[Meeting, ...]" = ()  # shaded
    fan: "Fan | None" = None  # where a traveller could have been …
    means: Means | None = None  # … by this means
    noted: frozenset[tuple[Kind, str]] = frozenset()  # what the reader has written a note on


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that answers to the pointer: with a target, a break, or the name of a band that opens or closes."""

    box: Box
    target: Target | None = None
    journey: Journey | None = None
    band: Band | None = None
    gap: Break | None = None
    events: tuple[Event, ...] = ()
    path: tuple[tuple[float, float], ...] = ()  # of a line: near enough to one of these
    curve: Curve | None = None  # or to one of its points

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        return along(self.curve) if self.curve else self.path

    def at(self, x: float, y: float) -> bool:
        if not self.box.grown(3).holds(x, y):
            return False
        return not self.points or any((x - px) ** 2 + (y - py) ** 2 < 25 for px, py in self.points)


@dataclass(frozen=True, slots=True)
class Picture:
    width: float
    height: float
    layers: tuple[Layer, ...]
    hits: tuple[Hit, ...]  # the uppermost first
    field: Box  # where the bands are
    content_height: float  # of the bands; more than the field's: they can be scrolled

    @property
    def texts(self) -> tuple[Text, ...]:
        shapes = (one for layer in self.layers for one in (layer.shapes if isinstance(layer, Clip) else (layer,)))
        return tuple(shape for shape in shapes if isinstance(shape, Text))

    def hit(self, x: float, y: float) -> Hit | None:
        return next((hit for hit in self.hits if hit.at(x, y)), None)
