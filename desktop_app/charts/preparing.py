"""What of a large case takes long to find out, so that it is asked before it is drawn?"""

from collections.abc import Callable

from desktop_app.casebook.case import Case
from desktop_app.charts.cast import line_colours, stays_by_actor
from desktop_app.charts.colours import LIGHT
from desktop_app.charts.time_scale import time_scale


def prepare(case: Case, step: Callable[[float], None]) -> None:
    """Answer once what the charts ask again and again; for any thread.  step: hears how much is done, 0 to 1."""
    stays_by_actor(case)
    step(0.3)
    line_colours(case, LIGHT)
    step(0.6)
    time_scale(case, 0, 800)
    step(1.0)
