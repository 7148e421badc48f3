"""brand.toml becomes a Brand, or one line that says what to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.brand import find_brand, load_brand
from reporter.errors import UsageError
from reporter.resources import templates

if TYPE_CHECKING:
    from pathlib import Path

BRANDS = sorted(path.parent for path in (templates() / "brands").glob("*/brand.toml"))


def _brand(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "brand.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("folder", BRANDS, ids=lambda folder: folder.name)
def test_every_built_in_brand_loads(folder: Path) -> None:
    """A brand that ships has all its files, both languages and a safe logo."""
    brand = load_brand(folder)
    assert brand.slug == folder.name
    assert set(brand.texts.confidentiality) == {"sv", "da"}
    assert {one.weight for one in brand.text.faces} >= {400, 600}


def test_the_house_brand_is_the_look_s_teal() -> None:
    """The default names no consultancy and has the primary of the design."""
    brand = load_brand(templates() / "brands" / "reporter")
    assert (brand.name, brand.colours.primary, brand.cover.style) == ("", "#0F4C5C", "pattern")
    assert brand.logo.on_light is not None
    assert brand.logo.on_dark is not None
    assert not brand.logo.on_dark.plate


def test_a_primary_is_all_that_a_brand_needs(tmp_path: Path) -> None:
    """Fonts, surfaces, texts and cover have defaults."""
    brand = load_brand(_brand(tmp_path / "nordlys", '[color]\nprimary = "#f2b705"\n'))
    assert (brand.slug, brand.text.name, brand.display.name) == ("nordlys", "Reporter Sans", "Reporter Serif")
    assert brand.logo.on_light is None


def test_a_client_s_layer_covers_the_consultancy_s(tmp_path: Path) -> None:
    """What the layer leaves out comes from below, paths included."""
    base = _brand(
        tmp_path / "base",
        'name = "Base"\n[logo]\non_light = "logo.svg"\n[color]\nprimary = "#0F4C5C"\nsecondary = "#DA7C15"\n'
        '[text]\nconfidentiality = { sv = "Hemligt", da = "Hemmeligt" }\n',
    )
    (base / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"/>', encoding="utf-8")
    layer = 'extends = "../base"\n[color]\nprimary = "#3B2A6B"\n[text]\nconfidentiality = { sv = "Internt" }\n'
    brand = load_brand(_brand(tmp_path / "client", layer))
    assert (brand.name, brand.colours.primary, brand.colours.secondary) == ("Base", "#3B2A6B", "#DA7C15")
    assert brand.texts.confidentiality == {"sv": "Internt", "da": "Hemmeligt"}
    assert brand.logo.on_light is not None
    assert brand.logo.on_light.ratio == 2
    assert [file.parent.name for file in brand.files] == ["client", "base"]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ('[color]\nprimery = "#000000"', "C141", "did you mean 'primary'?"),
        ('[colour]\nprimary = "#000000"', "C141", "did you mean 'color'?"),
        ('name = "X"', "C142", "'color.primary' is missing"),
        ('[color]\nprimary = "teal"', "C142", "'color.primary' is 'teal'"),
        ('[color]\nprimary = "#0F4C5C"\nlock = "yes"', "C142", "true or false"),
        ('color = "#0F4C5C"', "C142", "must be a table"),
        ('[color]\nprimary = "#0F4C5C"\n[cover]\nstyle = "wavy"', "C142", "pattern, image, plain"),
        ('[color]\nprimary = "#0F4C5C"\n[cover]\nstyle = "image"', "C142", "'cover.image' is missing"),
        ('[color]\nprimary = "#0F4C5C"\n[typography]\nscale = 2.0', "C142", "0.95 to 1.10"),
        ('[color]\nprimary = "#0F4C5C"\npaper = "#808080"', "C145", "lighten"),
        ('[color]\nprimary = "#F2B705"\nlock = true', "C145", "lock"),
        ('[color]\nprimary = "#0F4C5C"\ndata = ["#FFFF99"]', "C145", "too light"),
        ('[color]\nprimary = "#0F4C5C"\ndata = ["#AA0000", "#AB0101"]', "C145", "look alike"),
        ('[color]\nprimary = "#0F4C5C"\n[logo]\non_light = "none.svg"', "C144", "cannot be read"),
        ('extends = "."\n[color]\nprimary = "#0F4C5C"', "C143", "extends itself"),
        (
            '[color]\nprimary = "#0F4C5C"\n[typography.text]\nfamily = "x; } body { display: none"\nfiles = ["a.ttf"]',
            "C142",
            "letters, digits",
        ),
        ("[color\n", "C140", "no valid TOML"),
        ('schema = 2\n[color]\nprimary = "#0F4C5C"', "C142", "schema = 1"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_a_way_out(tmp_path: Path, text: str, code: str, said: str) -> None:
    """One coded line names the key, the file and what to write instead."""
    folder = _brand(tmp_path / "brand", text)
    with pytest.raises(UsageError) as caught:
        load_brand(folder)
    assert caught.value.code == code
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_a_folder_without_a_brand_says_so(tmp_path: Path) -> None:
    """A missing brand.toml is an operator's mistake, not a traceback."""
    with pytest.raises(UsageError, match="C140"):
        load_brand(tmp_path)


def test_the_first_folder_that_has_the_brand_wins(tmp_path: Path) -> None:
    """A workspace's brand covers the built-in one of the same name; an unknown name lists those there are."""
    mine = _brand(tmp_path / "mine" / "reporter", '[color]\nprimary = "#000000"\n')
    other = _brand(tmp_path / "other" / "reporter", '[color]\nprimary = "#000000"\n')
    assert find_brand("reporter", tmp_path / "mine", tmp_path / "other") == mine
    assert find_brand("reporter", tmp_path / "absent", tmp_path / "other") == other
    with pytest.raises(UsageError, match="the brands are reporter"):
        find_brand("../mine/reporter", tmp_path / "other")
