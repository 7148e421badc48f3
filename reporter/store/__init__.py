"""The canonical tables: their schema, the engine, and how to open them."""

from reporter.store.engine import connect
from reporter.store.tables import Tables, collect, materialise, open_tables, records

__all__ = ["Tables", "collect", "connect", "materialise", "open_tables", "records"]
