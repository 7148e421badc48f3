"""Into the right inbox, every month, exactly once: schedule, gate, ledger, message, transport.

The rooms know neither pages nor tables: what is to be sent comes in as bytes, the clock as an argument.
"""
