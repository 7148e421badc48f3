"""A large damaged file stays within the memory of a small machine, and its books balance to the row."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

#: Reads a file in a process of its own and tells its books, the sum of its amounts and its peak memory.
CHILD = r"""
import json, re, resource, sys
from pathlib import Path
import duckdb
from reporter.sources import read
path, folder = map(Path, sys.argv[1:])
(account,) = read([path], folder=folder, key=b"k").files
(total,) = duckdb.execute(f"SELECT sum(amount) FROM '{folder}/orders/*.parquet'").fetchone()
status = Path("/proc/self/status")  # ru_maxrss begins with what the tests' own process had when it made this one
kilobytes = re.search(r"VmHWM:\s*(\d+)", status.read_text())[1] if status.is_file() else None
peak = int(kilobytes or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * 1024 / 1e6
print(json.dumps([account.rows_in, account.rows_kept, dict(account.reasons), str(total), peak]))
"""
ROOT = Path(__file__).parents[2]
MOST_MEMORY = 1000  # MB
EVERY = 10_007  # so many rows have one that is damaged


@pytest.mark.slow
@pytest.mark.parametrize(
    ("megabytes", "encoding", "line_end"),
    [(46, "utf-8-sig", "\r\n"), (46, "utf-16", "\n"), (60, "cp1252", "\r\n")],
    ids=["staged", "staged UTF-16", "streamed"],
)
def test_a_large_file_needs_little_memory(tmp_path: Path, megabytes: int, encoding: str, line_end: str) -> None:
    """At most 1 GB for 50 MB of Swedish amounts, damaged here and there; the sum is exact."""
    path, bad, total, at = tmp_path / "stor.csv", 0, 0, 0
    limit = megabytes * 1_000_000
    with path.open("w", encoding=encoding, newline="") as file:
        written = file.write(f"Ordernr;Kundnr;Orderdatum;Belopp;Säljare{line_end}")
        while written < limit:
            at += 1
            amount = at * 7919 % 9_000_000
            damaged = at % EVERY == 0
            text = "se bilaga" if damaged else f"{amount // 100:,},{amount % 100:02d}".replace(",", "\xa0", 1)
            text = text if damaged or amount >= 100_000 else f"{amount // 100},{amount % 100:02d}"
            bad, total = bad + damaged, total + (0 if damaged else amount)
            row = f"O{at};K{at % 5003};2025-{at % 12 + 1:02}-{at % 28 + 1:02};{text};Åsa Älg{line_end}"
            written += file.write(row)
    command = [sys.executable, "-c", CHILD, str(path), str(tmp_path / "data")]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert not found.returncode, found.stderr
    rows_in, kept, reasons, said, peak = json.loads(found.stdout)
    assert (rows_in, kept, reasons) == (at, at - bad, {"the number cannot be read": bad})
    assert Decimal(said) == Decimal(total) / 100
    assert peak <= MOST_MEMORY
