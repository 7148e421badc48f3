"""docs/formats.md is true: its list is that of the formats, its example reads a file, no key is missing."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from reporter.cli.formats_page import refreshed
from reporter.sources import read
from reporter.sources.recognition import format_faults
from reporter.sources.recognition.catalogue import built_in, load_format

PAGE = (Path(__file__).parents[1] / "docs" / "formats.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)[0]
TILL = """\
Kassanr;Kvittonr;Stamkund;Köpdag;Summa inkl. moms;Läge
1;K101;17;2025-03-01;1 250,00;klar
1;K102;18;2025-03-02;300,50;ångrad
2;K103;17;2025-03-04;80,00;klar
"""


def test_the_list_of_systems_is_that_of_the_formats() -> None:
    """Make it anew with ``python -m reporter.cli.formats_page docs/formats.md``."""
    assert refreshed(PAGE, built_in()) == PAGE


def test_the_example_reads_a_file(tmp_path: Path) -> None:
    """The mapping loads as it stands, and its status, currency and shared headers work."""
    (tmp_path / "kassa.toml").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "kassa.csv").write_text(TILL, encoding="utf-8")
    form = load_format(tmp_path / "kassa.toml")
    assert {"kundnr", "stamkund"} <= set(form.fields["customer_id"])
    done = read([tmp_path / "kassa.csv"], folder=tmp_path / "data", key=b"a secret", extra_formats=[form])
    (account,) = done.files
    assert (account.rows_in, account.rows_kept) == (3, 2)
    with duckdb.connect() as connection:
        table = str(tmp_path / "data" / "orders" / "*.parquet")
        query = "SELECT sum(amount), min(currency), min(vat) FROM read_parquet(?)"
        total = connection.execute(query, [table]).fetchone()
    assert total is not None
    assert (float(total[0]), *total[1:]) == (1330.0, "SEK", "with")


def test_a_mapping_may_be_two_lines(tmp_path: Path) -> None:
    """``like`` takes over all that another format says."""
    (tmp_path / "own.toml").write_text('like = "generic_orders"\ntitle = "Till"\n', encoding="utf-8")
    form = load_format(tmp_path / "own.toml")
    assert form.fields == next(one for one in built_in() if one.name == "generic_orders").fields


def test_every_key_and_rule_is_explained() -> None:
    """What a format may say stands on the page."""
    missing = [key for key in (*format_faults._PLAIN, *format_faults._RULES) if not re.search(rf"\b{key}\b", PAGE)]
    assert not missing
