"""What a shape is: the fields it knows, the checks that leave rows out, the columns that it writes.

Expressions are SQL over a relation with, for each bound field ``f``: ``r_f`` (the cell as text) and
``v_f`` (its value: cleaned text, DECIMAL, epoch day, or hashed id). Fields that a file lacks are NULL.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from reporter.sources.cells.sql import blank, quoted, texts
from reporter.sources.codes import LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: What a field holds. ``person`` is the customer's key (hashed), ``private`` never leaves the source.
Kind: TypeAlias = Literal["person", "id", "text", "number", "date", "private"]

#: Every shape's fields that may say who the customer is, the surest first.
PERSON_FIELDS = (
    "customer_number",  # the number of the client's own books, beside a system's id
    "company_id",  # a contact's or a deal's company, by its id in the system
    "customer_id",
    "customer",  # a number or a name: the values tell
    "contact_id",
    "email",
    "orgnr",
    "phone",
    "customer_name",
)
PERSONS: Mapping[str, Kind] = MappingProxyType(dict.fromkeys(PERSON_FIELDS, "person"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One reason to leave a row out. ``narrower``: a later check holds too, this one only words it better."""

    code: str
    condition: str
    field: str
    narrower: bool = False

    @property
    def reason(self) -> str:
        """The sentence that the books count by."""
        return LEFT_OUT[self.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The fields that a file has, and what its format and the operator say; ``key`` hides ids that name a person.

    ``sales``: what a row of orders or lines is (order, invoice, payment, deal).
    """

    fields: frozenset[str]
    rules: Mapping[str, Any] = field(default_factory=dict)
    currency: str | None = None
    key: bytes = b""
    sales: str = "order"

    def has(self, name: str) -> bool:
        """Tell whether the file has a column for a field."""
        return name in self.fields

    def value(self, name: str, otherwise: str = "NULL") -> str:
        """Return the SQL of a field's value."""
        return f"v_{name}" if name in self.fields else otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A table's declaration. ``select`` gives the SQL of each canonical column but ``source``.

    ``spared``: field → the condition that its cell says something that cannot be used. Such a cell costs the row
    this value alone: who ordered for how much is known without the day of delivery.
    """

    table: str
    fields: Mapping[str, Kind]
    checks: Callable[[Bound], list[Check]]
    select: Callable[[Bound], dict[str, str]]
    key: str | None = None
    needs_person: bool = True
    spared: Mapping[str, str] = field(default_factory=dict)


#: How systems write that there is no day (MySQL, Business Central, Excel).
_NO_DAY = r"(0000[-/.]00[-/.]00|00[-/.]00[-/.]0000|0001-01-01|0?1[-/.]0?1[-/.]0001|1900-01-00|1753-01-01)([ T].*)?"


def unread(name: str) -> str:
    """Return the condition that a cell says something, and no number or day; "no day" is not unread."""
    no_day = f"regexp_full_match(trim(r_{name}), {quoted(_NO_DAY)})"
    # CASE, because the engine would look for both patterns in every cell of an AND.
    return f"CASE WHEN v_{name} IS NULL THEN NOT {blank(f'r_{name}')} AND NOT coalesce({no_day}, false) ELSE false END"


def person_checks() -> list[Check]:
    """Leave out rows without a usable customer id."""
    return [
        Check(code="L112", condition="damaged_person", field="customer_id", narrower=True),
        Check(code="L110", condition="person IS NULL", field="customer_id"),
    ]


def value_checks(bound: Bound, name: str, missing: str, unread: str) -> list[Check]:
    """Leave out rows whose field is blank, or cannot be read."""
    if not bound.has(name):
        return []
    return [
        Check(code=unread, condition=f"v_{name} IS NULL AND NOT {blank(f'r_{name}')}", field=name, narrower=True),
        Check(code=missing, condition=f"v_{name} IS NULL", field=name),
    ]


def optional_check(bound: Bound, name: str, unread: str) -> list[Check]:
    """Leave out rows whose optional field holds something that cannot be read."""
    if not bound.has(name):
        return []
    return [Check(code=unread, condition=f"v_{name} IS NULL AND NOT {blank(f'r_{name}')}", field=name)]


def status_checks(bound: Bound, keep_code: str) -> list[Check]:
    """Leave out rows whose status is not among those to keep, or among those to drop."""
    found = []
    if not bound.has("status"):
        return []
    status = "lower(trim(r_status))"
    if bound.rules.get("deals"):  # a stage may have its pipeline behind it: Closed won (Sales pipeline)
        status = f"regexp_replace({status}, '\\s*\\([^()]*\\)$', '')"
    if drop := bound.rules.get("drop_status"):
        found.append(
            Check(code="L140", condition=f"{status} IN {texts([one.casefold() for one in drop])}", field="status")
        )
    if keep := bound.rules.get("keep_status"):
        wanted = texts([one.casefold() for one in keep])
        found.append(Check(code=keep_code, condition=f"coalesce({status}, '') NOT IN {wanted}", field="status"))
    return found


#: Statuses and kinds of document that give money back; "credited" and "refunded" are said of the order itself.
_CREDIT = (
    "kredit", "kreditnota", "kreditfaktura", "kreditorder", "kreditordre", "returorder", "returordre", "return order",
    "credit", "credit note", "credit memo", "credit invoice", "creditnote",
)  # fmt: skip


#: How a column says yes: a deal is won, an invoice is cancelled, a row is a credit note.
YES = (
    "true", "yes", "y", "1", "x", "ja", "j", "sant", "sand", "sandt", "checked", "won", "vunnen", "vundet",
    "100", "100%", "100 %",
)  # fmt: skip

#: How a column says no: an invoice is not cancelled, a survey not finished.
NO = ("false", "no", "n", "0", "nej", "falskt", "falsk", "falsch", "faux")


def says_yes(name: str) -> str:
    """Return the condition that a field says yes; a blank one says no."""
    return f"coalesce(lower(trim(r_{name})) IN {texts(YES)}, false)"


def yes_or_no(name: str) -> str:
    """Return the SQL of a column that says yes or no: true, false, or NULL where it says neither."""
    said = f"lower(trim(r_{name}))"
    return f"CASE WHEN {said} IN {texts(YES)} THEN true WHEN {said} IN {texts(NO)} THEN false END"


def deleted_checks(bound: Bound) -> list[Check]:
    """Leave out records that lie in the system's bin, which some exports hold too."""
    if not bound.has("deleted"):
        return []
    return [Check(code="L146", condition=says_yes("deleted"), field="deleted")]


def signed(bound: Bound, amount: str) -> str:
    """Return the SQL of an amount that is below 0 where the row is a credit note, whatever sign it was given.

    A negative amount is the mark of a credit: it lowers the revenue and is no order.
    """
    if bound.rules.get("credits"):
        return f"-abs({amount})"
    told = [f"lower(trim(r_{name}))" for name in ("status", "document") if bound.has(name)]
    said = [f"coalesce({one} IN {texts(_CREDIT)}, false)" for one in told]
    if bound.has("credit"):
        said.append(says_yes("credit"))
    if not said:
        return amount
    credit = " OR ".join(said)
    return f"CASE WHEN {credit} THEN -abs({amount}) ELSE {amount} END"


#: How a currency is called where it is not written as its code (Dynamics 365).
_CURRENCIES = {
    "SEK": ("swedish krona", "svensk krona", "svenska kronor", "svenske kroner"),
    "DKK": ("danish krone", "dansk krone", "danska kronor", "danske kroner"),
    "NOK": ("norwegian krone", "norsk krone", "norska kronor", "norske kroner"),
    "EUR": ("euro",),
    "USD": ("us dollar", "amerikansk dollar"),
    "GBP": ("pound sterling", "british pound", "brittiskt pund", "britisk pund"),
}


def currency_of(bound: Bound) -> str:
    """Return the SQL of the currency: the row's own, else the operator's."""
    told = quoted(bound.currency) if bound.currency else "NULL"
    named = " ".join(f"WHEN lower(v_currency) IN {texts(names)} THEN '{code}'" for code, names in _CURRENCIES.items())
    return f"coalesce(CASE {named} ELSE upper(v_currency) END, {told})" if bound.has("currency") else told
