"""What may be told: no count of one to four, and none that can be reckoned back from what is told."""
