"""What does the window remember from one start to the next?

Window state lives here and never in the library: a library opened and unchanged stays the same file.
"""

import platformdirs
from PySide6.QtCore import QSettings


def settings() -> QSettings:
    """One plain text file in the user's configuration folder."""
    path = platformdirs.user_config_path("coincidence-casebook", appauthor=False) / "window.ini"
    return QSettings(str(path), QSettings.Format.IniFormat)
