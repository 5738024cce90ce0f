"""How does a chart leave the program as a file?"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app import __version__
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import MONTHS
from desktop_app.reports.files import write_whole
from desktop_app.views.settings import settings

if TYPE_CHECKING:
    from desktop_app.charts.vector import Chart

FORMATS = {
    ".svg": "SVG, to be worked on further",
    ".png": "PNG, pixels at twice the size",
    ".pdf": "PDF, one page",
}
_LEAST = (900.0, 520.0)  # px: what is drawn smaller on the screen is given room on paper


def ask_and_write(parent: QWidget, case: Case, chart: "Chart", name: str, told: str, suffix: str) -> Path | None:
    """Ask where, and write.  name: of the chart; told: what it shows.  Raises Trouble where it cannot be written."""
    folder = Path(str(settings().value("last/folder", str(Path.home()))))
    number = f"{case.chapter:02d}-" if case.chapter else ""
    proposed = folder / f"{number}{case.slug}-{name}{suffix}"
    kind = suffix[1:].upper()
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Export the chart"), str(proposed), f"{kind} (*{suffix})")
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.casefold() != suffix:
        path = path.with_name(path.name + suffix)
    settings().setValue("last/folder", str(path.parent))
    size = (float(parent.width()), float(parent.height()))
    write_whole(path, as_file(case, chart, told, suffix, size))
    return path


def as_file(case: Case, chart: "Chart", told: str, suffix: str, size: tuple[float, float]) -> bytes:
    """The chart as it stands, under its title and above its source: always light, words as text."""
    from desktop_app.charts.exporting import exported
    from desktop_app.charts.sheet import Sheet

    sheet = Sheet(chart, case.heading, told, source_line(case, date.today()))
    return exported(sheet, (max(size[0], _LEAST[0]), max(size[1], _LEAST[1])), suffix)


def source_line(case: Case, day: date) -> str:
    """Where what is shown comes from, and by what it was drawn."""
    book = (
        tr("After Bruce A. Elleman, The Impact of Coincidence in Modern American, British, and Asian History (2023), ")
        + tr("chapter {}, and the {} sources named in the case.").format(case.chapter, len(case.sources))
        if case.chapter
        else tr("After the {} sources named in the case.").format(len(case.sources))
    )
    when = f"{day.day} {tr(MONTHS[day.month - 1])} {day.year}"
    return f"{book} {tr('Coincidence Casebook {}, drawn on {}.').format(__version__, when)}"
