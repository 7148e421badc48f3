"""What the cells of one column say: their number format, their date format, and the SQL that reads them."""
