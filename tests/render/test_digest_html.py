"""The mail's HTML: what mail programs show of it, to whom, and that it asks nobody for anything."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reporter.brand import Family
from reporter.brand.colours import derive
from reporter.brand.oklch import contrast
from reporter.language import Language
from reporter.model import PICTURE_ID
from reporter.render.digest import font_stack, render_digest
from tests.render.mails import CODES, Seen, brand_of, mail, whole

BRANDS = ("", "lindhavn", "solbjerg")
#: Primary, secondary, background, paper: light, dark, grey, red and ink brands.
PALETTES = (
    ("#F2E205", "", "#FFFFFF", ""),
    ("#000000", "#FFFFFF", "#FFFFFF", ""),
    ("#808080", "#C0C0C0", "#FFFFFF", ""),
    ("#B00020", "#0F7079", "#FFFFFF", "#FFF7F2"),
    ("#E6F7FF", "#FFD6E7", "#FFFFFF", ""),
    ("#17242B", "", "#FFFDF8", "#F8F5EE"),
)
#: WCAG 2.2 AA for text of any size.
READABLE = 4.5
CLIPPED = 60_000  # bytes; Gmail cuts at 102 kB, and forwarded mails grow


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("slug", BRANDS)
def test_nothing_is_loaded_from_anywhere(code: str, slug: str) -> None:
    """The only picture comes with the mail; links call or write; no script, form, remote style or tracker."""
    html = mail(code, slug).html
    seen = Seen(html)
    names = {tag for tag, _ in seen.tags}
    assert not names & {"script", "link", "iframe", "form", "object", "embed", "video", "audio", "base", "svg"}
    addresses = [a.get(name, "") for _, a in seen.tags for name in ("src", "href", "background", "action", "srcset")]
    assert all(one == f"cid:{PICTURE_ID}" or one.startswith(("mailto:", "tel:")) for one in addresses if one)
    assert [tag for tag, _ in seen.tags].count("img") == 1
    assert not re.search(r"https?:|url\(|@import|//", html.replace("<!DOCTYPE html>", ""))
    assert not [a for _, a in seen.tags if any(name.startswith("on") for name in a)]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("slug", BRANDS)
def test_the_tool_is_not_named(code: str, slug: str) -> None:
    """Neither in words, nor as a font that no reader has, nor in a comment."""
    digest = mail(code, slug)
    assert "reporter" not in (digest.html + digest.text + digest.subject).casefold()
    assert "<!--" not in digest.html


@pytest.mark.parametrize("code", CODES)
def test_it_is_small_and_says_its_language(code: str) -> None:
    """Under 60 kB, so that nothing is clipped; ``lang`` stands on the page and on the table that programs keep."""
    digest = mail(code)
    seen = Seen(digest.html)
    assert len(digest.html.encode()) < CLIPPED
    assert digest.lang == code
    assert [a["lang"] for _, a in seen.tags if "lang" in a] == [code, code]
    assert digest.html.count("<h1") == 1


@pytest.mark.parametrize("code", CODES)
def test_tables_are_layout_and_are_fluid(code: str) -> None:
    """Every table says that it is none; no fixed width but the outer 600 px and a card's gaps, which a phone has."""
    seen = Seen(mail(code).html)
    tables = [attributes for tag, attributes in seen.tags if tag == "table"]
    assert {one.get("role") for one in tables} == {"presentation"}
    assert [one["width"] for one in tables if one["width"] != "100%"] == ["600"]
    assert all("width:100%" in one["style"] for one in tables)
    assert all("table-layout:fixed" in one["style"] for one in tables)  # or a long name would widen the mail
    assert {int(a["width"]) for tag, a in seen.tags if tag == "td" and "width" in a} <= {10, 32}


@pytest.mark.parametrize("palette", PALETTES)
def test_every_text_can_be_read_on_its_ground(palette: tuple[str, str, str, str]) -> None:
    """4.5:1 for each visible text in each brand, whatever its colours are."""
    primary, secondary, background, paper = palette
    colours = derive(primary, secondary, background=background, paper=paper)
    digest = render_digest(whole(), Language.load("sv"), replace(brand_of("lindhavn"), colours=colours))
    texts = [one for one in Seen(digest.html).texts if one[0] != "\u00a0"]
    assert len(texts) > 40
    for text, colour, ground, size in texts:
        assert contrast(colour, ground) >= READABLE, (text, colour, ground)
        assert int(size.removesuffix("px")) >= 13


def test_the_preview_line_of_the_inbox_is_the_finding() -> None:
    """What is hidden at the top is the title; after it nothing of the mail can be pulled in."""
    html = mail("sv").html
    hidden = html[html.index("display:none") : html.index("</div>")]
    title = html[html.index("<h1") :].split(">", 1)[1].split("<", 1)[0]
    assert f">{title}&#8199;" in hidden
    assert hidden.count("&#847;") == 60


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Source Sans 3", "-apple-system"),
        ("Gotham", "Gotham"),
        ("Brand Sans", "Brand Sans"),
        ('X"; }', "-apple-system"),
    ],
)
def test_a_brands_own_font_comes_first(name: str, first: str) -> None:
    """A family whose name CSS could take for something else gives way to the system's fonts."""
    brand = brand_of("lindhavn")
    face = replace(brand.text.faces[0], file=brand.files[0])
    family = Family(name=name, faces=(face,))
    assert font_stack(replace(brand, text=family), "text").split(",")[0] == first
    assert font_stack(brand, "text").split(",")[0] == "-apple-system"
    assert font_stack(brand, "display").split(",")[0] == "Georgia"
