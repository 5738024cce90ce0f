"""How does a case come out of the window onto paper: the chart drawn by Qt, the page set by Typst."""

from desktop_app.reports.files import write_whole

__all__ = ["figure", "print_case", "print_with", "write_whole"]
