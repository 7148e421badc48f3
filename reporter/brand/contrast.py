"""Every pair of text and background that templates and charts set, with the contrast it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reporter.brand.colours import GRAPHIC, TEXT, on
from reporter.brand.oklch import contrast

if TYPE_CHECKING:
    from reporter.brand.colours import Colours

_LARGE = 18.0  # pt, from which 3:1 is enough


@dataclass(frozen=True, slots=True)
class Pair:
    """One use. ``text`` and ``surface`` name fields of ``Colours``; ``size`` in pt, 0 for a graphic."""

    use: str
    text: str
    surface: str
    size: float

    @property
    def needed(self) -> float:
        """The contrast that the use needs."""
        return GRAPHIC if self.size == 0 or self.size >= _LARGE else TEXT


@dataclass(frozen=True, slots=True)
class Checked:
    """A pair with the contrast that a brand gives it."""

    pair: Pair
    ratio: float

    @property
    def ok(self) -> bool:
        """Whether the contrast suffices."""
        return self.ratio >= self.pair.needed


PAIRS: Final = (
    Pair("heading", "ink", "background", 21.0),
    Pair("body", "ink", "background", 9.0),
    Pair("body on a card", "ink", "paper", 9.0),
    Pair("body on a tinted row", "ink", "tint", 8.2),
    Pair("lead, subtitle", "ink2", "background", 7.5),
    Pair("card's benchmark line", "ink2", "paper", 7.5),
    Pair("chart label on a tinted row", "ink2", "tint", 6.6),
    Pair("source line, axis", "ink3", "background", 6.8),
    Pair("quote's sender", "ink3", "paper", 6.8),
    Pair("margin on a tinted row", "ink3", "tint", 6.8),
    Pair("kicker, group row", "own_text", "background", 7.5),
    Pair("card's value", "own_text", "paper", 25.0),
    Pair("own value in a chart", "own_text", "background", 9.0),
    Pair("own value on a tinted row", "own_text", "tint", 9.0),
    Pair("brand's text on white", "text_primary", "background", 7.5),
    Pair("brand's text on a card", "text_primary", "paper", 7.5),
    Pair("brand's text on tint", "text_primary", "tint", 7.5),
    Pair("better", "pos", "background", 7.2),
    Pair("better on a card", "pos", "paper", 7.2),
    Pair("better on a tinted row", "pos", "tint", 7.2),
    Pair("worse", "neg", "background", 7.2),
    Pair("worse on a card", "neg", "paper", 7.2),
    Pair("worse on a tinted row", "neg", "tint", 7.2),
    Pair("label in a good bar", "background", "pos", 7.2),
    Pair("label in a bad bar", "background", "neg", 7.2),
    Pair("label in a neutral bar", "ink", "neutral", 7.2),
    Pair("finding's number", "accent_text", "background", 15.0),
    Pair("what it means", "accent_text", "background", 8.5),
    Pair("accent on a card", "accent_text", "paper", 8.5),
    Pair("action band", "on_own", "own", 9.0),
    Pair("cover", "on_primary", "primary", 9.0),
    Pair("cover, quiet", "cover_quiet", "primary", 9.0),
    Pair("cover's triangle", "cover_line", "primary", 0.0),
    Pair("own series", "own", "background", 0.0),
    Pair("own series on a card", "own", "paper", 0.0),
    Pair("own series on its track", "own", "track", 0.0),
    Pair("interval on its track", "own_mid", "track", 0.0),
    Pair("rule over a card", "graphic_primary", "background", 0.0),
    Pair("benchmark", "bench", "background", 0.0),
    Pair("accent bar", "accent", "background", 0.0),
)


def check(colours: Colours) -> tuple[Checked, ...]:
    """Return every pair with its contrast; the ramp's steps carry the text that ``on`` picks."""
    named = tuple(
        Checked(pair, contrast(getattr(colours, pair.text), getattr(colours, pair.surface))) for pair in PAIRS
    )
    ramp = tuple(
        Checked(Pair(f"label in step {number} of the ramp", "on", "ramp", 7.2), contrast(on(step), step))
        for number, step in enumerate(colours.ramp, start=1)
    )
    return (*named, *ramp)
