"""The frozen values of ``reporter.model`` as JSON holds them, field by field, numbers unrounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import singledispatch
from numbers import Integral, Real
from types import NoneType
from typing import Any

from reporter.cli.console import english
from reporter.cli.console import reading as short_reading
from reporter.model import Analysis, Indicator, Message, Period, Reading


@singledispatch
def plain_value(value: Any) -> Any:  # noqa: ANN401 - any frozen value
    """Return a frozen value as JSON: an analysis says its kind, a message its English and its id.

    A period is written as ``--period`` reads it, an indicator as its id.

    Raises:
        TypeError: the value is none of those that stages hand on.
    """
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} is no value that stages hand on")
    kind: dict[str, Any] = {"kind": value.kind} if isinstance(value, Analysis) else {}
    return kind | {field.name: plain_value(getattr(value, field.name)) for field in fields(value)}


@plain_value.register(bool)
@plain_value.register(NoneType)
def _(value: bool | None) -> bool | None:  # noqa: FBT001 - the value itself
    return value


@plain_value.register(str)
@plain_value.register(date)
@plain_value.register(Period)
def _(value: str | date | Period) -> str:
    return str(value)


@plain_value.register
def _(value: Indicator) -> str:
    return value.id


@plain_value.register
def _(value: Integral) -> int:
    return int(value)


@plain_value.register
def _(value: Real) -> float:
    return float(value)


@plain_value.register
def _(value: Message) -> dict[str, str]:
    return {"id": value.text, "text": english(value)}


@plain_value.register
def _(value: Reading) -> dict[str, Any]:
    return reading_object(value)


@plain_value.register(tuple)
@plain_value.register(list)
def _(value: tuple[Any, ...] | list[Any]) -> list[Any]:
    return [plain_value(one) for one in value]


@plain_value.register(Mapping)
def _(value: Mapping[Any, Any]) -> dict[str, Any]:
    """Return an object; a scale is named by its ends, "1-5"."""
    return {
        "-".join(map(str, name)) if isinstance(name, tuple) else str(name): plain_value(one)
        for name, one in value.items()
    }


def reading_object(item: Reading) -> dict[str, Any]:
    """Return a reading as ``report --json`` has it, with what a statistician asks for besides."""
    more = {"code": item.indicator.code, "se": item.se, "method": item.method, "scale": item.scale}
    return short_reading(item) | more | why(item.reason)


def why(message: Message | None) -> dict[str, str | None]:
    """Return a reason in English, and the sentence that it is made of, by which a program tells reasons apart."""
    return {"reason": english(message) if message else None, "reason_id": message.text if message else None}
