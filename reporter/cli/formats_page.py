"""The list of systems in ``docs/formats.md``, made from the formats: ``python -m reporter.cli.formats_page FILE``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.sources.recognition.catalogue import Format

START, END = "<!-- systems: made by reporter.cli.formats_page -->", "<!-- end of systems -->"
#: How a format's name starts → the system, and on what its headers rest.
_SYSTEMS = {
    "business_central": ("Dynamics NAV, Business Central", "Danish seen, the rest hints"),
    "chargebee": ("Chargebee", "hints"),
    "dynamics": ("Dynamics 365", "layout seen, headers hints"),
    "economic": ("e-conomic", "hints"),
    "enalyzer": ("Enalyzer", "hints"),
    "fortnox": ("Fortnox", "hints"),
    "google_forms": ("Google Forms", "English seen, the rest hints"),
    "hubspot": ("HubSpot", "English seen, Swedish in part, the rest hints"),
    "klaviyo": ("Klaviyo", "hints"),
    "lime": ("Lime CRM", "hints"),
    "mailchimp": ("Mailchimp", "seen"),
    "microsoft_forms": ("Microsoft Forms", "English seen, the rest hints"),
    "netigate": ("Netigate", "hints"),
    "pipedrive": ("Pipedrive", "English seen, the rest hints"),
    "qualtrics": ("Qualtrics", "seen"),
    "questback": ("Questback", "hints"),
    "salesforce": ("Salesforce", "English seen, the rest hints"),
    "shopify": ("Shopify", "seen"),
    "stripe": ("Stripe", "seen"),
    "superoffice": ("SuperOffice", "hints"),
    "surveymonkey": ("SurveyMonkey", "English seen, the rest hints"),
    "tripletex": ("Tripletex", "seen"),
    "trustpilot": ("Trustpilot", "seen"),
    "typeform": ("Typeform", "English seen, the rest hints"),
    "upsales": ("Upsales", "hints"),
    "visma": ("Visma", "order register seen, the rest hints"),
    "woocommerce": ("WooCommerce", "in part seen, the rest hints"),
    "zendesk": ("Zendesk", "tickets seen, the rest hints"),
}
_ANY = ("any other system", "common headers in Swedish, Danish and English")


def systems(formats: Iterable[Format]) -> str:
    """Return the list as Markdown: a line a system, with its exports and on what their headers rest."""
    found: dict[tuple[str, str], list[str]] = {}
    for form in sorted(formats, key=lambda form: form.name):
        becomes = "counted, not used" if form.shape == "aside" else form.shape.replace("_", " ")
        if form.shape in {"orders", "order_lines"} and form.sales != "order":
            becomes = f"{becomes} ({form.sales})"
        found.setdefault(_system(form.name), []).append(f"`{form.name}` → {becomes}")
    rows = sorted(found.items(), key=lambda one: (one[0] == _ANY, one[0][0].casefold()))
    lines = [f"| {name} | {'<br>'.join(exports)} | {basis} |" for (name, basis), exports in rows]
    return "\n".join([START, "| system | exports and what they become | headers |", "|---|---|---|", *lines, END])


def refreshed(page: str, formats: Iterable[Format]) -> str:
    """Return the page with its list made anew."""
    before, _, rest = page.partition(START)
    return before + systems(formats) + rest.partition(END)[2]


def _system(name: str) -> tuple[str, str]:
    return next((told for start, told in _SYSTEMS.items() if name == start or name.startswith(f"{start}_")), _ANY)


if __name__ == "__main__":
    from reporter.sources.recognition.catalogue import built_in

    target = Path(sys.argv[1])
    target.write_text(refreshed(target.read_text(encoding="utf-8"), built_in()), encoding="utf-8")
