"""How long does a whole process take, and how much memory at its peak?"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over all runs."""

    seconds: float  # from the start of the process to its end
    peak_mb: float  # resident memory; NaN where the system does not tell


def measure(commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], runs: int) -> dict[str, Measured]:
    """Run the commands in turns, so that whatever else the machine does falls on all alike.

    Each runs once more beforehand, uncounted, to fill the caches.  Raises CalledProcessError if one fails.
    """
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            sample = _run([sys.executable, *command], environment)
            if turn:
                measured[name].append(sample)
    return {
        name: Measured(median(seconds for seconds, _ in samples), median(peak for _, peak in samples))
        for name, samples in measured.items()
    }


def _run(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        peak_mb = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    else:
        process.wait()
        peak_mb = float("nan")
    seconds = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, peak_mb
