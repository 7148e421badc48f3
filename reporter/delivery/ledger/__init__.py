"""What was sent, to whom, and what nobody knows: SQLite on a local disk."""

from reporter.delivery.ledger.opening import Ledger, is_busy, one_run, open_ledger

__all__ = ["Ledger", "is_busy", "one_run", "open_ledger"]
