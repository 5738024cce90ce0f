"""What stands in the printed summary of the analyses that the reader put there?"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from desktop_app.analysis import kept
from desktop_app.analysis.answering import Table
from desktop_app.analysis.locking import Lock
from desktop_app.analysis.locking import kept as kept_lock
from desktop_app.analysis.same_date import selection
from desktop_app.casebook import wording
from desktop_app.casebook.case import Case
from desktop_app.casebook.chicago import smart
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Locked, Saved
from desktop_app.casebook.terms import Claimant
from desktop_app.casebook.trouble import Trouble

Data = dict[str, Any]

_MOST_VALUES = 8  # of one setting; more are counted
_MOST_SETTINGS = 14
_MOST_DETAILS = 2  # tables; all of them stand in the exported file


def section(case: Case, analyses: Sequence[Saved], locks: Sequence[Locked], clean: Callable[[str], str]) -> Data | None:
    """Those put in the summary, the oldest first.  `clean` is what the reader's own words pass through."""
    items = [_item(case, saved, locks, clean) for saved in analyses if saved.in_summary]
    if not items:
        return None
    by = Claimant.READER
    return {
        "kind": "analyses",
        "title": tr("The reader's analyses").replace("'", "’"),
        "by": by.value,
        "label": wording.claimant_in_print(by),
        "assumed": tr("What is assumed"),
        "read_more": tr("Read more"),
        "items": items,
    }


def _item(case: Case, saved: Saved, locks: Sequence[Locked], clean: Callable[[str], str]) -> Data:
    try:
        of_kind = kept.kind(saved.kind)
        found = of_kind.headline(case, saved.settings, saved.result).text
        tables = [("", of_kind.table(case, saved.settings, saved.result))]
        tables += of_kind.details(case, saved.settings, saved.result)[:_MOST_DETAILS]
        told = of_kind.told(saved.settings)
    except (Trouble, KeyError, TypeError) as trouble:  # of another version, or of parts that have gone
        found, tables, told = str(trouble), [], ()
    return {
        "title": smart(clean(saved.name)),
        "found": smart(found),
        "tables": [_table(heading, table) for heading, table in tables if table.rows],
        "settings": smart("; ".join(_settings(saved))),
        "lock": smart(_lock(saved, locks)),
        "assumptions": [smart(sentence) for sentence in saved.assumptions if sentence != selection()],
        "selection": smart(selection()) if selection() in saved.assumptions else "",
        "told": [smart(one.text) for one in told],
        "literature": [smart(work) for one in told for work in one.literature],
        "origin": smart(kept.origin(saved)),
    }


def _table(heading: str, table: Table) -> Data:
    columns = len(table.heads)
    return {
        "heading": smart(heading),
        "heads": [smart(head) for head in table.heads],
        "rows": [[smart(cell) for cell in (*row, *[""] * (columns - len(row)))] for row in table.rows],
    }


def _settings(saved: Saved) -> list[str]:
    """The settings in a line; long lists are counted, tables of weights stand in tables of their own."""
    found = []
    for name, value in saved.settings.items():
        if name in ("weights", "table", "searches", "seed"):
            continue
        if isinstance(value, list) and len(value) > _MOST_VALUES:
            found.append(tr("{}: {} of them").format(_words(name), len(value)))
            continue
        for path, words in kept.flat(value, name):
            if words not in ("", "–"):
                found.append(f"{_words(path)}: {words}")
    return found[:_MOST_SETTINGS]


def _words(name: str) -> str:
    return name.replace("_", " ").replace(".", " ").replace("-", " ")


def _lock(saved: Saved, locks: Sequence[Locked]) -> str:
    """What was locked before the run, and whether it was kept; empty where nothing was."""
    ran = datetime.fromisoformat(saved.made.replace("Z", "+00:00"))
    before = [one for one in locks if one.kind == saved.kind and datetime.fromisoformat(one.made) <= ran]
    if not before:
        return ""
    last = before[-1]
    statement = {**saved.settings, "seed": saved.seed}
    found = kept_lock(Lock(last.thresholds, last.made, last.digest), statement, ran)
    when = last.made[:16].replace("T", " ")
    words = tr("Locked {} UTC before the number was shown, SHA-256 {}.").format(when, last.digest)
    return words + (tr(" Kept.") if found.kept else tr(" Not kept: {}").format(" ".join(found.reasons)))
