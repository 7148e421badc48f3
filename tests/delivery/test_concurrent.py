"""Ten runs at once, twenty times: one mail a client and month, whoever wins; the others are told to leave it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reporter.delivery.ledger import open_ledger, reading
from reporter.delivery.values import State
from reporter.errors import BusyError
from tests.delivery.crowd import free_race, late_comers
from tests.delivery.office import make_office

if TYPE_CHECKING:
    from pathlib import Path

    from tests.delivery.office import Office
    from tests.delivery.stand.stand import Stand

RUNS, ROUNDS, CLIENTS = 10, 10, 3
BUSY = BusyError.exit_code


def months(count: int) -> list[datetime]:
    """Return moments after the first business day of as many months, from November 2026."""
    return [datetime(2026 + month // 12, month % 12 + 1, 6, 8, tzinfo=UTC) for month in range(10, 10 + count)]


def each_went_out_once(office: Office, stand: Stand, rounds: int) -> None:
    """The ledger has a sent row for each client and month, and the mailboxes hold these messages, each once."""
    with open_ledger(office.state, datetime(2026, 11, 1, tzinfo=UTC)) as ledger:
        rows = reading.deliveries(ledger)
    assert [one.state for one in rows] == [State.SENT] * rounds * CLIENTS
    assert stand.counts() == {one.message_id: 1 for one in rows}


def test_nine_of_ten_find_the_lock_held(empty_stand: Stand, tmp_path: Path) -> None:
    """While one run sends, nine others end with 75 and send nothing, in each of ten months."""
    office = make_office(tmp_path, empty_stand.mail(), empty_stand.archive(), CLIENTS)
    office.begin(empty_stand.environ())
    for now in months(ROUNDS):
        assert late_comers(office, now, empty_stand.environ(), RUNS) == (0, [BUSY] * (RUNS - 1))
    each_went_out_once(office, empty_stand, ROUNDS)


def test_a_free_race_sends_once(empty_stand: Stand, tmp_path: Path) -> None:
    """Ten runs that start at one moment end with 0 or 75, in each of ten months; who comes late finds nothing to do."""
    office = make_office(tmp_path, empty_stand.mail(), empty_stand.archive(), CLIENTS)
    office.begin(empty_stand.environ())
    for now in months(ROUNDS):
        codes = free_race(office, now, empty_stand.environ(), RUNS)
        assert 0 in codes
        assert set(codes) <= {0, BUSY}
    each_went_out_once(office, empty_stand, ROUNDS)


def test_the_first_runs_of_a_new_office_race_too(empty_stand: Stand, tmp_path: Path) -> None:
    """Where not even the folder of the ledger is there, ten runs at once leave one ledger, and nobody fails."""
    office = make_office(tmp_path, empty_stand.mail(), empty_stand.archive(), CLIENTS)
    codes = free_race(office, months(1)[0], empty_stand.environ(), RUNS)
    assert 0 in codes
    assert set(codes) <= {0, BUSY}
    with open_ledger(office.state, months(1)[0]) as ledger:
        assert not reading.deliveries(ledger)
