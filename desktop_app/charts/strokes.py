"""How is one line, one fading end, one tinted span of a storyline drawn?"""

from collections.abc import Iterable, Iterator, Sequence
from math import isfinite

from desktop_app.casebook.terms import Claimant
from desktop_app.casebook.when import Bounds
from desktop_app.charts.boxes import Box
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Fade, Line, Polygon, Rect, Shape, Stroke
from desktop_app.charts.flags import Flag


def mixed(ground: str, over: str, share: float) -> str:
    """The colour of one laid over another with this opacity."""
    pairs = [(int(ground[at : at + 2], 16), int(over[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def pencil(x: float, y: float, unit: float, theme: Theme) -> Shape:
    """The reader's mark: there is a note on this."""
    corners = ((-4.4, 4.4), (-3.7, 0.8), (1.4, -4.3), (4.3, -1.4), (-0.8, 3.7))
    return Polygon(tuple((x + dx * unit, y + dy * unit) for dx, dy in corners), theme.claimants[Claimant.READER])


def tint(flag: Flag, top: float, bottom: float, theme: Theme, marked: bool) -> Iterator[Shape]:
    """The span of what coincided through all bands: full where it certainly was, else fading."""
    share = flag.strength * (1.5 if marked else 1.0)
    left, right = flag.full
    if flag.fade_in and left > flag.fade_in + 1:
        yield Fade(flag.fade_in, left, top, bottom, theme.spotlight, share)
    if right > left:
        yield Rect(Box(left, top, right, bottom), theme.spotlight, share)
    if flag.fade_out and flag.fade_out > right + 1:
        yield Fade(flag.fade_out, right, top, bottom, theme.spotlight, share)
    edge = Stroke(theme.spotlight_edge, 1.2, alpha=0.45)
    for x, sharp in ((left, flag.fade_in is None), (right, flag.fade_out is None)):
        if sharp and flag.strength:
            yield Line(x, top, x, bottom, edge)


def end_of(bounds: Bounds) -> float:
    """Where a line that ends then is left: at the end of a day, in the middle of a longer span."""
    return bounds[1] if bounds[1] - bounds[0] <= 1.01 else _middle(bounds)


def start_of(bounds: Bounds) -> float:
    return bounds[0] if bounds[1] - bounds[0] <= 1.01 else _middle(bounds)


def _middle(bounds: Bounds) -> float:
    known = [jd for jd in bounds if isfinite(jd)]
    return sum(known) / len(known) if known else float("nan")


def without(start: float, end: float, gaps: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """What is left of a stretch without these."""
    at = start
    for left, right in sorted(gaps):
        if right > at and left < end:
            if left > at:
                yield at, left
            at = max(at, right)
    if at < end:
        yield at, end


def faded(
    clear: float,
    full: float,
    y: float,
    width: float,
    dash: tuple[float, ...],
    colour: str,
    alpha: float,
    gaps: Sequence[tuple[float, float]],
) -> Iterator[Shape]:
    """A stretch of a line that fades towards `clear`, in one piece or in dashes."""
    left, right = min(clear, full), max(clear, full)
    if not dash and not any(a < right and b > left for a, b in gaps):
        yield Fade(clear, full, y - width / 2, y + width / 2, colour, alpha)
        return
    steps = 6
    for step in range(steps):
        a, b = (left + (right - left) * share / steps for share in (step, step + 1))
        near = (step + 0.5) / steps
        share = near if full > clear else 1 - near
        for x0, x1 in without(a, b, gaps):
            yield Line(x0, y, x1, y, Stroke(colour, width, dash, alpha * share))
