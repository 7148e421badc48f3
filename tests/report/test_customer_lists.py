"""The method page tells what the client's own lists changed, in counts that give nobody away."""

from __future__ import annotations

from dataclasses import replace

from reporter.model import Merge, Message, msg
from reporter.report.customer_lists import from_lists
from reporter.report.premises import premises
from tests.report.example import material


def merge(kind: str, count: int, reason: str = "") -> Merge:
    """Return a line of the merge report."""
    return Merge(kind=kind, text="", count=count, reason=reason)


def texts(*merges: Merge) -> list[str]:
    """Return the sentences, their slots filled in English."""
    return [_filled(one) for one in from_lists(merges)]


def _filled(one: Message) -> str:
    slots = {
        name: ", ".join(_filled(each) for each in value if isinstance(each, Message))
        if isinstance(value, tuple)
        else value
        for name, value in one.args
    }
    return one.text.format(**slots)


def test_without_lists_nothing_is_said() -> None:
    """What files share is told elsewhere, and an id that no export knows is no customer."""
    assert texts(merge("linked", 7), merge("mapped_unknown", 9), merge("excluded_rows", 9)) == []


def test_merged_customers_are_counted_from_five_on() -> None:
    """Five are told, four are fewer than five."""
    told = "customers were merged with another, as the client's list of changed ids says."
    assert texts(merge("mapped", 5)) == [f"5 {told}"]
    assert texts(merge("mapped", 4)) == [f"Fewer than five {told}"]


def test_reasons_are_told_without_a_total() -> None:
    """A total beside 12 and 7 would tell that two have another reason."""
    told = texts(merge("excluded", 12, "test"), merge("excluded", 7, "internt"), merge("excluded", 2))
    said = "Customers were left out of all figures, as the client's list says: "
    assert told == [f"{said}test (12), internt (7), other reasons (fewer than five)."]
    assert texts(merge("excluded", 12, "test"), merge("excluded", 8))[0].endswith("test (12), other reasons (8).")
    assert texts(merge("excluded", 12, "test"))[0].endswith("says: test (12).")


def test_no_reason_is_given_where_none_is_common() -> None:
    """Rare reasons together are told as a count, or as fewer than five."""
    told = "customers were left out of all figures, as the client's list says."
    assert texts(merge("excluded", 6)) == [f"6 {told}"]
    assert texts(merge("excluded", 3)) == [f"Fewer than five {told}"]


def test_the_method_page_has_a_paragraph_of_them() -> None:
    """It stands among the premises, and only where a list changed anything."""
    headline = msg("The client's own lists of customers")
    with_lists = premises(replace(material(), merges=(merge("mapped", 5),)))
    assert [one.paragraphs for one in with_lists if one.headline == headline] == [from_lists([merge("mapped", 5)])]
    assert all(one.headline != headline for one in premises(material()))
