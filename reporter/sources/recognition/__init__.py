"""Which declared format a file has: the formats, what they need, how a file is matched with them."""
