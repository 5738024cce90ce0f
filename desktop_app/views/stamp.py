"""When did the reader write it, in the words of a desk?"""

from datetime import datetime

from desktop_app.casebook.language import tr
from desktop_app.casebook.said import MONTHS_SHORT


def stamp(written: str, now: datetime | None = None) -> str:
    """ "today 13:58", "yesterday", "21 Nov", "21 Nov 2025" for an ISO time in UTC, in the laptop's own time."""
    then = datetime.fromisoformat(written).astimezone()
    today = (now or datetime.now()).astimezone()
    days = (today.date() - then.date()).days
    if days == 0:
        return tr("today {}").format(f"{then:%H:%M}")
    if days == 1:
        return tr("yesterday")
    year = f" {then.year}" if then.year != today.year else ""
    return f"{then.day} {MONTHS_SHORT[then.month - 1]}{year}"
