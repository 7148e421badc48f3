"""Many invented exports (``tests/sources/fuzz``) in one child process: how many are refused, how long, how much memory.

``fuzz.py [FILES] [FIRST SEED]`` prints one JSON object and exits 1 where a file had a fault, took longer than 30 s,
or the child needed more than 1 GB.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.sources.fuzz.check import LONGEST, judge_all

FILES, FIRST = 10_000, 10_000
MOST_MEMORY = 1000  # MB


def measured(first: int, count: int) -> dict[str, Any]:
    """Judge the exports of so many seeds, and return what it took; peak is this process's, in MB."""
    start = time.perf_counter()
    found = judge_all(range(first, first + count))
    seconds = {seed: verdict.seconds for seed, verdict in found}
    slowest = max(seconds, key=lambda seed: seconds[seed])
    faults = {seed: verdict.faults for seed, verdict in found if verdict.faults}
    return {
        "benchmark": "fuzz",
        "files": count,
        "seeds": [first, first + count - 1],
        "read": sum(not verdict.refused for _, verdict in found),
        "refused": dict(sorted(Counter(verdict.refused for _, verdict in found if verdict.refused).items())),
        "files_with_faults": len(faults),
        "tracebacks": sum("TRACEBACK" in fault for each in faults.values() for fault in each),
        "wrong": sum("WRONG" in fault for each in faults.values() for fault in each),
        "faults": dict(list(faults.items())[:20]),
        "seconds": round(time.perf_counter() - start, 1),
        "slowest": {"seed": slowest, "seconds": round(seconds[slowest], 3)},
        "peak": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6, 1),
    }


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:3]]
    files, first = (*given, *(FILES, FIRST)[len(given) :])
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        figures = pool.apply(measured, (first, files))
    print(json.dumps(figures, ensure_ascii=False))
    held = figures["slowest"]["seconds"] < LONGEST and figures["peak"] <= MOST_MEMORY
    sys.exit(0 if held and not figures["files_with_faults"] else 1)
