"""If links work only with some chance: how probably was a cause necessary, and does a common cause screen off?

A model of the causal graph (`counterfactuals`) whose links each work or fail by themselves.  With all chances at 1 it
is the model without chance.  Exact: every way in which links may work or fail is gone through.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_app.analysis.causation import Graph
from desktop_app.analysis.counterfactuals import ANY, AsStated, Model, Together, model
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import LinkKind, Strength
from desktop_app.casebook.trouble import Trouble

LIMIT = 18  # links that bear on what is asked: 2¹⁸ ways to work or fail
_SAME = 1e-9  # a difference of probabilities below this is rounding

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Working:
    """The chance that a link of each strength works.  Raises Trouble for a chance of 0 or less, or of more than 1."""

    weak: float = 0.3
    moderate: float = 0.6
    strong: float = 0.9

    def __post_init__(self) -> None:
        for chance in (self.weak, self.moderate, self.strong):
            if not 0 < chance <= 1:
                raise Trouble(
                    what=tr("A link cannot work in {:g} of 100 cases.").format(100 * chance),
                    do=tr("Give a chance above 0 and up to 100 of 100; leave out a link that cannot work."),
                )

    def of(self, strength: Strength) -> float:
        return {Strength.WEAK: self.weak, Strength.MODERATE: self.moderate, Strength.STRONG: self.strong}[strength]


@dataclass(frozen=True, slots=True)
class Necessity:
    """The probability of necessity of a cause for an effect (Pearl 2009, ch. 9; Tian and Pearl 2000)."""

    cause: str
    effect: str
    necessary: float  # P(no effect without the cause | both happened)
    with_cause: float  # P(effect | cause put in)
    without_cause: float  # P(effect | cause kept out)
    unstated: tuple[str, ...]  # events with several causes of which nobody has said how they combine
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """How probable two events are, each and together, with the common cause and without it."""

    first: float
    second: float
    both: float

    @property
    def left_over(self) -> float:
        """By how much they go together more than if they had nothing to do with one another."""
        return self.both - self.first * self.second


@dataclass(frozen=True, slots=True)
class Screening:
    """Whether a common cause leaves two events independent of one another (Reichenbach 1956, § 19)."""

    common: str
    first: str
    second: str
    given: Joint
    otherwise: Joint
    screens_off: bool
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    cause: str
    effect: str
    prevents: bool
    chance: float


def necessity(
    graph: Graph,
    cause: str,
    effect: str,
    working: Working,
    together: AsStated | None = None,
    *,
    otherwise: Together = ANY,
) -> Necessity:
    """How probably the effect would not have been without the cause, both having happened.

    Raises Trouble for unknown or equal events, a cause that does not lead to the effect, an effect that by the model
    cannot happen, and more links than LIMIT.
    """
    _two(graph, cause, effect)
    if cause not in graph.before(effect):
        raise Trouble(
            what=tr("No link leads from “{}” to “{}”.").format(graph.titles[cause], graph.titles[effect]),
            do=tr("Draw what is missing, or ask about two other events."),
        )
    made = model(graph, together, otherwise=otherwise)
    links = _bearing(graph, made, (effect,), working)
    works, weight = _ways(links)
    actual = _worlds(made, links, works, {})
    without = _worlds(made, links, works, {cause: False})
    both = actual[cause] & actual[effect]
    happened = float(weight[both].sum())
    if happened < _SAME:
        raise Trouble(
            what=tr("By this model “{}” and “{}” cannot both have happened.").format(
                graph.titles[cause], graph.titles[effect]
            ),
            do=tr("Look at what prevents them, and at how their causes combine."),
        )
    kept_in = _worlds(made, links, works, {cause: True})
    return Necessity(
        cause,
        effect,
        float(weight[both & ~without[effect]].sum()) / happened,
        float(weight[kept_in[effect]].sum()),
        float(weight[without[effect]].sum()),
        tuple(key for key in made.unstated if key == effect or key in graph.before(effect)),
        _assumptions(working),
    )


def screening(
    graph: Graph,
    common: str,
    first: str,
    second: str,
    working: Working,
    together: AsStated | None = None,
    *,
    otherwise: Together = ANY,
) -> Screening:
    """Whether, given a common cause and given its absence, two events are independent by this model.

    Raises Trouble for unknown or equal events, and for more links than LIMIT.
    """
    for one, two in ((common, first), (common, second), (first, second)):
        _two(graph, one, two)
    made = model(graph, together, otherwise=otherwise)
    links = _bearing(graph, made, (first, second), working)
    works, weight = _ways(links)
    joints = []
    for there in (True, False):
        world = _worlds(made, links, works, {common: there})
        joints.append(
            Joint(
                *(float(weight[which].sum()) for which in (world[first], world[second], world[first] & world[second]))
            )
        )
    given, absent = joints
    off = all(abs(joint.left_over) < _SAME for joint in joints)
    return Screening(common, first, second, given, absent, off, _assumptions(working))


def _two(graph: Graph, one: str, two: str) -> None:
    if graph.checked(one) == graph.checked(two):
        raise Trouble(what=tr("One event alone tells nothing."), do=tr("Choose events that are not the same."))


def _bearing(graph: Graph, made: Model, events: Sequence[str], working: Working) -> tuple[_Link, ...]:
    """The links that bear on these events, of several between the same two that with the best chance."""
    leading = {key for event in events for key in graph.before(event)} | set(events)
    best: dict[tuple[str, str, bool], float] = {}
    for link in graph.links:
        prevents = link.kind == LinkKind.PREVENTED
        bears = link.cause in made.causes[link.effect] or link.cause in made.preventers[link.effect]
        if link.effect in leading and bears and link.kind not in (LinkKind.HASTENED, LinkKind.DELAYED):
            key = (link.cause, link.effect, prevents)
            best[key] = max(best.get(key, 0.0), working.of(link.strength))
    if len(best) > LIMIT:
        raise Trouble(
            what=tr("{} links bear on what is asked; chances can be reckoned through {} at most.").format(
                len(best), LIMIT
            ),
            do=tr("Leave out links that you do not hold, or ask about events that lie nearer together."),
        )
    return tuple(_Link(*key, chance) for key, chance in best.items())


def _ways(links: Sequence[_Link]) -> tuple[Mapping[_Link, Bools], Floats]:
    """Which links work in each of the 2ⁿ ways, and how probable each way is."""
    ways = np.arange(1 << len(links))
    weight = np.ones(ways.size)
    works = {}
    for number, link in enumerate(links):
        does = (ways >> number & 1).astype(np.bool_)
        works[link] = does
        weight *= np.where(does, link.chance, 1 - link.chance)
    return works, weight


def _worlds(
    made: Model, links: Sequence[_Link], works: Mapping[_Link, Bools], fixed: Mapping[str, bool]
) -> dict[str, Bools]:
    """Whether each event happens in each of the ways."""
    size = next(iter(works.values())).size if works else 1
    into: dict[str, list[_Link]] = {}
    for link in links:
        into.setdefault(link.effect, []).append(link)
    happens: dict[str, Bools] = {}
    for key in made.events:
        if key in fixed:
            happens[key] = np.full(size, fixed[key])
            continue
        count = np.zeros(size, dtype=np.int64)
        prevented = np.zeros(size, dtype=np.bool_)
        for link in into.get(key, ()):
            does = happens[link.cause] & works[link]
            if link.prevents:
                prevented |= does
            else:
                count += does
        happens[key] = (count >= made.needed[key]) & made.given[key] & ~prevented
    return happens


def _assumptions(working: Working) -> tuple[str, ...]:
    return (
        tr("A weak link works in {:.0f} of 100 cases, a moderate one in {:.0f}, a strong one in {:.0f}.").format(
            100 * working.weak, 100 * working.moderate, 100 * working.strong
        ),
        tr("Links work or fail independently of one another."),
        tr("Events without causes happened; nothing but the links that are drawn bears on the others."),
        tr("Whatever prevents an event outweighs its causes."),
        tr("How causes combine is a claim of whoever states it; where nobody has, any one counted as enough."),
    )
