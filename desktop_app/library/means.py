"""Which means of travel does the table have, and which speeds did the reader set instead?"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from desktop_app.casebook.language import tr
from desktop_app.casebook.means import MOST_KMH, Means, MeansSource, at_speed
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.trouble import Trouble

KIND = "means"  # of the reader's choices: key of the means -> kilometres an hour
TABLE = RESOURCES / "means.yaml"


@cache
def shipped(path: Path = TABLE) -> tuple[Means, ...]:
    """The table as shipped, in the order of the file.  Raises Trouble if the file is not readable."""
    from desktop_app.library.checking import Problems
    from desktop_app.library.yaml_text import read  # PyYAML is heavy, and not needed before the reader asks

    problems = Problems(path.name)
    table = read(path, problems)
    if not isinstance(table, dict):
        raise Trouble(
            what=tr("The table of means of travel cannot be read: {}").format("; ".join(problems.found)),
            do=tr("Install the program again."),
        )
    return tuple(_means(row) for row in table["means"])


def _means(row: Mapping[str, Any]) -> Means:
    return Means(
        key=row["id"],
        name=row["name"],
        over=row["over"],
        since=row["since"],
        until=row["until"],
        kmh=float(row["kmh"]),
        slow_kmh=float(row["slow"]),
        fast_kmh=float(row["fast"]),
        note=row["note"],
        sources=tuple(MeansSource(each["cite"], each["URL"], each["seen"]) for each in row["sources"]),
    )


def means_of(chosen: Mapping[str, Any]) -> tuple[Means, ...]:
    """The table at the speeds that the reader chose: `reading.chosen(KIND)`; what is no speed is left as shipped."""
    return tuple(at_speed(one, chosen[one.key]) if _is_speed(chosen.get(one.key)) else one for one in shipped())


def _is_speed(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= MOST_KMH
