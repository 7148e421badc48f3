"""At least 200 runs over 50 clients, killed at random moments, against the real servers; takes some ten minutes.

.venv/bin/python -m tests.delivery.long.kills [kills] [clients] [seed]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.delivery.office import make_office
from tests.delivery.stand.stand import mail_stand
from tests.delivery.storm import storm


def main(kills: int = 200, clients: int = 50, seed: int = 1) -> None:
    """Print the figures, and end with 1 where a message was sent twice or lost."""
    started = time.monotonic()
    with mail_stand() as stand, tempfile.TemporaryDirectory() as folder:
        office = make_office(Path(folder), stand.mail(), stand.archive(), clients)
        office.begin(stand.environ())
        seen = storm(office, stand, random.Random(seed), kills=kills, longest=4.0)  # noqa: S311 - a seed
    print(f"{seen.kills} kills in {seen.batches} batches of {clients} clients: {seen.sent} sent")
    print(f"{seen.unknown} deliveries were unknown after them; the archive had {seen.found}")
    print(f"{seen.duplicates} duplicates, {seen.lost} lost, {time.monotonic() - started:.0f} s")
    sys.exit(bool(seen.duplicates or seen.lost or seen.sent != seen.batches * clients))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
