"""Invented customers and what they did, as tables with their truth."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.sources.fuzz import amounts, days
from tests.sources.fuzz.truth import KEY, Line, Table
from tests.sources.fuzz.words import BAD, GOOD, NAMES, TEXTS, header

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from datetime import date

    from tests.sources.fuzz.truth import Fate


def known_by(text: str) -> str:
    """Return the keyed hash of a customer, computed by Python's own HMAC."""
    return hmac.new(KEY, text.encode(), hashlib.sha256).hexdigest()[:16]


@dataclass(slots=True, kw_only=True)
class Maker:
    """A table while it is made: the columns, and the cells of the row that is being written."""

    rng: random.Random
    language: str
    roles: list[str] = field(default_factory=list)
    styles: dict[str, amounts.NumberStyle | days.DayStyle] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)

    def amount(self, role: str, *, negative: bool = True) -> tuple[str, Decimal]:
        """Return a number as its column writes it, and what it means."""
        style = self.styles.setdefault(role, amounts.any_style(self.rng))
        assert isinstance(style, amounts.NumberStyle)
        value = amounts.any_amount(self.rng, style, negative=negative)
        self.raw[role] = amounts.meant(value, style)
        return amounts.write_number(value, style), amounts.meant(value, style)

    def day(self, role: str) -> tuple[str, date]:
        """Return a day as its column writes it, and which it is."""
        if role not in self.styles:
            earlier = [one for one in self.styles.values() if isinstance(one, days.DayStyle)]
            self.styles[role] = days.any_day_style(self.rng, like=earlier[0] if earlier else None)
        style = self.styles[role]
        assert isinstance(style, days.DayStyle)
        self.raw[role] = day = days.any_day(self.rng, style)
        return days.write_day(day, style), day


def customers(rng: random.Random) -> list[tuple[dict[str, str], str]]:
    """Return each customer as the cells of the columns that know it, and its id in the tables."""
    way = rng.choice(("number", "number", "number", "mail", "both", "who number", "who name"))
    form = rng.choice(("{}", "K-{}", "00{}", "{}.0", "'{}", "ab{}C"))
    found = []
    for number in range(1, rng.randint(4, 9)):
        own = str(1000 + 37 * number)
        told = form.format(own)
        clean = told.removeprefix("'").removesuffix(".0")
        mail = f"Kund.{number}@Example.{rng.choice(('com', 'se', 'dk'))}"
        if way == "mail":
            found.append(({"mail": mail}, known_by(mail.lower())))
        elif way == "both":
            found.append(({"number": told, "mail": mail}, known_by(clean)))
        elif way == "who name":
            name = NAMES[number % len(NAMES)]
            found.append(({"who": name}, known_by(f"name:{name.lower()}")))
        else:
            found.append(({"who" if way == "who number" else "number": told}, known_by(clean)))
    return found


def _orders(make: Maker, at: int, form: str) -> tuple[dict[str, str], tuple[Any, ...], bool]:
    order = form.format(10_000 + at)
    bought, day = make.day("bought")
    written, amount = make.amount("amount")
    bad = make.rng.random() < 0.1
    cells = {"order": order, "bought": bought, "amount": written}
    cells["status"] = make.rng.choice((BAD if bad else GOOD)[make.language])
    return cells, (_clean(order), days.epoch(day), amount), bad and "status" in make.roles


def _lines(make: Maker, at: int, form: str) -> tuple[dict[str, str], tuple[Any, ...], bool]:
    order = form.format(10_000 + at // 2)
    bought, day = make.day("bought")
    quantity = Decimal(make.rng.randint(1, 40))
    price, each = make.amount("price", negative=False)
    text = make.rng.choice(TEXTS)
    cells = {"order": order, "bought": bought, "quantity": str(quantity), "price": price, "product": text}
    return cells, (_clean(order), days.epoch(day), quantity, quantity * each, text), False


def _subscriptions(make: Maker, at: int, form: str) -> tuple[dict[str, str], tuple[Any, ...], bool]:
    contract = form.format(700 + at)
    start, first = make.day("start")
    end, last = make.day("end") if make.rng.random() < 0.6 else ("", None)
    monthly, amount = make.amount("monthly", negative=False)
    cells = {"contract": contract, "start": start, "end": end, "monthly": monthly}
    return cells, (_clean(contract), days.epoch(first), None if last is None else days.epoch(last), amount), False


def _tickets(make: Maker, at: int, form: str) -> tuple[dict[str, str], tuple[Any, ...], bool]:
    ticket = form.format(300 + at)
    opened, first = make.day("opened")
    resolved, last = make.day("resolved") if make.rng.random() < 0.6 else ("-", None)
    text = make.rng.choice(TEXTS)
    cells = {"ticket": ticket, "opened": opened, "resolved": resolved, "category": text}
    return cells, (_clean(ticket), days.epoch(first), None if last is None else days.epoch(last), text), False


def _responses(make: Maker, at: int, form: str) -> tuple[dict[str, str], tuple[Any, ...], bool]:
    del at, form
    answered, day = make.day("answered")
    score = make.rng.randint(0, 10)
    cells = {"answered": answered, "score": str(score), "said": make.rng.choice(TEXTS)}
    return cells, (days.epoch(day), float(score)), False


#: table → what makes a row, the roles of its columns, where the customer stands in the truth, whether money is in it.
_KINDS: dict[str, tuple[Callable[[Maker, int, str], tuple[dict[str, str], tuple[Any, ...], bool]], str, int, bool]] = {
    "orders": (_orders, "order bought amount status?", 1, True),
    "order_lines": (_lines, "order bought quantity price product", 1, True),
    "subscriptions": (_subscriptions, "contract start end monthly", 1, True),
    "tickets": (_tickets, "ticket opened resolved category", 1, False),
    "responses": (_responses, "answered score said?", 0, False),
}


def _clean(text: str) -> str:
    return text.removeprefix("'").removesuffix(".0")


def _currency(make: Maker, name: str) -> str | None:
    """Return the currency of the table's own column; None where it has none, as where each amount says its unit."""
    role = {"orders": "amount", "order_lines": "price"}.get(name, "monthly")
    style = amounts.any_style(make.rng)
    make.styles[role] = style
    return make.rng.choice(("SEK", "DKK", "EUR")) if style.unit == ("", "") and make.rng.random() < 0.6 else None


def any_table(rng: random.Random) -> Table:
    """Return a table of invented records, undamaged, its columns in any order."""
    name = rng.choice(("orders",) * 5 + ("order_lines",) * 2 + ("subscriptions", "tickets", "responses"))
    row, roles, at, money = _KINDS[name]
    language = rng.choice(("sv", "sv", "da", "da", "en"))
    who = customers(rng)
    make = Maker(rng=rng, language=language)
    currency = _currency(make, name) if money else None
    make.roles = [one.rstrip("?") for one in roles.split() if not one.endswith("?") or rng.random() < 0.4]
    make.roles += [*who[0][0], *(["currency"] if currency else []), *["other"] * rng.choice((0, 0, 1, 2))]
    rng.shuffle(make.roles)
    form = rng.choice(("{}", "{}", "SO-{}", "F2026/{}", "{}.0", "'{}"))
    lines = []
    for number in range(rng.randint(6, 28)):
        make.raw = {}
        cells, value, bad = row(make, number, form)
        key, person = rng.choice(who)
        cells = {**cells, **key, "currency": currency or "", "other": rng.choice(TEXTS)}
        value = (*value[:at], person, *value[at:])
        if money:
            place = len(value) - (name == "order_lines")
            value = (*value[:place], currency, *value[place:])
        doubtful = any(
            isinstance(style, amounts.NumberStyle) and style.minus == "brackets" and cells[role].startswith("(")
            for role, style in make.styles.items()
        )
        fate: Fate = "left" if bad else "may" if doubtful else "kept"
        raw = {make.roles.index(role): held for role, held in make.raw.items()}
        lines.append(Line(cells=[cells[role] for role in make.roles], fate=fate, value=value, raw=raw))
    headers = [header(rng, role, language) for role in make.roles]
    table = Table(name=name, headers=headers, roles=make.roles, lines=lines, notes=[f"{name} in {language}"])
    _find_open(table, make)
    return table


def _find_open(table: Table, make: Maker) -> None:
    """Find out which columns leave open what they mean, and what would answer it."""
    for role, style in make.styles.items():
        (position,) = table.at(role)
        cells = [line.cells[position] for line in table.lines if line.cells[position] not in {"", "-"}]
        table.notes.append(f"{role}: {style}")
        if style.unusual:
            table.may_refuse |= {"D110", "D115", "D113"}
            for line in table.lines:
                line.fate = "may" if line.fate == "kept" else line.fate
        if isinstance(style, amounts.NumberStyle):
            table.answers["decimal"] = style.decimal
            if amounts.is_open(cells):
                table.may_refuse |= {"D111", "D112"}
                table.must_refuse = True
            continue
        if style.order in {"dmy", "mdy"}:
            table.answers["date_order"] = style.order
        if style.short and style.order in {"dmy", "mdy"}:
            table.may_refuse.add("D113")  # 09-07-25 may be a day of 2009
        if days.is_open(cells, style):
            table.may_refuse.add("D113")
            table.must_refuse = True
