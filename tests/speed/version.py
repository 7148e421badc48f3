"""``reporter --version`` against bare Python: at most 0.2 s more."""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.speed._measure import interleaved

LIMIT = 0.2

if __name__ == "__main__":
    command = str(Path(sys.executable).parent / "reporter")
    costs = interleaved({"ours": [command, "--version"], "python": [sys.executable, "-c", "pass"]}, rounds=7)
    extra = statistics.median(c.wall for c in costs["ours"]) - statistics.median(c.wall for c in costs["python"])
    print(
        json.dumps({"benchmark": "version", "extra_seconds": round(extra, 3), "limit": LIMIT, "held": extra <= LIMIT})
    )
    sys.exit(0 if extra <= LIMIT else 1)
