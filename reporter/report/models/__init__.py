"""What the method page says of each analysis: one module an analysis, found by listing."""
