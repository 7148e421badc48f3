"""Two thousand messages into which a mark of another client was mixed, and five hundred into which none was."""

from __future__ import annotations

import io
import random
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from typing import Any

import pikepdf
import pytest

from reporter.delivery.gate import Identity, Material, leaks
from tests.delivery.gate_samples import message, pdf_of

CLIENTS, MIXES = 40, 2000
SYLLABLES = "bor dal fjä gran hä kvi lön mås nøj pæl rix sky tår vik zel åsk ekl orn ulv fin".split()  # noqa: SIM905
LEGAL = ("AB", "A/S", "ApS", "Aktiebolag", "AB (publ)", "I/S")
SECOND = ("Kaffe", "Kontor", "Bygg & Fastighet", "El", "Försäkring", "Rejser")
PROSE = ("pdf page", "subject", "mail text", "html text", "html attribute", "pdf metadata", "pdf link", "further file")
TOKEN = ("html attribute", "pdf metadata", "pdf link", "attachment name", "header")
FILLERS = (
    "Bra service, god kvalitet och nya produkter i norra Sverige.",
    "Kunderne i Nord og Syd er meget tilfredse med prisen.",
    "Omsättning {a} kr, {b} order, org. nr saknas.",
    "Tlf. {c}, se www.scb.se eller skriv till kund@gmail.com.",
    "Återköp {b} av {a}; sjå 12-34-56 og 2026-10-01.",
)


@dataclass(frozen=True)
class Canary:
    """A mark of another client, as it is written, and where it may be put."""

    kind: str
    text: str
    places: tuple[str, ...]


@cache
def clients() -> tuple[Identity, ...]:
    """Return the clients of a workspace: Swedish and Danish, some within one another, some called as things are."""
    rnd = random.Random(5)  # noqa: S311 - a seed, no secret
    made = []
    for number in range(CLIENTS - 4):
        word = "".join(rnd.sample(SYLLABLES, 2)).capitalize()
        name = f"{word} {rnd.choice(SECOND)} {LEGAL[number % len(LEGAL)]}"
        length = 10**9 if number % 2 else 10**7
        slug = f"{word.lower().translate(str.maketrans('åäöøæ', 'aaooa'))}-{number}"
        digits = rnd.randint(length, 10 * length - 1)
        made.append(Identity(slug=slug, names=(name, word), organisation=str(digits), domains=(f"{slug}.example",)))
    first = made[0].names[1]
    return (
        *made,
        Identity(slug="inneby", names=(f"{first} Syd Invest AB",), organisation="5599887766", domains=("ib.example",)),
        Identity(slug="bra", names=("Bra AB", "Bra"), organisation="5544332211", domains=("bra-bolaget.example",)),
        Identity(slug="nord", names=("Nord A/S", "Nord"), organisation="87654321", domains=("nord-as.example",)),
        Identity(slug="god-service", names=("God Service",), domains=("godservice.example",)),
    )  # fmt: skip


def canaries(client: Identity) -> tuple[Canary, ...]:
    """Return a client's marks in many spellings."""
    full = client.names[0]
    found = [Canary("name", one, PROSE) for one in (full, full.upper(), full.replace(" ", "\n"))]
    if len(client.names) > 1 and client.slug not in {"bra", "nord"}:  # too ordinary alone, as documented
        word = client.names[1]
        broken = f"{word[:3]}-\n{word[3:]}"
        found += [Canary("name", one, PROSE) for one in (word, f"{word}s", f"{word[:2]}\u00ad{word[2:]}", broken)]
    if number := client.organisation:
        middle = 6 if len(number) == 10 else 4
        first, last = number[:middle], number[middle:]
        vat = f"SE{number}01" if len(number) == 10 else f"DK{number}"
        written = (number, f"{first}-{last}", f"{first} {last}", vat)
        found += [Canary("number", one, PROSE) for one in written]
    (domain,) = client.domains
    found += [Canary("domain", one, PROSE) for one in (f"anna@{domain}", f"https://www.{domain}/x", domain.upper())]
    if client.slug not in {"bra", "nord"}:
        found.append(Canary("id", f"Rapport-{client.slug}-2026", TOKEN))
    return tuple(found)


@cache
def canary_pages(number: int) -> bytes:
    """Return a PDF with one page for each canary of a client."""
    pages = "".join(
        f"<section><p>NPS 32</p><p style='white-space:pre-line'>{escape(one.text)}</p></section>"
        for one in canaries(clients()[number])
        if "pdf page" in one.places
    )
    return pdf_of(pages, clients()[number].slug, tagged=False)


@cache
def clean_pdf(number: int) -> bytes:
    """Return a client's own small report, with words and numbers as reports hold them."""
    rnd = random.Random(number)  # noqa: S311
    own, body = clients()[number], "".join(f"<p>{escape(one)}</p>" for one in fillers(rnd))
    first = f"<section><p>Kundanalys för {escape(own.names[0])}</p></section>"
    return pdf_of(first + body, own.slug, tagged=False)


def fillers(rnd: random.Random) -> list[str]:
    """Return sentences with ordinary words and random numbers of all lengths."""
    amount = f"{rnd.randint(10**7, 10**8):,}".replace(",", " ")
    telephone = rnd.randint(10**9, 10**10)
    return [one.format(a=amount, b=rnd.randint(1, 10**9), c=telephone) for one in FILLERS]


def clean(number: int, rnd: random.Random) -> Material:
    """Return a client's own message."""
    whole = message(clients()[number], pdf=clean_pdf(number))
    words = "\n".join(rnd.sample(fillers(rnd), 3))
    return replace(whole, text=f"{whole.text}\n{words}", html=whole.html.replace("</body>", f"<p>{words}</p></body>"))


def mixed(material: Material, place: str, text: str, other: int, page: int) -> Material:
    """Return a message with another client's mark in one place; in a PDF by real change of the file."""
    quoted = escape(text)
    if place.startswith("pdf"):
        return replace(material, pdf=mixed_pdf(material.pdf, place, text, other, page))
    changed: dict[str, dict[str, Any]] = {
        "subject": {"subject": f"{material.subject} {text}"},
        "mail text": {"text": f"{material.text}\nHälsningar {text}"},
        "html text": {"html": material.html.replace("</p>", f" {quoted}</p>", 1)},
        "html attribute": {"html": material.html.replace("<p>", f'<p title="{quoted}">', 1)},
        "attachment name": {"attachments": (*material.attachments, f"{text}.pdf")},
        "header": {"headers": (*material.headers, ("References", f"<{text}@lindhavn.example>"))},
        "further file": {"texts": {"data.csv": f"kund;svar\n{text};8\n"}},
    }
    return replace(material, **changed[place])


def mixed_pdf(whole: bytes, place: str, text: str, other: int, page: int) -> bytes:
    """Return a PDF with a page of another client's, or its mark in the metadata or in a link."""
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        if place == "pdf page":
            with pikepdf.open(io.BytesIO(canary_pages(other))) as theirs:
                pdf.pages.insert(1, theirs.pages[page])
                return saved(pdf)
        if place == "pdf metadata":
            pdf.docinfo["/Keywords"] = text
        else:
            action = pikepdf.Dictionary(S=pikepdf.Name("/URI"), URI=pikepdf.String(text))
            link = pikepdf.Dictionary(Type=pikepdf.Name("/Annot"), Subtype=pikepdf.Name("/Link"), A=action)
            pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(link)])
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return a changed PDF's bytes."""
    body = io.BytesIO()
    pdf.save(body)
    return body.getvalue()


def test_every_canary_is_found_and_nothing_else() -> None:
    """Any mark of another client, in any place: stopped, with its slug; every fourth also without: let out."""
    rnd = random.Random(2026)  # noqa: S311
    everyone = clients()
    seen: Counter[tuple[str, str]] = Counter()
    for turn in range(MIXES):
        own, other = rnd.sample(range(CLIENTS), 2)
        others = tuple(one for one in everyone if one != everyone[own])
        known = canaries(everyone[other])
        canary = rnd.choice(known)
        place = rnd.choice(canary.places)
        seen[canary.kind, place] += 1
        material = clean(own, rnd)
        if turn % 4 == 0:
            told = leaks(everyone[own], others, material)
            assert told == (), (everyone[own], told)
        told = leaks(everyone[own], others, mixed(material, place, canary.text, other, known.index(canary)))
        slugs = [one for one in told if one.code == "E433" and f"(slug {everyone[other].slug})" in one.reason]
        assert slugs, (everyone[own].slug, place, canary, told)
    assert len(seen) == 3 * len(PROSE) + len(TOKEN), "every kind of mark was put into every place that it can be in"


@pytest.mark.parametrize("number", range(0, CLIENTS, 8))
def test_a_whole_report_of_another_client_is_found(number: int) -> None:
    """The plainest mix: the other client's PDF in one's own mail."""
    other = clients()[(number + 1) % CLIENTS]
    told = leaks(clients()[number], (other,), message(clients()[number], pdf=clean_pdf((number + 1) % CLIENTS)))
    assert {one.code for one in told} >= {"E433", "E434"}
