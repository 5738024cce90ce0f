"""What is in focus: which case, which part of it, which moment and span?"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop_app.casebook.case import Target


@dataclass(frozen=True, slots=True)
class Focus:
    case: str | None = None  # slug; None: Home, all cases
    target: Target | None = None  # a part of the case
    moment: float | None = None  # the time cursor, Julian Day UTC
    span: tuple[float, float] | None = None  # what the charts show


class Selection(QObject):
    """The Focus that all panels share.

    Signals: changed(new, old), only on change, so that panels cannot echo one another.
    """

    changed = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.now = Focus()

    def focus(self, **parts: object) -> None:
        old, new = self.now, replace(self.now, **parts)  # type: ignore[arg-type]  # the fields of Focus, by name
        if new != old:
            self.now = new
            self.changed.emit(new, old)
