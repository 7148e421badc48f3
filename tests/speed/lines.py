"""Five million order lines (``;``, decimal comma) into Parquet: faster than pandas, at most half its memory.

Two peers: ``same`` does the same work (keyed customer hashes, the file's hash, rows accounted for) and
sets the limits; ``bare`` only reads and writes, and is printed beside it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.speed._measure import interleaved, report

HERE = Path(__file__).parent
ROWS = 5_000_000
BLOCK = 250_000


def write_lines(path: Path, rows: int) -> None:
    """Write invented order lines, a block at a time, from a fixed seed."""
    rng = np.random.default_rng(20251121)
    days = np.datetime_as_string(np.datetime64("2023-01-01") + np.arange(1096))
    with path.open("w", encoding="utf-8-sig", newline="\r\n") as file:
        file.write("Ordernr;Kundnr;Orderdatum;Artikel;Antal;Pris;Valuta\n")
        for start in range(0, rows, BLOCK):
            order = (start + np.arange(BLOCK)) * 2 // 5
            customer = (order * 7919) % (rows // 13)  # the same customer on every line of an order
            day = days[(order * 31) % 1096]
            quantity = rng.integers(1, 40, BLOCK)
            price = rng.integers(100, 99999, BLOCK)
            article = rng.integers(1, 900, BLOCK)
            file.writelines(
                f'O{o};K{c};{d};"Vara; nr {a}";{q};{p // 100},{p % 100:02d};SEK\n'
                for o, c, d, a, q, p in zip(order, customer, day, article, quantity, price, strict=True)
            )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        source, workspace = Path(folder, "orderrader.csv"), Path(folder, "workspace")
        write_lines(source, int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
        client = workspace / "clients" / "c"
        client.mkdir(parents=True)
        (workspace / "reporter.toml").write_text("schema = 1\n")
        (client / "client.toml").write_text('schema = 1\nname = "C"\ncurrency = "SEK"\n')
        reporter = str(Path(sys.executable).parent / "reporter")
        costs = interleaved(
            {
                "ours": [reporter, "-C", str(workspace), "ingest", "--client", "c", str(source)],
                **{
                    duty: [sys.executable, str(HERE / "_lines_peer.py"), str(source), f"{folder}/{duty}.parquet", duty]
                    for duty in ("same", "bare")
                },
            },
            rounds=3,
        )
        report("lines", costs, ours="ours", peer="same", limits={"wall": 1.0, "peak": 0.5})
