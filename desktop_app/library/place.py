"""Where does the reader's own library lie?"""

from pathlib import Path

import platformdirs


def own_library() -> Path:
    """The library that opens when none is named."""
    return platformdirs.user_data_path("coincidence-casebook", appauthor=False) / "library.casebook"
