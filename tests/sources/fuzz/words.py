"""Invented names, headers and texts: the headers are those that Nordic systems give (`formats.md` part 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

#: role → language → headers that exports have for it.
HEADERS: dict[str, dict[str, tuple[str, ...]]] = {
    "order": {
        "en": ("Order ID", "Order Number", "Order no.", "Invoice Number", "Invoice"),
        "sv": ("Ordernr", "Ordernr.", "Ordernummer", "Fakturanr", "Fakturanummer", "Verifikationsnr"),
        "da": ("Ordrenr", "Ordrenr.", "Ordrenummer", "Fakturanr.", "Bilagsnr."),
    },
    "bought": {
        "en": ("Order Date", "Created at", "Invoice Date", "Paid at", "Date"),
        "sv": ("Orderdatum", "Fakturadatum", "Datum", "Köpdatum", "Bokföringsdag"),
        "da": ("Ordredato", "Fakturadato", "Dato", "Købsdato", "Bogføringsdato", "Bogføringsdag"),
    },
    "amount": {
        "en": ("Amount", "Total", "Revenue", "Value", "Net"),
        "sv": ("Belopp", "Summa", "Totalt", "Ordersumma", "Ordervärde", "Nettobelopp", "Värde", "Belopp exkl. moms"),
        "da": ("Beløb", "I alt", "Ordrebeløb", "Nettobeløb", "Beløb inkl. moms", "Værdi", "Omsætning"),
    },
    "number": {
        "en": ("Customer ID", "Customer no.", "Customer Number", "Account Number", "Client ID", "CustomerID"),
        "sv": ("Kundnr", "Kundnummer", "Kund-id", "Kund ID", "Kundkod", "Kundnr."),
        "da": ("Kundenr", "Kundenr.", "Kundenummer", "Kunde-ID", "Debitornr."),
    },
    "who": {"en": ("Customer",), "sv": ("Kund",), "da": ("Kunde",)},
    "mail": {"en": ("Email", "E-mail"), "sv": ("E-post", "Epost"), "da": ("E-mail", "Mail")},
    "currency": {"en": ("Currency", "Currency Code"), "sv": ("Valuta", "Valutakod"), "da": ("Valuta", "Valutakode")},
    "status": {"en": ("Status", "Order Status"), "sv": ("Status", "Orderstatus"), "da": ("Status", "Ordrestatus")},
    "quantity": {"en": ("Quantity", "Qty"), "sv": ("Antal", "Kvantitet"), "da": ("Antal",)},
    "price": {
        "en": ("Unit Price", "Price"),
        "sv": ("Pris", "À-pris", "Styckpris"),
        "da": ("Pris", "Salgspris", "Stykpris", "Enhedspris"),
    },
    "product": {"en": ("Product", "Item"), "sv": ("Artikel", "Produkt"), "da": ("Vare", "Produkt", "Beskrivelse")},
    "contract": {
        "en": ("Subscription ID", "Contract Number"),
        "sv": ("Abonnemangsnr", "Avtalsnr"),
        "da": ("Abonnementsnr", "Aftalenr"),
    },
    "start": {
        "en": ("Start Date", "Started at"),
        "sv": ("Startdatum", "Avtalsstart"),
        "da": ("Startdato", "Aftalestart"),
    },
    "end": {"en": ("End Date", "Ended at"), "sv": ("Slutdatum", "Avslutsdatum"), "da": ("Slutdato",)},
    "monthly": {"en": ("Monthly amount", "MRR"), "sv": ("Månadsbelopp", "Månadsavgift"), "da": ("Månedsbeløb",)},
    "ticket": {
        "en": ("Ticket ID", "Case Number"),
        "sv": ("Ärendenr", "Ärendenummer"),
        "da": ("Sagsnr", "Sagsnr.", "Sagsnummer"),
    },
    "opened": {"en": ("Created", "Opened", "Created at"), "sv": ("Inkommet", "Skapad"), "da": ("Oprettet", "Modtaget")},
    "resolved": {
        "en": ("Solved", "Closed"),
        "sv": ("Löst", "Stängt", "Avslutat"),
        "da": ("Løst", "Lukket", "Afsluttet"),
    },
    "category": {"en": ("Category",), "sv": ("Kategori",), "da": ("Kategori",)},
    "answered": {
        "en": ("Timestamp", "Submitted", "Response Date"),
        "sv": ("Tidstämpel", "Svarsdatum"),
        "da": ("Tidsstempel", "Svardato"),
    },
    "score": {
        "en": ("NPS", "How likely are you to recommend us to a friend or colleague?"),
        "sv": ("NPS", "Hur sannolikt är det att du skulle rekommendera oss till en vän eller kollega?"),
        "da": ("NPS", "Hvor sandsynligt er det, at du vil anbefale os til en ven eller kollega?"),
    },
    "said": {
        "en": ("Comment", "Feedback"),
        "sv": ("Kommentar", "Fritext", "Motivering"),
        "da": ("Kommentar", "Fritekst", "Bemærkning"),
    },
    "other": {
        "en": ("Sales rep", "Warehouse", "Note 2", "Printed by"),
        "sv": ("Säljare", "Lagerplats", "Anm 2", "Utskriven av"),
        "da": ("Sælger", "Lagersted", "Anm 2", "Udskrevet af"),
    },
}
#: Statuses of an order that counts, and of one that does not.
GOOD = {"en": ("Paid", "Delivered"), "sv": ("Betald", "Levererad"), "da": ("Betalt", "Leveret")}
BAD = {"en": ("Cancelled", "voided"), "sv": ("Makulerad", "Avbruten"), "da": ("Annulleret", "Afbestilt")}
TEXTS = (
    "Räksmörgås", "Smørrebrød", "Skruv M8", "Rødgrød med fløde", "Frakt", "Blåbärssoppa", "Kabel 2 m",
    "Ærter, frosne", "Stol; svart", "Plåt 3 mm", "Tjänst\tmånad", 'Hylla "Björk"', "Rör | krök",
    "Lång text\nmed rad två", "Ole's øl", "=SUM(A1:A9)", "@handle", "+47 extra", "Över & ut",
)  # fmt: skip
NAMES = ("Nordbygg AB", "Åhus Rör AB", "Fynsk Maskin A/S", "Ærø Møbler ApS", "Björk & Ek HB", "Høst IVS", "Alm AB")
FOOTERS = (
    "Copyright (c) 2026 Fictive Systems AB", "Confidential Information - Do Not Distribute", "Generated By: Anna Alm",
    "Antal rader: 17", "Antal rækker: 17",
)  # fmt: skip
TOTALS = ("Total", "Summa", "I alt", "Grand Total", "Totalt")
PREAMBLE = ("Rapport: Försäljning", "Kundeliste", "Nordbygg AB", "Period: 2026-01-01 - 2026-06-30", "Sales by customer")
UNREAD_NUMBERS = ("abc", "#VÄRDEFEL!", "se bilaga", "1.2.3.4", "12,5,7,9", "1 2 kr 3")
UNREAD_DAYS = ("2026-02-30", "31.02.2026", "snart", "#VÄRDEFEL!", "0000-00-00", "99/99/2026")
NOTHING = ("", "", "NA", "NULL", "-", "N/A", "—", "(blank)")


def header(rng: random.Random, role: str, language: str) -> str:
    """Return one of the headers that a role has."""
    return rng.choice(HEADERS[role][language])
