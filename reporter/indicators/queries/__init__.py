"""The questions that are put to the engine: few, grouped, and answered by small exact sums for all periods at once."""
