"""Where can the name of a line stand, so that it hides nothing and no two names meet?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_app.analysis.whereabouts import Sojourn
from desktop_app.charts.boxes import Box
from desktop_app.charts.drawing import Type
from desktop_app.charts.tracks import LABEL, Segment, sized

Key = tuple[int, str, str]  # band, actor, first stay
Part = tuple[float, float, Segment]  # from x to x
_STUB = 7.0  # px of the line before its name, so that one sees where it begins
_AGAIN = 280.0  # px: a line that goes on in the same lane is not named again sooner


@dataclass(frozen=True, slots=True)
class LineOf:
    """A sojourn as it is drawn: from x to x in view, at one height."""

    key: Key
    actor: str
    sojourn: Sojourn
    track: int
    y: float
    left: float
    right: float
    pitch: float
    text: str
    parts: tuple[Part, ...]
    cut: bool  # it began before the view


@dataclass(frozen=True, slots=True)
class Label:
    line: LineOf
    text: str
    box: Box
    gap: tuple[float, float] | None  # the stretch of its line that it stands in


def place_labels(
    lines: Sequence[LineOf], marks: Sequence[Box], frame: Box, strips: Sequence[tuple[float, float]], type_: Type
) -> list[Label]:
    """Names where lines start, and again after each journey where there is room; each actor at least once.

    A name stands in a gap of its line; where the line is too short, beside it; never over another line, mark, name or
    break, and never outside the frame.
    """
    return _Placing(lines, marks, frame, strips, type_).labels()


class _Placing:
    def __init__(
        self,
        lines: Sequence[LineOf],
        marks: Sequence[Box],
        frame: Box,
        strips: Sequence[tuple[float, float]],
        type_: Type,
    ) -> None:
        self.lines, self.frame, self.type = lines, frame, type_
        self.face = sized(type_, LABEL)
        self.unit = type_.unit
        self.solid = [(line.key, Box(line.left, line.y - 2.5, line.right, line.y + 2.5)) for line in lines]
        self.taken = [*marks, *(Box(left, frame.top, right, frame.bottom) for left, right in strips)]
        self.placed: list[Label] = []
        self.of_actor: dict[str, list[LineOf]] = {}
        for line in lines:
            self.of_actor.setdefault(line.actor, []).append(line)

    def labels(self) -> list[Label]:
        by_time = sorted(self.lines, key=lambda line: (line.left, line.y))
        waiting: list[LineOf] = []
        for line in by_time:  # in their own lines first: those are certain
            if self._named_just_before(line) or (line.right - line.left < 4 * self.unit and self._leaves_view(line)):
                continue
            if not self._place(line, self._on_line(line)):
                waiting.append(line)
        for line in waiting:
            if not self._named_just_before(line):
                self._place(line, self._beside(line))
        named = {label.line.actor for label in self.placed}
        for line in by_time:  # whoever still has no name gets it further along, above or below
            if line.actor not in named and self._place(line, self._anywhere(line)):
                named.add(line.actor)
        return self.placed

    def _size(self, line: LineOf) -> tuple[float, float]:
        width = self.type.width(line.text, self.face)
        return width, min(self.face.px * 0.5, line.pitch / 2 - 0.3)

    def _box(self, line: LineOf, left: float, y: float) -> Box:
        width, half = self._size(line)
        return Box(left, y - half, left + width, y + half)

    def _on_line(self, line: LineOf) -> Iterator[tuple[Box, bool]]:
        width, _ = self._size(line)
        stub = _STUB * self.unit
        first = line.left + stub
        last = line.right - width - 5 * self.unit
        at = first
        while at <= last and at < first + 400 * self.unit:
            yield self._box(line, at, line.y), True
            at += 12 * self.unit

    def _beside(self, line: LineOf) -> Iterator[tuple[Box, bool]]:
        width, _ = self._size(line)
        room = 4 * self.unit
        yield self._box(line, line.right + room, line.y), False
        yield self._box(line, line.left - room - width, line.y), False

    def _anywhere(self, line: LineOf) -> Iterator[tuple[Box, bool]]:
        yield from self._on_line(line)
        yield from self._beside(line)
        width, half = self._size(line)
        away = half + 3.5 * self.unit
        for y in (line.y - away, line.y + away):
            for left in (line.left, line.right - width, (line.left + line.right - width) / 2):
                yield self._box(line, min(max(left, self.frame.left), self.frame.right - width), y), False
        for step in range(1, 12):
            for left in (line.right + step * 12 * self.unit, line.left - width - step * 12 * self.unit):
                yield self._box(line, left, line.y), False

    def _place(self, line: LineOf, candidates: Iterator[tuple[Box, bool]]) -> bool:
        for box, on_line in candidates:
            if box.within(self.frame) and not self._hits(line, box):
                gap = (box.left - 3 * self.unit, box.right + 3 * self.unit) if on_line else None
                self.placed.append(Label(line, line.text, box, gap))
                self.taken.append(Box(box.left - 2, box.top, box.right + 2, box.bottom))
                return True
        return False

    def _hits(self, line: LineOf, box: Box) -> bool:
        if any(box.hits(one) for one in self.taken):
            return True
        return any(key != line.key and box.hits(one) for key, one in self.solid)

    def _leaves_view(self, line: LineOf) -> bool:
        return line.cut or line.right >= self.frame.right - 1

    def _named_just_before(self, line: LineOf) -> bool:
        """Whether the same line, going on in its lane, was named near enough."""
        earlier = [one for one in self.of_actor[line.actor] if one.left < line.left]
        if not earlier or max(earlier, key=lambda one: one.left).track != line.track:
            return False
        return any(
            label.line.track == line.track and line.left - label.box.left < _AGAIN * self.unit
            for label in self.placed
            if label.line.actor == line.actor
        )
