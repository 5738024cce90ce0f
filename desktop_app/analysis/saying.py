"""How is a result written, the same in a window, on paper and by a command?"""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from math import inf, isfinite
from typing import Any

from desktop_app.casebook.language import tr

MINUS = "−"


def of_100(p: float) -> str:
    """A probability as so many of 100, as exactly as it is worth: “<0.1”, “6.7”, “36”, “>99”."""
    share = 100 * p
    if p == 0:
        return "0"
    if p == 1:
        return "100"
    if share < 0.1:
        return "<0.1"
    if share < 9.95:
        return f"{share:.1f}"
    return ">99" if share > 99 else f"{share:.0f}"


def assumed(assumptions: Iterable[str]) -> list[str]:
    """What a result rests on, as the last lines of its plain text."""
    return [tr("This assumes"), *(f"  - {sentence}" for sentence in assumptions)]


def in_n(p: float) -> str:
    """A probability as “1 in n”."""
    if p == 0:
        return tr("never")
    return tr("1 in {:,.0f}").format(1 / p) if p < 0.1 else tr("1 in {:.2g}").format(1 / p)


def signed(db: float) -> str:
    """Decibels with their sign, to a tenth where it matters: “+10”, “−1.5”, “0”."""
    rounded = round(db, 1)
    if rounded == 0:
        return "0"
    return f"{'+' if rounded > 0 else MINUS}{abs(rounded):g}"


def p_value(p: float) -> str:
    """A p-value to two digits, without powers of ten; it is never 0."""
    if p >= 0.001:
        return f"{p:.2g}"
    return f"{p:.6f}".rstrip("0") if p >= 0.000001 else tr("under 0.000001")


def record(result: Any) -> Any:
    """A result as JSON has it: dataclasses as objects, lists, numbers and text.

    An infinite number, which JSON does not have, is written as the text “inf” or “-inf”.
    """
    if is_dataclass(result) and not isinstance(result, type):
        return {field.name: record(getattr(result, field.name)) for field in fields(result)}
    if isinstance(result, Enum):
        return result.value
    if isinstance(result, dict):
        return {str(record(key)): record(value) for key, value in result.items()}
    if isinstance(result, list | tuple | frozenset):
        parts = sorted(result) if isinstance(result, frozenset) else result
        return [record(part) for part in parts]
    if isinstance(result, float) and not isfinite(result):
        return "inf" if result == inf else "-inf"
    return result
