"""How do the causal graph and its links leave the program as files?"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.reports.files import write_whole
from desktop_app.views import csv_text
from desktop_app.views.grid import Grid
from desktop_app.views.settings import settings

if TYPE_CHECKING:
    from desktop_app.charts.causes import CausalGraph

_LEAST = (900.0, 560.0)  # px: what is drawn smaller on the screen is given room on paper


def ask_and_write(parent: QWidget, case: Case, graph: "CausalGraph", grid: Grid) -> Path | None:
    """Ask where, and write by the name's ending.  Raises Trouble where it cannot be written."""
    folder = Path(str(settings().value("last/folder", str(Path.home()))))
    chosen, _ = QFileDialog.getSaveFileName(
        parent,
        tr("Export the causal graph"),
        str(folder / f"{case.slug}-causes.svg"),
        tr("SVG (*.svg);;PNG (*.png);;PDF (*.pdf);;Links as CSV (*.csv)"),
    )
    if not chosen:
        return None
    path = Path(chosen)
    settings().setValue("last/folder", str(path.parent))
    write_to(path, graph, grid)
    return path


def write_to(path: Path, graph: "CausalGraph", grid: Grid) -> None:
    """The graph as it stands, or all links of the table as CSV with what the reader says of each.

    Raises Trouble for another ending, and where the file cannot be written.
    """
    suffix = path.suffix.casefold()
    if suffix == ".csv":
        write_whole(path, links_as_csv(grid))
        return
    from desktop_app.charts.exporting import exported

    size = max(float(graph.width()), _LEAST[0]), max(float(graph.height()), _LEAST[1])
    write_whole(path, exported(graph, size, suffix))


def links_as_csv(grid: Grid) -> bytes:
    """All rows that the filters let through, in the order of the table."""
    parts = [grid.part(grid.shown.index(row, 0)) for row in range(grid.count)]
    head = [tr(column.heading) for column in grid.rows.copied] + [tr("key")]
    lines = [head, *([*grid.rows.said_of(part), part.key] for part in parts)]
    return csv_text.written(lines).encode("utf-8-sig")
