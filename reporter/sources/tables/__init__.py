"""From text to a table of cells: where it stands, its header and columns, lost letters, damage."""
