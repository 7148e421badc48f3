"""A report as plain JSON: every value by name, so that a golden file can be read and compared."""

from __future__ import annotations

import json
import os
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.model import Indicator, Message, Period, Reading

if TYPE_CHECKING:
    from reporter.model import Report

GOLDEN = Path(__file__).parent.parent / "golden" / "report"


def plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - any value of the document, one return a kind
    """Return a value as JSON's own kinds; what is empty is left out."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Message) and not value.args and not value.context:
        return value.text
    if isinstance(value, Reading):
        return {"reading": value.indicator.id, "value": value.value, "low": value.low, "high": value.high}
    if isinstance(value, Indicator):
        return value.id
    if isinstance(value, (Period, date)):
        return str(value)
    if is_dataclass(value):
        named = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        kept = {name: one for name, one in named.items() if one not in (None, "", [], {}, False)}
        return {type(value).__name__: kept}
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    return round(value, 6) if isinstance(value, float) else value


def compare(report: Report, name: str) -> tuple[str, str]:
    """Return a report's pages as JSON beside the golden file, which REPORTER_GOLDEN=1 rewrites first."""
    found = {"pages": plain(report.pages), "left_out": plain(report.left_out)}
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    file = GOLDEN / f"{name}.json"
    if os.environ.get("REPORTER_GOLDEN") == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return text, file.read_text(encoding="utf-8") if file.exists() else ""
