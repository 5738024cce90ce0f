"""What remains of a case if one event is taken out?

A model of the causal graph: events happen or do not, and how the causes of each combine is the reader's own claim.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from desktop_app.analysis.causation import Graph
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import LinkKind
from desktop_app.casebook.trouble import Trouble

WHETHER = (LinkKind.CAUSED, LinkKind.ENABLED, LinkKind.MOTIVATED, LinkKind.SIGNALLED)
_NOTHING: Mapping[str, bool] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Together:
    """How the causes of one event combine.  Raises Trouble if none of them would be needed."""

    least: int | None  # so many of them are enough; None: all are needed

    def __post_init__(self) -> None:
        if self.least is not None and self.least < 1:
            raise Trouble(
                what=tr("An event of which {} causes are enough has none.").format(self.least),
                do=tr("Say how many of its causes it takes: at least 1."),
            )


ANY = Together(1)  # each cause is enough
ALL = Together(None)  # each cause is needed

AsStated = Mapping[str, Together]  # by event


@dataclass(frozen=True)
class Model:
    """Which events happen, given those that have no causes."""

    events: tuple[str, ...]  # each after all of its causes
    causes: Mapping[str, tuple[str, ...]]
    preventers: Mapping[str, tuple[str, ...]]  # any one of them outweighs all causes
    needed: Mapping[str, int]  # how many causes are enough; 0 for an event without causes
    given: Mapping[str, bool]  # events without causes: whether they happen, unless prevented
    unstated: tuple[str, ...]  # events with several causes of which nobody has said how they combine
    otherwise: Together  # how they were taken to combine
    titles: Mapping[str, str]

    def world(self, fixed: Mapping[str, bool] = _NOTHING) -> dict[str, bool]:
        """Whether each event happens, if some are fixed from outside."""
        happens: dict[str, bool] = {}
        for key in self.events:
            if key in fixed:
                happens[key] = fixed[key]
                continue
            enough = sum(happens[cause] for cause in self.causes[key]) >= self.needed[key] and self.given[key]
            happens[key] = enough and not any(happens[preventer] for preventer in self.preventers[key])
        return happens


@dataclass(frozen=True, slots=True)
class Remains:
    """A case without one event, by its model.  All are keys of events, causes before effects."""

    taken_out: str
    lost: tuple[str, ...]  # would not have happened
    depends: tuple[str, ...]  # lost or not by how causes combine, which nobody has said
    remains: tuple[str, ...]
    freed: tuple[str, ...]  # would have happened, having been prevented
    later: tuple[str, ...]  # of those that remain: what had hastened them is gone
    sooner: tuple[str, ...]  # of those that remain: what had delayed them is gone
    unstated: tuple[str, ...]  # events with several causes of which nobody has said how they combine
    unexplained: tuple[str, ...]  # events that by the model do not happen even with the event left in
    assumptions: tuple[str, ...]


def model(
    graph: Graph, together: AsStated | None = None, *, otherwise: Together = ANY, given: Mapping[str, bool] = _NOTHING
) -> Model:
    """The model of a graph: caused, enabled, motivated and signalled bring about; prevented prevents.

    together: how the causes of an event combine; otherwise: of events that it does not name; given: of events without
    causes, whether they happened (if not said, they did).
    Raises Trouble for an unknown event, for more causes needed than there are, for an event that is given though it
    has causes, and for one that is said both to bring about and to prevent another.
    """
    together = together or {}
    causes = {key: _sources(graph, key, WHETHER) for key in graph.events}
    preventers = {key: _sources(graph, key, (LinkKind.PREVENTED,)) for key in graph.events}
    for key in graph.events:
        for both in set(causes[key]) & set(preventers[key]):
            raise Trouble(
                what=tr("“{}” is said both to bring about and to prevent “{}”.").format(
                    graph.titles[both], graph.titles[key]
                ),
                do=tr("Leave out one of these links."),
            )
    needed = {key: _needed(len(causes[key]), otherwise) for key in graph.events}
    for key, stated in together.items():
        count = len(causes[graph.checked(key)])
        if stated.least is not None and stated.least > count:
            raise Trouble(
                what=tr("“{}” cannot take {} causes; it has {}.").format(graph.titles[key], stated.least, count),
                do=tr("Say how many of its causes it takes, or draw the links that are missing."),
            )
        needed[key] = _needed(count, stated)
    for key in given:
        if causes[graph.checked(key)]:
            raise Trouble(
                what=tr("Whether “{}” happened follows from its causes.").format(graph.titles[key]),
                do=tr("Say it of events without causes alone."),
            )
    return Model(
        graph.events,
        causes,
        preventers,
        needed,
        dict.fromkeys(graph.events, True) | dict(given),
        tuple(key for key in graph.events if len(causes[key]) > 1 and key not in together),
        otherwise,
        graph.titles,
    )


def without(
    graph: Graph, event: str, together: AsStated | None = None, *, given: Mapping[str, bool] = _NOTHING
) -> Remains:
    """What remains if an event is taken out: the but-for question, of all events at once.

    Where nobody has said how causes combine, both readings are tried: any one is enough, and all are needed.
    Raises Trouble like `model`, and for an event that the graph lacks.
    """
    graph.checked(event)
    readings = [model(graph, together, otherwise=otherwise, given=given) for otherwise in (ANY, ALL)]
    worlds = [(one.world(), one.world({event: False})) for one in readings]
    others = [key for key in graph.events if key != event]
    lost = [key for key in others if all(before[key] and not after[key] for before, after in worlds)]
    freed = [key for key in others if all(after[key] and not before[key] for before, after in worlds)]
    remains = [key for key in others if all(after[key] == before[key] for before, after in worlds)]
    settled = {event, *lost, *freed, *remains}
    gone = {event, *lost}
    return Remains(
        event,
        tuple(lost),
        tuple(key for key in others if key not in settled),
        tuple(key for key in remains if worlds[0][1][key]),
        tuple(freed),
        _moved(graph, remains, gone, LinkKind.HASTENED),
        _moved(graph, remains, gone, LinkKind.DELAYED),
        readings[0].unstated,
        tuple(key for key in graph.events if not all(before[key] for before, _ in worlds)),
        assumptions(),
    )


def assumptions() -> tuple[str, ...]:
    """What every model of a causal graph takes for granted."""
    return (
        tr("In this model an event either happens or does not, and nothing but the links that are drawn bears on it."),
        tr("An event that has causes happens through them alone; one without causes happens of itself."),
        tr("Whatever prevents an event outweighs its causes."),
        tr("What hastened or delayed an event bears on when it happened, not on whether it did."),
        tr("How causes combine is a claim of whoever states it, and the answer is no better than the claim."),
    )


def _sources(graph: Graph, event: str, kinds: Iterable[LinkKind]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.cause for link in graph.causes[event] if link.kind in kinds))


def _needed(count: int, stated: Together) -> int:
    return count if stated.least is None else min(stated.least, count)


def _moved(graph: Graph, remains: Iterable[str], gone: Iterable[str], kind: LinkKind) -> tuple[str, ...]:
    lost = set(gone)
    return tuple(key for key in remains if any(link.kind == kind and link.cause in lost for link in graph.causes[key]))
