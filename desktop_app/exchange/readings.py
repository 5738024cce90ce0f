"""How does all that the reader said of a case, his links, contests, weights, priors and analyses, read in Markdown?"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from desktop_app.analysis import kept
from desktop_app.analysis.saying import signed
from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Citation, Link
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Choice, Contest, Locked, Prior, Rating, Reading, Saved
from desktop_app.casebook.terms import Claimant
from desktop_app.casebook.trouble import Trouble
from desktop_app.exchange.notes import quoted


def told(case: Case, reading: Reading, locks: Sequence[Locked], analyses: Sequence[Saved]) -> tuple[str, ...]:
    """Paragraphs under headings of the third rank; none where the reader has said nothing of the kind.

    Everything is there with its keys, in words and numbers: also what was said of a part that the case has lost.
    """
    every = (*reading.contests, *reading.ratings, *reading.priors, *reading.gone)
    sections = (
        (tr("My links"), [_link(case, link) for link in case.links if link.claimed_by == Claimant.READER]),
        (tr("What I say to links of others"), [_contest(case, one) for one in every if isinstance(one, Contest)]),
        (tr("My chances before the evidence"), [_prior(case, one) for one in every if isinstance(one, Prior)]),
        (tr("My weights of the evidence"), [_rating(case, one) for one in every if isinstance(one, Rating)]),
        (tr("My settings"), [_choice(one) for one in reading.choices if one.case]),
        (tr("Locked statements"), [_lock(one) for one in locks]),
        (tr("Kept analyses"), [_analysis(case, one) for one in analyses]),
    )
    return tuple(part for heading, entries in sections if entries for part in (f"### {heading}", *entries))


def of_all_cases(choices: Iterable[Choice]) -> tuple[str, ...]:
    """Settings that hold for every case, under their heading."""
    entries = [_choice(one) for one in choices if not one.case]
    return (f"## {tr('Settings of all cases')}", *entries) if entries else ()


def _link(case: Case, link: Link) -> str:
    ends = " ".join((_event(case, link.cause), f"→ {wording.link(link.kind)} →", _event(case, link.effect)))
    lines = [
        f"**{_one_line(ends)}** – {wording.strength(link.strength)}, {wording.certainty(link.certainty)}",
        f"`link {link.key}`: `{link.cause}` → `{link.effect}`",
    ]
    if link.mechanism:
        lines.append(_said(tr("How it would work"), link.mechanism))
    if link.counterfactual:
        lines.append(_said(tr("Without the cause"), link.counterfactual))
    lines += [f"{tr('Source')}: {_cited(case, citation)}" for citation in link.citations]
    return "\n\n".join(lines)


def _contest(case: Case, contest: Contest) -> str:
    link = case.link.get(contest.link)
    what = (
        " ".join((_event(case, link.cause), f"→ {wording.link(link.kind)} →", _event(case, link.effect)))
        if link
        else ""
    )
    head = (
        f"**{wording.stance(contest.stance)}**: {_one_line(what) or _gone()} – {contest.author}, {contest.changed[:10]}"
    )
    return "\n\n".join((head, f"`link {contest.link}`", *_reason(contest.reason)))


def _prior(case: Case, prior: Prior) -> str:
    known = case.hypothesis.get(prior.hypothesis)
    head = tr("**{}**: {} of 100, from {} to {}").format(
        _one_line(known.short) if known else _gone(),
        *(f"{100 * share:.3g}" for share in (prior.mid, prior.low, prior.high)),
    )
    head += f" – {prior.author}, {prior.changed[:10]}"
    return "\n\n".join((head, f"`hypothesis {prior.hypothesis}`", *_reason(prior.reason)))


def _rating(case: Case, rating: Rating) -> str:
    item, under = case.item.get(rating.evidence), case.hypothesis.get(rating.hypothesis)
    head = tr("**{}**, under “{}”: {} dB, from {} to {}").format(
        _one_line(item.short) if item else _gone(),
        _one_line(under.short) if under else _gone(),
        *(signed(db) for db in (rating.mid_db, rating.low_db, rating.high_db)),
    )
    if rating.words:
        head += f" ({rating.words})"
    lines = [
        f"{head} – {rating.author}, {rating.changed[:10]}",
        f"`evidence {rating.evidence}` `hypothesis {rating.hypothesis}`",
    ]
    if rating.certitude is not None and rating.uniqueness is not None:
        lines.append(
            tr("Found, if this holds: {} of 100; if not: {} of 100.").format(
                *(f"{100 * share:.3g}" for share in (rating.certitude, rating.uniqueness))
            )
        )
    if rating.source:
        lines.append(f"{tr('Source')}: {_cited(case, Citation(rating.source, None))}")
    return "\n\n".join((*lines, *_reason(rating.reason)))


def _choice(choice: Choice) -> str:
    value = json.dumps(choice.value, ensure_ascii=False, sort_keys=True)
    return f"`{f'{choice.kind} {choice.key}'.strip()}`\n\n{_code(value)}"


def _lock(lock: Locked) -> str:
    head = tr("{}, {}, locked {} UTC, SHA-256 {}").format(
        lock.kind, lock.author, lock.made[:19].replace("T", " "), lock.digest
    )
    return f"{head}\n\n{_code(lock.thresholds)}"


def _analysis(case: Case, saved: Saved) -> str:
    try:
        words = kept.said(case, saved)
    except Trouble as trouble:  # of a kind that a later version knows
        words = f"{saved.name}\n{trouble.what}\n{json.dumps(kept.plain(saved), ensure_ascii=False, indent=1)}"
    return f"**{_one_line(saved.name)}**\n\n{_code(words)}"


def _event(case: Case, key: str) -> str:
    return case.event[key].title if key in case.event else key


def _gone() -> str:
    return tr("no longer in the case")


def _cited(case: Case, citation: Citation) -> str:
    source = case.source.get(citation.source)
    title = _one_line(str(source.csl.get("title", ""))) if source else ""
    locator = f", {_one_line(citation.locator)}" if citation.locator else ""
    return f"{title or _gone()}{locator} (`{citation.source}`)"


def _reason(text: str) -> Iterator[str]:
    if text.strip():
        yield quoted(text)


def _said(heading: str, text: str) -> str:
    return f"{heading}:\n\n{quoted(text)}"


def _code(text: str) -> str:
    """Set as it is, in a fence that nothing in it closes."""
    longest = max((len(list(run)) for mark, run in groupby(text) if mark == "`"), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text.rstrip()}\n{fence}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
