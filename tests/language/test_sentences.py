"""The specification's own sentences, as the catalogues write them."""

from __future__ import annotations

import pytest

from reporter.language import Language
from reporter.model import Message, Period, Quantity, Term, Unit, msg

YEAR = Period.parse("2024")
NKI = Term("nki", "definite")
SENTENCES: tuple[tuple[Message, str, str], ...] = (
    (  # V1, part 6.1
        msg(
            "{indicator} has risen from {before} to {now}. "
            "The rise is statistically certain, with a margin of error of {margin}.",
            indicator=NKI,
            before=Quantity(value=71.04, unit=Unit.INDEX),
            now=Quantity(value=74.25, unit=Unit.INDEX),
            margin=Quantity(value=1.21, unit=Unit.INDEX, margin=True),
        ),
        "Nöjd-kund-indexet har ökat från 71,0 till 74,3. Ökningen är statistiskt säkerställd, med felmarginalen ±1,3.",
        (
            "Kundetilfredshedsindekset er steget fra 71,0 til 74,3. "
            "Stigningen er statistisk sikker, med en usikkerhed på ±1,3."
        ),
    ),
    (  # V3: neither "unchanged" nor "tends to"
        msg(
            "It cannot be said whether {indicator} has changed since {period}. "
            "The difference of {gap} lies within the margin of error, {margin}.",
            indicator=Term("retention", "definite"),
            period=YEAR,
            gap=Quantity(value=-1.2, unit=Unit.POINTS, signed=True),
            margin=Quantity(value=2.75, unit=Unit.POINTS, margin=True),
        ),
        (
            "Det går inte att säga om andelen behållna kunder har ändrats sedan 2024: skillnaden "
            "(−1,2 procentenheter) ryms inom felmarginalen (±2,8 procentenheter)."
        ),
        (
            "Det kan ikke afgøres, om fastholdelsesgraden har ændret sig siden 2024: forskellen "
            "(−1,2 procentpoint) ligger inden for usikkerheden (±2,8 procentpoint)."
        ),
    ),
    (
        msg("No certain change in the three legs since {period}", period=YEAR),
        "Ingen säkerställd förändring av triadens tre delar sedan 2024",
        "Ingen statistisk sikker ændring i triadens tre dele siden 2024",
    ),
    (
        msg("Not shown, for reasons of confidentiality."),
        "Visas inte av sekretesskäl.",
        "Vises ikke af hensyn til fortrolighed.",
    ),
    (
        msg("{better} key figures are clearly better, and {worse} are clearly worse", better=4, worse=2),
        "Fyra nyckeltal har blivit tydligt bättre och två tydligt sämre",
        "Fire nøgletal er blevet tydeligt bedre og to tydeligt dårligere",
    ),
)


@pytest.mark.parametrize(("message", "swedish", "danish"), SENTENCES)
def test_a_sentence_reads_as_specified(message: Message, swedish: str, danish: str) -> None:
    """Verdict, numbers, names and periods come together in both languages (specification of indicators, part 6)."""
    assert Language.load("sv").text(message).replace("\u00a0", " ") == swedish
    assert Language.load("da").text(message).replace("\u00a0", " ") == danish
