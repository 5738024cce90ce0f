"""What do a window and a picture need of Qt before anything is drawn?"""

from PySide6.QtWidgets import QApplication

from desktop_app import __version__
from desktop_app.views import theme

NAME = "coincidence-casebook"


def application() -> QApplication:
    """The one QApplication, with our fonts; a window dresses it when it is first shown."""
    # Named here, the style is not handed to Python: QStyle with its flags takes 5 ms of a start.
    made = QApplication.instance() or QApplication([NAME, "-style", "Fusion"])
    if not isinstance(made, QApplication):
        raise TypeError("another kind of Qt application is running")
    made.setApplicationName(NAME)
    made.setApplicationDisplayName("")  # the window's title says it
    made.setApplicationVersion(__version__)
    made.setDesktopFileName(NAME)
    theme.load_fonts()
    made.setFont(theme.interface())
    return made
