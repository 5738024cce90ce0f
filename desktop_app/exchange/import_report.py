"""What did an import take, and what waits for the reader?"""

from collections.abc import Sequence

from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said
from desktop_app.exchange.import_clashes import Excluding, excluding
from desktop_app.exchange.importing import Imported
from desktop_app.exchange.itineraries import Plan, Settled
from desktop_app.exchange.place_names import Resolved, Sureness
from desktop_app.exchange.tables import ENCODINGS, SEPARATORS

_TOLD = 100  # places of one kind that the report names; the table of places holds all


def markdown(plan: Plan, imported: Imported, *, dry: bool = False) -> str:
    """The report of one import, for the reader."""
    settled = [one for one in plan.places if one.resolved.spot is not None]
    parts = [f"# {tr('Import of {}').format(plan.file)}", summary(plan, imported, dry=dry)]
    form = tr("Read as {}, {} between the columns; columns: {}.").format(
        ENCODINGS.get(plan.form.encoding, plan.form.encoding),
        tr(SEPARATORS.get(plan.form.separator, plan.form.separator)),
        ", ".join(f"{column} = {at + 1}" for column, at in plan.settings.reads.at.items()),
    )
    parts.append(form)
    parts.append(
        tr(
            "A day is the day of the place. A stay lasts from some time on its first day to some time on its last; of "
            "several places that one row names, each was visited at some time within it. A town is as wide as its "
            "people of today need at 3,000 a square kilometre."
        )
    )
    if plan.undecided:
        parts.append(f"## {tr('Places that wait for you')}")
        parts.append(
            tr(
                "{:,} places, {:,} stays. They are not in the case yet. Settle them in the window or in the table of "
                "places, and import the same file again: what is there is not doubled."
            ).format(len(plan.undecided), plan.waiting)
        )
        parts.append(_table(plan.undecided, candidates=True))
    if plan.taken:
        parts.append(f"## {tr('Places to look at')}")
        parts.append(
            tr(
                "Taken because they are at least ten times greater than others so called in that land, or small and "
                "only also called so. Their stays count as probable, not as established, until you settle them."
            )
        )
        parts.append(_table(plan.taken, candidates=True))
    if plan.problems:
        parts.append(f"## {tr('Rows that were left out')}")
        parts.append("\n".join(f"- {one}" for one in plan.problems[:_TOLD]) + _more(plan.faulty))
    if clashes := excluding(plan.case):
        parts.append(f"## {tr('Stays that exclude one another')}")
        parts.append(tr("Surely at two places more than 50 km apart at once. They were imported as they stand."))
        parts.append("\n".join(f"- {_clash(plan.case, one)}" for one in clashes[:_TOLD]) + _more(len(clashes)))
    parts.append(f"## {tr('Places that were found')}")
    sure = [one for one in settled if one.resolved.sureness != Sureness.TAKEN]
    parts.append(_table(sorted(sure, key=lambda one: (-one.rows, one.first_row)), candidates=False))
    return "\n\n".join(parts) + "\n"


def summary(plan: Plan, imported: Imported, *, dry: bool) -> str:
    """What was done, in a few lines."""
    lines = [tr("{:,} rows read.").format(plan.rows)]
    if plan.chosen + plan.doubled + plan.faulty < plan.rows:
        lines.append(tr("{:,} of them within the years and people asked for.").format(plan.chosen + plan.doubled))
    into = tr("a new case") if imported.is_new else tr("the case")
    would = tr("Would be written into {} “{}”") if dry else tr("Written into {} “{}”")
    lines.append(
        would.format(into, imported.title)
        + tr(": {:,} people, {:,} places, {:,} stays; {:,} stays were there already.").format(
            imported.people, imported.places, imported.stays, imported.there
        )
    )
    for count, words in (
        (plan.split, tr("{:,} rows name several places; each became a stay of its own.")),
        (plan.doubled, tr("{:,} rows say the same as an earlier one and were left out.")),
        (plan.faulty, tr("{:,} rows cannot be read and were left out.")),
        (plan.waiting, tr("{:,} stays wait until you settle their place.")),
        (plan.left_out, tr("{:,} stays are at places that you left out.")),
        (
            imported.elsewhere,
            tr("{:,} stays that were there are at another place than this import would put them; they were not moved."),
        ),
        (imported.missing, tr("{:,} stays of the case are not in this table; they were kept.")),
    ):
        if count:
            lines.append(words.format(count))
    return "\n".join(f"- {line}" for line in lines)


def _clash(case: Case, one: Excluding) -> str:
    statements = []
    for there in (one.first, one.second):
        stays = [case.stay[key] for key in there.stays]
        when = ", ".join(said(stay.when) for stay in stays)
        rows = ", ".join(citation.locator or "" for stay in stays for citation in stay.citations)
        statements.append(tr("{}, {} ({})").format(case.place[there.place].name, when, rows))
    return tr("{}: {}; {}").format(case.actor[one.first.actor].name, *statements)


def _table(places: Sequence[Settled], *, candidates: bool) -> str:
    head = [tr("in the table"), tr("rows"), tr("first"), tr("taken as"), *([tr("may be")] if candidates else [])]
    lines = [head, ["---"] * len(head)]
    for one in places[:_TOLD]:
        resolved = one.resolved
        line = [_cell(str(resolved.named)), f"{one.rows:,}", f"{one.first_row:,}", _cell(_taken_as(resolved))]
        if candidates:
            line.append(_cell("; ".join(spot.words for spot in resolved.others[:4])))
        lines.append(line)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + _more(len(places))


def _taken_as(resolved: Resolved) -> str:
    if resolved.spot:
        return resolved.spot.words
    return tr("not in the gazetteer") if resolved.sureness == Sureness.UNKNOWN else tr("not sure which")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _more(count: int) -> str:
    return tr("\n\nand {:,} more").format(count - _TOLD) if count > _TOLD else ""
