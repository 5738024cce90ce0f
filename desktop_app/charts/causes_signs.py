"""By which signs does a reader tell the kinds of links apart, and who claims them?"""

from collections.abc import Iterator

from desktop_app.casebook.terms import Claimant, LinkKind
from desktop_app.charts.boxes import Box
from desktop_app.charts.drawing import Disc, Face, Line, Polygon, Rect, Shape, Stroke, Type, text_at

HALF = 8.5  # px: half a plate

Points = tuple[tuple[float, float], ...]


def plate(
    x: float, y: float, half: float, claimant: Claimant, ink: str, ground: str, *, width: float = 1.4
) -> Iterator[Shape]:
    """The plate of a sign: a square for the book, a disc for the literature, a hexagon for our reading, a diamond."""
    if claimant == Claimant.AUTHOR:
        box = Box(x - half + 1, y - half + 1, x + half - 1, y + half - 1)
        yield Rect(box, ground, radius=2.5, edge=Stroke(ink, width))
    elif claimant == Claimant.LITERATURE:
        yield Disc(x, y, half - 0.5, ground, Stroke(ink, width))
    else:
        make = _hexagon if claimant == Claimant.EDITOR else _diamond
        yield Polygon(make(x, y, half + width / 2), ink)
        yield Polygon(make(x, y, half - width / 2), ground)


def pill(box: Box, claimant: Claimant, ink: str, ground: str) -> Iterator[Shape]:
    """A plate with room for a word; its ends tell the claimant as a plate does."""
    half, middle = (box.bottom - box.top) / 2, (box.top + box.bottom) / 2
    if claimant in (Claimant.AUTHOR, Claimant.LITERATURE):
        radius = 3.5 if claimant == Claimant.AUTHOR else half
        yield Rect(box, ground, radius=radius, edge=Stroke(ink, 1.4))
        return
    step = half * (0.55 if claimant == Claimant.EDITOR else 1.0)
    for grown, colour in ((0.7, ink), (-0.7, ground)):
        left, right = box.left - grown, box.right + grown
        top, bottom = box.top - grown, box.bottom + grown
        yield Polygon(
            (
                (left, middle),
                (left + step, top),
                (right - step, top),
                (right, middle),
                (right - step, bottom),
                (left + step, bottom),
            ),
            colour,
        )


def sign(x: float, y: float, kind: LinkKind, ink: str, ground: str, unit: float, type_: Type) -> Iterator[Shape]:
    """What a link does, within a plate."""
    line = Stroke(ink, 1.5 * unit)
    r = 3.4 * unit
    if kind == LinkKind.CAUSED:
        yield Polygon(((x - 0.8 * r, y - r), (x + r, y), (x - 0.8 * r, y + r)), ink)
    elif kind == LinkKind.ENABLED:
        yield Polygon(((x - 0.9 * r, y - 1.1 * r), (x + 1.1 * r, y), (x - 0.9 * r, y + 1.1 * r)), ink)
        yield Polygon(((x - 0.5 * r, y - 0.5 * r), (x + 0.45 * r, y), (x - 0.5 * r, y + 0.5 * r)), ground)
    elif kind == LinkKind.MOTIVATED:
        yield text_at(type_, x, y, "!", Face(round(12 * unit), 600), ink, "middle")
    elif kind == LinkKind.HASTENED:
        for dx in (-0.75 * r, 0.25 * r):
            yield from _chevron(x + dx, y, r, line)
    elif kind == LinkKind.DELAYED:
        for dx in (-0.45 * r, 0.45 * r):
            yield Line(x + dx, y - r, x + dx, y + r, Stroke(ink, 1.8 * unit))
    elif kind == LinkKind.PREVENTED:
        for dy in (-0.8 * r, 0.8 * r):
            yield Line(x - 0.8 * r, y - dy, x + 0.8 * r, y + dy, Stroke(ink, 1.8 * unit))
    elif kind == LinkKind.SIGNALLED:
        yield Line(x - 0.6 * r, y - 1.1 * r, x - 0.6 * r, y + 1.1 * r, line)
        yield Polygon(((x - 0.6 * r, y - 1.1 * r), (x + r, y - 0.45 * r), (x - 0.6 * r, y + 0.25 * r)), ink)
    else:
        for dy in (-0.45 * r, 0.45 * r):
            yield Line(x - 0.95 * r, y + dy, x + 0.95 * r, y + dy, line)


def warning(x: float, y: float, unit: float, colour: str, ground: str, type_: Type) -> Iterator[Shape]:
    """Something about the dates of a link needs a look; no error."""
    half = 5.6 * unit
    yield Polygon(((x, y - half), (x + 1.1 * half, y + 0.85 * half), (x - 1.1 * half, y + 0.85 * half)), colour)
    yield text_at(type_, x, y + 1.2 * unit, "!", Face(round(8 * unit), 600), ground, "middle")


def stance(x: float, y: float, name: str, unit: float, ink: str, ground: str, type_: Type) -> Iterator[Shape]:
    """What the reader thinks of a link, in his own colour: a tick, a question mark or a cross."""
    yield Disc(x, y, 4.8 * unit, ground, Stroke(ink, 1.2 * unit))
    if name == "agree":
        line = Stroke(ink, 1.4 * unit)
        yield Line(x - 2.4 * unit, y + 0.1 * unit, x - 0.6 * unit, y + 2 * unit, line)
        yield Line(x - 0.6 * unit, y + 2 * unit, x + 2.6 * unit, y - 2 * unit, line)
    elif name == "doubt":
        yield text_at(type_, x, y, "?", Face(round(8 * unit), 600), ink, "middle")
    else:
        for dy in (-2 * unit, 2 * unit):
            yield Line(x - 2 * unit, y - dy, x + 2 * unit, y + dy, Stroke(ink, 1.4 * unit))


def _hexagon(x: float, y: float, half: float) -> Points:
    step = half * 0.5
    top = half * 0.88
    return (
        (x - half, y),
        (x - step, y - top),
        (x + step, y - top),
        (x + half, y),
        (x + step, y + top),
        (x - step, y + top),
    )


def _diamond(x: float, y: float, half: float) -> Points:
    far = half * 1.12
    return ((x - far, y), (x, y - far), (x + far, y), (x, y + far))


def _chevron(x: float, y: float, r: float, line: Stroke) -> Iterator[Shape]:
    yield Line(x, y - r, x + 0.75 * r, y, line)
    yield Line(x + 0.75 * r, y, x, y + r, line)
