"""Review: what people decide about what was read, and the entries that follow from it."""
