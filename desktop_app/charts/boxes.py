"""Does a label have room here?  Boxes in pixels, measured, not guessed."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, frame: "Box") -> bool:
        return (
            self.left >= frame.left
            and self.right <= frame.right
            and self.top >= frame.top
            and self.bottom <= frame.bottom
        )

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def moved(self, dx: float, dy: float) -> "Box":
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def around(x: float, y: float, width: float, height: float) -> Box:
    """The box of that size about a middle."""
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def of_line(x0: float, y0: float, x1: float, y1: float, by: float) -> Box:
    """The box of a level or upright line, grown on all sides."""
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)).grown(by)


def first_clear(candidates: Iterable[Box], frame: Box, obstacles: Iterable[Box]) -> Box | None:
    """The first candidate that lies within the frame and hits nothing."""
    taken = tuple(obstacles)
    return next((box for box in candidates if box.within(frame) and not any(box.hits(one) for one in taken)), None)
