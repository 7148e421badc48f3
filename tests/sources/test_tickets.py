"""What a ticket says: whether it complains, whether the customer was satisfied, how long it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result


def ticket(column: str, *cells: str) -> str:
    """Return an export of tickets with one column to judge."""
    rows = (f"{number};2026-01-02;{cell}\n" for number, cell in enumerate(cells, 1))
    return f"Ärendenr;Inkommet;{column}\n{''.join(rows)}"


@pytest.mark.parametrize(
    ("said", "satisfied"),
    [
        ("Good", True),
        ("Good, I'm satisfied", True),
        ("good_with_comment", True),
        ("Very Satisfied", True),
        ("Satisfied", True),
        ("Mycket nöjd", True),
        ("Meget tilfreds", True),
        ("Ja", True),
        ("Bad, I'm not satisfied", False),
        ("Neutral", False),
        ("Varken nöjd eller missnöjd", False),
        ("Dissatisfied", False),
        ("Inte nöjd", False),
        ("Ganska missnöjd", False),
        ("Meget utilfreds", False),
        ("Offered", None),
        ("Not Offered", None),
        ("Unoffered", None),
        ("Vet ej", None),
        ("-", None),
    ],
)
def test_satisfaction(ingest: Callable[..., Result], said: str, satisfied: bool | None) -> None:  # noqa: FBT001
    """The two best of five words are satisfied, the other three are not, an offer is no answer."""
    assert ingest(ticket("Nöjdhet", said)).query("tickets", "satisfied") == [(satisfied,)]


@pytest.mark.parametrize(
    ("figures", "satisfied"),
    [
        (("5", "4", "3", "", "1"), [True, True, False, None, False]),
        (("5,0", "3,5", "4,0"), [True, False, True]),
        (("10", "4", "5"), [None, None, None]),
        (("3", "2", "1"), [None, None, None]),
        (("0", "5"), [None, None]),
    ],
    ids=["1–5", "decimals", "1–10", "no 5", "with 0"],
)
def test_figures_are_read_on_one_scale_only(
    ingest: Callable[..., Result], figures: tuple[str, ...], satisfied: list[bool | None]
) -> None:
    """Figures that can only be 1–5 are read, satisfied from 4; any others say nothing rather than something wrong."""
    rows = ingest(ticket("Satisfaction score", *figures)).query("tickets", "satisfied", "ticket_id")
    assert [value for (value,) in rows] == satisfied


@pytest.mark.parametrize(
    ("tags", "complaint"),
    [
        ("vip reklamation", True),
        ("webb,klagomål", True),
        ("kundeklage;web", True),
        ("refund_request", True),
        ("Complaint", True),
        ("no_complaint vip", False),
        ("ikke-klage", False),
        ("beklagar", False),
        ("vip", False),
        ("no_complaint reklamation", True),
    ],
)
def test_complaints(ingest: Callable[..., Result], tags: str, complaint: bool) -> None:  # noqa: FBT001
    """A tag complains in any of the three languages, with any separator; regret and "no complaint" do not."""
    result = ingest(ticket("Taggar", f'"{tags}"'))
    assert result.query("tickets", "complaint") == [(complaint,)]


@pytest.mark.parametrize(
    ("opened", "solved", "hours"),
    [
        ("2026-01-02 08:30", "2026-01-03 09:00", 24.5),
        ("02-01-2026 08.30", "02-01-2026 14.00", 5.5),
        ("13/01/2026 11:30 PM", "14/01/2026 12:15 AM", 0.75),
        ("2026-01-02T08:30:00Z", "2026-01-02T09:30:00Z", 1.0),
        ("2026-01-02", "2026-01-04", 48.0),
        ("2026-01-02 08:30", "2026-01-04", 48.0),
        ("2026-01-02 08:30", "2026-01-02 08:00", None),
    ],
)
def test_hours_are_counted_by_the_clock(
    ingest: Callable[..., Result], opened: str, solved: str, hours: float | None
) -> None:
    """From one time to the other where both are there, else by days; never below 0."""
    result = ingest(f"Sagsnr.;Oprettet;Løst\n1;{opened};{solved}\n2;{opened};\n")
    assert result.query("tickets", "hours_to_resolve", "ticket_id") == [(hours,), (None,)]


def test_a_rating_that_was_only_offered_hides_no_answer(ingest: Callable[..., Result]) -> None:
    """Of a ticket that was offered a rating and then rated, the rating is kept."""
    result = ingest(
        "id,score,comment,ticket_id,requester_id,assignee_id,created_at\n"
        "1,offered,,12,9,7,2026-02-04T10:00:00Z\n2,bad,,12,9,7,2026-02-05T10:00:00Z\n"
    )
    assert result.account.format == "zendesk_ratings"
    assert result.query("tickets", "ticket_id, satisfied, complaint") == [("12", False, None)]
    assert result.account.reasons == {"no score answered": 1}
