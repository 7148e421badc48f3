"""Each declared format reads files made with its real headers into exactly the canonical rows that are expected.

``fixtures/formats/<format>/expected.toml`` lists the variants: the file, the options, how many rows came in, why
rows were left out, and the canonical rows. In ``customer_id`` an expected row says what the customer was known by:
``17`` (the client's own number), ``mail:anna@example.com``, ``org:5566778899``, ``name:nordbygg ab`` or an id of a
system (``hubspot company:8001``); columns that a row does not name are not compared.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from reporter.sources.rows.people import pseudonym
from tests.sources.conftest import KEY

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats"
VARIANTS = [
    pytest.param(folder, variant, id=f"{folder.name}-{variant['file']}-{variant.get('table', '')}")
    for folder in sorted(FIXTURES.iterdir())
    if folder.is_dir()
    for variant in tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))["variant"]
]


def known_by(told: str) -> str:
    """Return what the tables hold of a customer who was known by an id, an address, a number or a name."""
    kind, colon, text = told.rpartition(":")
    return pseudonym(text, KEY, kind) if colon else pseudonym(told, KEY)


def plain(value: object) -> object:
    """Return a value as an expected row writes it: decimals as texts without needless zeros."""
    text = str(value)
    if value.__class__.__name__ == "Decimal":
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value


def rows_of(folder: Path, table: str, source: str, columns: list[str]) -> list[dict[str, Any]]:
    """Return the canonical rows that came from a file, in the order of all their columns."""
    files = str(folder / table / "*.parquet")
    with duckdb.connect() as connection:
        picked = ", ".join(f'"{column}"' for column in columns)
        found = connection.execute(
            f"SELECT {picked} FROM read_parquet(?) WHERE source = ? ORDER BY ALL",  # noqa: S608 - our own names
            [files, source],
        ).fetchall()
    return [dict(zip(columns, map(plain, row), strict=True)) for row in found]


@pytest.mark.parametrize(("folder", "variant"), VARIANTS)
def test_a_variant_gives_the_expected_rows(
    folder: Path, variant: dict[str, Any], variant_of: Callable[[Path, dict[str, Any]], Result]
) -> None:
    """The format is recognised, each row is kept or left out for the reason expected, the values are exact."""
    result = variant_of(folder, variant)
    intake = result.intake
    form = variant.get("format", folder.name)
    account = next(one for one in intake.files if one.format == form)
    assert account.rows_in == variant["rows_in"]
    assert dict(account.reasons) == variant.get("reasons", {})
    assert account.rows_kept + sum(account.reasons.values()) == account.rows_in
    assert set(variant.get("remarks", ())) <= {remark.code for remark in intake.diagnostics}
    expected = variant.get("rows", [])
    if not expected:
        assert not account.tables or variant.get("rows_kept") == account.rows_kept
        return
    columns = list(expected[0])
    wanted = [{**row, **({"customer_id": known_by(row["customer_id"]) if row["customer_id"] else None}
                         if "customer_id" in row else {})} for row in expected]  # fmt: skip
    wanted = [{name: value if value != "" else None for name, value in row.items()} for row in wanted]
    found = rows_of(result.folder, account.tables[0], account.file, columns)
    assert sorted(found, key=str) == sorted(wanted, key=str)
