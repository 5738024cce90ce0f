"""Do the locks hold what pyproject.toml asks for, with hashes and without an address?"""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN_TIME = PROJECT["project"]["dependencies"]
DEVELOPMENT = RUN_TIME + PROJECT["dependency-groups"]["dev"]
LOCKS = {"requirements.txt": RUN_TIME, "requirements-dev.txt": DEVELOPMENT}


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


def test_development_uses_what_readers_use() -> None:
    assert set(map(str, locked("requirements.txt"))) <= set(map(str, locked("requirements-dev.txt")))
