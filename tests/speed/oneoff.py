"""From 100,000 orders and 5,000 answers to the finished PDF, cold, against a straightforward script: at most 0.6."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.speed._exports import write_answers, write_customers, write_orders
from tests.speed._measure import interleaved, report

HERE = Path(__file__).parent

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        orders, customers, answers = (Path(folder, n) for n in ("order.csv", "kunder.csv", "enkat.csv"))
        write_orders(orders, 100_000)
        write_customers(customers)
        write_answers(answers, 5_000)
        files = [str(orders), str(customers), str(answers)]
        fonts = str(HERE.parents[1] / "templates" / "fonts")
        reporter = str(Path(sys.executable).parent / "reporter")
        costs = interleaved(
            {
                "ours": [reporter, "-q", "report", *files, "--name", "Norrvik AB", "--lang", "sv", "--period", "2025",
                         "--currency", "SEK", "-o", str(Path(folder, "ours.pdf"))],
                "peer": [sys.executable, str(HERE / "_report_peer.py"), *files, str(Path(folder, "peer.pdf")), fonts],
            },
            rounds=3,
        )  # fmt: skip
        report("oneoff", costs, ours="ours", peer="peer", limits={"wall": 0.6})
