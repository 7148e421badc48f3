"""The comparability gate: an outside figure stands beside ours only if everything about it matches.

What the source does not state does not match: a doubtful comparison is worse than none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Grade, Leg, Unit, msg

if TYPE_CHECKING:
    from datetime import date

    from reporter.benchmarks.profile import Profile
    from reporter.model import Benchmark, Message, Reading

MONTHS_FRESH = 24
MONTHS_REFERENCE = 36
_EVERYWHERE = "all"
_NORDIC = frozenset({"SE", "DK", "NO", "FI", "IS"})


def refusal(reading: Reading, figure: Benchmark, profile: Profile, today: date) -> Message | None:
    """Return why a figure may not stand beside a reading; None lets it pass."""
    return (
        _identity(reading, figure)
        or _standing(figure, today)
        or _people(figure, profile)
        or (_question(reading, figure, profile) if reading.indicator.survey else _behaviour(reading, figure, profile))
    )


def is_reference(figure: Benchmark, today: date) -> bool:
    """Tell whether a figure may only be shown in grey: grade C, or older than 24 months."""
    return figure.grade is Grade.C or age_in_months(figure, today) > MONTHS_FRESH


def age_in_months(figure: Benchmark, today: date) -> int:
    """Return the months begun since the field work ended; a month counts once its day has passed."""
    months = (today.year - figure.measured.year) * 12 + today.month - figure.measured.month
    return months + (today.day > figure.measured.day)


def _identity(reading: Reading, figure: Benchmark) -> Message | None:
    """Check that both are the same measure in the same unit."""
    if figure.indicator != reading.indicator.id:
        return msg("Not comparable: it is another measure.")
    if figure.unit is not reading.indicator.unit:
        return msg("Not comparable: the units differ.")
    return None


def _standing(figure: Benchmark, today: date) -> Message | None:
    """Check where the figure comes from and how old it is."""
    if figure.grade is Grade.D:
        return msg("Not compared: the figure cannot be traced to a source.")
    if figure.measured > today:
        return msg("Not compared: the figure is dated after this report.")
    if age_in_months(figure, today) > MONTHS_REFERENCE:
        return msg("Not compared: the figure is older than {months} months.", months=MONTHS_REFERENCE)
    return None


def _people(figure: Benchmark, profile: Profile) -> Message | None:
    """Check that the same sort of customers were asked."""
    if not figure.country or not figure.market or not figure.industry:
        return msg("Not comparable: the source does not say which country, market or industry it covers.")
    nordic = figure.country.casefold() == "nordic" and profile.country in _NORDIC
    if not nordic and not _same(figure.country, profile.country):
        return msg("Not comparable: the figure is from another country.")
    if not _same(figure.market, profile.market):
        return msg("Not comparable: companies and consumers are different markets.")
    if not _same(figure.industry, profile.industry):
        return msg("Not comparable: the figure is from another industry.")
    return None


def _question(reading: Reading, figure: Benchmark, profile: Profile) -> Message | None:
    """Check that the same question was asked in the same way."""
    indicator = reading.indicator
    scale = reading.scale or profile.scales.get(indicator.id, "")
    if not figure.scale or not scale:
        return msg("Not comparable: the scale of the answers is not known on both sides.")
    if _plain(figure.scale) != _plain(scale):
        return msg("Not comparable: the questions were answered on different scales.")
    kind = "transaction" if "transaction" in reading.flags else profile.kind
    if not figure.kind or figure.kind != kind:
        return msg("Not comparable: surveys of a relationship and of a transaction measure different things.")
    # An own panel is asked with our own questions; among outside indices, equal names hide unequal ones.
    family = profile.instruments.get(indicator.id, "")
    strict = indicator.unit is Unit.INDEX or (bool(figure.instrument) and bool(family))
    if figure.grade is not Grade.OWN and strict and (not figure.instrument or figure.instrument != family):
        return msg("Not comparable: the figure is measured with another instrument.")
    return None


def _behaviour(reading: Reading, figure: Benchmark, profile: Profile) -> Message | None:
    """Check that behaviour was counted by the same rule, over the same length of time."""
    if "incomplete" in reading.flags:
        return msg("Not compared: the orders end before the period does.")
    if figure.months is None or profile.months is None:
        return msg("Not comparable: the length of the period is not known on both sides.")
    if figure.months != profile.months:
        return msg(
            "Not comparable: the figure covers {theirs} months and ours {ours}.",
            theirs=figure.months,
            ours=profile.months,
        )
    if reading.indicator.leg is Leg.LOYALTY and (not figure.contract or figure.contract != profile.contract):
        return msg("Not comparable: customers with and without a contract are lost in different ways.")
    if reading.indicator.unit is Unit.MONEY and (not figure.scale or not _same(figure.scale, profile.currency)):
        return msg("Not comparable: the currencies differ.")
    return None


def _same(theirs: str, ours: str) -> bool:
    """Tell whether a figure covers us: it names our group, or all groups."""
    return theirs.casefold() == _EVERYWHERE or (bool(ours) and theirs.casefold() == ours.casefold())


def _plain(scale: str) -> str:
    """Return a scale with a hyphen between its ends, however it was typed."""
    return scale.replace("–", "-").replace(" ", "")
