"""What is a drawing made of, before a screen or a sheet of paper shows it?

Plain shapes in pixels, in the order in which they are laid over one another.  `paint` (charts/painting.py) and `svg`
(charts/vector.py) show the same shapes, so that paper and window never differ.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, Protocol

from desktop_app.charts.boxes import Box

if TYPE_CHECKING:
    from desktop_app.charts.strands import Strands

_POINTS = 24
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Face:
    """A size of type in pixels, and how bold: 400 regular, 600 semibold."""

    px: float
    weight: int = 400


@dataclass(frozen=True, slots=True)
class Stroke:
    colour: str
    width: float
    dash: tuple[float, ...] = ()  # px drawn, px left out …
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    x0: float
    y0: float
    x1: float
    y1: float
    stroke: Stroke


@dataclass(frozen=True, slots=True)
class Curve:
    """One cubic curve."""

    points: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
    stroke: Stroke


@lru_cache(maxsize=1024)
def along(curve: Curve) -> tuple[tuple[float, float], ...]:
    """Points of a curve, close enough to one another for a pointer."""
    steps = [step / _POINTS for step in range(_POINTS + 1)]
    weights = [((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3) for t in steps]
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve.points
    return tuple((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3) for a, b, c, d in weights)


@dataclass(frozen=True, slots=True)
class Rect:
    box: Box
    fill: str | None = None
    alpha: float = 1.0
    radius: float = 0.0
    edge: Stroke | None = None


@dataclass(frozen=True, slots=True)
class Fade:
    """A level bar that is clear at one x and full at another."""

    clear: float
    full: float
    top: float
    bottom: float
    colour: str
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Disc:
    x: float
    y: float
    radius: float
    fill: str | None
    edge: Stroke | None = None


@dataclass(frozen=True, slots=True)
class Polygon:
    points: tuple[tuple[float, float], ...]
    fill: str
    alpha: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Any number of lines at once, or of rings, which are filled by the even-odd rule."""

    lines: "Strands"
    fill: str | None = None
    alpha: float = 1.0  # of the fill
    edge: Stroke | None = None
    square: bool = False  # every line has two points, or rings have such sides: all are level or upright


@dataclass(frozen=True, slots=True)
class Text:
    x: float  # of the anchor
    baseline: float
    text: str
    face: Face
    colour: str
    box: Box  # what it covers, measured
    anchor: Anchor = "start"
    halo: str | None = None  # its colour
    alpha: float = 1.0
    angle: float = 0.0  # degrees, clockwise about the anchor; then `box` is what it covers turned


Shape = Line | Curve | Rect | Fade | Disc | Polygon | Path | Text


@dataclass(frozen=True, slots=True)
class Clip:
    """Shapes of which only what lies in the box is seen."""

    box: Box
    shapes: tuple[Shape, ...]


Layer = Shape | Clip


class Type(Protocol):
    """Measures text; the sizes it is given are for type of the interface's normal size."""

    @property
    def unit(self) -> float:
        """How many pixels the reader's size of type makes of one."""

    def width(self, text: str, face: Face) -> float: ...

    def cap(self, face: Face) -> float:
        """Height of a capital."""


def text_at(
    type_: Type,
    x: float,
    middle: float,
    text: str,
    face: Face,
    colour: str,
    anchor: Anchor = "start",
    halo: str | None = None,
    alpha: float = 1.0,
) -> Text:
    """A text whose capitals stand evenly about a height, with the box that it covers."""
    width, cap = type_.width(text, face), type_.cap(face)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    baseline = middle + cap / 2
    box = Box(left, baseline - cap - 0.08 * face.px, left + width, baseline + 0.22 * face.px)
    return Text(x, baseline, text, face, colour, box, anchor, halo, alpha)


def shortened(type_: Type, text: str, face: Face, width: float) -> str:
    """The text, or as much of its beginning as fits with an ellipsis."""
    if type_.width(text, face) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if type_.width(text[:middle].rstrip(" ,;:") + "…", face) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip(" ,;:") + "…" if low else ""
