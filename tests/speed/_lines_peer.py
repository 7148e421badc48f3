"""The peer of ``lines.py``: order lines into Parquet with pandas, as one writes it."""

import sys

import pandas as pd

source, target = sys.argv[1:]
frame = pd.read_csv(
    source, sep=";", decimal=",", encoding="utf-8-sig", parse_dates=["Orderdatum"], dtype={"Kundnr": str}
)
frame["Belopp"] = frame["Antal"] * frame["Pris"]
frame.to_parquet(target, compression="zstd")
