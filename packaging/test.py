"""Check the whole program without a display, set up first where that is still to be done.

    python3 packaging/test.py [arguments of pytest]

Every step runs, whichever fails; the exit status is that of the first that failed.
"""

import sys

# An older Python must understand this file thus far.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Coincidence Casebook needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))

import os
import subprocess

import set_up

LINTERS = {
    "ruff check": ["-m", "ruff", "check"],
    "ruff format --check": ["-m", "ruff", "format", "--check"],
    "mypy": ["-m", "mypy"],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
}
PROGRAMS = {"pdftotext": "poppler-utils", "Xvfb": "xvfb"}
PROGRAMS |= {"desktop-file-validate": "desktop-file-utils", "appstreamcli": "appstream"}


def main(arguments: list[str]) -> int:
    """0 if every step passed."""
    try:
        python = set_up.ready([set_up.RUN_TIME, set_up.DEVELOPMENT], PROGRAMS if sys.platform == "linux" else {})
        steps = {**LINTERS, "pytest": ["-m", "pytest", *arguments]}
        # pytest is the last step: its closing line is the last that is printed, unless something failed.
        failed = {name: status for name, step in steps.items() if (status := _status(name, [str(python), *step]))}
    except set_up.Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if failed:
        print("Failed: " + ", ".join(failed))
    return next(iter(failed.values()), 0)


def _status(name: str, command: list[str]) -> int:
    print(f"\n== {name}", flush=True)
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    return subprocess.run(command, cwd=set_up.ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
