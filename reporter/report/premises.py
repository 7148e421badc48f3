"""What a reader must know of this client's data: who answered, who counts as a customer, which money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Quantity, Text, Unit, msg, nmsg
from reporter.report.customer_lists import from_lists
from reporter.report.lookup import shown_reading
from reporter.report.words import seasonal

if TYPE_CHECKING:
    from reporter.model import Bridge, Message
    from reporter.report.material import Material

#: How the books of a file end where they tell that a column's name says which amounts it holds.
WITHOUT_VAT, WITH_VAT = "amounts without VAT", "amounts with VAT"


def premises(material: Material) -> tuple[Text, ...]:
    """Return response rate, rule of activity and kind of money, as far as the data have to do with them."""
    found = []
    answers = shown_reading(material, "answers")
    if answers and answers.value:
        found.append(Text(headline=msg("Response rate"), paragraphs=(_response(),)))
    if material.measurements.bridge is not None:
        rule = active_rule(material.measurements.bridge)
        found.append(Text(headline=msg("Who counts as a customer"), paragraphs=(rule, *_origin(material))))
    if identity := _identity(material):
        found.append(Text(headline=msg("The same customer in several files"), paragraphs=identity))
    if listed := from_lists(material.merges):
        found.append(Text(headline=msg("The client's own lists of customers"), paragraphs=listed))
    if shown_reading(material, "revenue"):
        found.append(Text(headline=msg("Amounts"), paragraphs=(_currency(material), _vat(material))))
    if seasonal(material):
        found.append(Text(headline=msg("Season"), paragraphs=(_season(), *_last_year(material))))
    return tuple(found)


def _response() -> Message:
    return msg("The response rate cannot be computed, because the number of customers invited is not in the data.")


def active_rule(flow: Bridge) -> Message:
    """Return what makes a customer active."""
    if flow.rule == "contract":
        return msg("A customer is active while a contract runs.")
    return msg("A customer is active with an order within {days}.", days=Quantity(value=flow.tau_days, unit=Unit.DAYS))


def _origin(material: Material) -> tuple[Message, ...]:
    """Return where the days of inactivity come from."""
    flow = material.measurements.bridge
    if flow is None or flow.rule == "contract":
        return ()
    return (
        msg(
            "Unless something else was agreed, that is the time within which nine in ten repeat orders come. "
            "It is the same in every period."
        ),
    )


def _identity(material: Material) -> tuple[Message, ...]:
    """Return how customers were recognised across files, where more than one key had to be used."""
    linked, shared = (sum(one.count for one in material.merges if one.kind == kind) for kind in ("linked", "shared"))
    if not linked and not shared:
        return ()
    rule = msg(
        "A customer is recognised by the customer number, otherwise by e-mail address or organisation number, "
        "and last by company name. A key that leads to two customers joins neither."
    )
    found = nmsg(
        "{count} customer was found in another file by such a key.",
        "{count} customers were found in another file by such a key.",
        linked,
    )
    return (rule, found) if linked else (rule,)


def _season() -> Message:
    return msg(
        "The period is compared with the one before it, at another time of the year. "
        "Seasonal swings are not taken out: part of a change may be due to the season."
    )


def _last_year(material: Material) -> tuple[Message, ...]:
    """Return that the same period last year was compared as well, which leaves the season out."""
    found = material.measurements.last_year
    if found is None:
        return ()
    return (
        msg(
            "It is also compared with {period}, at the same time of the year; the key figures show both changes, "
            "and both are tested in the same way.",
            period=found.period,
        ),
    )


def _currency(material: Material) -> Message:
    if material.currency:
        return msg("All amounts are in {currency}.", currency=material.currency)
    return msg("The export names no currency, so amounts stand without one.")


def _vat(material: Material) -> Message:
    """Return whether amounts hold VAT, where the export's columns tell it of every file with amounts."""
    told = {
        ending
        for one in material.files
        for guess in one.guesses
        for ending in (WITHOUT_VAT, WITH_VAT)
        if guess.endswith(ending)
    }
    if told == {WITHOUT_VAT}:
        return msg("They are without VAT, as the export says.")
    if told == {WITH_VAT}:
        return msg("They include VAT, as the export says.")
    if told:
        return msg("Some of the files give amounts without VAT and others with it; they are added as they stand.")
    return msg("The export does not say whether they include VAT; they stand as in the export.")
