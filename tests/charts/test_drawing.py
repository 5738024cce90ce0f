"""Shapes are the same on the screen and on paper."""

from dataclasses import dataclass

import pytest
from PySide6.QtGui import QColor

from desktop_app.charts.boxes import Box
from desktop_app.charts.drawing import Face, Layer, Path, Rect, Stroke, Text
from desktop_app.charts.picture import Picture
from desktop_app.charts.strands import strands
from desktop_app.charts.vector import rendered, svg

pytestmark = pytest.mark.usefixtures("qapp")

GROUND, INK = "#FFFFFF", "#1D5C94"
WHOLE = Box(0, 0, 60, 60)


def picture(*layers: Layer) -> Picture:
    return Picture(60, 60, (Rect(WHOLE, GROUND), *layers), (), WHOLE, 60)


@dataclass
class Sheet:
    """A chart that is always the same picture."""

    picture: Picture

    def drawn(self, *_: object) -> Picture:
        return self.picture


def written(drawn: Picture) -> str:
    return svg(Sheet(drawn), drawn.width, drawn.height)


def square(low: float, high: float) -> list[tuple[float, float]]:
    return [(low, low), (high, low), (high, high), (low, high)]


def test_a_ring_within_a_ring_is_a_hole() -> None:
    drawn = picture(Path(strands([square(5, 55), square(20, 40)]), fill=INK))
    image = rendered(drawn)
    assert image.pixelColor(10, 30) == QColor(INK)
    assert image.pixelColor(30, 30) == QColor(GROUND)
    assert image.pixelColor(2, 30) == QColor(GROUND)
    paper = written(drawn)
    assert 'fill-rule="evenodd"' in paper
    assert paper.count("Z") == 2


def test_lines_of_one_path_are_not_joined() -> None:
    drawn = picture(Path(strands([[(5, 10), (20, 10)], [(40, 10), (55, 10)]]), edge=Stroke(INK, 3.0)))
    image = rendered(drawn)
    assert image.pixelColor(12, 10) == QColor(INK)
    assert image.pixelColor(30, 10) == QColor(GROUND)
    assert "Z" not in written(drawn)
    assert not rendered(picture(Path(strands([]), fill=INK))).isNull()


@pytest.mark.parametrize(("angle", "right", "below"), [(90.0, False, True), (0.0, True, False)])
def test_a_text_turns_about_its_anchor(angle: float, right: bool, below: bool) -> None:
    turned = Text(30, 30, "IIIII", Face(14, 600), INK, Box(30, 16, 50, 34), angle=angle)
    image = rendered(picture(turned))
    inked = [(x, y) for x in range(60) for y in range(60) if image.pixelColor(x, y) != QColor(GROUND)]
    assert inked
    assert any(x > 42 for x, _ in inked) == right
    assert any(y > 42 for _, y in inked) == below
    assert ("rotate(90 30 30)" in written(picture(turned))) == bool(angle)
