"""What lies between two events of a case: ways, common causes, what remains without one, and actual causes?

One question with all its settings, for the window, the commands, and what is kept with the case.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from desktop_app.analysis.actual_causes import ActualCauses, actual_causes
from desktop_app.analysis.causation import PATHS, CommonCauses, Graph, Paths, common_causes, graph, paths
from desktop_app.analysis.counterfactuals import ALL, ANY, Remains, Together, model, without
from desktop_app.analysis.holding import Held, held_of
from desktop_app.analysis.noisy import Necessity, Screening, Working, necessity, screening
from desktop_app.analysis.saying import record
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Reading
from desktop_app.casebook.trouble import Trouble

KIND = "causes"  # of what is kept with the case
COMBINATION = "combination"  # of the reader's choices: event -> {"least": so many are enough, or null: all are needed}
WORKING, WORKING_KEY = "working", "chances"  # of the reader's choices: {"weak": …, "moderate": …, "strong": …}
_SCREENED = 6  # candidates, the lowest first

Step = Callable[[float], None]
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked, of which links, and how causes combine."""

    cause: str
    effect: str
    without: str  # the event that is taken out
    held: Held = field(default_factory=Held)  # the links that are used
    together: Mapping[str, Together] = field(default_factory=dict)
    working: Working = field(default_factory=Working)
    limit: int = PATHS

    def as_settings(self) -> dict[str, Any]:
        return {
            "cause": self.cause,
            "effect": self.effect,
            "without": self.without,
            **self.held.as_settings(),
            "combination": {key: self.together[key].least for key in sorted(self.together)},
            "working": record(self.working),
            "limit": self.limit,
        }


def terms_of(settings: Mapping[str, Any]) -> Terms:
    """Settings as they were kept.  Raises Trouble for what is no setting of this question."""
    try:
        return Terms(
            str(settings["cause"]),
            str(settings["effect"]),
            str(settings["without"]),
            held_of(settings),
            {str(key): Together(least) for key, least in settings["combination"].items()},
            Working(**settings["working"]),
            int(settings["limit"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Trouble(what=tr("These are no settings of this question: {}").format(error)) from error


def stated(reading: Reading, case: Case) -> dict[str, Together]:
    """How causes combine, as the reader has said; what he said of events that are gone is passed over."""
    said = reading.chosen(COMBINATION)
    return {key: Together(value.get("least")) for key, value in said.items() if key in case.event}


def working_of(reading: Reading) -> Working:
    """The chances that links work, as the reader has set them, else our starting point."""
    said = reading.chosen(WORKING).get(WORKING_KEY)
    return Working(**said) if isinstance(said, Mapping) else Working()


def combined_in_words(how: Together) -> str:
    if how == ANY:
        return tr("any one is enough")
    return tr("all are needed") if how == ALL else tr("at least {} are needed").format(how.least)


@dataclass(frozen=True, slots=True)
class Between:
    """The answer.  What could not be asked stands in `refused` by the name of its field, in words."""

    terms: Terms
    used: int  # links
    of: int
    paths: Paths | None
    common: CommonCauses | None
    remains: Remains | None
    actual: ActualCauses | None
    necessity: Necessity | None
    screening: tuple[Screening, ...]
    several: Mapping[str, int]  # events with several causes, and how many: the reader may say how they combine
    refused: Mapping[str, str]
    assumptions: tuple[str, ...]

    def result(self) -> dict[str, Any]:
        """As plain JSON, without the settings."""
        found = record(self)
        del found["terms"], found["assumptions"]
        return dict(found)


def between(case: Case, terms: Terms, step: Step = lambda _: None) -> Between:
    """All that can be asked of two events.  Raises Trouble for events that are unknown or the same, and for a loop."""
    links = terms.held.links(case)
    made = graph(case, links)
    for key in (terms.cause, terms.effect, terms.without):
        made.checked(key)
    if terms.cause == terms.effect:
        raise Trouble(what=tr("One event alone tells nothing."), do=tr("Choose two events that are not the same."))
    refused: dict[str, str] = {}

    def asked(name: str, ask: Callable[[], Answer]) -> Answer | None:
        try:
            return ask()
        except Trouble as trouble:
            refused[name] = f"{trouble.what} {trouble.do}".strip()
            return None

    whole = model(made, _known(made, terms))
    found_paths = asked("paths", lambda: paths(made, terms.cause, terms.effect, terms.limit))
    common = asked("common", lambda: common_causes(made, terms.cause, terms.effect))
    remains = asked("remains", lambda: without(made, terms.without, _known(made, terms)))
    step(0.1)
    actual = asked("actual", lambda: actual_causes(whole, terms.effect, lambda share: step(0.1 + 0.8 * share)))
    necessary = asked(
        "necessity", lambda: necessity(made, terms.cause, terms.effect, terms.working, _known(made, terms))
    )
    step(0.95)
    screened = []
    for candidate in common.candidates[:_SCREENED] if common else ():
        one = asked(
            f"screening {candidate.event}",
            lambda key=candidate.event: _screened(made, key, terms),  # type: ignore[misc]
        )
        if one is not None:
            screened.append(one)
    answers = (found_paths, common, remains, actual, necessary, *screened[:1])
    return Between(
        terms,
        len(links),
        len(case.links),
        found_paths,
        common,
        remains,
        actual,
        necessary,
        tuple(screened),
        {key: len(causes) for key, causes in whole.causes.items() if len(causes) > 1},
        refused,
        _assumptions(terms.held.said(case), answers),
    )


def _screened(made: Graph, common: str, terms: Terms) -> Screening:
    return screening(made, common, terms.cause, terms.effect, terms.working, _known(made, terms))


def _known(made: Graph, terms: Terms) -> dict[str, Together]:
    """How causes combine, for the events that have several in this graph; a threshold beyond their number is all."""
    counts = {key: len(causes) for key, causes in model(made).causes.items()}
    return {
        key: how if how.least is None or how.least <= counts[key] else ALL
        for key, how in terms.together.items()
        if counts.get(key, 0) > 1
    }


def _assumptions(used: str, answers: Sequence[Any]) -> tuple[str, ...]:
    said = [sentence for answer in answers if answer is not None for sentence in answer.assumptions]
    return tuple(dict.fromkeys((used, *said)))
