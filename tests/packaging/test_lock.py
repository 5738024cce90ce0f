"""Do the locks hold what pyproject.toml asks for, with hashes and without an address?"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN_TIME = PROJECT["project"]["dependencies"]
OWN = {"desktop_app", "tests"} | {path.stem for path in (ROOT / "packaging").glob("*.py")}
DEVELOPMENT = RUN_TIME + PROJECT["dependency-groups"]["dev"]
BUNDLE = RUN_TIME + PROJECT["dependency-groups"]["bundle"]
LOCKS = {"requirements.txt": RUN_TIME, "requirements-dev.txt": DEVELOPMENT, "requirements-bundle.txt": BUNDLE}


def text(lock: str) -> str:
    return (ROOT / "packaging" / lock).read_text(encoding="utf-8")


def locked(lock: str) -> list[Requirement]:
    entries = text(lock).replace("\\\n", " ").splitlines()
    return [Requirement(entry.partition("--hash")[0]) for entry in entries if not entry.startswith("#")]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_is_locked_at_a_version_that_it_allows(lock: str) -> None:
    versions: dict[str, list[str]] = {}
    for entry in locked(lock):
        versions.setdefault(canonicalize_name(entry.name), []).append(str(entry.specifier).removeprefix("=="))
    for wanted in map(Requirement, LOCKS[lock]):
        found = versions.get(canonicalize_name(wanted.name))
        assert found, f"{wanted.name} is not locked: python3 packaging/lock.py"
        assert all(map(wanted.specifier.contains, found)), f"{wanted} is locked as {found}: python3 packaging/lock.py"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", text(lock).strip())[1:]
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", entry) for entry in entries)


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_is_named(lock: str) -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links|@", text(lock))


@pytest.mark.parametrize("lock", ["requirements-dev.txt", "requirements-bundle.txt"])
def test_tests_and_bundles_use_what_readers_use(lock: str) -> None:
    assert set(map(str, locked("requirements.txt"))) <= set(map(str, locked(lock)))


def imported(*folders: str) -> Iterator[tuple[str, str]]:
    """Each module from outside that the files in these folders import, by its first name, with the file."""
    for file in (file for folder in folders for file in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            for name in (name.partition(".")[0] for name in names):
                if name not in sys.stdlib_module_names and name not in OWN:
                    yield name, str(file.relative_to(ROOT))


@pytest.mark.parametrize(
    ("folders", "asked"), [(("desktop_app",), RUN_TIME), (("desktop_app", "packaging", "tests"), DEVELOPMENT)]
)
def test_whatever_is_imported_is_asked_for(folders: tuple[str, ...], asked: list[str]) -> None:
    names = {canonicalize_name(Requirement(wanted).name) for wanted in asked}
    names |= {"shiboken6", "packaging"}  # one half of PySide6; a part of pytest
    brings = packages_distributions()
    unasked = {
        (module, file)
        for module, file in imported(*folders)
        if not names & set(map(canonicalize_name, brings.get(module, [])))
    }
    assert not unasked, "add them to pyproject.toml, then python3 packaging/lock.py"
