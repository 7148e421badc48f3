"""Small pieces of SQL that every reader of a column needs."""

from __future__ import annotations

#: Texts that mean "nothing here" (R, SQL, Zendesk, pivot tables, Nordic forms).
BLANKS = (
    "",
    "NA",
    "N/A",
    "NaN",
    "nan",
    "NULL",
    "null",
    "None",
    "-",
    "—",
    "–",
    "(blank)",
    "#N/A",
    "#SAKNAS!",
    "#I/T",
    "Ej angivet",
    "Ikke angivet",
    "anonymous",
)


#: An id that needs no cleaning: letters, digits, dashes, and at least one digit.
_PLAIN_ID = "[A-Za-z_/-]*[0-9][0-9A-Za-z_/-]*"
#: YYMMDD-NNNN (a coordination number's day is 60 higher) and DDMMYY-NNNN.
_PERSON = (
    r"((19|20)?\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
    r"|(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{2})[-+ ]?\d{4}"
)


def quoted(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


#: A regular expression is an SQL literal like any other.
regex = quoted


def texts(values: tuple[str, ...] | list[str]) -> str:
    """Return texts as an SQL list in brackets."""
    return "(" + ", ".join(quoted(value) for value in values) + ")"


def blank(column: str) -> str:
    """Return the condition that a text cell says nothing."""
    return f"({column} IS NULL OR trim({column}) IN {texts(BLANKS)})"


def filled(column: str) -> str:
    """Return the trimmed text of a cell, NULL where it says nothing.

    The usual cell needs no trimming and is told by its ends, which costs a tenth of trimming it.
    """
    slow = f"CASE WHEN {blank(column)} THEN NULL ELSE trim({column}) END"
    ragged = f"starts_with({column}, ' ') OR suffix({column}, ' ')"
    return f"CASE WHEN {column} IN {texts(BLANKS)} THEN NULL WHEN {ragged} THEN {slow} ELSE {column} END"


def same_digits(text: str) -> str:
    """Return a text with each of 1–9 as 9: what is left is how it is written, and few values of it."""
    return f"translate({text}, '12345678', '99999999')"


def personal_id(column: str) -> str:
    """Return the condition that an id is an address, or written as a Swedish or Danish person's number is."""
    number = f"length({column}) >= 10 AND regexp_full_match(trim({column}), {regex(_PERSON)})"
    return f"(contains({column}, '@') OR ({number}))"


def odd_id(column: str) -> str:
    """Return the condition that an id may need cleaning; one that needs none cannot be damaged either."""
    return f"NOT regexp_full_match({column}, '{_PLAIN_ID}')"


def clean_id(column: str) -> str:
    """Return an id as text: no blanks, no apostrophe of a spreadsheet, no ``.0`` of a float."""
    bare = f"ltrim(trim({column}), '''')"
    number = f"suffix({bare}, '.0') AND try_cast({bare} AS DOUBLE) IS NOT NULL"
    slow = f"CASE WHEN {blank(column)} THEN NULL WHEN {number} THEN left({bare}, length({bare}) - 2) ELSE {bare} END"
    return f"CASE WHEN regexp_full_match({column}, '{_PLAIN_ID}') THEN {column} ELSE {slow} END"


def damaged_id(column: str) -> str:
    """Return the condition that a spreadsheet has turned an id into 4,08E+12."""
    exact = f"regexp_full_match(trim({column}), '\\d+([.,]\\d+)?E\\+\\d+')"
    return f"CASE WHEN contains({column}, 'E+') THEN {exact} ELSE false END"
