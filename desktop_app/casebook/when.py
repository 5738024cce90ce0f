"""When was it, and how exactly do we know?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class When:
    """A dated span on one axis, Julian Days in UTC; its start and its end each lie between two bounds.

    An open or unknown end asserts nothing: its outer bound is infinite.
    """

    text: str  # EDTF, as the source has it
    start: tuple[float, float]  # earliest, latest
    end: tuple[float, float]

    @property
    def inner(self) -> tuple[float, float] | None:
        """What certainly held (CIDOC CRM P81); None if nothing did."""
        return (self.start[1], self.end[0]) if self.start[1] <= self.end[0] else None

    @property
    def outer(self) -> tuple[float, float]:
        """What may have held (CIDOC CRM P82)."""
        return (self.start[0], self.end[1])
