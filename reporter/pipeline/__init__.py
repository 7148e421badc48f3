"""The stages in order; the only room that knows them all."""

from reporter.pipeline.choices import Choices
from reporter.pipeline.ingestion import books, gaps, ingest
from reporter.pipeline.making import Outcome, PageState
from reporter.pipeline.output import Output
from reporter.pipeline.reporting import report_client, report_files

__all__ = [
    "Choices",
    "Outcome",
    "Output",
    "PageState",
    "books",
    "gaps",
    "ingest",
    "report_client",
    "report_files",
]
