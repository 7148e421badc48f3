"""When a report is due: rules, business days, time zones, and what wakes the program."""

from reporter.delivery.schedule.due import Due, check_clock, due, next_due, upcoming
from reporter.delivery.schedule.rules import day_of, fire
from reporter.delivery.schedule.words import describe

__all__ = ["Due", "check_clock", "day_of", "describe", "due", "fire", "next_due", "upcoming"]
