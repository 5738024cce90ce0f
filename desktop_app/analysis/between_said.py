"""How is said what lies between two events, in the window, on paper and by a command?

All from the plain JSON of the answer, so that what was kept years ago reads as it did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.analysis.answering import Headline, Plain, Table
from desktop_app.analysis.between import KIND, Step, between, terms_of
from desktop_app.analysis.explained import Explained
from desktop_app.analysis.saying import of_100
from desktop_app.casebook import wording
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr

__all__ = ["KIND", "Line", "Part", "headline", "parts", "run", "table", "told"]

_WAYS, _CAUSES = 20, 12  # listed; more are counted


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    right: str = ""
    links: tuple[str, ...] = ()  # keys: what the graph lets stand out
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    heading: str
    lines: tuple[Line, ...]
    note: str = ""  # why there is nothing, or what to mind


def parts(case: Case, settings: Plain, result: Plain) -> tuple[Part, ...]:
    """The answer, question by question."""
    words = _Words(case, settings, result)
    return (words.paths(), words.common(), words.remains(), words.actual(), words.necessity())


def headline(case: Case, settings: Plain, result: Plain) -> Headline:
    words = _Words(case, settings, result)
    count = result["paths"]["total"] if result["paths"] else 0
    unit = tr("way") if count == 1 else tr("ways")
    told = tr("from “{}” to “{}”").format(words.title(settings["cause"]), words.title(settings["effect"]))
    if count:
        told += tr("; the best attested: {}").format(words.weakest(result["paths"]["paths"][0]))
    return Headline(str(count), unit, told)


def table(case: Case, settings: Plain, result: Plain) -> Table:
    """What was found, each with the question that it answers."""
    short = {
        "paths": tr("way"),
        "common": tr("common cause"),
        "remains": tr("taken out"),
        "actual": tr("actual cause"),
        "necessity": tr("necessity"),
    }
    rows = []
    for part in parts(case, settings, result):
        rows += [(line.text, short[part.key], line.right) for line in part.lines]
        if not part.lines:
            rows.append((part.note or tr("none"), short[part.key], ""))
    return Table((tr("found"), tr("question"), tr("remark")), tuple(rows))


def run(case: Case, settings: Plain, _seed: int, step: Step) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Ask again with the settings that were kept."""
    found = between(case, terms_of(settings), step)
    return found.result(), found.assumptions


class _Words:
    """Titles of what the case still has, keys of what it no longer has."""

    def __init__(self, case: Case, settings: Plain, result: Plain) -> None:
        self.case, self.settings, self.result = case, settings, result

    def title(self, key: str) -> str:
        event = self.case.event.get(key)
        return event.title if event else key

    def titles(self, keys: Iterable[str]) -> str:
        return "; ".join(self.title(key) for key in keys)

    def weakest(self, path: Mapping[str, Any]) -> str:
        """The weakest link of a way, in a few words."""
        link = self.case.link.get(path["weakest"])
        if link is None:
            return str(path["weakest"])
        kind, certainty = wording.link(link.kind), wording.attested(link.certainty)
        return tr("weakest: {} ({}, {})").format(kind, certainty, wording.strength(link.strength))

    def way(self, path: Mapping[str, Any]) -> str:
        text = self.title(path["events"][0])
        for key, event in zip(path["links"], path["events"][1:], strict=True):
            link = self.case.link.get(key)
            text += f" → {wording.link(link.kind) if link else '…'} → {self.title(event)}"
        return text

    def refused(self, name: str) -> str:
        return str(self.result["refused"].get(name, ""))

    def paths(self) -> Part:
        found = self.result["paths"]
        heading = tr("Ways from the one to the other")
        if not found:
            return Part("paths", heading, (), self.refused("paths"))
        lines = []
        for path in found["paths"][:_WAYS]:
            lines.append(Line(self.way(path), self.weakest(path), tuple(path["links"]), tuple(path["events"])))
        note = ""
        if not lines:
            note = tr("No links lead from the one to the other.")
        elif found["total"] > len(lines):
            note = tr("{} of {} ways are listed, the best attested first.").format(len(lines), found["total"])
        return Part("paths", heading, tuple(lines), note)

    def common(self) -> Part:
        heading = tr("What both may come from")
        found = self.result["common"]
        if not found:
            return Part("common", heading, (), self.refused("common"))
        screened = {one["common"]: one for one in self.result["screening"]}
        lines = []
        for one in found["candidates"]:
            first, second = one["to_first"], one["to_second"]
            right = tr("nearest") if one["lowest"] else ""
            if (seen := screened.get(one["event"])) is not None:
                right = ", ".join(part for part in (right, _screening(seen)) if part)
            lines.append(
                Line(
                    self.title(one["event"]),
                    right,
                    tuple(dict.fromkeys((*first["links"], *second["links"]))),
                    tuple(dict.fromkeys((*first["events"], *second["events"]))),
                )
            )
        note = tr("Candidates only: each needs evidence of its own.") if lines else tr("No event leads to both.")
        if found["leads"]:
            note += " " + tr("“{}” itself leads to the other.").format(self.title(found["leads"]))
        return Part("common", heading, tuple(lines), note)

    def remains(self) -> Part:
        found = self.result["remains"]
        heading = tr("If “{}” is taken out").format(self.title(self.settings["without"]))
        if not found:
            return Part("remains", heading, (), self.refused("remains"))
        said = (
            (tr("would not have happened"), "lost"),
            (tr("depends on how causes combine"), "depends"),
            (tr("would have happened, having been prevented"), "freed"),
            (tr("would have come later"), "later"),
            (tr("would have come sooner"), "sooner"),
            (tr("by this model does not happen in any case"), "unexplained"),
        )
        lines = [
            Line(self.titles(found[name]), words, events=tuple(found[name])) for words, name in said if found[name]
        ]
        note = tr("{} other events happen all the same.").format(len(found["remains"]))
        if found["unstated"]:
            note += " " + tr("Nobody has said how causes combine for: {}.").format(self.titles(found["unstated"]))
        return Part("remains", heading, tuple(lines), note)

    def actual(self) -> Part:
        effect = self.settings["effect"]
        heading = tr("Actual causes of “{}”").format(self.title(effect))
        found = self.result["actual"]
        if not found:
            return Part("actual", heading, (), self.refused("actual"))
        share = {one["event"]: one["responsibility"] for one in found["shares"]}
        lines = []
        for one in found["causes"][:_CAUSES]:
            size = len(one["events"]) + len(one["held"])
            text = tr(" and ").join(self.title(key) for key in one["events"])
            if one["held"]:
                text += " " + tr("(with as it was: {})").format(self.titles(one["held"]))
            right = tr("but for it, not") if size == 1 else tr("responsibility {}").format(_fraction(1 / size))
            lines.append(Line(text, right, events=tuple(one["events"])))
        none = self.titles(key for key in share if share[key] == 0)
        notes = [
            tr("“{}” does not happen in this model; these are causes of that.").format(self.title(effect))
            if not found["world"].get(effect, True)
            else "",
            tr("{} of {} causes are listed.").format(len(lines), len(found["causes"]))
            if len(found["causes"]) > len(lines)
            else "",
            tr("No part of any cause: {}.").format(none) if none else "",
            tr("At most {} events can be tried out.").format(found["limit"]),
        ]
        return Part("actual", heading, tuple(lines), " ".join(note for note in notes if note))

    def necessity(self) -> Part:
        heading = tr("How necessary was the one for the other?")
        found = self.result["necessity"]
        if not found:
            return Part("necessity", heading, (), self.refused("necessity"))
        words = tr(
            "With the cause the effect comes in {} of 100 cases, without it in {}. Where both came, it would not have "
            "come without the cause in {} of 100."
        )
        said = (found["with_cause"], found["without_cause"], found["necessary"])
        line = Line(words.format(*map(of_100, said)), tr("probability of necessity"))
        chances = self.settings["working"]
        note = tr("If weak links work in {} of 100 cases, moderate in {}, strong in {}.").format(
            *(of_100(chances[name]) for name in ("weak", "moderate", "strong"))
        )
        return Part("necessity", heading, (line,), note)


def _screening(seen: Mapping[str, Any]) -> str:
    if seen["screens_off"]:
        return tr("leaves nothing over")
    given = seen["given"]
    left = given["both"] - given["first"] * given["second"]
    return tr("leaves {:+.2f} over").format(left)


def _fraction(share: float) -> str:
    return f"1/{round(1 / share)}"


def told(_: Plain) -> tuple[Explained, ...]:
    """What this is and is not."""
    return (paths_told(), counterfactuals_told())


def paths_told() -> Explained:
    return Explained(
        tr("Between two events"),
        tr(
            "All ways in which the one may have led to the other by the links that are claimed, the weakest link of "
            "each, and the events from which both may come. A true common cause leaves nothing over: given it, the two "
            "are independent."
        ),
        tr("A way is no proof that the first event led to the last, and a cause that is no event here does not show."),
        (
            "Hans Reichenbach, The Direction of Time (Berkeley, 1956), § 19, on the common cause",
            "Judea Pearl, Causality, 2nd ed. (Cambridge, 2009)",
        ),
    )


def counterfactuals_told() -> Explained:
    return Explained(
        tr("What remains without it"),
        tr(
            "A small model of your own claims: an event happens or does not, and you say how its causes combine. The "
            "actual causes follow by the definition of Halpern and Pearl, with a responsibility for each."
        ),
        tr(
            "It does not say what would have happened: only what your links and combinations say. Keep the rewrite of "
            "history small, and say what else would have to be otherwise."
        ),
        (
            "Joseph Y. Halpern, Actual Causality (Cambridge, MA, 2016)",
            "Hana Chockler and Joseph Y. Halpern, “Responsibility and Blame”, JAIR 22 (2004): 93–115",
            "Jin Tian and Judea Pearl, “Probabilities of Causation”, Annals of Mathematics and AI 28 (2000): 287–313",
            "Philip E. Tetlock and Aaron Belkin, eds., Counterfactual Thought Experiments in World Politics "
            "(Princeton, 1996)",
        ),
    )
