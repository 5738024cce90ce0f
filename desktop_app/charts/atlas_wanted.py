"""What is a map to show besides its scene?"""

from dataclasses import dataclass

from desktop_app.casebook.case import Target
from desktop_app.casebook.when import Span
from desktop_app.charts.atlas_overlay import Overlay
from desktop_app.charts.atlas_scene import Speed
from desktop_app.charts.colours import Theme


@dataclass(frozen=True, slots=True)
class Wanted:
    theme: Theme
    spans: tuple[Span, ...] = ()  # what lies outside of them is pale; none: nothing is
    mark: Target | None = None
    legend: bool = True
    overlays: tuple[Overlay, ...] = ()
    speed: Speed | None = None  # of the prisms; None: none are drawn
