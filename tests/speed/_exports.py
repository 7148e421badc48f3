"""Invented exports of a given size for the speed scripts, from a fixed seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

SEGMENTS = ("Stora", "Medelstora", "Små", "Mikro")
QUESTIONS = (
    "Hur sannolikt är det att du skulle rekommendera Norrvik till en vän eller kollega?",
    "Hur nöjd är du totalt sett med Norrvik?",
    "Hur väl uppfyller Norrvik dina förväntningar?",
    "Föreställ dig en perfekt leverantör. Hur nära detta ideal är Norrvik?",
    "Hur bedömer du kvaliteten i förhållande till priset?",
    "Hur bedömer du priset i förhållande till kvaliteten?",
    "Hur nöjd är du med produkterna?",
    "Hur nöjd är du med servicen?",
    "Hur stort förtroende har du för Norrvik?",
    "Hur sannolikt är det att du skulle välja Norrvik igen?",
)
CUSTOMERS = 6_000


def write_orders(path: Path, rows: int) -> None:
    """Write orders of three years: ``;``, decimal comma, Swedish headers."""
    rng = np.random.default_rng(1)
    customers = (rng.pareto(1.2, rows) * 400).astype(int) % CUSTOMERS
    days = np.datetime_as_string(np.datetime64("2023-01-01") + rng.integers(0, 1096, rows))
    ore = (rng.lognormal(7, 0.8, rows) * 100).astype(int)
    with path.open("w", encoding="utf-8-sig", newline="\r\n") as file:
        file.write("Ordernr;Kundnr;Orderdatum;Belopp exkl. moms;Valuta\n")
        for number, (customer, day, amount) in enumerate(zip(customers, days, ore, strict=True)):
            file.write(f"O{number};K{customer};{day};{amount // 100},{amount % 100:02d};SEK\n")


def write_customers(path: Path) -> None:
    """Write the customers with their segment."""
    rng = np.random.default_rng(2)
    with path.open("w", encoding="utf-8-sig", newline="\r\n") as file:
        file.write("Kundnr;Kundgrupp;Land\n")
        for customer, segment in enumerate(rng.choice(len(SEGMENTS), CUSTOMERS, p=[0.1, 0.25, 0.35, 0.3])):
            file.write(f"K{customer};{SEGMENTS[segment]};Sverige\n")


def write_answers(path: Path, rows: int) -> None:
    """Write survey answers: one column a question, the recommendation on 0–10, the others on 1–10."""
    rng = np.random.default_rng(3)
    level = rng.normal(7.4, 2.1, rows)
    scores = [np.clip(np.rint(level + rng.normal(0.2 * i % 0.7, 1.2, rows)), 0 if i == 0 else 1, 10).astype(int)
              for i in range(len(QUESTIONS))]  # fmt: skip
    days = np.datetime_as_string(np.datetime64("2023-01-01") + rng.integers(0, 1096, rows))
    customers = rng.integers(0, CUSTOMERS, rows)
    with path.open("w", encoding="utf-8-sig", newline="\r\n") as file:
        file.write(";".join(["Svars-id", "Svarsdatum", "Kundnr", *QUESTIONS]) + "\n")
        for row in range(rows):
            answers = ";".join(str(score[row]) for score in scores)
            file.write(f"{row + 1};{days[row]};K{customers[row]};{answers}\n")
