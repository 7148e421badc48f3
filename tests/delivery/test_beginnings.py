"""Which month a client is owed first: written down when a run first sees its schedule, and kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reporter.delivery.ledger import notes, open_ledger

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_the_first_month_is_kept_whatever_comes_next(tmp_path: Path) -> None:
    """A changed rule whose next month is earlier or later changes nothing, nor does opening the ledger anew."""
    with open_ledger(tmp_path, NOW) as ledger:
        assert notes.first_owed(ledger, {"acme": "2026-10"}, ()) == {"acme": "2026-10"}
        assert notes.first_owed(ledger, {"acme": "2026-11"}, ()) == {"acme": "2026-10"}
    with open_ledger(tmp_path, NOW) as ledger:
        both = notes.first_owed(ledger, {"acme": "2026-09", "bygg": "2026-12"}, ())
        assert both == {"acme": "2026-10", "bygg": "2026-12"}


def test_a_schedule_that_was_taken_away_begins_anew(tmp_path: Path) -> None:
    """What lies between is not owed; another client's month stays."""
    with open_ledger(tmp_path, NOW) as ledger:
        notes.first_owed(ledger, {"acme": "2026-10", "bygg": "2026-10"}, ())
        assert notes.first_owed(ledger, {"bygg": "2026-11"}, ["acme"]) == {"bygg": "2026-10"}
        back = notes.first_owed(ledger, {"acme": "2027-02", "bygg": "2027-02"}, ())
        assert back == {"acme": "2027-02", "bygg": "2026-10"}


def test_settings_that_cannot_be_read_for_a_while_forget_nothing(tmp_path: Path) -> None:
    """A slip of the pen in client.toml must not cost the months that fall due until it is mended."""
    with open_ledger(tmp_path, NOW) as ledger:
        notes.first_owed(ledger, {"acme": "2026-10"}, ())
        assert notes.first_owed(ledger, {}, ()) == {}
        assert notes.first_owed(ledger, {"acme": "2027-02"}, ()) == {"acme": "2026-10"}


def test_a_clock_far_ahead_at_the_first_sight_is_put_right(tmp_path: Path) -> None:
    """A first month of 2035 falls back to what is due next; one month beyond it, as a changed rule may leave, stays."""
    with open_ledger(tmp_path, NOW) as ledger:
        assert notes.first_owed(ledger, {"acme": "2035-12"}, ()) == {"acme": "2035-12"}
        assert notes.first_owed(ledger, {"acme": "2026-12"}, ()) == {"acme": "2026-12"}
        assert notes.first_owed(ledger, {"acme": "2026-11"}, ()) == {"acme": "2026-12"}
        assert notes.first_owed(ledger, {"acme": "2026-10"}, ()) == {"acme": "2026-10"}
