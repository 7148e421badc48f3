"""The stages in order; the only room that knows them all."""

from reporter.pipeline.choices import Choices
from reporter.pipeline.ingestion import books, gaps, ingest
from reporter.pipeline.making import Outcome, PageState
from reporter.pipeline.measuring import Measured
from reporter.pipeline.output import Output
from reporter.pipeline.reporting import measure_client, measure_files, report_client, report_files

__all__ = [
    "Choices",
    "Measured",
    "Outcome",
    "Output",
    "PageState",
    "books",
    "gaps",
    "ingest",
    "measure_client",
    "measure_files",
    "report_client",
    "report_files",
]
