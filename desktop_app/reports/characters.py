"""Which characters can be printed, and what stands for those that cannot?

Typst refuses a whole tagged document for one character without a font, a control or a private-use character.
"""

import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from desktop_app.casebook.resources import RESOURCES

_REFUSED = {"Cc", "Cn", "Co", "Cs"}  # control, unassigned, private use, half of a surrogate pair
_TRIALS = 400  # different characters asked of the system's fonts, about 2 ms each; a text in a script has fewer


@cache
def covered() -> frozenset[str]:
    """What the fonts that ship with the program can show."""
    found: set[str] = {"\n", "\t"}
    for line in (RESOURCES / "fonts" / "coverage.txt").read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(char for char in found if char in "\n\t" or unicodedata.category(char) not in _REFUSED)


class Characters:
    """Replaces what cannot be printed by its number, and remembers what it replaced.

    `printable` tells whether every character of a text has a font in the system; the answers are kept.
    """

    def __init__(self, printable: Callable[[str], bool]) -> None:
        self._printable = printable
        self._borrowed: set[str] = set()  # shown in a font of the system
        self._missing: dict[str, str] = {}
        self._asked = 0

    @property
    def borrowed(self) -> bool:
        """Is a font of the system needed?"""
        return bool(self._borrowed)

    @property
    def missing(self) -> tuple[str, ...]:
        """What was replaced, for a message: "U+1F600 grinning face"."""
        return tuple(
            f"U+{ord(char):04X} {unicodedata.name(char, '').lower()}".strip() for char in sorted(self._missing)
        )

    def clean(self, text: str) -> str:
        """The text, with [U+1F600] for a character that cannot be printed."""
        if strange := {*text} - covered() - self._borrowed - self._missing.keys():
            self._ask(strange)
        return text.translate({ord(char): sign for char, sign in self._missing.items()})

    def clean_all(self, tree: Any) -> Any:
        """The same tree of lists and mappings, with every text in it cleaned; keys are ours."""
        if isinstance(tree, str):
            return self.clean(tree)
        if isinstance(tree, dict):
            return {key: self.clean_all(value) for key, value in tree.items()}
        if isinstance(tree, list | tuple):
            return [self.clean_all(value) for value in tree]
        return tree

    def refuse(self, chars: Iterable[str]) -> None:
        """Replace these as well from now on."""
        self._missing.update((char, f"[U+{ord(char):04X}]") for char in chars)

    def _ask(self, chars: set[str]) -> None:
        doubtful = sorted(char for char in chars if unicodedata.category(char) not in _REFUSED)
        self.refuse(chars.difference(doubtful))
        allowed = max(0, _TRIALS - self._asked)
        self.refuse(doubtful[allowed:])
        self._asked += len(doubtful[:allowed])
        self._halve(doubtful[:allowed])

    def _halve(self, chars: list[str]) -> None:
        if not chars:
            return
        if self._printable("".join(f"{char}\n" for char in chars)):
            self._borrowed.update(chars)
        elif len(chars) == 1:
            self.refuse(chars)
        else:
            middle = len(chars) // 2
            self._halve(chars[:middle])
            self._halve(chars[middle:])
