"""Open the program, set up first where that is still to be done.

    python3 packaging/run.py [arguments of the program]

Needs nothing but Python.  Standard output is the program's alone; what is said here goes to standard error.
"""

import sys

# An older Python must understand this file thus far.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Coincidence Casebook needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))

import os
import subprocess

import set_up


def main(arguments: list[str]) -> int:
    """The program's exit status, or 1 if it could not be set up."""
    try:
        command = [str(set_up.ready([set_up.RUN_TIME])), "-P", "-m", "desktop_app", *arguments]
        if os.name != "nt":
            os.execv(command[0], command)
        return subprocess.run(command, check=False).returncode  # Windows has no exec that its shell waits for
    except set_up.Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
