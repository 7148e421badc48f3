"""National identity numbers, and what names a person: refused, or crossed out."""
