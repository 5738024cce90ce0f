"""In which language does the program speak?"""

from collections.abc import Callable

_translate: Callable[[str], str] | None = None


def tr(text: str) -> str:
    """The text in the reader's language; as written until a translator is connected."""
    return _translate(text) if _translate else text


def connect(translate: Callable[[str], str] | None) -> None:
    """Let every later `tr` ask this function: the window connects Qt's translations here."""
    global _translate
    _translate = translate
