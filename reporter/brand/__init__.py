"""A brand: brand.toml becomes colours that can be read, fonts that can be embedded, pictures that are safe."""

from reporter.brand.colours import Colours, derive, on
from reporter.brand.load import find_brand, load_brand
from reporter.brand.values import Brand, Contact, Cover, Email, Face, Family, Logo, Picture, Texts, Tone, face

__all__ = [
    "Brand",
    "Colours",
    "Contact",
    "Cover",
    "Email",
    "Face",
    "Family",
    "Logo",
    "Picture",
    "Texts",
    "Tone",
    "derive",
    "face",
    "find_brand",
    "load_brand",
    "on",
]
