"""What the tests of delivery share: the real mail stand, one a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.delivery.faults import FaultServer, fault_server
from tests.delivery.stand.certificates import Certificates, make
from tests.delivery.stand.stand import Stand, StandError, mail_stand

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def stand() -> Iterator[Stand]:
    """Run Postfix and Dovecot on loopback as long as this worker lasts; fail where they are not installed."""
    running = mail_stand()
    try:
        found = running.__enter__()
    except StandError as fault:
        pytest.fail(str(fault), pytrace=False)
    try:
        yield found
    finally:
        running.__exit__(None, None, None)


@pytest.fixture
def empty_stand(stand: Stand) -> Stand:
    """Return the stand with all mailboxes emptied."""
    stand.empty()
    return stand


@pytest.fixture(scope="session")
def certs(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Return a CA and the certificates of servers, good and bad."""
    return make(tmp_path_factory.mktemp("certs"))


@pytest.fixture
def server(certs: Certificates) -> Iterator[FaultServer]:
    """Run a fault server for one test."""
    with fault_server(certs) as running:
        yield running
