"""How do rows leave the program as text that a spreadsheet reads as data?"""

import csv
from collections.abc import Iterable
from io import StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for one


def guarded(cell: str) -> str:
    """The cell as data: a spreadsheet would compute one that begins like a formula, so it gets an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def written(lines: Iterable[list[str]], *, separator: str = ",", ending: str = "\r\n") -> str:
    """Rows as CSV (RFC 4180), or with other separators."""
    out = StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=ending)
    writer.writerows([guarded(cell) for cell in line] for line in lines)
    return out.getvalue()
