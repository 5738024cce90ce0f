"""What do the lines and signs of a causal graph mean?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desktop_app.casebook import wording
from desktop_app.casebook.case import Link
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty, Claimant, LinkKind
from desktop_app.charts.causes_signs import plate, sign
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Face, Line, Shape, Stroke, Type, text_at

_FACE = Face(10.5, 400)
_ROW = 20.0
_AFTER, _BETWEEN = 5.0, 13.0

Draw = Callable[[float, float, float, Theme, Type], Iterator[Shape]]
Entry = tuple[str, float, Draw]  # its words, and how wide its sign is


@dataclass(frozen=True, slots=True)
class Legend:
    """Its entries in one row, or in as many as the width asks for."""

    entries: tuple[Entry, ...]

    def height(self, type_: Type, width: float) -> float:
        return len(self._rows(type_, width)) * _ROW * type_.unit + 4 * type_.unit

    def shapes(self, theme: Theme, type_: Type, width: float, top: float) -> Iterator[Shape]:
        face, unit = Face(round(_FACE.px * type_.unit), _FACE.weight), type_.unit
        for at, row in enumerate(self._rows(type_, width)):
            y = top + (at + 0.5) * _ROW * unit
            x = (width - self._width(type_, row)) / 2
            for text, wide, draw in row:
                yield from draw(x, y, unit, theme, type_)
                x += (wide + _AFTER) * unit
                yield text_at(type_, x, y, text, face, theme.quiet)
                x += type_.width(text, face) + _BETWEEN * unit

    def _rows(self, type_: Type, width: float) -> list[list[Entry]]:
        rows: list[list[Entry]] = [[]]
        for entry in self.entries:
            if rows[-1] and self._width(type_, [*rows[-1], entry]) > width - 16 * type_.unit:
                rows.append([])
            rows[-1].append(entry)
        return rows

    def _width(self, type_: Type, row: Sequence[Entry]) -> float:
        face, unit = Face(round(_FACE.px * type_.unit), _FACE.weight), type_.unit
        own = sum(type_.width(text, face) + (wide + _AFTER) * unit for text, wide, _ in row)
        return own + _BETWEEN * unit * (len(row) - 1)


def legend_of(links: Sequence[Link]) -> Legend:
    """The kinds and certainties that occur, and how strength is drawn; who claims is told by the chips above."""
    kinds = {link.kind for link in links}
    certainties = {link.certainty for link in links}
    return Legend(
        (
            *((wording.link(kind), 15.0, _kind(kind)) for kind in LinkKind if kind in kinds),
            *((wording.certainty(each), 24.0, _certainty(each)) for each in Certainty if each in certainties),
            (tr("strength"), 24.0, _strength),
        )
    )


DASH = {Certainty.PROBABLE: (9.0, 3.0), Certainty.DISPUTED: (5.0, 3.0), Certainty.CLAIMED: (2.0, 2.5)}


def _kind(kind: LinkKind) -> Draw:
    def draw(x: float, y: float, unit: float, theme: Theme, type_: Type) -> Iterator[Shape]:
        yield from plate(x + 7.5 * unit, y, 7.5 * unit, Claimant.LITERATURE, theme.quiet, theme.panel, width=1.2 * unit)
        yield from sign(x + 7.5 * unit, y, kind, theme.quiet, theme.panel, unit * 0.9, type_)

    return draw


def _certainty(certainty: Certainty) -> Draw:
    def draw(x: float, y: float, unit: float, theme: Theme, _type: Type) -> Iterator[Shape]:
        dash = tuple(length * unit for length in DASH.get(certainty, ()))
        yield Line(x, y, x + 24 * unit, y, Stroke(theme.quiet, 2.0 * unit, dash))

    return draw


def _strength(x: float, y: float, unit: float, theme: Theme, _type: Type) -> Iterator[Shape]:
    for at, width in enumerate((1.4, 2.1, 3.0)):
        yield Line(x + at * 8 * unit, y, x + (at * 8 + 7) * unit, y, Stroke(theme.quiet, width * unit))
