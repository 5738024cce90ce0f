"""Renew the locks from pyproject.toml: every version and hash, for every system and Python we support.

    python3 packaging/lock.py [--upgrade]

Without --upgrade, what is locked keeps its version as long as pyproject.toml allows it.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import set_up

HEAD = "# Written by packaging/lock.py from pyproject.toml; never edited by hand.\n"
COMPILE = ["pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--only-binary", ":all:"]
COMPILE += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "-q"]


def main(arguments: list[str]) -> None:
    """Write the three locks; those for development and for bundles hold the first's packages at the same versions."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        scripts = Path(folder, "Scripts" if sys.platform == "win32" else "bin")
        subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", "uv"], check=True)
        same = ["--constraint", str(set_up.RUN_TIME.relative_to(set_up.ROOT)), "--group"]
        locks = {set_up.RUN_TIME: [], set_up.DEVELOPMENT: [*same, "dev"], set_up.BUNDLE: [*same, "bundle"]}
        for lock, more in locks.items():
            target = str(lock.relative_to(set_up.ROOT))
            subprocess.run([scripts / "uv", *COMPILE, *more, *arguments, "-o", target], check=True, cwd=set_up.ROOT)
            lock.write_text(HEAD + lock.read_text(encoding="utf-8").removeprefix(HEAD), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
