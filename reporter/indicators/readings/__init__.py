"""What readings share: refusals, moments, and intervals, by the table that they are read off."""
