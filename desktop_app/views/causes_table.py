"""What does the table of links say of each?"""

from collections.abc import Mapping

from desktop_app.analysis.admissibility import LinkJudged, news_in_short, order_in_short
from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Link
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Contest
from desktop_app.casebook.said import said
from desktop_app.views.rows import Column


def links(judged: Mapping[str, LinkJudged], contests: Mapping[str, Contest]) -> tuple[Column, ...]:
    """The columns; both mappings, by key of the link, may change while the columns are shown."""

    def admissible(_: Case, link: Link) -> str:
        one = judged.get(link.key)
        return order_in_short(one.order) if one else ""

    def news(_: Case, link: Link) -> str:
        one = judged.get(link.key)
        return news_in_short(one.news) if one else ""

    def mine(_: Case, link: Link) -> str:
        one = contests.get(link.key)
        return wording.stance(one.stance) if one else ""

    def why(_: Case, link: Link) -> str:
        one = contests.get(link.key)
        return one.reason if one else ""

    return (
        Column(
            "Cause",
            160,
            lambda case, link: case.event[link.cause].title,
            below=lambda case, link: said(case.event[link.cause].when),
            order=_by_cause,
            bold=lambda *_: True,
        ),
        Column("Kind", 84, lambda _, link: f"→ {wording.link(link.kind)}"),
        Column(
            "Effect",
            150,
            lambda case, link: case.event[link.effect].title,
            below=lambda case, link: said(case.event[link.effect].when),
            order=lambda case, link: case.event[link.effect].when.start,
            bold=lambda *_: True,
        ),
        Column(
            "Claimed by",
            112,
            lambda _, link: wording.claimant(link.claimed_by),
            below=_standing,
            mark=lambda _, link: str(link.claimed_by),
        ),
        Column("How it would work", 250, lambda _, link: link.mechanism, below=_without),
        Column("Dates and news", 118, admissible, below=news),
        Column("What I think", 92, mine, below=why),
    )


def _by_cause(case: Case, link: Link) -> tuple[float, ...]:
    return (*case.event[link.cause].when.start, *case.event[link.effect].when.start)


def _standing(_: Case, link: Link) -> str:
    """Strength and certainty; what only the book says is said so in words."""
    return f"{wording.strength(link.strength)}, {wording.attested(link.certainty)}"


def _without(_: Case, link: Link) -> str:
    return tr("Without the cause: {}").format(link.counterfactual) if link.counterfactual else ""
