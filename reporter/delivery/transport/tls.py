"""TLS as the only way: verified, of version 1.2 or later; there is no switch."""

from __future__ import annotations

import ssl

from reporter.errors import UsageError


def context_of(ca_file: str) -> ssl.SSLContext:
    """Return what verifies a server: its certificate's chain, dates and host name.

    Args:
        ca_file: a PEM file with the CAs to trust in place of the system's; empty: the system's.

    Raises:
        UsageError: E472, when the file cannot be used.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except OSError as fault:  # SSLError is one
        why = "no certificate in it" if isinstance(fault, ssl.SSLError) else fault.strerror
        raise UsageError(
            "E472", f"ca_file {ca_file} cannot be used ({why})", help="name a PEM file with the CA's certificate"
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
