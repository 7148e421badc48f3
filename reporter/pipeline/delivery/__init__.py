"""From a due month to the inbox: the stages of a report, then the gate, the ledger and the way out."""

from reporter.pipeline.delivery.approving import approve_recipients, approve_report
from reporter.pipeline.delivery.asked import Asked, send_month
from reporter.pipeline.delivery.deciding import resolve, skip
from reporter.pipeline.delivery.rehearsing import dry_run, test_copy
from reporter.pipeline.delivery.session import Means, Session, client_of, means, rehearsal, session
from reporter.pipeline.delivery.standing import Standing, standing
from reporter.pipeline.delivery.ticking import Ticked, Wishes, tick

__all__ = [
    "Asked",
    "Means",
    "Session",
    "Standing",
    "Ticked",
    "Wishes",
    "approve_recipients",
    "approve_report",
    "client_of",
    "dry_run",
    "means",
    "rehearsal",
    "resolve",
    "send_month",
    "session",
    "skip",
    "standing",
    "test_copy",
    "tick",
]
