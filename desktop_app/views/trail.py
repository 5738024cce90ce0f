"""Where has the reader been, and what is a step back or forward from here?"""

from desktop_app.views.selection import Focus


class Trail:
    """The places in focus before this one and, after a step back, those after it; like a browser's."""

    def __init__(self) -> None:
        self._past: list[Focus] = []
        self._future: list[Focus] = []

    def leave(self, place: Focus) -> None:
        """The reader goes somewhere new from this place."""
        self._past.append(place)
        self._future.clear()

    def back(self, now: Focus) -> Focus | None:
        """One step back from `now`; None where there is none."""
        return self._step(self._past, self._future, now)

    def forward(self, now: Focus) -> Focus | None:
        return self._step(self._future, self._past, now)

    @staticmethod
    def _step(taken: list[Focus], kept: list[Focus], now: Focus) -> Focus | None:
        if not taken:
            return None
        kept.append(now)
        return taken.pop()

    @property
    def leads_back(self) -> bool:
        return bool(self._past)

    @property
    def leads_forward(self) -> bool:
        return bool(self._future)

    @property
    def last_case(self) -> Focus | None:
        """Where the reader was last, in whichever case."""
        return next((place for place in reversed(self._past) if place.case), None)
