"""How does a link of a causal graph run along its way, and where on it is there room for its sign?"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from desktop_app.charts.boxes import Box, around
from desktop_app.charts.causes_routes import Points
from desktop_app.charts.drawing import Curve, Disc, Line, Polygon, Rect, Shape, Stroke

_EDGE = 2.0  # px from the edge of the chart
_AIR = 8.0  # px of a link at either side of its sign


def room_on(way: Points, width: float, half: float, unit: float, chart: float, taken: Sequence[Box]) -> Box | None:
    """Where on its way a sign hides nothing: on the longest stretch first, from its middle outwards."""
    for (x0, y0), (x1, y1) in sorted(pairwise(way), key=lambda ends: -length(*ends)):
        level = abs(y1 - y0) < 0.5
        room = abs(x1 - x0) if level else abs(y1 - y0)
        if room < (width if level else 2 * half) + _AIR * unit:
            continue
        for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78):
            box = around(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, width, 2 * half)
            inside = box.left > _EDGE and box.right < chart - _EDGE
            if inside and not any(box.hits(one) for one in taken):
                return box
    return None


def least_hidden(way: Points, half: float, taken: Sequence[Box]) -> Box:
    """Where a sign hides least, if it must hide something."""
    tried = [
        around(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, 2 * half, 2 * half)
        for (x0, y0), (x1, y1) in pairwise(way)
        for share in (0.5, 0.35, 0.65, 0.2, 0.8)
        if length((x0, y0), (x1, y1)) > half
    ]
    if not tried:
        (x0, y0), (x1, y1) = max(pairwise(way), key=lambda ends: length(*ends))
        return around((x0 + x1) / 2, (y0 + y1) / 2, 2 * half, 2 * half)
    return min(tried, key=lambda box: sum(_shared(box, one) for one in taken))


def length(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Of a level or upright stretch."""
    (x0, y0), (x1, y1) = start, end
    return abs(x1 - x0) + abs(y1 - y0)


def _shared(a: Box, b: Box) -> float:
    """Square pixels that two boxes share."""
    width, height = min(a.right, b.right) - max(a.left, b.left), min(a.bottom, b.bottom) - max(a.top, b.top)
    return width * height if width > 0 and height > 0 else 0.0


def cut(way: Points, by: float) -> Points:
    """The way without its last pixels, which the head of the arrow takes."""
    (x0, y0), (x1, y1) = way[-2:]
    whole = length((x0, y0), (x1, y1))
    if whole <= by or by == 0:
        return way
    share = by / whole
    return (*way[:-1], (x1 + (x0 - x1) * share, y1 + (y0 - y1) * share))


def head(way: Points, long: float, half: float, ink: str) -> Polygon:
    """The head of an arrow, at the end of a way."""
    (x0, y0), (x1, y1) = way[-2:]
    if abs(x1 - x0) >= abs(y1 - y0):
        back = -long if x1 >= x0 else long
        return Polygon(((x1, y1), (x1 + back, y1 - half), (x1 + back, y1 + half)), ink)
    back = -long if y1 >= y0 else long
    return Polygon(((x1, y1), (x1 - half, y1 + back), (x1 + half, y1 + back)), ink)


def rounded(way: Points, stroke: Stroke, radius: float) -> Iterator[Shape]:
    """Lines with round corners."""
    at = way[0]
    for number in range(1, len(way)):
        corner = way[number]
        if number == len(way) - 1:
            yield Line(*at, *corner, stroke)
            return
        after = way[number + 1]
        r = min(radius, length(at, corner), length(corner, after) / 2)
        a, b = _toward(corner, at, r), _toward(corner, after, r)
        yield Line(*at, *a, stroke)
        if r > 0.5:
            yield Curve((a, _toward(corner, at, r * 0.45), _toward(corner, after, r * 0.45), b), stroke)
        at = b


def _toward(start: tuple[float, float], to: tuple[float, float], by: float) -> tuple[float, float]:
    whole = length(start, to)
    if whole == 0:
        return start
    return start[0] + (to[0] - start[0]) * by / whole, start[1] + (to[1] - start[1]) * by / whole


def bar(full: tuple[float, float], y: float, half: float, tone: str, fades: tuple[bool, bool]) -> Iterator[Shape]:
    """A bar, round at the ends that do not fade."""
    left, right = full
    if not any(fades):
        yield Rect(Box(left, y - half, right, y + half), tone, radius=min(half, (right - left) / 2))
        return
    start = left if fades[0] else min(left + half, right)
    end = right if fades[1] else max(right - half, start)
    yield Rect(Box(start, y - half, end, y + half), tone)
    if not fades[0]:
        yield Disc(start, y, half, tone)
    if not fades[1]:
        yield Disc(end, y, half, tone)
