"""Export files in, canonical tables and books out.

``read`` walks each file through: kind → text → layout → format → columns → Parquet. A new export
format is one new file in ``formats/``.
"""

from reporter.sources.codes import FAULTS, LEFT_OUT
from reporter.sources.drafting import draft_mapping
from reporter.sources.options import CustomerLists, ReadOptions
from reporter.sources.reading import read

__all__ = ["FAULTS", "LEFT_OUT", "CustomerLists", "ReadOptions", "draft_mapping", "read"]
