"""Every code that the import stage can utter, in one place.

``D1xx`` ends the reading of a file (``InputError``) or warns about it (``Diagnostic``);
``L1xx`` is the reason of one row that was left out.
"""

from __future__ import annotations

from types import MappingProxyType

#: What an operator meets as an error, or as a warning on standard error.
FAULTS = MappingProxyType(
    {
        "D101": "the file is empty",
        "D102": "the file is not a table (a PDF, a picture, an archive …)",
        "D103": "the Excel file cannot be opened",
        "D104": "the answers do not fit the scale, or the scale is not confirmed",
        "D105": "some values of a column could not be read; the rows were kept without them",
        "D106": "the file cannot be found or read",
        "D107": "the file has a header and no rows",
        "D108": "the layout is unknown: nothing says which column is what",
        "D109": "the file has no usable id",
        "D110": "a column's dates cannot be read",
        "D111": "a column's numbers can be read in two ways (1.234 or 1,234)",
        "D112": "a column mixes decimal comma and decimal point",
        "D113": "a column's dates can be read in two ways (day or month first)",
        "D114": "the amounts are in more than one currency",
        "D115": "a column's numbers cannot be read",
        "D116": "no row of the file could be kept",
        "D117": "a mapping file is not valid",
        "D118": "the text encoding is damaged",
        "D119": "the first row holds data, not the columns' names",
        "D120": "a quotation mark swallows rows",
        "D121": "most rows of the file could not be read",
        "D122": "a column holds personal identity numbers (personnummer, CPR)",
        "D123": "the file is larger or stranger than a table needs: it was stopped",
        "D124": "letters are lost or broken in a text; what could not be repaired is not used",
        "D125": "amounts with and without VAT stand in one client's files",
        "D127": "the same sales may stand in two kinds of files (deals, orders, invoices, payments)",
        "D128": "the file holds nothing that the analysis uses (leads, employees, usage)",
        "D129": "no subscription of the file has ended: churn cannot be computed from it",
        "D130": "a sheet or a packed file was not read",
        "D131": "contracts without a start or an end day are left out of retention and churn",
        "D132": "addresses, phone numbers or numbers of persons were crossed out in a text",
        "D133": "a list of customers lacks a column that it needs",
        "D134": "a row of a list of customers cannot be used",
        "D135": "an id of a list of customers leads to two customers",
    }
)

#: Why a row was left out. The sentence is the reason that the books count by.
LEFT_OUT = MappingProxyType(
    {
        "L101": "the row has another number of cells than the header",
        "L102": "footer or total row",
        "L103": "empty row",
        "L104": "a quotation mark is opened and never closed",
        "L110": "no customer id",
        "L111": "no order id",
        "L112": "id damaged by a spreadsheet (scientific notation)",
        "L113": "no ticket id",
        "L120": "no date",
        "L121": "the date cannot be read",
        "L130": "no amount",
        "L131": "the number cannot be read",
        "L132": "quantity is zero or negative",
        "L133": "price is zero or negative",
        "L140": "cancelled",
        "L141": "the deal is not won",
        "L142": "the order is not completed",
        "L143": "the sales are taken from another kind of file",
        "L144": "credit note that is taken off the order it names",
        "L145": "a lead, not a customer",
        "L146": "deleted in the system it comes from",
        "L150": "no score answered",
        "L151": "preview or test answer",
        "L152": "the respondent did not finish the survey",
        "L153": "the answer's weight is not a number above 0",
        "L160": "the same record stands earlier in the file",
        "L170": "nothing that the analysis uses",
    }
)

#: Reasons that an export in good order has too: they speak of the business, or of how the file ends.
USUAL = frozenset({"L102", "L103", "L140", "L141", "L142", "L143", "L144", "L150", "L151", "L152", "L170"})
