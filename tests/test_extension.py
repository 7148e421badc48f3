"""Adding something is one new file in one place; this says what such a file still lacks."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest

from reporter.benchmarks import BUILT_IN, load_set
from reporter.brand import load_brand
from reporter.brand.contrast import check
from reporter.indicators import formulas, indicators
from reporter.indicators.analysed import analysis_modules
from reporter.indicators.plan import Scenarios, Settings
from reporter.language import Language, languages
from reporter.model import Analysis, ChartData, Term
from reporter.report.registry import page_specs
from reporter.resources import templates
from reporter.sources.recognition.catalogue import Format, built_in
from reporter.sources.recognition.tongues import languages as headings_of
from reporter.sources.shapes.aside import ASIDE
from reporter.store.schema import ITEMS, SCHEMA

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "reporter"


def modules(folder: str) -> list[str]:
    """Return the names of the modules in a room of the package."""
    return sorted(p.stem for p in (PACKAGE / folder).glob("*.py") if not p.stem.startswith("_"))


def code_of_tests(room: str) -> str:
    """Return all test code of a room."""
    return "\n".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests" / room).rglob("*.py")))


@pytest.mark.parametrize("name", modules("indicators/catalogue"))
def test_an_indicator_is_named_defined_and_tested(name: str) -> None:
    """Its id is its file's name; it has a formula, names in every language, and a test."""
    assert indicators()[name].id == name
    assert formulas()[name].text
    for code in languages():
        language = Language.load(code)
        for form in ("name", "definite", "label", "short"):
            assert language.term(name, form) not in {"", name}, f"{code}: {form}"
            assert language.show(Term(name, form))
        assert language.text(formulas()[name]) != formulas()[name].text, f"{code}: formula"
    assert f'"{name}"' in code_of_tests("indicators")


def faults_of_inputs(inputs: tuple[str, ...]) -> list[str]:
    """Return what is not a table with its columns, survey items of the answers, or the client's settings."""
    known = {table: set(columns) for table, columns in SCHEMA.items()}
    known["responses"] |= set(ITEMS)
    known["settings"] = {field.name for kind in (Settings, Scenarios) for field in fields(kind)}
    found = []
    for text in inputs:
        table, _, names = text.partition(": ")
        found += [f"{table}: {name}" for name in names.split(", ") if name not in known.get(table, set())]
    return found


def years(text: str) -> set[str]:
    """Return the years of the papers that a text names."""
    return set(re.findall(r"\b(?:19|20)\d\d\b", text))


@pytest.mark.parametrize("name", modules("indicators/catalogue"))
def test_an_indicator_states_its_facts(name: str) -> None:
    """Its code, what it is made of, the papers behind it, and a page of the report that shows it."""
    facts = indicators()[name]
    assert re.fullmatch(r"[A-Z]{1,3}\d*", facts.code)
    assert facts.inputs
    assert not faults_of_inputs(facts.inputs)
    assert years(formulas()[name].text) <= years(facts.source)
    assert facts.source
    assert facts.page in {page.name for page in page_specs()}


@pytest.mark.parametrize("name", modules("indicators/analyses"))
def test_an_analysis_states_its_facts_and_is_tested(name: str) -> None:
    """Facts as an indicator has them, heading and formula in every language, a value of its own kind, a test."""
    module = analysis_modules()[name]
    facts = module.ANALYSIS
    assert re.fullmatch(r"[A-Z]{1,3}\d*", facts.code)
    assert facts.inputs
    assert not faults_of_inputs(facts.inputs)
    assert years(module.FORMULA.text) <= years(facts.source)
    assert facts.source
    assert facts.page in {page.name for page in page_specs()}
    for code in languages():
        language = Language.load(code)
        for message in (facts.name, module.FORMULA):
            assert language.catalogue.find(message.text, message.context), f"{code}: {message.text}"
    assert [kind for kind in subclasses(Analysis) if kind.kind == name]
    tests = code_of_tests("indicators")
    assert f'"{name}"' in tests or re.search(rf"analyses(\.| import [\w, ]*\b){name}\b", tests)


def subclasses(kind: type[Analysis]) -> list[type[Analysis]]:
    """Return the classes that inherit from one, however far down."""
    return [found for one in kind.__subclasses__() for found in (one, *subclasses(one))]


@pytest.mark.parametrize("name", modules("report/pages"))
def test_a_page_has_a_template_and_a_topic(name: str) -> None:
    """A page's template stands under its name and its topic is translated."""
    page = import_module(f"reporter.report.pages.{name}")
    assert name == page.NAME
    assert (templates() / "report" / "pages" / f"{name}.html.j2").is_file()
    for code in languages():
        assert Language.load(code).text(page.TOPIC)


def chart_kinds() -> list[str]:
    """Return the chart modules: those that define data of their own."""
    found = []
    for name in modules("charts"):
        data = getattr(import_module(f"reporter.charts.{name}"), "Data", None)
        if data is not None and issubclass(data, ChartData):
            found.append(name)
    return found


@pytest.mark.parametrize("name", chart_kinds())
def test_a_chart_has_a_golden_drawing(name: str) -> None:
    """A chart module draws, and its drawings are kept to compare with."""
    assert callable(import_module(f"reporter.charts.{name}").draw)
    assert list((ROOT / "tests" / "golden" / "charts").glob(f"{name}*.svg"))


#: Systems whose exports are in English whatever their user's language, and data that anyone can download.
ENGLISH = {"Chargebee", "Klaviyo", "Mailchimp", "Shopify", "Stripe", "Trustpilot", "WooCommerce", "Zendesk"}
PUBLIC = {"cdnow", "cdnow_sample", "chinook_customers", "chinook_invoices", "online_retail", "telco_churn"}


@pytest.mark.parametrize("form", built_in(), ids=lambda form: form.name)
def test_a_format_has_a_title_a_fixture_and_nordic_headers(form: Format) -> None:
    """An operator reads what it is, a file shows it, and an export in Swedish or Danish is known like one in English.

    A format of no one system is known in both languages.
    """
    assert form.title not in {"", form.name}
    folders = {path.parent for path in (ROOT / "fixtures" / "formats").glob("*/expected.toml")}
    used = {
        variant.get("format", folder.name)
        for folder in folders
        for variant in tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))["variant"]
        if (folder / variant["file"]).is_file()
    }
    assert form.name in used
    if form.shape == ASIDE or form.system in ENGLISH or form.name in PUBLIC:
        return
    nordic = {"sv", "da"} & set(headings_of(form))
    assert nordic if form.system else nordic == {"sv", "da"}


@pytest.mark.parametrize("path", sorted(BUILT_IN.glob("*.toml")), ids=lambda p: p.stem)
def test_a_benchmark_set_states_its_sources(path: Path) -> None:
    """Every figure has a publisher, a study, a year, a grade, and an indicator that exists."""
    figures = load_set(path)
    assert figures
    for figure in figures:
        assert figure.publisher
        assert figure.study
        assert figure.year > 2000
        assert figure.indicator in indicators()
        assert figure.unit == indicators()[figure.indicator].unit


@pytest.mark.parametrize(
    "folder",
    [p.parent for root in (templates() / "brands", ROOT / "fixtures") for p in sorted(root.rglob("brand.toml"))],
    ids=lambda p: p.name,
)
def test_a_brand_is_readable(folder: Path) -> None:
    """Every pair of text and background that the pages use has the contrast it needs."""
    brand = load_brand(folder)
    assert not [one for one in check(brand.colours) if not one.ok]


@pytest.mark.parametrize("code", languages())
def test_a_language_has_its_facts(code: str) -> None:
    """A language brings its catalogue and the facts of its numbers and dates."""
    assert (PACKAGE / "language" / "locale" / f"{code}.toml").is_file()
    assert Language.load(code).number(1234.5, 1) != "1234.5"
