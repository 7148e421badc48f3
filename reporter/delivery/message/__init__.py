"""From a finished report to the bytes of a message, built once and kept."""
