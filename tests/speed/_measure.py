"""Run commands in turn and read what each cost; every script here prints one JSON object of ratios."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one process used: wall and CPU seconds, peak resident memory in MB (10⁶ bytes)."""

    wall: float
    cpu: float
    peak: float


def run(command: Sequence[str], *, cwd: Path | None = None) -> Cost:
    """Run a command in a fresh process.

    Raises:
        SystemExit: when it fails; its output is shown.
    """
    start = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        if cwd:
            os.chdir(cwd)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.execvp(command[0], list(command))  # noqa: S606 - our own commands
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"failed: {' '.join(command)}")
    return Cost(
        wall=time.perf_counter() - start,
        cpu=usage.ru_utime + usage.ru_stime,
        peak=usage.ru_maxrss * 1024 / 1e6,
    )


def interleaved(commands: Mapping[str, Sequence[str]], *, rounds: int) -> dict[str, list[Cost]]:
    """Run the commands in turn, so that a busy moment hits all alike; the first round warms the disk."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            cost = run(command)
            if turn:
                costs[name].append(cost)
    return costs


def report(
    name: str, costs: Mapping[str, Sequence[Cost]], *, ours: str, peer: str, limits: Mapping[str, float]
) -> None:
    """Print medians, ratios ours/other and whether the limits against ``peer`` hold; exit 1 when one does not."""
    median = {
        who: {key: round(statistics.median(getattr(c, key) for c in each), 3) for key in ("wall", "cpu", "peak")}
        for who, each in costs.items()
    }
    ratios = {
        who: {key: round(median[ours][key] / each[key], 3) for key in ("wall", "cpu", "peak")}
        for who, each in median.items()
        if who != ours
    }
    held = {key: ratios[peer][key] <= limit for key, limit in limits.items()}
    print(json.dumps({"benchmark": name, "median": median, "ratio": ratios, "limit": dict(limits), "held": held}))
    sys.exit(0 if all(held.values()) else 1)
