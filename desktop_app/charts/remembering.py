"""What is asked of a case again and again, at every frame, and has one answer?"""

from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from desktop_app.casebook.case import Case

Answer = TypeVar("Answer")
_CASES = 4  # of the last that were asked for


def once_a_case(ask: Callable[[Case], Answer]) -> Callable[[Case], Answer]:
    """Ask only once of each of the last few cases.  A case is known by its identity: to compare two takes too long."""
    known: deque[tuple[Case, Answer]] = deque(maxlen=_CASES)

    @wraps(ask)
    def remembered(case: Case) -> Answer:
        for one, answer in known:
            if one is case:
                return answer
        answer = ask(case)
        known.append((case, answer))
        return answer

    return remembered
