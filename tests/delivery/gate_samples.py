"""Clients, small PDFs and whole messages for the tests of the gate."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from html import escape
from typing import Any

from reporter.delivery.gate import Identity, Material, leaks

PERIOD = "2026-10"
NORD = Identity(
    slug="nordbygg",
    names=("Nord Bygg & Fastighet AB", "Nord Bygg"),
    organisation="556677-8899",
    domains=("nordbygg.example",),
)
VEST = Identity(
    slug="vestera", names=("Vesterå Kaffe A/S", "Vesterå"), organisation="12345678", domains=("vestera.example",)
)
STYLE = """@page { size: A6; margin: 6mm } body { font-size: 9pt } td { width: 14mm } section { break-after: page }
.narrow { width: 12mm; hyphens: auto } .spaced { letter-spacing: 2.5mm } .capital { text-transform: uppercase }
"""


@cache
def pdf_of(body: str, client: str = "", period: str = PERIOD, *, tagged: bool = True) -> bytes:
    """Return HTML as a small PDF, stamped as reports are."""
    from weasyprint import HTML

    told = {"reporter-client": escape(client), "reporter-period": period}
    stamp = "".join(f'<meta name="{name}" content="{value}">' for name, value in told.items())
    page = f'<html lang="sv"><head><title>Report</title>{stamp}<style>{STYLE}</style></head><body>{body}</body></html>'
    made: bytes = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1" if tagged else None, custom_metadata=True)
    return made


def message(own: Identity = NORD, body: str = "", **changed: Any) -> Material:  # noqa: ANN401 - any field's value
    """Return a client's clean message; ``body`` is put into its PDF."""
    name = escape(own.names[0])
    clean = Material(
        period=PERIOD,
        pdf=pdf_of(f"<p>Kundanalys för {name}</p><p>NPS 32, 95 % av kunderna.</p>{body}", own.slug),
        subject=f"Kundanalys {own.names[0]}, oktober 2026",
        text=f"Hej!\n\nHär är kundanalysen för {own.names[0]}.\nNPS: 32 (+4)\n",
        html=f'<html><body><p class="lead">Kundanalys för {name}</p><p><b>32</b></p></body></html>',
        attachments=(f"Kundanalys-{own.slug}-{PERIOD}.pdf",),
        headers=(
            ("Message-ID", f"<r.{PERIOD}.{own.slug}.0123456789abcdef@lindhavn.example>"),
            ("To", f"anna@{own.domains[0]}" if own.domains else "anna@lindhavn.example"),
            ("Auto-Submitted", "auto-generated"),
        ),
    )
    return replace(clean, **changed)


def codes(*args: object, **changed: object) -> list[str]:
    """Return the codes of what is wrong with a message of Nord Bygg in a workspace with Vesterå."""
    return [one.code for one in leaks(NORD, (VEST,), message(NORD, *args, **changed))]  # type: ignore[arg-type]
