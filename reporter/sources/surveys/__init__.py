"""Survey files: which question a column asks, what its answers say, on which scale."""
