"""The peer of ``lines.py``: order lines into Parquet with pandas, as one writes it.

``bare`` reads and writes. ``same`` also does what ours must: customers as keyed hashes, the file's
own hash for the books, rows without order, customer, day or amount counted and left out.
"""

import hashlib
import hmac
import sys

import pandas as pd

source, target, duty = sys.argv[1:]
frame = pd.read_csv(
    source, sep=";", decimal=",", encoding="utf-8-sig", parse_dates=["Orderdatum"], dtype={"Kundnr": str}
)
frame["Belopp"] = frame["Antal"] * frame["Pris"]
if duty == "same":
    with open(source, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    hashes = {
        one: hmac.new(b"key" * 10, one.encode(), "sha256").hexdigest()[:16] for one in frame["Kundnr"].dropna().unique()
    }
    frame["Kundnr"] = frame["Kundnr"].map(hashes)
    kept = frame.dropna(subset=["Ordernr", "Kundnr", "Orderdatum", "Belopp"])
    print(digest, len(frame), len(kept))
    frame = kept
frame.to_parquet(target, compression="zstd")
