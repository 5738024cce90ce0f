"""What does a YAML file hold, whoever wrote it?

Only plain values: no tags that make objects, no aliases that make small files large, no second field of one name.
"""

from pathlib import Path
from typing import Any

import yaml

from desktop_app.casebook.language import tr
from desktop_app.library.checking import Problems

MOST_BYTES = 8_000_000  # some hundred times the longest case


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # PyYAML has no types
    """Safe YAML that leaves dates as they are written: EDTF is ours to read."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":merge"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def flatten_mapping(self, node: Any) -> None:
        """Merge keys (`<<`) multiply what they merge: they are fields like any other."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        if len(mapping) < len(node.value):
            seen = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, tr("the field “{}” stands there twice").format(key.value), key.start_mark
                    )
                seen.add(key.value)
        return mapping


def read(path: Path, problems: Problems) -> object:
    """The values of the file; None, and a problem with its line, if it is no plain YAML."""
    try:
        if path.stat().st_size > MOST_BYTES:
            problems.add("", tr("is larger than any case could be"))
            return None
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        problems.add("", tr("cannot be read: {}").format(error.strerror))
        return None
    except UnicodeDecodeError as error:
        problems.add("", tr("is not UTF-8 text (byte {})").format(error.start))
        return None
    try:
        value = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = tr("line {}").format(mark.line + 1) if mark else ""
        problems.add(place, tr("not YAML: {}").format(error.problem or error.context))
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        problems.add("", tr("not YAML: {}").format(str(error).splitlines()[0]))
    else:
        if not _has_alias(value):
            return value
        problems.add("", tr("anchors and aliases are not allowed"))
    return None


def _has_alias(value: object) -> bool:
    """Whether a list or mapping is met twice: each is looked into once, however often it is named."""
    seen: set[int] = set()
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, (dict, list)):
            if id(item) in seen:
                return True
            seen.add(id(item))
            todo.extend(item.values() if isinstance(item, dict) else item)
    return False
