"""Can this cause have come before that effect?

Links compare beginnings: war may break out before the mobilisation that it follows from has ended.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import isfinite

from desktop_app.casebook.case import Case, Event, Link
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import LinkKind
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import Bounds

_ROUNDING = 1e-6  # days, a tenth of a second: the midnight that ends one day begins the next


class Order(StrEnum):
    SURELY_BEFORE = "surely-before"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNORDERED = "unordered"  # the link makes no causal claim


class Density(StrEnum):
    """How probable a day is within the bounds of a date."""

    EVEN = "even"  # each day as probable as the next
    PEAKED = "peaked"  # most probable in the middle, falling evenly to 0 at either bound


@dataclass(frozen=True, slots=True)
class Admissible:
    """Whether the dates admit a link."""

    link: str  # key
    order: Order
    probability: float | None  # that the cause began first; None where the link is unordered or a date is open
    effect_first: bool  # the effect surely began first
    remark: str


@dataclass(frozen=True, slots=True)
class Chronology:
    links: tuple[Admissible, ...]
    density: Density
    assumptions: tuple[str, ...]


def ordered(link: Link) -> bool:
    """Whether a link claims that its cause came first."""
    return link.kind != LinkKind.COINCIDED


def ends_of(case: Case, link: Link) -> tuple[Event, Event]:
    """The cause and the effect of a link.  Raises Trouble if the case lacks one, or if they are the same."""
    for key in (link.cause, link.effect):
        if key not in case.event:
            raise Trouble(
                what=tr("There is no event “{}” in this case.").format(key),
                do=tr("Choose one of its events, or remove the link."),
            )
    if link.cause == link.effect:
        raise Trouble(
            what=tr("“{}” cannot bear on itself.").format(case.event[link.cause].title), do=tr("Choose another event.")
        )
    return case.event[link.cause], case.event[link.effect]


def admissible(case: Case, link: Link, density: Density = Density.EVEN) -> Admissible:
    """Whether the dates admit a link, and how probably the cause began first.

    Surely before: the latest start of the cause is not after the earliest start of the effect.  Impossible: the
    earliest start of the cause is after the latest end of the effect, which is the midnight after its last day, so
    that who begins at that midnight comes after.  Raises Trouble for an event that the case lacks.
    """
    cause, effect = (event.when for event in ends_of(case, link))
    if not ordered(link):
        return Admissible(link.key, Order.UNORDERED, None, False, "")
    if not_after(cause.start[1], effect.start[0]):
        return Admissible(link.key, Order.SURELY_BEFORE, 1.0, False, "")
    if not_after(effect.end[1], cause.start[0]):
        return Admissible(link.key, Order.IMPOSSIBLE, 0.0, True, tr("the effect was over before the cause began"))
    if not_after(effect.start[1], cause.start[0]):
        return Admissible(link.key, Order.POSSIBLE, 0.0, True, tr("the effect began first"))
    return Admissible(link.key, Order.POSSIBLE, p_before(cause.start, effect.start, density), False, "")


def chronology(case: Case, links: Iterable[Link] | None = None, density: Density = Density.EVEN) -> Chronology:
    """The admissibility of these links (None: of those of the case), in their order."""
    chosen = case.links if links is None else tuple(links)
    return Chronology(
        tuple(admissible(case, link, density) for link in chosen),
        density,
        (
            tr("A link compares beginnings: the cause has to begin first, not to end first."),
            tr("Each day within the bounds of a date is as probable as the next.")
            if density == Density.EVEN
            else tr("The middle of a date is the most probable; towards its bounds the probability falls evenly to 0."),
            tr("The dates of two events are independent of one another."),
            tr("Events that only coincided have no order."),
        ),
    )


def not_after(a: float, b: float) -> bool:
    return a <= b + _ROUNDING


def p_before(a: Bounds, b: Bounds, density: Density = Density.EVEN) -> float | None:
    """P(a moment within bounds a lies before one within bounds b), both independent; None if a bound is open.

    Exact: between the bounds and peaks the density of the one is of degree 1 and the distribution of the other of
    degree 2, which two points of Gauss and Legendre integrate without error.
    """
    if not all(isfinite(bound) for bound in (*a, *b)):
        return None
    if a[1] <= a[0]:
        return 1 - _share_before(a[0], b, density) if b[1] > b[0] else float(a[0] < b[0]) + 0.5 * float(a[0] == b[0])
    if b[1] <= b[0]:
        return _share_before(b[0], a, density)
    knots = sorted({min(max(knot, a[0]), a[1]) for knot in (*a, *b, (a[0] + a[1]) / 2, (b[0] + b[1]) / 2)})
    total = 0.0
    for low, high in pairwise(knots):
        middle, half = (low + high) / 2, (high - low) / 2
        for at in (middle - half / 3**0.5, middle + half / 3**0.5):
            total += half * _density(at, a, density) * (1 - _share_before(at, b, density))
    return min(1.0, max(0.0, total))


def _density(at: float, bounds: Bounds, density: Density) -> float:
    width = bounds[1] - bounds[0]
    if density == Density.EVEN:
        return 1 / width
    return max(0.0, 2 / width - abs(at - (bounds[0] + bounds[1]) / 2) * 4 / width**2)


def _share_before(at: float, bounds: Bounds, density: Density) -> float:
    """P(a moment within bounds lies before this one)."""
    share = min(1.0, max(0.0, (at - bounds[0]) / (bounds[1] - bounds[0])))
    if density == Density.EVEN:
        return share
    return 2 * share**2 if share <= 0.5 else 1 - 2 * (1 - share) ** 2
