"""From bytes to text: what kind of file it is, its sheets and members, its encoding. Knows nothing of tables."""
