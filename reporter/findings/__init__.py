"""What may be said of the figures: changes, findings, titles, leads, meanings and actions."""

from reporter.findings.actions import Action, actions
from reporter.findings.find import find
from reporter.findings.leads import leads
from reporter.findings.meaning import meanings
from reporter.findings.previous import compare_earlier, compare_previous
from reporter.findings.segments import screened
from reporter.findings.titles import titles

__all__ = [
    "Action",
    "actions",
    "compare_earlier",
    "compare_previous",
    "find",
    "leads",
    "meanings",
    "screened",
    "titles",
]
