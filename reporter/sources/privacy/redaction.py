"""What may identify a person in a text that is kept: crossed out by its pattern. A name has none."""

from __future__ import annotations

import re
from collections import Counter

from reporter.sources.privacy.identity_numbers import WRITTEN, holds_date

MARK = "[…]"
#: What nobody can see is no part of a text: controls, and the signs that turn its direction.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]")
_GAP = "[ \u00a0\t]"
_SIGN = r"[^\s@<>()\[\],;:\"'|]"
#: Each alternative begins where a word does: a text of a million signs is read once, not once a sign.
_MAIL = re.compile(
    rf"(?<!{_SIGN}){_SIGN}+@{_SIGN}+\.[^\W\d_]{{2,}}"
    r"|(?<![\w.+-])[\w.+-]+\s?(?:\(at\)|\[at\]|\(a\)|\(snabel-?a\))\s?[\w-]+(?:\s?(?:\.|\(dot\)|\(punkt\))\s?[\w-]+)+",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]*[\w/=&#+-]", re.IGNORECASE)
_NUMBER = re.compile(rf"(?<!\d){WRITTEN}(?!\d)")
_ACCOUNT = re.compile(rf"\b[A-Z]{{2}}\d{{2}}(?:{_GAP}?[A-Z0-9]{{4}}){{2,7}}(?:{_GAP}?[A-Z0-9]{{1,3}})?\b")
#: Seven digits or more, however they are parted: a phone, a card, an account.
_DIGITS = re.compile(rf"(?<![\w,.])(?:\+|\(\+?)?\d(?:(?:{_GAP}|[()/.–-]){{0,3}}\d){{6,}}(?!\w)")
_HARMLESS = re.compile(
    rf"[1-9]\d{{0,2}}(?:(?:{_GAP}|\.)\d{{3}})+"  # an amount
    r"|(?:19|20)\d\d[-/.]?(?:0[1-9]|1[0-2])[-/.]?(?:0[1-9]|[12]\d|3[01])"  # a day
    r"|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d"
    r"|(?:19|20)\d\d[ –/-]{1,3}(?:19|20)\d\d"  # from year to year
    r"|[012]?\d\.[0-5]\d ?[–-] ?[012]?\d\.[0-5]\d"  # opening hours
)


def redact(text: str, *, label: bool = False) -> tuple[str, Counter[str]]:
    """Return a text without what may identify a person, and how many of each kind were crossed out.

    A ``label`` (a product, a segment) may be a code of many digits: of those only a person's number is one.
    """
    found: Counter[str] = Counter()

    def cross(kind: str) -> str:
        found[kind] += 1
        return MARK

    text = _UNSEEN.sub("", text)
    if not label:
        text = _LINK.sub(lambda one: cross("link") if re.search(r"[\d?=#@]", one[0]) else one[0], text)
    text = _MAIL.sub(lambda _: cross("e-mail"), text)
    if label:
        return _NUMBER.sub(lambda one: cross("personal number") if _is_parted(one[0]) else one[0], text), found
    text = _NUMBER.sub(lambda one: cross("personal number") if holds_date(one[0]) else one[0], text)
    text = _ACCOUNT.sub(lambda _: cross("account"), text)
    text = _DIGITS.sub(lambda one: one[0] if _HARMLESS.fullmatch(one[0]) else cross("phone or card number"), text)
    return text, found


def _is_parted(number: str) -> bool:
    """Tell whether a code is written as a person's number is, with its sign."""
    return not number.isdigit() and " " not in number and holds_date(number)
