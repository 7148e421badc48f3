"""Tables for tests."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from reporter.store import connect
from tests.indicators.canonical import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.indicators.canonical import Canon


@pytest.fixture
def canon() -> Iterator[Canon]:
    """Make canonical tables in an engine of the test's own."""
    connection = connect(threads=2)
    yield partial(canonical, connection)
    connection.close()
