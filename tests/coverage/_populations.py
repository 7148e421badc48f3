"""Populations whose true values are known, and samples of their customers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reporter.statistics import normal_cdf, normal_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

#: One score of each class of the recommendation question: detractor, passive, promoter.
CLASSES = np.array([4.0, 8.0, 10.0])
#: Answers of one customer hang together by this much (intraclass correlation).
ICC = 0.5
_MEDIAN_ORDER = 500.0


def mix(promoters: float, passives: float, detractors: float) -> Numbers:
    """Return the probabilities of ``CLASSES``."""
    return np.array([detractors, passives, promoters])


def repeated(rng: np.random.Generator, n: int, values: Numbers, chances: Numbers) -> tuple[Whole, Numbers]:
    """Return customers with one to three answers each, of intraclass correlation ``ICC``: who answered, and what.

    An answer is the customer's own with chance √ICC, else a fresh one, so that its distribution is ``chances``.
    """
    who = np.repeat(np.arange(n), rng.integers(1, 4, n))
    own = rng.choice(values, n, p=chances)[who]
    fresh = rng.choice(values, len(who), p=chances)
    return who, np.where(rng.random(len(who)) < math.sqrt(ICC), own, fresh)


def uneven(rng: np.random.Generator, n: int) -> Numbers:
    """Return log-normal weights, σ = 0.5, of answers that they have nothing to do with."""
    return rng.lognormal(0.0, 0.5, n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """Customers with a geometric number of orders (mean 2) of log-normal value.

    ``between`` is the σ of the logarithm between customers, ``within`` that between a customer's orders.
    """

    between: float
    within: float
    ends: float = 0.5

    @property
    def order_value(self) -> float:
        """The expected value of an order."""
        return _MEDIAN_ORDER * math.exp((self.between**2 + self.within**2) / 2)

    def draw(self, rng: np.random.Generator, n: int, taste: Numbers | None = None) -> tuple[Whole, Numbers]:
        """Return who ordered for how much; ``taste`` (n,) standard normal are the customers' own levels, if given."""
        own = rng.standard_normal(n) if taste is None else taste
        who = np.repeat(np.arange(n), rng.geometric(self.ends, n))
        log = self.between * own[who] + self.within * rng.standard_normal(len(who))
        return who, np.maximum(0.01, np.round(_MEDIAN_ORDER * np.exp(log), 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of a leg: a rounded, clipped normal answer of this mean and spread on its scale."""

    name: str
    leg: int
    mean: float
    spread: float = 2.0
    low: int = 1
    high: int = 10

    def scores(self, latent: Numbers) -> Numbers:
        """Return the scores of standard normal levels."""
        return np.clip(np.round(self.mean + self.spread * latent), self.low, self.high)

    @property
    def chances(self) -> dict[int, float]:
        """The probability of every score."""
        ends = [normal_cdf((k + 0.5 - self.mean) / self.spread) for k in range(self.low, self.high)]
        below, upto = [0.0, *ends], [*ends, 1.0]
        return dict(zip(range(self.low, self.high + 1), (b - a for a, b in zip(below, upto, strict=True)), strict=True))

    @property
    def points(self) -> float:
        """The expected answer in index points."""
        mean = sum(score * chance for score, chance in self.chances.items())
        return 100.0 * (mean - self.low) / (self.high - self.low)


QUESTIONS = (
    Question(name="nki_overall", leg=0, mean=7.6),
    Question(name="nki_expectation", leg=0, mean=7.0),
    Question(name="nki_ideal", leg=0, mean=6.6),
    Question(name="value_quality", leg=1, mean=7.4),
    Question(name="value_price", leg=1, mean=6.2),
    Question(name="nps", leg=2, mean=7.8, spread=2.4, low=0),
    Question(name="rebuy", leg=2, mean=8.0, spread=2.4),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Customers whose satisfaction, perceived value and loyalty hang together; a year later most are still there.

    The legs' levels correlate by ``legs``, two questions of a leg by ``questions``, a customer's level in two
    periods by ``lasting``; ``kept`` is the share that is kept, likelier where loyalty is high.
    """

    legs: float = 0.7
    questions: float = 0.75
    lasting: float = 0.6
    kept: float = 0.85

    def people(self, rng: np.random.Generator, n: int) -> Numbers:
        """Return the lasting level of every customer and leg, standard normal: (n, 3)."""
        return self._levels(rng, n)

    def answers(self, rng: np.random.Generator, people: Numbers) -> tuple[dict[str, Numbers], Numbers]:
        """Return the scores of every question by customer, and who was kept (1 or 0)."""
        n = len(people)
        now = math.sqrt(self.lasting) * people + math.sqrt(1 - self.lasting) * self._levels(rng, n)
        shared, own = math.sqrt(self.questions), math.sqrt(1 - self.questions)
        scores = {q.name: q.scores(shared * now[:, q.leg] + own * rng.standard_normal(n)) for q in QUESTIONS}
        stays = math.sqrt(0.3) * now[:, 2] + math.sqrt(0.7) * rng.standard_normal(n)
        return scores, (stays > -normal_quantile(self.kept)).astype(np.float64)

    def _levels(self, rng: np.random.Generator, n: int) -> Numbers:
        common = rng.standard_normal((n, 1))
        levels: Numbers = math.sqrt(self.legs) * common + math.sqrt(1 - self.legs) * rng.standard_normal((n, 3))
        return levels

    @property
    def truth(self) -> dict[str, float]:
        """The true values by indicator."""
        points = {q.name: q.points for q in QUESTIONS}
        chances = {q.name: q.chances for q in QUESTIONS}
        nki = sum(points[name] for name in ("nki_overall", "nki_expectation", "nki_ideal")) / 3
        value = (points["value_quality"] + points["value_price"]) / 2
        loyalty = ((points["nps"] + points["rebuy"]) / 2 + 100.0 * self.kept) / 2
        scores = chances["nps"].items()
        return {
            "nps": 100.0 * sum(p * ((score >= 9) - (score <= 6)) for score, p in scores),
            "csat": 100.0 * sum(p for score, p in chances["nki_overall"].items() if score >= 8),
            "nki": nki,
            "triad_satisfaction": nki,
            "triad_value": value,
            "triad_loyalty": loyalty,
            "triad": (nki + value + loyalty) / 3,
        }
