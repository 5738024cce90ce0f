"""Which places share a band?  Told under a storyline on paper, where no band can be opened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from desktop_app.casebook.case import Case
from desktop_app.charts.drawing import Face, Shape, Type, text_at
from desktop_app.charts.scene import Band

FACE = Face(9.5, 400)
_LINE = 13.0
_BETWEEN = "   ·   "


def captions_height(case: Case, bands: Iterable[Band], type_: Type, width: float) -> float:
    """Pixels at most, with a little room above; 0 if no band is of several places."""
    names = {band.name: band for band in bands if band.is_merged and band.home}
    lines = _lines(case, names, type_, width)
    return (len(lines) * _LINE + 5) * type_.unit if lines else 0.0


def captions(
    case: Case, names: Mapping[str, Band], type_: Type, width: float, top: float, colour: str
) -> Iterator[Shape]:
    """The names of bands, as they stand beside them, each with all its places; from `top` down."""
    face, unit = Face(round(FACE.px * type_.unit), FACE.weight), type_.unit
    for at, line in enumerate(_lines(case, names, type_, width)):
        yield text_at(type_, 10 * unit, top + (at + 0.5) * _LINE * unit + 4 * unit, line, face, colour)


def _lines(case: Case, names: Mapping[str, Band], type_: Type, width: float) -> Sequence[str]:
    """A paragraph that breaks between words."""
    face, room = Face(round(FACE.px * type_.unit), FACE.weight), width - 20 * type_.unit
    told = (
        (name, "; ".join(case.place[key].name for key in band.places)) for name, band in names.items() if " +" in name
    )
    text = _BETWEEN.join(f"{name}: {places}" for name, places in told)
    lines: list[str] = []
    for word in text.split(" "):
        if lines and type_.width(f"{lines[-1]} {word}", face) <= room:
            lines[-1] += f" {word}"
        elif word:
            lines.append(word)
    return [line.strip(" ·") for line in lines]
