"""Where does the reader's own library lie?"""

from pathlib import Path


def own_library() -> Path:
    """The library that opens when none is named."""
    import platformdirs  # late: a library that is named needs none

    return platformdirs.user_data_path("coincidence-casebook", appauthor=False) / "library.casebook"
