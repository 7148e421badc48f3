"""A generated client: some thousand rows with the shape of real ones."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from reporter.model import Period

ITEMS = {
    "nps": (0, 10), "csat": (1, 5), "nki_overall": (1, 10), "nki_expectation": (1, 10), "nki_ideal": (1, 10),
    "value_quality": (1, 10), "value_price": (1, 10), "sat_product": (1, 10), "sat_service": (1, 10),
    "trust": (1, 10), "ces": (1, 7), "rebuy": (1, 10), "switch": (1, 10),
}  # fmt: skip
YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
START, END = 19723, 20089
TAU, MARGIN = 200, 0.4
CUSTOMERS = 1200


def generated() -> dict[str, pd.DataFrame]:
    """Return 1 200 customers, their 6 000 orders over three years, 1 500 questionnaires and 400 tickets."""
    rng = np.random.default_rng(7)
    ids = np.array([f"c{i:04d}" for i in range(CUSTOMERS)], dtype=object)
    customers = pd.DataFrame({"customer_id": ids, "segment": rng.choice(["Large", "Small", "Public"], CUSTOMERS)})
    weight = rng.gamma(1.2, size=CUSTOMERS)
    who = rng.choice(CUSTOMERS, 6000, p=weight / weight.sum())
    amount = np.round(rng.lognormal(6, 0.8, 6000), 2)
    refund = np.where(rng.random(6000) < 0.04, amount, 0.0)
    orders = pd.DataFrame(
        {
            "order_id": [f"o{i}" for i in range(6000)],
            "customer_id": ids[who],
            "order_day": (START - 730 + rng.beta(1.4, 1.1, 6000) * (END - START + 729)).astype(int),
            "amount": np.where(refund > 0, 0.0, amount),
            "refund": refund,
            "currency": "SEK",
            "lines": rng.integers(1, 4, 6000),
        }
    )
    mood, person = rng.normal(size=1500), rng.integers(0, 900, 1500)
    day = rng.integers(START - 300, END, 1500)
    parts = []
    for item, (low, high) in ITEMS.items():
        score = (low + high) / 2 + (high - low) / 5 * (0.4 + mood + 0.7 * rng.normal(size=1500))
        frame = pd.DataFrame(
            {
                "response_id": [f"r{i:04d}" for i in range(1500)],
                "customer_id": ids[person],
                "survey_day": day,
                "kind": "relationship",
                "item": item,
                "score": np.clip(np.round(score), low, high),
                "scale_low": low,
                "scale_high": high,
                "source": "survey.csv",
            }
        )
        parts.append(frame[rng.random(1500) < 0.9])
    tickets = pd.DataFrame(
        {
            "ticket_id": [f"t{i}" for i in range(400)],
            "customer_id": ids[rng.integers(0, CUSTOMERS, 400)],
            "opened_day": rng.integers(START - 300, END, 400),
            "complaint": rng.random(400) < 0.4,
        }
    )
    return {
        "customers": customers,
        "orders": orders,
        "responses": pd.concat(parts, ignore_index=True),
        "tickets": tickets,
    }
