"""Words that stand in anybody's report: a client who is called so cannot be told from them by that word alone."""

from __future__ import annotations

import re
from functools import cache

from reporter.delivery.gate.squeezed import plain

#: Beside the words of the reports' own sentences: places, branches, and what file names and headers are made of.
_MORE = """
nord norr norra syd söder södra öst öster östra väst väster västra vest øst sydvest norden nordic scandinavia
skandinavien sverige danmark norge finland sweden denmark norway europa europe stockholm göteborg malmö uppsala
köpenhamn københavn aarhus odense aalborg lund skåne själland sjælland jylland fyn centrum city huvudkontor
hovedkontor bygg byg el vvs bil biler bilar butik kontor kaffe kaffee mat mad hem hjem hus villa hotell hotel resor
rejser bank försäkring forsikring service support kund kunde kunder kundtjänst kundeservice kvalitet pris leverans
levering produkt produkter bra god gott bäst bedst ny nya nye plus smart alltid altid mer mere full best first total
direkt privat företag virksomhed offentlig online web webb webben butiken app shop store group gruppen partner
partners report reports reporter rapport rapporten rapporter monthly mail email post picture image bild auto client
kundanalys kundeanalyse analys analyse analysis page pages figure table chart index main test data file files
konfidentiellt fortroligt google microsoft windows excel forms zendesk svenskt sveriges kommuner regioner
norwegian swedish danish
"""


@cache
def ordinary() -> frozenset[str]:
    """Return the ordinary words, folded as ``plain`` folds: those of the reports' own sentences in every language."""
    from reporter.language import Language, languages

    texts = [_MORE]
    for code in languages():
        for (_, english), strings in Language.load(code).catalogue.strings.items():
            texts += [english, *strings]
    return frozenset(re.findall(r"[^\W_]+", plain("\n".join(texts)).lower()))
