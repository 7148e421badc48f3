"""What wakes the program every quarter of an hour: systemd, cron, or Windows' Task Scheduler.

The scheduler of the system knows no rule, client or secret: it wakes the program, which decides what is due.
"""

from reporter.delivery.schedule.install.doing import install, remove, shown
from reporter.delivery.schedule.install.plan import Kind, Plan, needed, usual

__all__ = ["Kind", "Plan", "install", "needed", "remove", "shown", "usual"]
