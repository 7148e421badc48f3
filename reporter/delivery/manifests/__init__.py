"""What each run did, as one JSON file a run, chained by hashes so that nothing can be changed or left out unseen."""

from reporter.delivery.manifests.chain import Fault, chain
from reporter.delivery.manifests.content import ClientRun, Input, Outcome, Run, content_of, new_run_id, versions
from reporter.delivery.manifests.writing import head_of, read_run, take_over, unknown_run, write_run

__all__ = [
    "ClientRun",
    "Fault",
    "Input",
    "Outcome",
    "Run",
    "chain",
    "content_of",
    "head_of",
    "new_run_id",
    "read_run",
    "take_over",
    "unknown_run",
    "versions",
    "write_run",
]
