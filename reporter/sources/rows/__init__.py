"""One recognised file into canonical Parquet: its customers, amounts, texts, gaps and remarks, row by row."""
