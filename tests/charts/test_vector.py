"""On paper: valid SVG whose words are text, with its dashes, fading ends and halos, always light."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.casebook.resources import RESOURCES
from desktop_app.charts.colours import DARK, LIGHT
from desktop_app.charts.storyline import Storyline
from desktop_app.charts.vector import figure, image, svg
from desktop_app.library.book import load

FILES = sorted((RESOURCES / "cases").glob("*.yaml"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", autouse=True)
def fonts(qapp: QApplication) -> None:  # noqa: ARG001 (fonts need an application)
    for path in (RESOURCES / "fonts").glob("Inter-*.ttf"):
        QFontDatabase.addApplicationFont(str(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_the_words_of_a_figure_are_text(path: Path) -> None:
    case = load(path)
    root = ElementTree.fromstring(figure(case, 860, 520))
    assert root.get("viewBox") == "0 0 860 520"
    words = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert "established" in words  # the legend
    for key in case.coincident:
        assert any(case.event[key].title.startswith(word.rstrip("…")) for word in words if len(word) > 8)
    assert not root.findall(f".//{SVG}image")


def test_dashes_fading_ends_halos_and_opacities_come_out() -> None:
    root = ElementTree.fromstring(figure(load(FILES[13]), 860, 520))
    assert any(path.get("stroke-dasharray") for path in root.iter(f"{SVG}path"))
    gradients = {gradient.get("id") for gradient in root.iter(f"{SVG}linearGradient")}
    used = {(rect.get("fill") or "")[5:-1] for rect in root.iter(f"{SVG}rect") if "url" in (rect.get("fill") or "")}
    assert gradients
    assert used == gradients
    assert any(text.get("paint-order") == "stroke" for text in root.iter(f"{SVG}text"))
    assert any(rect.get("fill-opacity") for rect in root.iter(f"{SVG}rect"))


def test_paper_is_light_whatever_the_window_is(qtbot: QtBot) -> None:
    chart = Storyline()
    qtbot.addWidget(chart)
    chart.show_case(load(FILES[13]), DARK)
    text = svg(chart, 860, 520)
    assert LIGHT.panel in text
    assert DARK.panel not in text


def test_a_picture_of_pixels_is_drawn_off_screen() -> None:
    for theme in (LIGHT, DARK):
        made = image(load(FILES[13]), 830, 430, theme, scale=2)
        assert (made.width(), made.height()) == (1660, 860)
        assert made.pixelColor(2, 2) == QColor(theme.panel)
