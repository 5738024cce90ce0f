"""How does a case become a storyline of a given size: which bands, which scale, which picture?"""

from dataclasses import dataclass, replace

from desktop_app.casebook.case import Case
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.when import Span
from desktop_app.charts.cast import default_actors
from desktop_app.charts.drawing import Type
from desktop_app.charts.frame import edges
from desktop_app.charts.picture import Look, Picture
from desktop_app.charts.scene import BANDS, MOST_BANDS, Scene, Survey, scene, survey
from desktop_app.charts.storyline_picture import field_height, picture
from desktop_app.charts.time_scale import TimeScale, time_scale
from desktop_app.charts.tracks import gutter, least_height

_FEWEST_BANDS = 7


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a case is shown."""

    case: Case
    actors: tuple[str, ...]
    certainties: frozenset[Certainty] = frozenset(Certainty)
    opened: frozenset[str] = frozenset()  # places whose band was opened
    hidden: frozenset[str] = frozenset()  # places that are not shown

    @staticmethod
    def first(case: Case) -> "Choice":
        return Choice(case, default_actors(case))


@dataclass(frozen=True, slots=True)
class Composition:
    """A scene and a scale that fit a size; zoom and pan change the scale alone."""

    scene: Scene
    scale: TimeScale
    size: tuple[float, float]

    def picture(self, type_: Type, look: Look) -> Picture:
        return picture(self.scene, self.scale, type_, self.size, look)

    def at(self, scale: TimeScale) -> "Composition":
        return replace(self, scale=scale)


def composed(
    choice: Choice,
    type_: Type,
    size: tuple[float, float],
    look: Look,
    *,
    span: Span | None = None,
    left: float = 0.0,
) -> Composition:
    """Ten to fourteen bands at first view, fewer where the height asks for it.

    look: tells whether there is a legend, and whether the places of each band are told below, as on paper.
    span: JD in view instead of the case's windows; left: the least pixel at which time begins.
    """
    bare = time_scale(choice.case, 0, size[0])
    known = survey(choice.case, choice.actors, choice.certainties, bare.windows, choice.hidden)
    most, made = _fitting(known, type_, size, look)
    if choice.opened:  # an opened band adds to the height and does not merge others
        made = _with_bands(known, type_, size, most, choice.opened)
    if left > made.scale.left:
        made = made.at(time_scale(choice.case, left, max(made.scale.right, left + 60)))
    return made.at(made.scale.shown(*span)) if span else made


def _fitting(known: Survey, type_: Type, size: tuple[float, float], look: Look) -> tuple[int, Composition]:
    """How many bands at most the height has room for, and the scene with them."""

    def fits(made: Composition) -> bool:
        room = field_height(made.scene, made.scale, type_, size, look)
        return least_height(made.scene, made.scale, type_, made.scale.left - 26 * type_.unit) <= room

    made = _with_bands(known, type_, size, MOST_BANDS)
    most = sum(1 for band in made.scene.bands if band.home and band.places)
    if fits(made) or most <= _FEWEST_BANDS:
        return most, made
    least, tried = _FEWEST_BANDS, most
    best = _with_bands(known, type_, size, least)
    while tried - least > 1:  # the fewer bands, the less height
        middle = (least + tried) // 2
        made = _with_bands(known, type_, size, middle)
        if fits(made):
            least, best = middle, made
        else:
            tried = middle
    return least, best


def _with_bands(
    known: Survey, type_: Type, size: tuple[float, float], most: int, opened: frozenset[str] = frozenset()
) -> Composition:
    made = scene(known, opened, min(BANDS, most), most)
    left, right = edges(size[0], gutter(made, type_, size[0]), type_)
    return Composition(made, time_scale(known.case, left, right), size)
