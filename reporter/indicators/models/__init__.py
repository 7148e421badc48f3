"""What single analyses are made of: gates, scores and formulas that only they need."""
