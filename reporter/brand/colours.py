"""Every colour of a report, derived from a brand's few, so that contrast holds for any brand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reporter.brand.oklch import contrast, difference, ensure, from_oklch, mix, to_oklch
from reporter.brand.vision import APART, smallest_difference

TEXT: Final = 4.5  # WCAG 2.2 AA, text under 18 pt
GRAPHIC: Final = 3.0  # WCAG 2.2 AA, graphics and large text
GREY: Final = 0.02  # chroma under which a colour has no hue of its own
HOUSE_HUE: Final = 220.0
WHITE: Final = "#FFFFFF"
BLACK: Final = "#000000"
INK: Final = "#17242B"
#: Better and worse; never a brand's to choose, because readers learn them once.
POS: Final = "#0F7079"
NEG: Final = "#B34C0D"
#: Lightness and chroma of the derived surfaces; the hue is the brand's.
_PAPER, _TINT, _TRACK = (0.967, 0.006), (0.947, 0.009), (0.938, 0.006)
_NEUTRAL, _RULE, _BENCH = (0.881, 0.009), (0.891, 0.008), (0.638, 0.016)
#: Between the third and the fourth step lies a gap, so that ink or white is readable on each.
_RAMP = ((0.955, 0.011), (0.890, 0.028), (0.811, 0.045), (0.519, 0.066), (0.389, 0.066))
#: Told apart from one another and from the house primary by all eyes (specification of reports, 2.2).
_CATEGORIES = ("#DA7C15", "#1E9BE3", "#98518F", "#692D17")


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """The colours that templates and charts use, each ``#RRGGBB``.

    ``own`` draws the client's own figures, ``own_text`` writes them; ``own_mid`` is its
    interval as a bar, ``own_soft`` as a band.
    ``primary`` is the brand's colour as it is (cover); ``text_primary`` and ``graphic_primary`` are
    the nearest that can be read or seen on every light surface. ``cover_*`` stand on ``primary``.
    """

    background: str
    paper: str
    tint: str
    track: str
    primary: str
    secondary: str
    text_primary: str
    graphic_primary: str
    accent: str
    accent_text: str
    own: str
    own_text: str
    own_soft: str
    own_mid: str
    on_primary: str
    on_own: str
    cover_quiet: str
    cover_line: str
    neutral: str
    bench: str
    rule: str
    ramp: tuple[str, str, str, str, str]
    categories: tuple[str, ...]
    ink: str = INK
    ink2: str = "#44535B"
    ink3: str = "#56646C"
    pos: str = POS
    neg: str = NEG
    pos_soft: str = "#76BDBE"
    neg_soft: str = "#F2A98B"

    @property
    def darkest_light(self) -> str:
        """The darkest of the light surfaces that carry text."""
        return min((self.background, self.paper, self.tint), key=lambda surface: contrast(surface, BLACK))


def on(fill: str) -> str:
    """Return the text colour for a fill: white, else ink, else black, the first that can be read."""
    return next((text for text in (WHITE, INK) if contrast(text, fill) >= TEXT), BLACK)


def _own(primary: str, secondary: str, text_primary: str) -> str:
    """Return the colour of the client's own series: never to be taken for better or worse."""
    chosen = next((c for c in (primary, secondary) if c and contrast(c, WHITE) >= TEXT), text_primary)
    return INK if min(difference(chosen, sign) for sign in (POS, NEG)) < APART else chosen


def _quiet(fill: str) -> str:
    """Return a softened text colour that can still be read on ``fill``."""
    text = on(fill)
    for share in (0.18, 0.12, 0.06):
        soft = mix(text, fill, share)
        if contrast(soft, fill) >= TEXT:
            return soft
    return text


def derive(
    primary: str, secondary: str = "", *, background: str = WHITE, paper: str = "", data: tuple[str, ...] = ()
) -> Colours:
    """Return all colours of a brand; every argument is ``#RRGGBB`` or empty.

    The hue of every surface is the primary's; a grey primary keeps the house's. A lone primary is
    its own secondary.
    """
    _, chroma, hue = to_oklch(primary)
    hue = hue if chroma >= GREY else HOUSE_HUE

    def shade(light_chroma: tuple[float, float]) -> str:
        return from_oklch(*light_chroma, hue)

    tint = shade(_TINT)
    paper = paper or shade(_PAPER)
    surface = min((background, paper, tint), key=lambda colour: contrast(colour, BLACK))
    text_primary = ensure(primary, surface, TEXT)
    own = _own(primary, secondary, text_primary)
    accent = primary if own == secondary else secondary or primary
    _, own_chroma, own_hue = to_oklch(own)
    ramp = tuple(from_oklch(*step, hue if own == INK or own_chroma < GREY else own_hue) for step in _RAMP)
    return Colours(
        background=background,
        paper=paper,
        tint=tint,
        track=shade(_TRACK),
        primary=primary,
        secondary=secondary or primary,
        text_primary=text_primary,
        graphic_primary=ensure(primary, surface, GRAPHIC),
        accent=ensure(accent, WHITE, GRAPHIC),
        accent_text=ensure(accent, surface, TEXT),
        own=own,
        own_text=ensure(own, surface, TEXT),
        own_soft=mix(WHITE, own, 0.13),
        own_mid=ensure(
            from_oklch(0.62, max(own_chroma, 0.085) if own_chroma >= GREY else own_chroma, own_hue),
            shade(_TRACK),
            GRAPHIC,
        ),
        on_primary=on(primary),
        on_own=on(own),
        cover_quiet=_quiet(primary),
        cover_line=secondary if secondary and contrast(secondary, primary) >= GRAPHIC else on(primary),
        neutral=shade(_NEUTRAL),
        bench=shade(_BENCH),
        rule=shade(_RULE),
        ramp=(ramp[0], ramp[1], ramp[2], ramp[3], ramp[4]),
        categories=(own, *(data or (c for c in _CATEGORIES if smallest_difference((own, c)) >= APART))),
    )
