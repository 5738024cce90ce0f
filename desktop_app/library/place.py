"""Where does the reader's own library lie?"""

import sys
from pathlib import Path

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

NAME = "library.casebook"


def own_library() -> Path:
    """The library that opens when none is named: in the folder `library` beside a bundle, if there is one."""
    carried = _beside_bundle()
    if carried and carried.is_dir():
        return carried / NAME
    import platformdirs  # late: a library that is named needs none

    return platformdirs.user_data_path("coincidence-casebook", appauthor=False) / NAME


def with_folder(path: Path) -> Path:
    """The same path, its folder made where it was missing: only for the reader's own library.  Raises Trouble."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(
            what=tr("The folder {} cannot be made: {}.").format(path.parent, error.strerror),
            kept=tr("Nothing was written."),
            do=tr("Choose another place with --library."),
        ) from error
    return path


def _beside_bundle() -> Path | None:
    """The folder that a reader makes to carry program and library on one stick; None outside a bundle."""
    if not getattr(sys, "frozen", False):
        return None
    program = Path(sys.executable)
    on_mac = [folder for folder in program.parents if folder.suffix == ".app"]
    # On a Mac the bundle is one thing, and what is beside it is outside; elsewhere it is the folder of the program.
    return (on_mac[0].parent if on_mac else program.parent) / "library"
