"""What several files of one client say together: the same customers, the same sales, one currency."""
