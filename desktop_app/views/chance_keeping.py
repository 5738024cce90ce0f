"""How is what was written down before a test kept: as a statement, a lock and a run?"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop_app.analysis.asked import KIND, Answer, Question, Settings
from desktop_app.analysis.locking import Kept, Lock, canonical, kept, lock
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Saved
from desktop_app.library.library import Library
from desktop_app.views.saved_analyses import keep


@dataclass(frozen=True, slots=True)
class Standing:
    """A lock, and whether the statement still is what was locked."""

    locked: Lock
    kept: Kept


def statement(settings: Settings, seed: int) -> dict[str, Any]:
    """What is hashed: the settings and the seed."""
    return {**settings, "seed": seed}


def write(library: Library, case: Case, question: Question, settings: Settings, seed: int, name: str) -> None:
    with library.change(tr("Write down: {}").format(name), sitting=f"chance {case.slug} {question}") as change:
        change.choose(case.slug, KIND, str(question), {"settings": settings, "seed": seed})


def make_lock(library: Library, case: Case, question: Question, settings: Settings, seed: int, name: str) -> Lock:
    """Lock what is written down, with the time, before the number is shown."""
    made = lock(statement(settings, seed))
    with library.change(tr("Lock: {}").format(name)) as change:
        change.choose(case.slug, KIND, str(question), {"settings": settings, "seed": seed})
        change.lock(case.slug, str(question), made.text, made.digest, made.at)
    return made


def newest_lock(library: Library, case: Case, question: Question) -> Lock | None:
    found = [one for one in library.locks(case.slug) if one.kind == str(question)]
    return Lock(found[-1].thresholds, found[-1].made, found[-1].digest) if found else None


def standing(locked: Lock, settings: Settings, seed: int, ran: Saved | None) -> Standing:
    at = datetime.fromisoformat(ran.made.replace("Z", "+00:00")) if ran else None
    return Standing(locked, kept(locked, statement(settings, seed), at))


def run_of(library: Library, case: Case, question: Question, settings: Settings, seed: int) -> Saved | None:
    """The newest run of just this statement."""
    wanted = canonical(settings)
    runs = [one for one in library.analyses(case.slug) if one.kind == str(question) and one.seed == seed]
    return next((one for one in reversed(runs) if canonical(one.settings) == wanted), None)


def keep_run(library: Library, answer: Answer, case: Case) -> Saved:
    plain = json.loads(json.dumps(answer.result))
    return keep(library, case.slug, str(answer.question), answer.settings, plain, answer.assumptions, seed=answer.seed)
