"""Give every stay and link in resources/cases the key that readers' notes hang on.

    python packaging/keys.py resources/cases/NN-slug.yaml ...

A key is written once, beside the statement that it names, and is never changed or used again: a note points at it.
Statements that have a key keep it, so the script may be run after every edit.  It changes the text and nothing else:
comments, folding and the order of fields stay as they are.
"""

import sys
from pathlib import Path

import yaml


def field(node: yaml.MappingNode, name: str) -> str | None:
    """The scalar value of a field as it stands in the text."""
    return next((value.value for key, value in node.value if key.value == name), None)


def with_keys(text: str) -> str:
    """The same YAML with a key in every stay and every link."""
    case = {key.value: value for key, value in yaml.compose(text).value}
    insertions = []
    for part, first, joint, second in (("stays", "actor", "-", "place"), ("links", "cause", "-to-", "effect")):
        nodes = case[part].value
        taken = {key for node in nodes if (key := field(node, "key"))}
        for node in nodes:
            if field(node, "key"):
                continue
            name = stem = f"{field(node, first)}{joint}{field(node, second)}"
            count = 1
            while name in taken:
                count += 1
                name = f"{stem}-{count}"
            taken.add(name)
            at = node.value[0][0].start_mark  # before the first field, in flow and in block style
            insertions.append((at.index, f"key: {name}, " if node.flow_style else f"key: {name}\n{' ' * at.column}"))
    for index, words in sorted(insertions, reverse=True):
        text = text[:index] + words + text[index:]
    return text


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_text(with_keys(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
