"""What the method page says of every report: methods, reasons, principles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Message, msg
from reporter.report.words import UNROUNDED

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A reading's method → what the table of methods calls it.
METHODS: Mapping[str, Message] = {
    "wilson": msg("Wilson (1927)"),
    "wilson/contract": msg("Wilson (1927), by contract"),
    "wilson/activity": msg("Wilson (1927), by activity"),
    "wilson/revenue": msg("Wilson (1927), customers counting by revenue (Kish 1965)"),
    "adjusted_wald": msg("Adjusted Wald (Rocks 2016)"),
    "t": msg("t interval, by customer"),
    "linearised": msg("Linearised, by customer"),
    "bootstrap": msg("Bootstrap, by customer"),
    "bootstrap_t": msg("Studentised bootstrap, by customer"),
    "bootstrap_median": msg("Bootstrap of the median, by customer"),
    "garwood": msg("Exact (Garwood 1936)"),
    "brookmeyer-crowley": msg("Brookmeyer & Crowley (1982)"),
}

#: Why rows of an export were left out, as the books of the import word it.
REASONS: Mapping[str, Message] = {
    "the row has another number of cells than the header": msg("the row has another number of cells than the header"),
    "footer or total row": msg("footer or total row"),
    "empty row": msg("empty row"),
    "a quotation mark is opened and never closed": msg("a quotation mark is opened and never closed"),
    "no customer id": msg("no customer id"),
    "no order id": msg("no order id"),
    "id damaged by a spreadsheet (scientific notation)": msg("id damaged by a spreadsheet (scientific notation)"),
    "no ticket id": msg("no ticket id"),
    "no date": msg("no date"),
    "the date cannot be read": msg("the date cannot be read"),
    "no amount": msg("no amount"),
    "the number cannot be read": msg("the number cannot be read"),
    "quantity is zero or negative": msg("quantity is zero or negative"),
    "price is zero or negative": msg("price is zero or negative"),
    "cancelled": msg("cancelled"),
    "the deal is not won": msg("the deal is not won"),
    "the order is not completed": msg("the order is not completed"),
    "no score answered": msg("no score answered"),
    "preview or test answer": msg("preview or test answer"),
    "the respondent did not finish the survey": msg("the respondent did not finish the survey"),
    "the sales are taken from another kind of file": msg("the sales are taken from another kind of file"),
    "credit note that is taken off the order it names": msg("credit note that is taken off the order it names"),
    "a lead, not a customer": msg("a lead, not a customer"),
    "deleted in the system it comes from": msg("deleted in the system it comes from"),
    "nothing that the analysis uses": msg("nothing that the analysis uses"),
    "the same record stands earlier in the file": msg("the same record stands earlier in the file"),
}
OTHER_REASON = msg("other reasons")

#: What a file was read as, by what its rows are: as such, and as the export of a system.
FORMATS: Mapping[str, tuple[Message, Message]] = {
    "customers": (msg("customers", context="file"), msg("customers from {system}", context="file", system="")),
    "orders": (msg("orders", context="file"), msg("orders from {system}", context="file", system="")),
    "deals": (msg("won deals", context="file"), msg("won deals from {system}", context="file", system="")),
    "invoices": (msg("invoices", context="file"), msg("invoices from {system}", context="file", system="")),
    "payments": (msg("payments", context="file"), msg("payments from {system}", context="file", system="")),
    "order_lines": (msg("order lines", context="file"), msg("order lines from {system}", context="file", system="")),
    "subscriptions": (msg("contracts", context="file"), msg("contracts from {system}", context="file", system="")),
    "responses": (
        msg("survey answers", context="file"),
        msg("survey answers from {system}", context="file", system=""),
    ),
    "tickets": (msg("support cases", context="file"), msg("support cases from {system}", context="file", system="")),
    "aside": (
        msg("not used in the analysis", context="file"),
        msg("from {system}, not used in the analysis", context="file", system=""),
    ),
}

#: The pieces of the method that hold for every report.
PRINCIPLES: tuple[tuple[Message, tuple[Message, ...]], ...] = (
    (
        msg("Sample and full count"),
        (
            msg(
                "Answers to a survey are a sample: the interval covers chance in who answered, "
                "not those who never answer."
            ),
            msg(
                "Orders and customer records are a full count. Their interval describes the process behind them: "
                "what another period of the same kind could have shown."
            ),
        ),
    ),
    (
        msg("When a difference is called certain"),
        (
            msg(
                "A change is called certain where the 95 % interval of the difference leaves out zero, "
                "and clear where it is also large enough to matter: "
                "2 index points, 5 NPS units, 3 percentage points, 2 a year for retention, "
                "3 % for amounts and purchase frequency."
            ),
            msg(
                "Called unchanged is only what lies within these limits with its whole 90 % interval (two one-sided "
                "tests). Everything else is left open."
            ),
            msg(
                "Three points are much for a rate of a few per cent. A share that should be low, or lies under 15 %, "
                "is called unchanged only within a fifth of the figure that it is compared with, if that is less. "
                "This limit is ours."
            ),
            msg(
                "Shares are tested by Newcombe (1998), means by Welch, NPS by the normal distribution; the legs, their "
                "index, order value, lifetime value and retained revenue by a bootstrap over customers."
            ),
            UNROUNDED,
        ),
    ),
    (
        msg("Several tests at once"),
        (
            msg(
                "Among many tests some come out by chance. A change in one of the three legs, or in their index, "
                "counts as certain only after Holm's correction (1979) over these four; so does one in a measure "
                "that is a leg by itself."
            ),
            msg(
                "Segments are screened together by Benjamini and Hochberg's procedure (1995): "
                "at most one in ten of the segments singled out is expected to be a false alarm."
            ),
            msg(
                "All other differences are tested one by one. Of figures that have not changed, "
                "about one in twenty will still look certain."
            ),
        ),
    ),
    (
        msg("The same customers twice"),
        (
            msg(
                "Customers who stand behind both periods make a difference surer or less sure; the tests reckon with "
                "it: paired tests where all are the same, independent ones where none is, and what lies between "
                "by the correlation of the two figures."
            ),
            msg(
                "Not reckoned with are complaints, cases, deliveries and returns, and differences of two questions: "
                "they are tested as independent, which is cautious where the same customers are in both."
            ),
            msg(
                "Points of a rolling series share customers and are not independent of each other; "
                "only the periods that the report compares are tested against each other."
            ),
        ),
    ),
    (
        msg("Small bases and confidentiality"),
        (
            msg(
                "Under 30 in the base no number is printed; from 30 to 99 it is grey with †. "
                "Groups under 5 are never shown, and customer ids are stored as keyed hashes."
            ),
            msg(
                "Where two bases would differ by one to four customers, the less important figure is withheld, or both "
                "show the smaller base. A step of a scale with one to four answers is shown together with its class."
            ),
        ),
    ),
    (
        msg("Evidence grades of outside figures"),
        (
            msg(
                "A: official statistics. B: independent institute with a published method. C: consultancy, trade body, "
                "or seen only in the press, drawn as a grey reference. D: claims without a source, never used."
            ),
        ),
    ),
    (
        msg("Trademark"),
        (
            msg(
                "Net Promoter, NPS and Net Promoter Score are registered trademarks of Bain & Company, Inc., "
                "NICE Systems, Inc. and Fred Reichheld."
            ),
        ),
    ),
)
