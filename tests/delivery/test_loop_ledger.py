"""Whose ledger it is, what time it is, what is too old, and what leaves no trace: before anything is made or sent."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.ledger import one_run, open_ledger, opening
from reporter.delivery.message.keeping import KEPT
from reporter.errors import UsageError
from reporter.model import Period
from reporter.pipeline.delivery import Wishes, client_of, dry_run
from reporter.pipeline.delivery import test_copy as rehearse
from reporter.workspace import open_workspace
from tests.delivery.crowd import Started
from tests.delivery.desk import Desk, quiet_office, row_of, rows_of, run
from tests.delivery.office import AFTER, PERIOD
from tests.delivery.prompt import memory_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.delivery.office import Office

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OCTOBER = Period.parse(PERIOD)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Make an office of three clients that nothing is due of yet."""
    return quiet_office(tmp_path)


@pytest.fixture
def desk() -> Desk:
    """Make a way out that accepts everything."""
    return Desk()


def test_a_ledger_of_another_machine_sends_nothing_until_adopted(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk was cloned: E402; after a person has adopted it, the month goes out."""
    monkeypatch.setattr(opening, "machine_id", lambda: "another")
    with pytest.raises(UsageError) as fault:
        run(office, desk)
    assert (fault.value.code, desk.given) == ("E402", [])
    with open_ledger(office.state, AFTER, adopt=True):
        pass
    assert (run(office, desk).code, len(desk.given)) == (0, 3)


def test_a_copied_workspace_sends_nothing(office: Office, desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The copy refuses with E402, and the first goes on as ever."""
    place = tmp_path_factory.mktemp("copy") / "workspace"
    shutil.copytree(office.workspace.root, place)
    with pytest.raises(UsageError) as fault:
        run(replace(office, workspace=open_workspace(place)), desk)
    assert (fault.value.code, desk.given) == ("E402", [])
    assert (run(office, desk).code, len(desk.given)) == (0, 3)


@pytest.mark.parametrize("days", [-3, 63])
def test_a_clock_that_cannot_be_right_sends_nothing(days: int, office: Office, desk: Desk) -> None:
    """Three days before the last run, or two months after: E420, unless a person says that it is right."""
    run(office, desk, AFTER - HOUR)
    before, now = len(desk.given), AFTER + days * DAY
    with pytest.raises(UsageError) as fault:
        run(office, desk, now)
    assert (fault.value.code, len(desk.given)) == ("E420", before)
    assert run(office, desk, now, wishes=Wishes(clock_ok=True)).code == 0


def test_months_too_old_are_listed_and_sent_only_when_asked(office: Office, desk: Desk) -> None:
    """After four months of silence the last two go out by themselves, the two before are told of, once."""
    february = AFTER.replace(year=2027, month=2)  # October to January were due
    done = run(office, desk, february, wishes=Wishes(clock_ok=True, clients=("c01",)))
    assert [str(one.period) for one in done.listed] == ["2026-10", "2026-11"]
    assert [one.key.period for one in rows_of(office, "c01")] == ["2026-12", "2027-01"]
    run(office, desk, february + HOUR, wishes=Wishes(clients=("c01",)))
    assert desk.told() == ["E409 E409"]
    run(office, desk, february + 2 * HOUR, wishes=Wishes(catch_up=True, clients=("c01",)))
    assert len(rows_of(office, "c01")) == len(desk.given) == 4


def test_a_test_copy_and_a_dry_run_leave_nothing_in_the_ledger(office: Office, desk: Desk, tmp_path: Path) -> None:
    """One mail to the tester only, marked in its subject; one file a recipient; afterwards the month is still due."""
    with office.session(AFTER, {}, desk) as this:
        client = client_of(this, "c01")
        obstacles, answers = rehearse(this, client, OCTOBER, "tester@consult.test", incomplete_ok=False)
        assert (obstacles, [one.kind for one in answers]) == ((), ["accepted"])
        obstacles, paths = dry_run(this, client, OCTOBER, tmp_path / "dry", incomplete_ok=False)
        assert (obstacles, [path.suffix for path in paths]) == ((), [".eml"])
    assert [(one.recipient, one.archive) for one in desk.given] == [("tester@consult.test", "")]
    assert paths[0].stat().st_mode & 0o777 == 0o600
    assert not rows_of(office)
    assert not (office.state / KEPT).exists()
    assert not (office.state / "runs").exists()
    assert run(office, desk).code == 0
    assert row_of(office, "c01").key.seq == 0
    assert desk.recipients()[1:] == ["c01", "c02", "c03"]


@pytest.mark.parametrize("name", ["run.lock", "ledger.db"])
def test_a_state_that_root_has_written_is_told_in_a_line(name: str) -> None:
    """Somebody has once run it as root: for the ordinary user the files cannot be opened, which is no bug of ours."""
    nobody = 65534
    with memory_folder() as state:
        os.chown(state, nobody, nobody)
        (state / name).touch(mode=0o600)

        def run_as_nobody() -> None:
            os.setuid(nobody)
            with pytest.raises(UsageError) as fault, one_run(state), open_ledger(state, AFTER):
                pass
            assert fault.value.code == "C110"

        assert Started(run_as_nobody).ended() == 0
