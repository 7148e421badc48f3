"""A brand, ready to use: no path is unchecked, no colour unreadable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reporter.brand.colours import Colours


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A checked picture. ``ratio`` is width ÷ height; ``plate`` asks for a white plate beneath it."""

    data: bytes
    mime: Literal["image/svg+xml", "image/png", "image/jpeg"]
    ratio: float
    plate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """The consultancy's logo on light and dark, and the client's; None where there is none."""

    on_light: Picture | None = None
    on_dark: Picture | None = None
    client: Picture | None = None
    alt: str = ""
    clear_space: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One static font file; ``weight`` is its OS/2 weight class (400 regular, 600 semi-bold)."""

    file: Path
    weight: int
    italic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family with its faces, lightest first."""

    name: str
    faces: tuple[Face, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The cover's art. ``focus`` is the CSS position that an image keeps in sight."""

    style: Literal["pattern", "image", "plain"] = "pattern"
    image: Picture | None = None
    focus: str = "50% 30%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to call; each line may be empty."""

    name: str = ""
    role: str = ""
    mail: str = ""
    phone: str = ""
    web: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The brand's own words, per language code where they are words."""

    footer: str = "{client} · {report} {period}"
    confidentiality: Mapping[str, str] = field(default_factory=dict)
    legal: Mapping[str, str] = field(default_factory=dict)
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """How the report speaks; ``terms`` override the glossary: language → term → word."""

    address: Literal["ni", "third_person"] = "ni"
    recommend: Literal["föreslår", "rekommenderar", "foreslår", "anbefaler"] = "föreslår"
    strength: Literal["plain", "cautious"] = "plain"
    money: Literal["tkr", "KSEK/MSEK", "kr"] = "tkr"
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """The sender of mails."""

    from_name: str = ""
    reply_to: str = ""
    signature: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand. ``colours`` are all derived and contrast-safe; ``files`` are what it was read from."""

    slug: str
    name: str
    colours: Colours
    text: Family
    display: Family
    scale: float = 1.0
    logo: Logo = field(default_factory=Logo)
    cover: Cover = field(default_factory=Cover)
    texts: Texts = field(default_factory=Texts)
    tone: Tone = field(default_factory=Tone)
    email: Email = field(default_factory=Email)
    files: tuple[Path, ...] = ()


def face(family: Family, weight: int) -> Face:
    """Return the upright face of a family whose weight is nearest, the lighter of two as near."""
    upright = [candidate for candidate in family.faces if not candidate.italic] or list(family.faces)
    return min(upright, key=lambda candidate: (abs(candidate.weight - weight), candidate.weight))
