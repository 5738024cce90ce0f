"""Which events were actual causes of an outcome, and how responsible was each?

The modified definition of Halpern and Pearl (Halpern 2015, IJCAI; Halpern 2016, Actual Causality).  Events X together
are a cause of an outcome if (AC1) all of it was so; (AC2) with X otherwise, and some other events W held as they were,
the outcome would have been otherwise; (AC3) nothing less than X would do.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from desktop_app.analysis.counterfactuals import Model, assumptions
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

LIMIT = 16  # events, the outcome among them: each may be otherwise, held or left alone, 3¹⁵ worlds in all

Step = Callable[[float], None]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_LEFT, _OTHERWISE, _HELD = range(3)  # what is done to an event
_AT_ONCE = 11  # events whose 3¹¹ worlds are reckoned together


@dataclass(frozen=True, slots=True)
class ActualCause:
    """Events that are a cause together, none of them left over."""

    events: tuple[str, ...]
    held: tuple[str, ...]  # the fewest events that have to be held as they were to show it; none: but for X

    @property
    def size(self) -> int:
        """How many events it takes to show it."""
        return len(self.events) + len(self.held)


@dataclass(frozen=True, slots=True)
class Share:
    """1/k, where k is the least number of events, otherwise or held, that show this one to be (part of) a cause."""

    event: str
    responsibility: float  # 1 for a but-for cause, 0 for what is part of no cause


@dataclass(frozen=True, slots=True)
class ActualCauses:
    outcome: str
    world: dict[str, bool]  # whether each event considered happened, the outcome among them
    causes: tuple[ActualCause, ...]  # the smallest first
    shares: tuple[Share, ...]  # the greatest first
    unstated: tuple[str, ...]  # events with several causes of which nobody has said how they combine
    limit: int  # events that a model may have
    assumptions: tuple[str, ...]


def actual_causes(model: Model, outcome: str, step: Step = lambda _: None) -> ActualCauses:
    """The actual causes of an outcome as it was in this model, by trying all of them.

    Only events that lead to the outcome are considered; no other can be part of a cause.  If the outcome did not
    happen, these are the causes of its not happening.  step: called with the share done.
    Raises Trouble for an unknown outcome, one that nothing leads to, and more events than LIMIT.
    """
    if outcome not in model.titles:
        raise Trouble(
            what=tr("There is no event “{}” in this case.").format(outcome), do=tr("Choose one of its events.")
        )
    events = _leading(model, outcome)
    if not events:
        raise Trouble(
            what=tr("No link says what brought about or prevented “{}”.").format(model.titles[outcome]),
            do=tr("Draw one (to hasten or delay is not enough), or ask about another event."),
        )
    if len(events) >= LIMIT:
        raise Trouble(
            what=tr("{} events bear on “{}”; causes can be tried out among {} at most.").format(
                len(events) + 1, model.titles[outcome], LIMIT
            ),
            do=tr("Leave out links that you do not hold, or ask about an event nearer to what you suspect."),
        )
    world = model.world()
    fewest = _fewest_held(model, events, outcome, world, step)
    causes = tuple(
        ActualCause(_named(events, otherwise), _named(events, int(fewest[otherwise]) % fewest.size))
        for otherwise in _least(np.flatnonzero(fewest >= 0))
    )
    shares = (
        Share(key, max((1 / cause.size for cause in causes if key in cause.events), default=0.0)) for key in events
    )
    unstated = tuple(key for key in model.unstated if key in events or key == outcome)
    return ActualCauses(
        outcome,
        {key: world[key] for key in (*events, outcome)},
        causes,
        tuple(sorted(shares, key=lambda share: -share.responsibility)),
        unstated,
        LIMIT,
        (
            *assumptions(),
            *(_taken_to_combine(model) if unstated else ()),
            tr("Actual causes by the modified definition of Halpern and Pearl (Halpern 2015)."),
            tr("Other events in the model, or others left out, can give other causes."),
        ),
    )


def _taken_to_combine(model: Model) -> tuple[str]:
    least = model.otherwise.least
    if least is None:
        return (tr("Where nobody has said how causes combine, all of them are taken to be needed."),)
    return (tr("Where nobody has said how causes combine, any {} of them counted as enough.").format(least),)


def _leading(model: Model, outcome: str) -> tuple[str, ...]:
    found, waiting = set[str](), [outcome]
    while waiting:
        key = waiting.pop()
        new = {*model.causes[key], *model.preventers[key]} - found
        found |= new
        waiting += new
    return tuple(key for key in model.events if key in found)


def _fewest_held(model: Model, events: tuple[str, ...], outcome: str, world: dict[str, bool], step: Step) -> Ints:
    """For each set of events that are otherwise, the smallest set to be held with which the outcome is otherwise too.

    Sets are numbers, with a bit an event; shape (2ⁿ,): the size of the smallest set times 2ⁿ, plus that set; -1 where
    no set does it.
    """
    size = 1 << len(events)
    early, late = events[: max(0, len(events) - _AT_ONCE)], events[max(0, len(events) - _AT_ONCE) :]
    bit = {key: 1 << number for number, key in enumerate(events)}
    done_late = dict(zip(late, _all_doings(len(late)), strict=True))
    never = np.iinfo(np.int64).max
    fewest = np.full(size, never)
    batches = list(product((_LEFT, _OTHERWISE, _HELD), repeat=len(early)))
    for number, batch in enumerate(batches):
        done = dict(zip(early, (np.array([one], dtype=np.int8) for one in batch), strict=True)) | done_late
        otherwise = np.flatnonzero(_world_if(model, events, outcome, world, done) != world[outcome])
        chosen, held, count = (np.zeros(otherwise.size, dtype=np.int64) for _ in range(3))
        for key in events:
            doing = done[key][otherwise] if done[key].size > 1 else done[key]
            chosen += bit[key] * (doing == _OTHERWISE)
            held += bit[key] * (doing == _HELD)
            count += doing == _HELD
        np.minimum.at(fewest, chosen, count * size + held)
        step((number + 1) / len(batches))
    fewest[fewest == never] = -1
    return fewest


def _all_doings(count: int) -> Iterator[npt.NDArray[np.int8]]:
    """What is done to each of so many events in each of the 3ⁿ ways to treat them."""
    ways = np.arange(3**count)
    for number in range(count):
        yield (ways // 3**number % 3).astype(np.int8)


def _world_if(
    model: Model,
    events: tuple[str, ...],
    outcome: str,
    world: dict[str, bool],
    done: dict[str, npt.NDArray[np.int8]],
) -> Bools:
    """Whether the outcome happens in each of the worlds."""
    happens: dict[str, Bools] = {}
    for key in (*events, outcome):
        enough = np.array([model.given[key]])
        if model.needed[key] == 1:
            enough = enough & np.logical_or.reduce(np.broadcast_arrays(*(happens[one] for one in model.causes[key])))
        elif model.needed[key]:
            count = sum((happens[one].astype(np.int8) for one in model.causes[key]), np.zeros(1, dtype=np.int8))
            enough = enough & (count >= model.needed[key])
        for one in model.preventers[key]:
            enough = enough & ~happens[one]
        if key != outcome:
            enough = np.where(done[key] == _LEFT, enough, (done[key] == _OTHERWISE) != world[key])
        happens[key] = enough
    longest = max(doing.size for doing in done.values())
    return np.broadcast_to(happens[outcome], longest)


def _least(sets: Ints) -> Iterator[int]:
    """The sets of which no other is a part, the smallest first."""
    left = sets[np.lexsort((sets, np.bitwise_count(sets)))]
    while left.size:
        least = int(left[0])
        yield least
        left = left[(left & least) != least]


def _named(events: tuple[str, ...], chosen: int) -> tuple[str, ...]:
    return tuple(key for number, key in enumerate(events) if chosen >> number & 1)
