"""Where do the files that ship with the program lie?"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
# Inside the package once installed, beside it in a checkout.
_HOME = _PACKAGE if (_PACKAGE / "resources").is_dir() else _PACKAGE.parent

RESOURCES = _HOME / "resources"
SHIPPED = _HOME / "cases.sqlite"  # the book: the 21 cases as shipped
