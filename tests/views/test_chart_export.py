"""A chart leaves the program with its title, its legend and its source, light, and with words as text."""

import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.charts.colours import DARK, LIGHT
from desktop_app.views import theme
from desktop_app.views.chart_export import as_file
from desktop_app.views.main_window import MainWindow
from tests.views.test_proximity import click, entry, opened

SIZE = (900.0, 520.0)
TOLD = "Who was where when: Soong, Stalin; 10,000 km (1945)"


def exported(window: MainWindow, suffix: str) -> bytes:
    chart, case = window.proximity.front, window.case
    assert chart is not None
    assert case is not None
    return as_file(case, chart, TOLD, suffix, SIZE)  # type: ignore[arg-type]


@pytest.fixture(params=["storyline", "distance"])
def dark(window: MainWindow, qtbot: QtBot, request: pytest.FixtureRequest) -> MainWindow:
    """A window whose charts are dark, with one of them in front."""
    theme.choose("dark")
    window.dress()
    window.proximity.fold(False)
    click(qtbot, window.proximity, request.param)
    return window


def test_svg_is_light_and_its_words_are_text(dark: MainWindow) -> None:
    drawn = exported(dark, ".svg").decode()
    words = [one.text or "" for one in ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]
    theme.choose("system")
    assert words[0] == "14 · Secret Negotiations of the Sino-Soviet Border (1945)"
    assert "Soong" in words
    assert "what coincided" in words or "possibly" in words  # the legend
    assert "and the 52 sources named in the case" in " ".join(words)
    assert DARK.panel not in drawn
    assert LIGHT.panel in drawn


def test_pdf_is_one_page_of_text_with_its_fonts(dark: MainWindow) -> None:
    reader = PdfReader(BytesIO(exported(dark, ".pdf")))
    theme.choose("system")
    assert len(reader.pages) == 1
    text = re.sub(r"\s+", " ", reader.pages[0].extract_text())
    assert "14 · Secret Negotiations of the Sino-Soviet Border (1945)" in text
    assert "Soong in Chungking between the rounds" in text
    assert TOLD in text
    assert "Bruce A. Elleman, The Impact of Coincidence" in text
    assert reader.pages[0].mediabox.width == pytest.approx(900 * 72 / 96, abs=1)


def test_png_is_twice_as_sharp(dark: MainWindow) -> None:
    image = QImage.fromData(QByteArray(exported(dark, ".png")))
    theme.choose("system")
    assert image.width() == 1800
    assert image.height() > 1040
    assert image.pixelColor(2, 2) == QColor(LIGHT.panel)


def test_the_menu_asks_where_and_writes_there(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dialog for files belongs to the system; all else is real."""
    window.proximity.fold(False)
    chosen = tmp_path / "potsdam"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    entry(opened(window.proximity.bar.export.menu()), "SVG, to be worked on further").trigger()
    assert "Potsdam" in (tmp_path / "potsdam.svg").read_text()
    assert str(tmp_path / "potsdam.svg") in window.status.said.text()
