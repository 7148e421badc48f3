"""A delivery that failed needs somebody until its address is corrected and the month sent there, no longer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reporter.model import Period
from reporter.pipeline.delivery import approve_recipients, send_month, standing
from reporter.pipeline.delivery.forgetting import forget_client
from tests.delivery.desk import REFUSED, Desk, quiet_office, run
from tests.delivery.office import AFTER, PERIOD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.delivery.office import Office

LATER = AFTER + timedelta(hours=1)


@pytest.fixture
def desk() -> Desk:
    """Make a way out that refuses the first message."""
    made = Desk()
    made.say("c01", REFUSED)
    return made


def readdressed(office: Office, to: str) -> None:
    """Replace the client's only recipient."""
    settings = office.workspace.root / "clients" / "c01" / "client.toml"
    text = settings.read_text("utf-8").replace('address = "c01@clients.test"', to)
    settings.write_text(text, "utf-8")


def failed(office: Office, desk: Desk) -> list[str]:
    """Return the addresses of the failed deliveries that status shows."""
    with office.session(LATER, {}, desk) as this:
        return [one.key.recipient for one in standing(this).failed]


def test_a_corrected_address_needs_somebody_until_the_month_went_there(tmp_path: Path, desk: Desk) -> None:
    """Refused; corrected; approved: it still needs somebody. Sent to the new address: it does not."""
    office = quiet_office(tmp_path, 1)
    run(office, desk)
    assert failed(office, desk) == ["c01@clients.test"]
    readdressed(office, 'address = "c09@clients.test"')
    with office.session(LATER, {}, desk) as this:
        approve_recipients(this, "c01")
        assert [one.key.recipient for one in standing(this).failed] == ["c01@clients.test"]
        send_month(this, "c01", Period.parse(PERIOD), reason="a new address", recipients=("c09@clients.test",))
    assert failed(office, desk) == []


def test_an_address_still_on_the_list_needs_somebody_whatever_the_others_got(tmp_path: Path, desk: Desk) -> None:
    """A second recipient is added and gets the month; the first, who is still on the list, does not have it."""
    office = quiet_office(tmp_path, 1)
    run(office, desk)
    readdressed(office, 'address = "c09@clients.test"\n[[recipients]]\naddress = "c01@clients.test"')
    with office.session(LATER, {}, desk) as this:
        approve_recipients(this, "c01")
        send_month(this, "c01", Period.parse(PERIOD), reason="a new reader", recipients=("c09@clients.test",))
    assert failed(office, desk) == ["c01@clients.test"]


def test_a_forgotten_client_needs_nobody(tmp_path: Path, desk: Desk) -> None:
    """Refused, then forgotten: who it was for is not known any more, and nobody can send it."""
    office = quiet_office(tmp_path, 1)
    run(office, desk)
    with office.session(LATER, {}, desk) as this:
        assert len(standing(this).failed) == 1
        forget_client(this, "c01")
        assert standing(this).failed == ()
