"""What does a mapping in a case file say, and what is wrong with it?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from math import inf, isfinite
from typing import TypeVar

from desktop_app.casebook.case import Pair
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import PREFIX
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import When, parse

Word = TypeVar("Word", bound=StrEnum)

UNKNOWN = When("", (-inf, inf), (-inf, inf))  # stands in for a bad date: nothing can contradict it

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Refused(Trouble):
    """A file that is not taken in, with all of its problems: each names file, field and reason."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(
            what="\n".join((tr("These files have mistakes:"), *problems)),
            kept=tr("Nothing was taken in."),
            do=tr("Mend the fields named here and try again."),
        )
        self.problems = tuple(problems)


class Problems:
    """The problems of one file, in the order in which they were found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[str] = []

    def add(self, field: str, reason: str) -> None:
        problem = f"{self.file}: {field}: {reason}" if field else f"{self.file}: {reason}"
        if problem not in self.found:
            self.found.append(problem)


class Part:
    """A mapping, read field by field.

    Whatever is wrong is noted among the problems, and a harmless value stands in, so that one reading finds them all.
    """

    def __init__(self, value: object, where: str, problems: Problems) -> None:
        self.where, self.problems = where, problems
        self._readable = isinstance(value, dict)
        self._fields: Mapping[object, object] = value if isinstance(value, dict) else {}
        self._asked: set[str] = set()
        if not self._readable:
            problems.add(where, tr("must be a mapping of fields, not {}").format(_kind_of(value)))

    def bad(self, name: str, reason: str) -> None:
        self.problems.add(f"{self.where}.{name}" if self.where else name, reason)

    def _take(self, name: str) -> object:
        self._asked.add(name)
        return self._fields.get(name)

    def _missing(self, name: str) -> None:
        if self._readable:
            self.bad(name, tr("missing"))

    def text(self, name: str) -> str:
        value = self.text_or_none(name)
        if value is None and not self._ill(name):
            self._missing(name)
        return value or ""

    def _ill(self, name: str) -> bool:
        """Whether the field holds something, though nothing that could be read as text."""
        value = self._fields.get(name)
        return value is not None and not isinstance(value, str)

    def text_or_none(self, name: str) -> str | None:
        """The text without white space around it; None if it is absent or empty.  A plain number counts as text."""
        value = self._take(name)
        if value is None:
            return None
        return self._as_text(value, name)

    def _as_text(self, value: object, name: str) -> str | None:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.bad(name, tr("must be a text, not {}").format(_kind_of(value)))
            return None
        if _UNPRINTABLE.search(value):
            self.bad(name, tr("holds a control character"))
            return None
        return value.strip() or None

    def texts(self, name: str, least: int = 0, most: int | None = None) -> tuple[str, ...]:
        values = self._list(name, least, most)
        texts = []
        for number, value in enumerate(values, 1):
            text = self._as_text(value, f"{name}[{number}]")
            if text:
                texts.append(text)
            elif value is None or value == "":
                self.bad(f"{name}[{number}]", tr("is empty"))
        return tuple(texts)

    def numbers(self, name: str) -> tuple[int, ...]:
        values = self._list(name)
        for number, value in enumerate(values, 1):
            if not isinstance(value, int) or isinstance(value, bool):
                self.bad(f"{name}[{number}]", tr("must be a whole number"))
        return tuple(value for value in values if isinstance(value, int))

    def _list(self, name: str, least: int = 0, most: int | None = None) -> list[object]:
        value = self._take(name)
        if value is None:
            if least:
                self._missing(name)
            return []
        if not isinstance(value, list):
            self.bad(name, tr("must be a list, not {}").format(_kind_of(value)))
            return []
        if len(value) < least:
            self.bad(name, tr("missing") if least == 1 else tr("needs at least {}").format(least))
        if most is not None and len(value) > most:
            self.bad(name, tr("takes at most {}").format(most))
        return value

    def parts(self, name: str, key: str | None = None, least: int = 0) -> list["Part"]:
        """The mappings of a list.  With `key`, problems name them by that field, which must be there and differ."""
        parts: list[Part] = []
        seen: set[str] = set()
        for number, value in enumerate(self._list(name, least), 1):
            own = value.get(key) if key and isinstance(value, dict) else None
            place = f"{name}.{own}" if isinstance(own, str) and own else f"{name}[{number}]"
            part = Part(value, f"{self.where}.{place}" if self.where else place, self.problems)
            if isinstance(own, str):
                if own in seen:
                    part.bad(key or "", tr("occurs more than once"))
                seen.add(own)
            parts.append(part)
        return parts

    def key(self, name: str) -> str:
        value = self.text(name)
        if value and not _KEY.fullmatch(value):
            self.bad(name, tr("must be lower-case words with hyphens, not “{}”").format(value))
        if value.startswith(PREFIX):
            self.bad(name, tr("must not begin with “{}”: such keys are the reader's").format(PREFIX))
        return value

    def reference(self, name: str, known: Mapping[str, object] | set[str], *, needed: bool = True) -> str | None:
        """A key that must be among the known ones."""
        value = self.text(name) if needed else self.text_or_none(name)
        if value and value not in known:
            self.bad(name, tr("unknown id “{}”").format(value))
        return value or None

    def references(self, name: str, known: set[str], least: int = 0, most: int | None = None) -> tuple[str, ...]:
        values = self.texts(name, least, most)
        for value in values:
            if value not in known:
                self.bad(name, tr("unknown id “{}”").format(value))
        if len(set(values)) < len(values):
            self.bad(name, tr("names one id twice"))
        return tuple(dict.fromkeys(values))

    def pairs(self, name: str, known: set[str]) -> tuple[Pair, ...]:
        """Pairs of keys that must be among the known ones; a pair has no order."""
        pairs: list[Pair] = []
        for number, value in enumerate(self._list(name), 1):
            where = f"{name}[{number}]"
            if not isinstance(value, list) or len(value) != 2 or not all(isinstance(key, str) for key in value):
                self.bad(where, tr("must be a list of two ids"))
                continue
            first, second = value
            for key in value:
                if key not in known:
                    self.bad(where, tr("unknown id “{}”").format(key))
            if first == second:
                self.bad(where, tr("names one id twice"))
            elif (first, second) in pairs or (second, first) in pairs:
                self.bad(where, tr("occurs more than once"))
            else:
                pairs.append((first, second))
        return tuple(pairs)

    def word(self, name: str, vocabulary: type[Word]) -> Word:
        words = list(vocabulary)
        value = self.text(name)
        if value in words:
            return vocabulary(value)
        if value:
            self.bad(name, tr("“{}” is none of {}").format(value, ", ".join(words)))
        return words[0]

    def number(self, name: str, low: float, high: float) -> float:
        value = self._take(name)
        if value is None:
            self._missing(name)
        elif not isinstance(value, (int, float)) or isinstance(value, bool) or not isfinite(value):
            self.bad(name, tr("must be a number"))
        elif not low <= value <= high:
            self.bad(name, tr("{} is out of range, {} to {}").format(value, f"{low:g}", f"{high:g}"))
        else:
            return float(value)
        return 1.0

    def flag(self, name: str, default: bool | None = None) -> bool:
        value = self._take(name)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.bad(name, tr("must be true or false"))
        elif default is None:
            self._missing(name)
        return bool(default)

    def when(self, name: str, lon: float | None = None) -> When:
        """An EDTF date, a calendar date being that of the longitude (degrees east; None: UTC)."""
        text = self.text(name)
        return self._date(text, name, lon) if text else UNKNOWN

    def when_or_none(self, name: str) -> When | None:
        text = self.text_or_none(name)
        return self._date(text, name, None) if text else None

    def whens(self, name: str) -> tuple[When, ...]:
        """One date or a list of them."""
        if not isinstance(self._fields.get(name), list):
            return (self.when(name),)
        texts = self.texts(name, least=1)
        return tuple(self._date(text, f"{name}[{number}]", None) for number, text in enumerate(texts, 1))

    def _date(self, text: str, name: str, lon: float | None) -> When:
        try:
            when = parse(text, lon)
        except ValueError as error:
            self.bad(name, tr("“{}” is not a date: {}").format(text, error))
            return UNKNOWN
        if when.start[0] > when.end[1]:
            self.bad(name, tr("“{}” ends before it begins").format(text))
            return UNKNOWN
        return when

    def names(self) -> Iterator[str]:
        yield from (name for name in self._fields if isinstance(name, str))

    def refuse_others(self) -> None:
        """Whatever was not asked for is a slip of the pen: say so rather than lose it."""
        for name in self._fields:
            if name not in self._asked:
                self.bad(str(name)[:40], tr("unknown field"))


def _kind_of(value: object) -> str:
    if value is None:
        return tr("nothing")
    if isinstance(value, dict):
        return tr("a mapping")
    if isinstance(value, list):
        return tr("a list")
    if isinstance(value, bool):
        return tr("true or false")
    return tr("a number") if isinstance(value, (int, float)) else tr("a text")
