"""Who writes the mail, and whom its reader may ask: the brand's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from reporter.model import msg
from reporter.render.mail_figures import clean

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.language import Language
    from reporter.model import Message

_ADDRESS = re.compile(r"[^\s@:?&#%<>\"]+@[^\s@:?&#%<>\"]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes, and whom to ask. ``contacts`` are lines with what a touch opens, empty where nothing does."""

    name: str
    ask: str
    contacts: tuple[tuple[str, str], ...]
    reply: bool
    signature: tuple[str, ...]
    small: tuple[str, ...]


def sender(language: Language, brand: Brand) -> Sender:
    """Return the brand's own words in a language."""
    contact, texts = brand.texts.contact, brand.texts
    # the role is left out: a brand gives it in one language only
    lines = ((contact.phone, _call(contact.phone)), (contact.mail, _write(contact.mail)), (contact.web, ""))
    name = clean(contact.name)
    reachable = name or contact.phone or contact.mail
    signed = brand.email.signature.get(language.code, "") or brand.name
    small = (texts.legal.get(language.code, ""), texts.confidentiality.get(language.code, ""))
    return Sender(
        name=clean(brand.name),
        ask=clean(language.text(_ask(name))) if reachable else "",
        contacts=tuple((clean(text), link) for text, link in lines if clean(text)),
        reply=bool(brand.email.reply_to),
        signature=tuple(clean(line) for line in signed.splitlines() if clean(line)),
        small=tuple(clean(line) for line in small if clean(line)),
    )


def _ask(name: str) -> Message:
    if name:
        return msg("Do you have questions? You are welcome to contact {name}.", name=name)
    return msg("Do you have questions? You are welcome to contact us.")


def _call(phone: str) -> str:
    """Return the link that calls a number, empty for what is none; "(0)" is not dialled from abroad."""
    digits = re.sub(r"[ ()/.\u00a0\u2011-]", "", phone.replace("(0)", "") if phone.startswith("+") else phone)
    return f"tel:{digits}" if re.fullmatch(r"\+?[0-9]{5,15}", digits) else ""


def _write(mail: str) -> str:
    """Return the link that opens a letter to an address, empty for what is none."""
    return f"mailto:{quote(mail, safe='@+')}" if _ADDRESS.fullmatch(mail) else ""
